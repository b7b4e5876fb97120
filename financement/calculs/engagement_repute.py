"""L’engagé réputé : celui d’un financeur dont les engagements ne sont pas suivis (lecture C).

Sur ses lignes de concours, l’engagé est le programmé, au moins le payé ; ce que le journal dirait de ses engagements
n’y change rien. Aucun acte ne le date : par exercice, il vient d’un seul tenant, sans date, après les exercices passés.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Ecritures, Entiers, figer
from financement.dossier.convention import Convention
from financement.dossier.nomenclature import CONCOURS, NATURES

__all__ = [
    "REPUTE_SANS_DATE",
    "SANS_DATE",
    "afficher_exercice",
    "engage_retenu",
    "engages_reputes",
    "lignes_reputees",
    "nommer_exercice",
    "sans_effet",
]

SANS_DATE: Final = "sans_date"
"""L’exercice d’un engagé réputé, pour un programme : rien n’en donne la date."""
REPUTE_SANS_DATE: Final = "réputé, sans date"
"""Le même, pour une personne."""


def lignes_reputees(convention: Convention) -> NDArray[np.bool_]:
    """Grille (financeurs, natures) : vrai des lignes de concours d’un financeur réputé."""
    reputes = np.array([financeur.est_repute for financeur in convention.financeurs], dtype=np.bool_)
    concours = np.array([nature in CONCOURS for nature in NATURES], dtype=np.bool_)
    return reputes[:, np.newaxis] & concours


def engage_retenu(convention: Convention, programme: Entiers, engage: Entiers, paye: Entiers) -> Entiers:
    """L’engagé de chaque ligne (opérations, financeurs, natures), en centimes.

    Réputé où il l’est : max(programmé, payé) ; ailleurs ``engage``.
    """
    return figer(np.where(lignes_reputees(convention), np.maximum(programme, paye), engage))


def sans_effet(convention: Convention, ecritures: Ecritures) -> NDArray[np.bool_]:
    """Masque des écritures des lignes réputées : leurs engagements ne comptent pas."""
    return (ecritures.financeur >= 0) & lignes_reputees(convention)[ecritures.financeur, ecritures.nature]


def engages_reputes(convention: Convention, engage: Entiers) -> Entiers:
    """La part réputée de ``engage`` (opérations, financeurs, natures), en centimes : zéro ailleurs."""
    return figer(np.where(lignes_reputees(convention), engage, 0))


def nommer_exercice(exercice: int | None) -> str:
    """L’année, ou :data:`SANS_DATE`."""
    return SANS_DATE if exercice is None else str(exercice)


def afficher_exercice(nom: str) -> str:
    """Ce nom d’exercice tel qu’une personne le lit."""
    return REPUTE_SANS_DATE if nom == SANS_DATE else nom
