"""Le nom de chaque grandeur, tel qu’une personne le lit dans une table, et l’accord d’un nom avec son nombre."""

from types import MappingProxyType
from typing import Final

__all__ = ["LIBELLES_GRANDEURS", "accorder", "afficher_nombre"]

LIBELLES_GRANDEURS: Final = MappingProxyType(
    {
        "programme": "Programmé",
        "engage": "Engagé",
        "paye": "Payé",
        "reste_a_engager": "Reste à engager",
        "reste_a_payer": "Reste à payer",
        "engage_cumul": "Engagé cumulé",
        "paye_cumul": "Payé cumulé",
        "montant_cloture": "Montant de clôture",
        "solde_a_verser": "Solde à verser",
        "trop_percu": "Trop-perçu",
        "a_degager": "À dégager",
        "a_engager": "À engager",
        "economie": "Économie",
    }
)


def accorder(nombre: int, singulier: str, pluriel: str) -> str:
    """Le nombre et son nom, le pluriel commençant à deux.

    >>> accorder(1, "opération", "opérations"), accorder(3, "opération", "opérations")
    ('1 opération', '3 opérations')
    """
    return f"{afficher_nombre(nombre)} {pluriel if nombre > 1 else singulier}"


def afficher_nombre(nombre: int) -> str:
    r"""Un nombre de choses dans une phrase, milliers en espace fine.

    >>> afficher_nombre(1024)
    '1\u202f024'
    """
    return f"{nombre:,}".replace(",", "\u202f")
