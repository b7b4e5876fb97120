"""La situation : programmé, engagé, payé et restes, à une date et dans une version.

Formules (regroupées ici seulement, confiance B) :

* programmé : montant du tableau financier en vigueur ;
* engagé : Σ engagements − Σ dégagements ; réputé, max(programmé, payé) (lecture C) ;
* payé : Σ avances + acomptes + soldes − reversements ;
* reste à engager = programmé − engagé ; reste à payer = engagé − payé.

Chacune se dit des concours (subventions et prêts) et, à part, de l’autofinancement (fonds propres), que personne
n’engage ni ne verse : ce qui est dû, engagé ou à payer est la somme des seuls concours (lecture C).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from financement.affichage.cadre import en_unite
from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.affichage.table_html import table_html
from financement.calculs.engagement_repute import engage_retenu, engages_reputes, sans_effet
from financement.calculs.grille import Axes, Ecritures, Entiers, figer
from financement.calculs.inverses import Annulations, reperer_annulations
from financement.calculs.journal_du_projet import ecritures_du_projet
from financement.calculs.tableau import TableauFinancier, operations_decrites, tableau_financier
from financement.dossier.nomenclature import AUTOFINANCEMENT, CONCOURS, FAMILLES, NATURES, Nature, TypeMouvement
from financement.dossier.projet import Projet
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "SIGNES_DEMANDE",
    "SIGNES_ENGAGE",
    "SIGNES_PAYE",
    "Axe",
    "Exercices",
    "Grandeurs",
    "Situation",
    "Ventilation",
    "calculer_situation",
]

SIGNES_ENGAGE: Final = MappingProxyType({TypeMouvement.ENGAGEMENT: 1, TypeMouvement.DEGAGEMENT: -1})
SIGNES_PAYE: Final = MappingProxyType(
    {
        TypeMouvement.AVANCE: 1,
        TypeMouvement.ACOMPTE: 1,
        TypeMouvement.SOLDE: 1,
        TypeMouvement.REVERSEMENT: -1,
    }
)

SIGNES_DEMANDE: Final = MappingProxyType({TypeMouvement.DEMANDE: 1, TypeMouvement.REJET: -1})


class Axe(StrEnum):
    """Axe de regroupement d’une situation."""

    FINANCEUR = "financeur"
    FAMILLE = "famille"
    OPERATION = "operation"
    MAITRE_OUVRAGE = "maitre_ouvrage"


@dataclass(frozen=True, slots=True, eq=False)
class Grandeurs:
    """Trois tableaux d’entiers de même forme, en centimes et en lecture seule, et leurs restes."""

    programme: Entiers
    engage: Entiers
    paye: Entiers

    @property
    def reste_a_engager(self) -> Entiers:
        """Programmé − engagé."""
        return figer(self.programme - self.engage)

    @property
    def reste_a_payer(self) -> Entiers:
        """Engagé − payé."""
        return figer(self.engage - self.paye)

    def somme(self, *axes: int) -> "Grandeurs":
        """Les mêmes grandeurs sommées sur des axes (tous si aucun n’est donné)."""
        sur = axes or None
        return Grandeurs(
            *(
                figer(np.asarray(grille.sum(axis=sur, dtype=np.int64)))
                for grille in (self.programme, self.engage, self.paye)
            )
        )

    def de_natures(self, natures: Collection[Nature]) -> "Grandeurs":
        """Grandeurs de forme (…, natures) : la somme, sur ce dernier axe, de ces seules ``natures``."""
        rangs = [rang for rang, nature in enumerate(NATURES) if nature in natures]
        return Grandeurs(
            *(
                figer(grille[..., rangs].sum(axis=-1, dtype=np.int64))
                for grille in (self.programme, self.engage, self.paye)
            )
        )

    def __add__(self, autre: "Grandeurs") -> "Grandeurs":
        return Grandeurs(
            figer(self.programme + autre.programme), figer(self.engage + autre.engage), figer(self.paye + autre.paye)
        )

    def colonnes(self) -> dict[str, Entiers]:
        """Les cinq grandeurs par nom."""
        return {
            "programme": self.programme,
            "engage": self.engage,
            "paye": self.paye,
            "reste_a_engager": self.reste_a_engager,
            "reste_a_payer": self.reste_a_payer,
        }


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ventilation:
    """Une situation regroupée : une entrée par clé, dans l’ordre du dossier, concours et autofinancement à part."""

    axe: Axe
    cles: tuple[str, ...]
    libelles: tuple[str, ...]
    concours: Grandeurs
    autofinancement: Grandeurs

    @property
    def grandeurs(self) -> Grandeurs:
        """Concours et autofinancement ensemble : toutes les lignes du tableau financier."""
        return self.concours + self.autofinancement

    @property
    def total(self) -> Grandeurs:
        """Somme de toutes les lignes, en tableaux sans dimension."""
        return self.grandeurs.somme()

    @property
    def total_concours(self) -> Grandeurs:
        """Somme des concours, en tableaux sans dimension."""
        return self.concours.somme()

    @property
    def total_autofinancement(self) -> Grandeurs:
        """Somme de l’autofinancement, en tableaux sans dimension."""
        return self.autofinancement.somme()

    def __repr__(self) -> str:
        return f"<Ventilation par {self.axe}, clés : {len(self.cles)}, {_resume(self.total_concours)}>"

    def _repr_html_(self) -> str:
        def montants(concours: Grandeurs, autofinancement: Grandeurs) -> list[list[int]]:
            colonnes = (*concours.colonnes().values(), autofinancement.programme)
            return np.stack([np.atleast_1d(colonne) for colonne in colonnes], axis=-1).tolist()  # type: ignore[no-any-return]

        return table_html(
            f"Situation par {self.axe} : concours, et autofinancement programmé pour mémoire, en euros",
            ("Clé", "Libellé", *map(LIBELLES_GRANDEURS.__getitem__, self.concours.colonnes()), "Autofinancement"),
            [
                (cle, libelle, *ligne)
                for cle, libelle, ligne in zip(
                    self.cles, self.libelles, montants(self.concours, self.autofinancement), strict=True
                )
            ],
            ("Total", "", *montants(self.total_concours, self.total_autofinancement)[0]),
        )

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : ``cle``, ``libelle``, cinq colonnes de concours, puis de toutes les lignes.

        L’autofinancement est la différence : ``programme − concours_programme``… Montants en centimes (int64), ou en
        euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève :class:`ValeurImpossible`.
        """
        import pandas as pd

        concours = {f"concours_{nom}": valeurs for nom, valeurs in self.concours.colonnes().items()}
        montants = en_unite({**concours, **self.grandeurs.colonnes()}, unite)
        return pd.DataFrame({"cle": self.cles, "libelle": self.libelles, **montants})


@dataclass(frozen=True, slots=True, eq=False)
class Exercices:
    """Engagements et paiements par exercice (année civile), flux et cumuls en centimes.

    ``annees`` : croissantes, puis ``None`` si un engagé est réputé, que rien ne date.
    """

    annees: tuple[int | None, ...]
    engage: Entiers
    paye: Entiers

    @property
    def engage_cumul(self) -> Entiers:
        """Engagé cumulé à la fin de chaque exercice."""
        return figer(np.cumsum(self.engage, dtype=np.int64))

    @property
    def paye_cumul(self) -> Entiers:
        """Payé cumulé à la fin de chaque exercice."""
        return figer(np.cumsum(self.paye, dtype=np.int64))

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : ``exercice`` (entier, absent de l’engagé réputé) et quatre colonnes de montants.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        noms = ("engage", "paye", "engage_cumul", "paye_cumul")
        exercices = pd.array(self.annees, dtype="Int64")
        return pd.DataFrame({"exercice": exercices, **en_unite({nom: getattr(self, nom) for nom in noms}, unite)})


@dataclass(frozen=True, eq=False, repr=False)
class Situation:
    """Situation d’un projet à la date ``au`` (tout le journal si ``None``), programmé de ``tableau.version``.

    ``lignes`` : grandeurs de forme (opérations, financeurs, natures), sur les axes denses du dossier.
    """

    projet: Projet
    tableau: TableauFinancier
    au: date | None
    ecritures: Ecritures
    lignes: Grandeurs

    def __repr__(self) -> str:
        date_d_arrete = "à toute date" if self.au is None else f"au {afficher_date(self.au)}"
        return f"<Situation {date_d_arrete}, version {self.tableau.version}, {_resume(self.total_concours)}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self).strip('<>'))}</p>{self.par(Axe.FINANCEUR)._repr_html_()}"

    @property
    def axes(self) -> Axes:
        """Axes des tableaux."""
        return self.ecritures.axes

    @cached_property
    def annulations(self) -> Annulations:
        """Les mouvements que leurs inverses annulent en entier, à la date de la situation."""
        return reperer_annulations(self.ecritures, self.projet.journal, self.au)

    @property
    def grandeurs(self) -> Grandeurs:
        """Grandeurs de forme (opérations, financeurs), toutes natures confondues."""
        return self.lignes.somme(2)

    @property
    def concours(self) -> Grandeurs:
        """Grandeurs des subventions et des prêts, de forme (opérations, financeurs)."""
        return self.lignes.de_natures(CONCOURS)

    @property
    def autofinancement(self) -> Grandeurs:
        """Grandeurs des fonds propres, de forme (opérations, financeurs)."""
        return self.lignes.de_natures(AUTOFINANCEMENT)

    @property
    def total(self) -> Grandeurs:
        """Totaux du projet, toutes natures, en tableaux sans dimension."""
        return self.lignes.somme()

    @property
    def total_concours(self) -> Grandeurs:
        """Totaux des concours du projet, en tableaux sans dimension."""
        return self.concours.somme()

    @property
    def total_autofinancement(self) -> Grandeurs:
        """Totaux de l’autofinancement du projet, en tableaux sans dimension."""
        return self.autofinancement.somme()

    def par(self, axe: Axe | str) -> Ventilation:
        """La situation regroupée par financeur, famille, opération ou maître d’ouvrage.

        ``axe`` : l’axe, ou son nom (« famille ») ; lève :class:`ValeurImpossible` pour tout autre texte.
        """
        axe = validation.membre("Ventilation", "axe", axe, Axe)
        if axe is Axe.FINANCEUR:
            noms = tuple(financeur.nom for financeur in self.projet.convention.financeurs)
            return Ventilation(axe, self.axes.financeurs, noms, self.concours.somme(0), self.autofinancement.somme(0))
        decrites = operations_decrites(self.projet, self.tableau)
        parts = self.concours.somme(1), self.autofinancement.somme(1)
        if axe is Axe.OPERATION:
            return Ventilation(axe, self.axes.operations, tuple(o.libelle for o in decrites), *parts)
        convention = self.projet.convention
        if axe is Axe.FAMILLE:
            familles = FAMILLES[convention.programme]
            groupes = [operation.famille for operation in decrites]
            libelles = {famille: familles[famille] for famille in groupes}
        else:
            groupes = [operation.maitre_ouvrage for operation in decrites]
            libelles = {groupe: convention.nom_du_maitre_ouvrage(groupe) for groupe in groupes}
        cles = tuple(dict.fromkeys(groupes))
        regroupees = (_regrouper(part, groupes, cles) for part in parts)
        return Ventilation(axe, cles, tuple(libelles[cle] for cle in cles), *regroupees)

    def par_exercice(self, natures: Collection[Nature] = CONCOURS) -> Exercices:
        """Flux d’engagement et de paiement des lignes de ces ``natures``, par année ; des seuls concours par défaut.

        Les années vont de la première à la dernière qui a un engagement ou un paiement, quelles que soient les natures.
        L’engagé réputé, s’il y en a, vient après elles, sans date.
        """
        suivies = ~sans_effet(self.projet.convention, self.ecritures)
        engage = self._flux(SIGNES_ENGAGE, self.ecritures.de_natures(natures) & suivies)
        paye = self._flux(SIGNES_PAYE, self.ecritures.de_natures(natures))
        jours = self.ecritures.jour[self.ecritures.retenues([*SIGNES_ENGAGE, *SIGNES_PAYE], self.au)]
        mouvementees = {date.fromordinal(jour).year for jour in set(jours.tolist())}
        annees: tuple[int | None, ...] = tuple(range(min(mouvementees), max(mouvementees) + 1)) if mouvementees else ()
        reputes = self.engages_reputes
        if reputes.any():
            annees = (*annees, None)
            engage[None] = int(reputes[..., [NATURES.index(nature) for nature in natures]].sum(dtype=np.int64))
        return Exercices(
            annees,
            figer(np.array([engage.get(annee, 0) for annee in annees], dtype=np.int64)),
            figer(np.array([paye.get(annee, 0) for annee in annees], dtype=np.int64)),
        )

    @property
    def engages_reputes(self) -> Entiers:
        """L’engagé réputé de chaque ligne (opérations, financeurs, natures), en centimes ; zéro de toute autre."""
        return engages_reputes(self.projet.convention, self.lignes.engage)

    def _flux(self, signes: MappingProxyType[TypeMouvement, int], voulues: NDArray[np.bool_]) -> dict[int | None, int]:
        flux: dict[int | None, int] = {}
        for type_mouvement, signe in signes.items():
            masque = self.ecritures.retenues([type_mouvement], self.au) & voulues
            jours, montants = self.ecritures.jour[masque].tolist(), self.ecritures.montant[masque].tolist()
            for jour, montant in zip(jours, montants, strict=True):
                annee = date.fromordinal(jour).year
                flux[annee] = flux.get(annee, 0) + signe * montant
        return flux

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas dense : une ligne par (opération, financeur), cinq colonnes de montants.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        index = pd.MultiIndex.from_product(
            [self.axes.operations, self.axes.financeurs], names=["operation", "financeur"]
        )
        colonnes = {nom: grille.reshape(-1) for nom, grille in self.grandeurs.colonnes().items()}
        return pd.DataFrame(en_unite(colonnes, unite), index=index).reset_index()


def _resume(concours: Grandeurs) -> str:
    """Les trois grandeurs des concours, en une phrase."""
    montants = (concours.programme, concours.engage, concours.paye)
    programme, engage, paye = (afficher_montant(int(montant)) for montant in montants)
    return f"concours : programmé {programme}, engagé {engage}, payé {paye}"


def _regrouper(grandeurs: Grandeurs, groupes: Sequence[str], cles: tuple[str, ...]) -> Grandeurs:
    """Somme par groupe des grandeurs à une dimension."""
    rangs = np.array([cles.index(groupe) for groupe in groupes], dtype=np.int64)

    def somme(valeurs: Entiers) -> Entiers:
        totaux = np.zeros(len(cles), dtype=np.int64)
        np.add.at(totaux, rangs, valeurs)
        return figer(totaux)

    return Grandeurs(somme(grandeurs.programme), somme(grandeurs.engage), somme(grandeurs.paye))


def calculer_situation(projet: Projet, *, au: date | None = None, version: int | None = None) -> Situation:
    """Situation du projet à la date ``au``, dans la version en vigueur à cette date (ou ``version``).

    Sans date : la dernière version et tout le journal. Un mouvement compte à partir de sa date. Rend des tableaux
    d’entiers en centimes, en lecture seule. Lève :class:`ValeurImpossible` si la version n’existe pas, ou si ``au``
    n’est pas une date sans heure.
    """
    examens = (validation.instance("projet", projet, Projet), validation.jour_facultatif("au", au))
    validation.exiger("Situation", *examens)
    retenue = projet.convention.version_au(au) if version is None else version
    tableau = tableau_financier(projet, retenue)
    ecritures = ecritures_du_projet(projet)
    programme = figer(ecritures.axes.grille_du_plan(tableau.lignes))
    engage = figer(ecritures.cumuler(dict(SIGNES_ENGAGE), au))
    paye = figer(ecritures.cumuler(dict(SIGNES_PAYE), au))
    lignes = Grandeurs(programme, engage_retenu(projet.convention, programme, engage, paye), paye)
    return Situation(projet, tableau, au, ecritures, lignes)
