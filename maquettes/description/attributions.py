"""Ce qu’un maître d’ouvrage a à dire de sa part : notre lecture (confiance C), qu’aucun texte ne fixe.

Il dit l’exécution de ses opérations (coûts, quantités, calendrier, abandon), les financements qu’il apporte lui-même,
ses dépenses, recettes et demandes de versement, et son suivi. Ce qu’un autre décide ou verse reste à cet autre.
"""

from typing import Final

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from maquettes.description.description import OPERATIONS, SUIVIS, TABLES

__all__ = ["champ_a_dire", "ligne_a_dire", "table_a_dire"]

_MOUVEMENTS: Final = MOUVEMENTS_DU_MAITRE_OUVRAGE | {TypeMouvement.DEMANDE, TypeMouvement.REJET}
_TABLES: Final = frozenset(table.nom for table in TABLES)
_SUIVIS: Final = frozenset(table.nom for table in SUIVIS)
# Le reste identifie l'opération, ou fixe ce que l'ANRU finance : famille, base, assiette, taux.
_CHAMPS_D_OPERATION: Final = frozenset(
    {
        "libelle",
        "localisation",
        "quantite",
        "unite",
        "cout_ht",
        "taux_tva",
        "cout_ttc",
        "debut",
        "duree_semestres",
        "achevement",
        "statut",
    }
)


def table_a_dire(table: str) -> bool:
    """Un maître d’ouvrage peut ajouter des lignes à cette table ; convention et règlement ne sont pas à lui."""
    return table in _TABLES


def ligne_a_dire(table: str, ligne: object, maitre_ouvrage: str) -> bool:
    """La ligne, d’une de ses opérations, est à ce maître d’ouvrage."""
    match ligne:
        case Operation():
            return ligne.maitre_ouvrage == maitre_ouvrage
        case LignePlan():
            return ligne.financeur == maitre_ouvrage
        case Mouvement():
            return ligne.financeur == maitre_ouvrage or ligne.type in _MOUVEMENTS
        case _:
            return table in _SUIVIS


def champ_a_dire(table: str, colonne: str) -> bool:
    """D’une ligne qui est à lui, il peut changer cette colonne."""
    return table != OPERATIONS.nom or colonne in _CHAMPS_D_OPERATION
