"""Soldes exacts d’un journal en colonnes, par case employée : convention, opération, financeur, nature, exercice.

Un journal s’ajoute à des soldes sans que rien soit recalculé ; l’ordre des ajouts est indifférent. Les sommes sont
des entiers 64 bits, exacts parce que le total de tous les montants est borné à 10¹⁵ centimes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import prod
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from financement.calculs.cases import BORNE_DES_CLES, Cases, ParTranche, cumuler_par_cle, reperer_cases
from financement.calculs.grille import Entiers, figer
from financement.calculs.journal_colonnes import SANS, Colonnes, JournalEnColonnes, somme_exacte
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.dossier.nomenclature import NATURES, TYPES, Nature, TypeMouvement
from financement.fautes.catalogue import CodeFaute
from financement.fautes.faute import ValeurImpossible, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from financement.valeurs.montants import TOTAL_MAXIMAL, ecrire_montant

__all__ = [
    "GRANDEURS",
    "AxeSolde",
    "CleSolde",
    "Grandeur",
    "Soldes",
    "SoldesRegroupes",
    "cases_du_journal",
    "montants_signes",
    "soldes_du_journal",
]


class Grandeur(StrEnum):
    """Ce que cumule un solde ; chaque type de mouvement en touche une et une seule."""

    ENGAGE = "engage"
    PAYE = "paye"
    DEMANDE = "demande"
    DEPENSE = "depense"
    RECETTE = "recette"


class AxeSolde(StrEnum):
    """Axe d’un solde, du plus fort au plus faible dans l’ordre des cases."""

    CONVENTION = "convention"
    OPERATION = "operation"
    FINANCEUR = "financeur"
    NATURE = "nature"
    ANNEE = "annee"


class CleSolde(NamedTuple):
    """Une case et sa grandeur, en clair ; ``None`` : le mouvement n’en dit rien, ou l’axe n’est pas suivi."""

    convention: str | None
    operation: str | None
    financeur: str | None
    nature: Nature | None
    annee: int | None
    grandeur: Grandeur


Rangs = NDArray[np.integer]

GRANDEURS: Final = tuple(Grandeur)
AXES: Final = tuple(AxeSolde)

_EFFETS: Final = MappingProxyType(
    {
        **{genre: (Grandeur.ENGAGE, signe) for genre, signe in SIGNES_ENGAGE.items()},
        **{genre: (Grandeur.PAYE, signe) for genre, signe in SIGNES_PAYE.items()},
        TypeMouvement.DEMANDE: (Grandeur.DEMANDE, 1),
        TypeMouvement.DEPENSE: (Grandeur.DEPENSE, 1),
        TypeMouvement.RECETTE: (Grandeur.RECETTE, 1),
        TypeMouvement.ANNULATION: (Grandeur.DEPENSE, -1),
        TypeMouvement.REJET: (Grandeur.DEMANDE, -1),
    }
)
_GRANDEUR_DU_TYPE: Final = np.array([GRANDEURS.index(_EFFETS[genre][0]) for genre in TYPES], dtype=np.int8)
_SIGNE_DU_TYPE: Final = np.array([_EFFETS[genre][1] for genre in TYPES], dtype=np.int64)
_PREMIER_JOUR: Final = date(ANNEE_MINIMALE, 1, 1).toordinal()
_JOURS: Final = np.arange(f"{ANNEE_MINIMALE}", f"{ANNEE_MAXIMALE + 1}", dtype="datetime64[D]")
# Rang de l'année de chaque jour permis.
_ANNEES: Final = (_JOURS.astype("datetime64[Y]") - _JOURS[0].astype("datetime64[Y]")).astype(np.int16)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoldesRegroupes:
    """Une entrée par case : rang (ou année) sur chaque axe demandé, −1 s’il n’y en a pas, et sommes en centimes."""

    axes: Mapping[AxeSolde, Entiers]
    grandeurs: Mapping[Grandeur, Entiers]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Soldes:
    """Sommes signées par case employée et par grandeur, tableaux en lecture seule.

    ``conventions``, ``operations``, ``financeurs`` : les codes, par rang ; ``cles`` : case et grandeur, croissantes ;
    ``montants`` : centimes ; ``brut`` : total des montants sans leur signe.
    """

    conventions: tuple[str, ...]
    operations: tuple[str, ...]
    financeurs: tuple[str, ...]
    cles: Entiers
    montants: Entiers
    brut: int

    @property
    def _bases(self) -> tuple[int, ...]:
        """Nombre de valeurs de chaque axe puis de la grandeur, l’absence comprise."""
        codes = len(self.conventions), len(self.operations), len(self.financeurs), len(NATURES)
        return (*(nombre + 1 for nombre in codes), ANNEE_MAXIMALE - ANNEE_MINIMALE + 2, len(GRANDEURS))

    def _coordonnees(self) -> tuple[list[Entiers], Entiers]:
        """Les rangs des cases sur chaque axe (−1 : rien), et ceux de leurs grandeurs."""
        *axes, grandeur = np.unravel_index(self.cles, self._bases)
        return [figer(axe - 1) for axe in axes], figer(grandeur)

    def coder(self, axes: Sequence[Rangs | int], grandeur: Rangs) -> Entiers:
        """Les clés de cases données par leurs rangs sur chaque axe (−1 : rien), et ceux de leurs grandeurs.

        Lève :class:`ValueError` si les tables ont ensemble plus de 2⁶³ croisements.
        """
        if self.borne_des_cles > BORNE_DES_CLES:
            raise ValueError(f"{self.borne_des_cles} croisements : plus que n’en distingue un entier de 64 bits")
        cles = np.zeros(grandeur.shape, dtype=np.int64)
        decalage = 0
        for base, rangs in zip(self._bases, axes, strict=False):
            decalage = decalage * base + 1
            cles *= base
            cles += rangs
        cles += decalage
        cles *= len(GRANDEURS)
        cles += grandeur
        return figer(cles)

    @property
    def borne_des_cles(self) -> int:
        """Le nombre de croisements de tous les axes : toute clé lui est inférieure."""
        return prod(self._bases)

    def cles_de(self, colonnes: Colonnes, axes: frozenset[AxeSolde]) -> ParTranche:
        """Les clés de mouvements aux rangs de ces tables ; un axe non suivi n’en distingue aucun."""

        def cles(tranche: slice) -> Entiers:
            # ``take`` lit une petite table deux fois plus vite que des crochets.
            annees = _ANNEES.take(colonnes.jour[tranche] - _PREMIER_JOUR)
            lus = (colonnes.convention, colonnes.operation, colonnes.financeur, colonnes.nature)
            rangs = (*(colonne[tranche] for colonne in lus), annees)
            suivis = [rang if axe in axes else SANS for axe, rang in zip(AXES, rangs, strict=True)]
            return self.coder(suivis, _GRANDEUR_DU_TYPE.take(colonnes.type[tranche]))

        return cles

    def axe(self, axe: AxeSolde) -> Entiers:
        """Le rang de chaque case sur un axe, ou son année ; −1 s’il n’y en a pas."""
        return self._en_clair(axe, self._chiffre(axe))

    def _chiffre(self, axe: AxeSolde) -> Entiers:
        """Ce que chaque clé dit d’un axe : 0 s’il n’y en a pas, sinon un de plus que le rang."""
        place = AXES.index(axe)
        # Une soustraction : numpy divise par un même entier bien plus vite qu'il n'en prend le reste.
        quotient = self.cles // prod(self._bases[place + 1 :])
        return figer(quotient - quotient // self._bases[place] * self._bases[place])

    def _en_clair(self, axe: AxeSolde, chiffres: Entiers) -> Entiers:
        rangs = chiffres - 1
        return figer(np.where(rangs == SANS, SANS, rangs + ANNEE_MINIMALE) if axe == AxeSolde.ANNEE else rangs)

    def total(self, grandeur: Grandeur) -> int:
        """Somme de toutes les cases d’une grandeur, en centimes."""
        return int(self.montants[self.cles % len(GRANDEURS) == GRANDEURS.index(grandeur)].sum(dtype=np.int64))

    def regrouper(self, *axes: AxeSolde) -> SoldesRegroupes:
        """Les soldes sommés sur les autres axes que ceux donnés ; une entrée par case employée."""
        bases = tuple(self._bases[AXES.index(axe)] for axe in axes)
        cles = np.zeros(self.cles.size, dtype=np.int64)
        for axe, base in zip(axes, bases, strict=True):
            cles *= base
            cles += self._chiffre(axe)
        cases = reperer_cases(cles.__getitem__, cles.size, prod(bases))
        chiffres = np.unravel_index(cases.cles, bases) if axes else ()
        grandeur = self.cles % len(GRANDEURS)

        def seuls(rang: int) -> ParTranche:
            return lambda tranche: figer(np.where(grandeur[tranche] == rang, self.montants[tranche], 0))

        return SoldesRegroupes(
            axes={axe: self._en_clair(axe, lus) for axe, lus in zip(axes, chiffres, strict=True)},
            grandeurs={g: cases.cumuler(seuls(rang)) for rang, g in enumerate(GRANDEURS)},
        )

    def de_la_convention(self, code: str) -> "Soldes":
        """Les soldes d’une convention, sans parcourir les autres ; lève :class:`ValueError` si elle est inconnue."""
        largeur = prod(self._bases[1:])
        rang = self.conventions.index(code) + 1
        debut, fin = np.searchsorted(self.cles, [rang * largeur, (rang + 1) * largeur])
        montants = self.montants[debut:fin]
        return replace(self, cles=self.cles[debut:fin], montants=montants)

    def ajouter(self, journal: JournalEnColonnes, *, au: date | None = None) -> "Soldes":
        """Les soldes augmentés des mouvements d’un journal, datés au plus tard ``au``."""
        return self.fusionner(soldes_du_journal(journal, au=au))

    def fusionner(self, autres: "Soldes") -> "Soldes":
        """La somme de deux soldes, case à case ; lève :class:`ValeurImpossible` si leur total brut passe 10¹⁵."""
        fusion = replace(
            self,
            conventions=_union(self.conventions, autres.conventions),
            operations=_union(self.operations, autres.operations),
            financeurs=_union(self.financeurs, autres.financeurs),
            brut=_borner(self.brut + autres.brut),
        )
        connues = self.cles if fusion._bases == self._bases else fusion.coder(*self._coordonnees())
        (convention, operation, financeur, *reste), grandeur = autres._coordonnees()
        traduites = (
            _traduire(convention, autres.conventions, fusion.conventions),
            _traduire(operation, autres.operations, fusion.operations),
            _traduire(financeur, autres.financeurs, fusion.financeurs),
            *reste,
        )
        nouvelles = fusion.coder(traduites, grandeur)
        ordre = np.argsort(nouvelles, kind="stable")
        cles, montants = _ajouter_cases(connues, self.montants, nouvelles[ordre], autres.montants[ordre])
        return replace(fusion, cles=cles, montants=montants)

    def cases(self) -> Iterator[tuple[CleSolde, int]]:
        """Chaque case non nulle, en clair, et son montant en centimes : pour les cases qu’une personne regarde."""
        axes, grandeurs = self._coordonnees()
        colonnes = [colonne.tolist() for colonne in (*axes, grandeurs)]
        for convention, operation, financeur, nature, annee, grandeur, montant in zip(
            *colonnes, self.montants.tolist(), strict=True
        ):
            if montant:
                cle = CleSolde(
                    convention=None if convention == SANS else self.conventions[convention],
                    operation=None if operation == SANS else self.operations[operation],
                    financeur=None if financeur == SANS else self.financeurs[financeur],
                    nature=None if nature == SANS else NATURES[nature],
                    annee=None if annee == SANS else ANNEE_MINIMALE + annee,
                    grandeur=GRANDEURS[grandeur],
                )
                yield cle, montant


def cases_du_journal(journal: JournalEnColonnes, axes: Iterable[AxeSolde] = AXES) -> Cases:
    """Les cases qu’emploie un journal sur les ``axes`` suivis : repérées une fois, cumulées à chaque date."""
    vides = _vides(journal)
    cles = vides.cles_de(journal.colonnes, frozenset(axes))
    return reperer_cases(cles, len(journal), vides.borne_des_cles)


def montants_signes(journal: JournalEnColonnes) -> Entiers:
    """Le montant de chaque mouvement avec le signe de son type dans sa grandeur, en centimes."""
    colonnes = journal.colonnes
    return figer(colonnes.montant * _SIGNE_DU_TYPE.take(colonnes.type))


def soldes_du_journal(
    journal: JournalEnColonnes, axes: Iterable[AxeSolde] = AXES, *, au: date | None = None, fils: int = 1
) -> Soldes:
    """Les soldes d’un journal sur les ``axes`` suivis, mouvements datés au plus tard ``au`` (tous si ``None``).

    Au plus ``fils`` fils d’exécution y travaillent ; le résultat n’en dépend pas. Lève :class:`ValeurImpossible` si un
    montant sort de ses bornes, ou le total de tous les montants des siennes.
    """
    colonnes = journal.colonnes
    if au is not None:
        colonnes = colonnes.prendre(np.flatnonzero(colonnes.jour <= au.toordinal()))
    brut = _total_brut(colonnes.montant)
    vides = _vides(journal)

    def signes(rangs: Entiers) -> Entiers:
        return figer(colonnes.montant.take(rangs) * _SIGNE_DU_TYPE.take(colonnes.type.take(rangs)))

    cles = vides.cles_de(colonnes, frozenset(axes))
    employees, sommes = cumuler_par_cle(cles, signes, colonnes.montant.size, vides.borne_des_cles, fils=fils)
    return replace(vides, cles=employees, montants=sommes, brut=brut)


def _vides(journal: JournalEnColonnes) -> Soldes:
    """Les soldes d’aucun mouvement, aux tables d’un journal."""
    rien = figer(np.zeros(0, dtype=np.int64))
    return Soldes(
        conventions=journal.conventions,
        operations=journal.operations,
        financeurs=journal.financeurs,
        cles=rien,
        montants=rien,
        brut=0,
    )


def _total_brut(montants: Entiers) -> int:
    """Le total exact des montants, tous vérifiés dans leurs bornes."""
    extremes = int(montants.min(initial=0)), int(montants.max(initial=0))
    validation.exiger("Soldes", *(validation.montant("montant", montant) for montant in extremes))
    return _borner(somme_exacte(montants))


def _borner(brut: int) -> int:
    if brut > TOTAL_MAXIMAL:
        raise ValeurImpossible("Soldes", [faute(CodeFaute.TOTAL_TROP_GRAND, INCONNUE, ecrire_montant(brut))])
    return brut


def _union(codes: tuple[str, ...], autres: tuple[str, ...]) -> tuple[str, ...]:
    """Les ``codes`` puis ceux des ``autres`` qui n’y sont pas : les rangs des premiers ne changent pas."""
    return codes if autres is codes or autres == codes else tuple(dict.fromkeys((*codes, *autres)))


def _traduire(rangs: Entiers, codes: tuple[str, ...], table: tuple[str, ...]) -> Entiers:
    """Les rangs dans ``codes`` devenus rangs dans ``table`` ; −1 le reste."""
    if table[: len(codes)] == codes:
        return rangs
    places = {code: rang for rang, code in enumerate(table)}
    return np.array([*(places[code] for code in codes), SANS], dtype=np.int64)[rangs]


def _ajouter_cases(connues: Entiers, montants: Entiers, nouvelles: Entiers, ajouts: Entiers) -> tuple[Entiers, Entiers]:
    """Clés triées et montants, une fois les ``ajouts`` portés aux clés ``nouvelles``, triées et distinctes."""
    places = np.searchsorted(connues, nouvelles)
    presentes = np.zeros(places.shape, dtype=np.bool_)
    dedans = places < connues.size
    presentes[dedans] = connues[places[dedans]] == nouvelles[dedans]
    sommes = montants.copy()
    sommes[places[presentes]] += ajouts[presentes]
    if presentes.all():
        return connues, figer(sommes)
    absentes = ~presentes
    return (
        figer(np.insert(connues, places[absentes], nouvelles[absentes])),
        figer(np.insert(sommes, places[absentes], ajouts[absentes])),
    )
