"""Les limites d'un classeur du dossier, loin au-dessus de ce qu'une opération remplit."""

from typing import Final

from financement.montants import ESPACE_FINE

__all__ = [
    "LIMITE_CELLULES",
    "LIMITE_COLONNES",
    "LIMITE_LIGNES",
    "LIMITE_OCTETS",
    "LIMITE_PARTIES",
    "LIMITE_RAPPORT",
    "PLANCHER_DU_RAPPORT",
    "en_chiffres",
]

LIMITE_PARTIES: Final = 500
LIMITE_OCTETS: Final = 200_000_000
LIMITE_RAPPORT: Final = 200
# En dessous, un contenu constant se comprime beaucoup et ne menace rien.
PLANCHER_DU_RAPPORT: Final = 1_000_000
LIMITE_LIGNES: Final = 50_000
LIMITE_COLONNES: Final = 200
LIMITE_CELLULES: Final = 2_000_000


def en_chiffres(nombre: int) -> str:
    """Le nombre, chiffres groupés par trois."""
    return f"{nombre:,}".replace(",", ESPACE_FINE)
