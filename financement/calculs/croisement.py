"""La situation croisée sur plusieurs axes : une rangée par case qui porte un montant, exercices compris."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from financement.affichage.cadre import en_unite
from financement.affichage.grandeurs import DE_LA_SITUATION, LIBELLES_GRANDEURS
from financement.affichage.table_html import table_html
from financement.calculs.cases import reperer_cases
from financement.calculs.engagement_repute import SANS_DATE, afficher_exercice, sans_effet
from financement.calculs.grille import Entiers, figer
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE, Situation
from financement.calculs.tableau import operations_decrites
from financement.dossier.nomenclature import CONCOURS, NATURES, TYPES
from financement.dossier.operation import Operation
from financement.fautes.faute import ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from financement.valeurs.validation import VALEUR_INTERDITE

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FLUX", "LIBELLES_AXES", "STOCKS", "AxeCroise", "Croisement", "afficher_code", "croiser"]

STOCKS: Final = tuple(grandeur.nom for grandeur in DE_LA_SITUATION)
FLUX: Final = ("engage", "paye", "engage_cumul", "paye_cumul")

_EST_CONCOURS: Final = np.array([nature in CONCOURS for nature in NATURES], dtype=np.bool_)
_ENGAGE: Final = np.array([SIGNES_ENGAGE.get(genre, 0) for genre in TYPES], dtype=np.int64)
_PAYE: Final = np.array([SIGNES_PAYE.get(genre, 0) for genre in TYPES], dtype=np.int64)
_RANG_SANS_DATE: Final = ANNEE_MAXIMALE + 1 - ANNEE_MINIMALE


class AxeCroise(StrEnum):
    """Axe d’un croisement : ceux d’une situation, et l’exercice (année civile d’un mouvement, ou « sans_date »)."""

    FINANCEUR = "financeur"
    FAMILLE = "famille"
    OPERATION = "operation"
    MAITRE_OUVRAGE = "maitre_ouvrage"
    EXERCICE = "exercice"


LIBELLES_AXES: Final = MappingProxyType(
    {
        AxeCroise.FINANCEUR: "Financeur",
        AxeCroise.FAMILLE: "Famille",
        AxeCroise.OPERATION: "Opération",
        AxeCroise.MAITRE_OUVRAGE: "Maître d’ouvrage",
        AxeCroise.EXERCICE: "Exercice",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Croisement:
    """Une situation croisée, montants en centimes et en lecture seule.

    ``valeurs`` : les codes employés de chacun des ``axes``, dans l’ordre du dossier. ``cles`` : ceux de chaque rangée,
    dans le même ordre, axe après axe. ``concours`` et ``autofinancement`` : les colonnes :data:`STOCKS`, ou
    :data:`FLUX` si l’exercice est un axe (le programmé n’a pas d’exercice) ; un cumul est celui des rangées de mêmes
    autres codes, exercice après exercice.
    """

    axes: tuple[AxeCroise, ...]
    valeurs: tuple[tuple[str, ...], ...]
    cles: tuple[tuple[str, ...], ...]
    concours: dict[str, Entiers]
    autofinancement: dict[str, Entiers]

    def __repr__(self) -> str:
        return f"<Croisement par {', '.join(self.axes)}, rangées : {len(self.cles)}>"

    def _repr_html_(self) -> str:
        montants = zip(*(colonne.tolist() for colonne in self.concours.values()), strict=True)
        return table_html(
            f"Situation par {', '.join(self.axes)} : concours seuls, en euros",
            [LIBELLES_AXES[axe] for axe in self.axes] + [LIBELLES_GRANDEURS[nom] for nom in self.colonnes],
            [(*self.affichees(cles), *ligne) for cles, ligne in zip(self.cles, montants, strict=True)],
        )

    @property
    def colonnes(self) -> tuple[str, ...]:
        """Les noms des montants."""
        return tuple(self.concours)

    def affichees(self, cles: Sequence[str]) -> tuple[str, ...]:
        """Les codes d’une rangée tels qu’une personne les lit."""
        return tuple(afficher_code(axe, cle) for axe, cle in zip(self.axes, cles, strict=True))

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par rangée, le code de chaque axe, puis ``concours_`` et ``autofinancement_``.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        parts = {"concours": self.concours, "autofinancement": self.autofinancement}
        montants = {f"{part}_{nom}": valeurs for part, noms in parts.items() for nom, valeurs in noms.items()}
        codes = {str(axe): [cles[rang] for cles in self.cles] for rang, axe in enumerate(self.axes)}
        return pd.DataFrame({**codes, **en_unite(montants, unite)})


@dataclass(frozen=True, slots=True)
class _Cases:
    """Une entrée par montant : rangs de l’opération, du financeur et de la nature, année, et les montants."""

    operation: Entiers
    financeur: Entiers
    nature: Entiers
    annee: Entiers
    montants: dict[str, Entiers]

    def avec_engagements(self, annee: int, grille: Entiers) -> "_Cases":
        """Les mêmes entrées, et celles des engagements d’une ``grille`` (opérations, financeurs, natures)."""
        operation, financeur, nature = np.nonzero(grille)
        ajouts = {"engage": grille[operation, financeur, nature], "paye": np.zeros_like(operation)}

        def suite(colonne: Entiers, ajout: Entiers) -> Entiers:
            return figer(np.concatenate([colonne, ajout]))

        return _Cases(
            suite(self.operation, operation),
            suite(self.financeur, financeur),
            suite(self.nature, nature),
            suite(self.annee, np.full_like(operation, annee)),
            {nom: suite(montants, ajouts[nom]) for nom, montants in self.montants.items()},
        )


def afficher_code(axe: AxeCroise, code: str) -> str:
    """Un code de cet axe tel qu’une personne le lit : l’exercice d’un engagé réputé y est dit sans date."""
    return afficher_exercice(code) if axe is AxeCroise.EXERCICE else code


def croiser(situation: Situation, axes: Sequence[AxeCroise | str]) -> Croisement:
    """La situation croisée sur ces ``axes``, dans leur ordre, concours et autofinancement à part.

    Lève :class:`ValeurImpossible` sans axe, ou si l’un est inconnu ou répété.
    """
    validation.exiger(
        "Croisement",
        validation.instance("situation", situation, Situation),
        validation.instance("axes", axes, Sequence),
    )
    lus = tuple(validation.membre("Croisement", "axes", axe, AxeCroise) for axe in axes)
    if len(set(lus)) != len(lus) or not lus:
        refus = faute(
            VALEUR_INTERDITE,
            Provenance(colonne="axes"),
            ", ".join(lus),
            regle="un croisement a au moins un axe, chacun une fois",
            correction="Donner des axes distincts.",
        )
        raise ValeurImpossible("Croisement", [refus])
    par_exercice = AxeCroise.EXERCICE in lus
    cases = _cases_des_mouvements(situation) if par_exercice else _cases_de_la_grille(situation)
    decrites = operations_decrites(situation.projet, situation.tableau)
    tables = [_table(situation, axe, decrites) for axe in lus]
    rangs = [_rangs(axe, noms, cases, decrites) for axe, noms in zip(lus, tables, strict=True)]
    bases = [max(1, len(noms)) for noms in tables]
    employees = reperer_cases(_cle(rangs, bases).__getitem__, cases.operation.size, int(np.prod(bases, dtype=object)))
    chiffres = np.unravel_index(employees.cles, bases)
    est_concours = _EST_CONCOURS[cases.nature]

    def part(retenues: Entiers) -> dict[str, Entiers]:
        sommes = {nom: employees.cumuler(figer(m * retenues).__getitem__) for nom, m in cases.montants.items()}
        if not par_exercice:
            return {
                **sommes,
                "reste_a_engager": figer(sommes["programme"] - sommes["engage"]),
                "reste_a_payer": figer(sommes["engage"] - sommes["paye"]),
            }
        place = lus.index(AxeCroise.EXERCICE)
        autres = _cle([*chiffres[:place], *chiffres[place + 1 :]], [*bases[:place], *bases[place + 1 :]])
        cumuls = {f"{nom}_cumul": _cumul(somme, autres, chiffres[place]) for nom, somme in sommes.items()}
        return {**sommes, **cumuls}

    return Croisement(
        axes=lus,
        valeurs=tuple(tuple(noms[rang] for rang in np.unique(c)) for noms, c in zip(tables, chiffres, strict=True)),
        cles=tuple(zip(*([noms[rang] for rang in c] for noms, c in zip(tables, chiffres, strict=True)), strict=True)),
        concours=part(est_concours.astype(np.int64)),
        autofinancement=part((~est_concours).astype(np.int64)),
    )


def _cases_de_la_grille(situation: Situation) -> _Cases:
    """Une entrée par ligne programmée, engagée ou payée."""
    lignes = situation.lignes
    operation, financeur, nature = np.nonzero((lignes.programme != 0) | (lignes.engage != 0) | (lignes.paye != 0))
    places = operation, financeur, nature
    montants = {nom: getattr(lignes, nom)[places] for nom in ("programme", "engage", "paye")}
    return _Cases(operation, financeur, nature, np.zeros_like(operation), montants)


def _cases_des_mouvements(situation: Situation) -> _Cases:
    """Une entrée par engagement ou paiement, et son année ; d’un engagé réputé, une par ligne, sans date."""
    ecritures = situation.ecritures
    lues = ecritures.prendre(ecritures.retenues([*SIGNES_ENGAGE, *SIGNES_PAYE], situation.au))
    jours = np.arange(f"{ANNEE_MINIMALE}", f"{ANNEE_MAXIMALE + 1}", dtype="datetime64[D]")
    annees = (jours.astype("datetime64[Y]") - jours[0].astype("datetime64[Y]")).astype(np.int64)
    suivis = ~sans_effet(situation.projet.convention, lues)
    montants = {"engage": lues.montant * _ENGAGE[lues.type] * suivis, "paye": lues.montant * _PAYE[lues.type]}
    premier = date(ANNEE_MINIMALE, 1, 1).toordinal()
    cases = _Cases(lues.operation, lues.financeur, lues.nature, annees[lues.jour - premier], montants)
    return cases.avec_engagements(_RANG_SANS_DATE, situation.engages_reputes)


def _table(situation: Situation, axe: AxeCroise, decrites: Sequence[Operation]) -> tuple[str, ...]:
    """Les codes d’un axe, dans l’ordre du dossier ; les années, dans celui du calendrier, puis l’engagé sans date."""
    match axe:
        case AxeCroise.FINANCEUR:
            return situation.axes.financeurs
        case AxeCroise.OPERATION:
            return situation.axes.operations
        case AxeCroise.FAMILLE:
            return tuple(dict.fromkeys(operation.famille for operation in decrites))
        case AxeCroise.MAITRE_OUVRAGE:
            return tuple(dict.fromkeys(operation.maitre_ouvrage for operation in decrites))
        case AxeCroise.EXERCICE:
            return (*map(str, range(ANNEE_MINIMALE, ANNEE_MAXIMALE + 1)), SANS_DATE)


def _rangs(axe: AxeCroise, noms: tuple[str, ...], cases: _Cases, decrites: Sequence[Operation]) -> Entiers:
    places = {nom: rang for rang, nom in enumerate(noms)}
    match axe:
        case AxeCroise.FINANCEUR:
            return cases.financeur
        case AxeCroise.OPERATION:
            return cases.operation
        case AxeCroise.FAMILLE:
            return np.array([places[operation.famille] for operation in decrites], dtype=np.int64)[cases.operation]
        case AxeCroise.MAITRE_OUVRAGE:
            rangs = [places[operation.maitre_ouvrage] for operation in decrites]
            return np.array(rangs, dtype=np.int64)[cases.operation]
        case AxeCroise.EXERCICE:
            return cases.annee


def _cle(rangs: Sequence[Entiers], bases: Sequence[int]) -> Entiers:
    """Un entier par entrée, croissant comme la suite de ses rangs."""
    cle = np.zeros(rangs[0].size if rangs else 0, dtype=np.int64)
    for axe, base in zip(rangs, bases, strict=True):
        cle = cle * base + axe
    return cle


def _cumul(valeurs: Entiers, autres: Entiers, annees: Entiers) -> Entiers:
    """Somme des valeurs de même groupe jusqu’à l’année comprise."""
    cumul = np.zeros_like(valeurs)
    # Sans autre axe, toutes les rangées sont d'un même groupe.
    groupes = autres if autres.size else np.zeros_like(valeurs)
    ordre = np.lexsort((annees, groupes))
    suite = np.cumsum(valeurs[ordre], dtype=np.int64)
    ranges = groupes[ordre]
    nouveaux = np.concatenate([np.ones(min(1, ranges.size), dtype=np.bool_), ranges[1:] != ranges[:-1]])
    debuts = np.flatnonzero(nouveaux)
    avant = (suite - valeurs[ordre])[debuts][np.cumsum(nouveaux) - 1]
    cumul[ordre] = suite - avant
    return figer(cumul)
