"""Une sélection : ce qu’on regarde d’un projet, par financeur, famille, maître d’ouvrage ou opération.

Restreindre ne recalcule rien : les montants sont ceux du projet entier, et les totaux ceux des lignes retenues. Les
opérations d’une sélection sont définies ici, une fois pour toutes : tout extrait, tout filtre, tout détail les y lit.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from types import NoneType

import numpy as np

from financement.calculs.grille import Entiers, figer
from financement.calculs.situation import Grandeurs, Situation
from financement.calculs.tableau import operations_decrites
from financement.cloture.resultat import Cloture
from financement.controles.constat import Constat, Constats
from financement.dossier.designation import famille_designee, financeur_designe, maitre_ouvrage_designe
from financement.dossier.nomenclature import NATURES, TYPES, Nature
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, ValeurImpossible
from financement.valeurs import validation

__all__ = [
    "Selection",
    "restreindre_cloture",
    "restreindre_situation",
    "retenir_constats",
    "selectionner",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Codes retenus ; ``None`` : tous. Un critère de plus retient moins."""

    financeur: str | None = None
    famille: str | None = None
    maitre_ouvrage: str | None = None
    operation: str | None = None

    @property
    def est_vide(self) -> bool:
        """Rien n’est demandé : tout est retenu."""
        return self == Selection()

    def retient_operation(self, operation: Operation) -> bool:
        """L’opération est de la famille et du maître d’ouvrage retenus, ou celle qui l’est."""
        return (
            self.famille in {None, operation.famille}
            and self.maitre_ouvrage in {None, operation.maitre_ouvrage}
            and self.operation in {None, operation.code}
        )

    def concerne(self, operation: str | None, financeur: str | None, operations: Collection[str]) -> bool:
        """Ce qui nomme cette opération et ce financeur est de la sélection, dont voici les ``operations``.

        Ce qui n’en nomme aucun parle de tout le dossier, et n’est retenu que sans sélection ; ce qui ne nomme qu’un
        financeur parle de toutes ses opérations, et ne l’est que si toutes le sont.
        """
        if operation is None and financeur is None:
            return self.est_vide
        if operation is None and (self.famille, self.maitre_ouvrage, self.operation) != (None, None, None):
            return False
        du_financeur = financeur is None or self.financeur in {None, financeur}
        return du_financeur and (operation is None or operation in operations)

    def operations(self, situation: Situation) -> frozenset[str]:
        """Les opérations de la sélection : retenues, telles que le tableau en vigueur les décrit dans toute version.

        D’un financeur, celles où il a une ligne à la date de la situation : programmée, ou qui a un mouvement que rien
        n’annule.
        """
        retenues = _operations_retenues(situation, self)
        return retenues if self.financeur is None else retenues & _operations_suivies(situation, self.financeur)


def _operations_retenues(situation: Situation, selection: Selection) -> frozenset[str]:
    decrites = operations_decrites(situation.projet, situation.tableau)
    return frozenset(operation.code for operation in decrites if selection.retient_operation(operation))


def _operations_suivies(situation: Situation, financeur: str) -> frozenset[str]:
    """Les opérations où ce financeur a une ligne."""
    axes, ecritures = situation.axes, situation.ecritures
    rang = axes.financeurs.index(financeur)
    programmees = np.flatnonzero(situation.lignes.programme[:, rang, :].any(axis=1))
    siennes = (ecritures.financeur == rang) & ecritures.retenues(TYPES, situation.au) & situation.annulations.restants
    return frozenset(axes.operations[o] for o in {*programmees.tolist(), *ecritures.operation[siennes].tolist()})


def restreindre_situation(
    situation: Situation, selection: Selection, natures: Collection[Nature] = NATURES
) -> Situation:
    """La situation dont seules comptent les lignes retenues, de ces ``natures`` ; ses axes restent ceux du dossier.

    Restent aussi les flux de ces lignes, même annulés, et les dépenses des opérations retenues.
    """
    validation.exiger(
        "Sélection",
        validation.instance("situation", situation, Situation),
        validation.instance("selection", selection, Selection),
        validation.instance("natures", natures, Collection),
    )
    operations, financeur = _operations_retenues(situation, selection), selection.financeur
    axes = situation.axes
    lignes_retenues = np.array([code in operations for code in axes.operations], dtype=np.bool_)
    colonnes_retenues = np.array([financeur in {None, code} for code in axes.financeurs], dtype=np.bool_)
    natures_retenues = np.array([nature in natures for nature in NATURES], dtype=np.bool_)
    masque = lignes_retenues[:, None, None] & colonnes_retenues[None, :, None] & natures_retenues

    def restreinte(grille: Entiers) -> Entiers:
        return figer(np.where(masque, grille, 0))

    ecritures = situation.ecritures
    gardees = lignes_retenues[ecritures.operation] & (
        (colonnes_retenues[ecritures.financeur] & ecritures.de_natures(natures)) | (ecritures.financeur < 0)
    )
    lignes = situation.lignes
    return replace(
        situation,
        ecritures=ecritures.prendre(gardees),
        lignes=Grandeurs(restreinte(lignes.programme), restreinte(lignes.engage), restreinte(lignes.paye)),
    )


def restreindre_cloture(cloture: Cloture, selection: Selection) -> Cloture:
    """La clôture réduite aux lignes et aux opérations retenues ; aucun montant n’en est changé."""
    validation.exiger(
        "Sélection",
        validation.instance("cloture", cloture, Cloture),
        validation.instance("selection", selection, Selection),
    )
    operations = selection.operations(cloture.situation)
    return replace(
        cloture,
        situation=restreindre_situation(cloture.situation, selection),
        faits={code: faits for code, faits in cloture.faits.items() if code in operations},
        lignes=tuple(
            ligne
            for ligne in cloture.lignes
            if ligne.cle.operation in operations and selection.financeur in {None, ligne.cle.financeur}
        ),
    )


def retenir_constats(constats: Iterable[Constat], selection: Selection, operations: Collection[str]) -> Constats:
    """Les constats de la sélection, dont voici les ``operations``."""
    validation.exiger(
        "Sélection",
        validation.instance("constats", constats, Iterable),
        validation.instance("selection", selection, Selection),
        validation.instance("operations", operations, Collection),
    )
    return Constats(c for c in constats if selection.concerne(c.operation, c.financeur, operations))


def selectionner(
    projet: Projet, *, financeur: str | None = None, famille: str | None = None, maitre_ouvrage: str | None = None
) -> Selection:
    """La sélection que ces textes désignent : des codes entiers, ou leur fin quand un seul code finit ainsi.

    Lève :class:`ValeurImpossible`, avec toutes les fautes, pour un code inconnu ou une fin de plusieurs codes.
    """
    validation.exiger(
        "Sélection",
        validation.instance("projet", projet, Projet),
        validation.instance("financeur", financeur, str, NoneType),
        validation.instance("famille", famille, str, NoneType),
        validation.instance("maitre_ouvrage", maitre_ouvrage, str, NoneType),
    )
    lus: dict[str, str] = {}
    fautes: list[Faute] = []
    for critere, texte, lire in (
        ("financeur", financeur, financeur_designe),
        ("famille", famille, famille_designee),
        ("maitre_ouvrage", maitre_ouvrage, maitre_ouvrage_designe),
    ):
        if texte is not None:
            try:
                lus[critere] = lire(projet, texte)
            except ValeurImpossible as refus:
                fautes += refus.fautes
    if fautes:
        raise ValeurImpossible("Sélection", fautes)
    return Selection(**lus)
