"""Les limites d’un classeur du dossier, loin au-dessus de ce qu’une opération remplit."""

from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.montants import ESPACE_FINE

__all__ = [
    "LIGNES_ENTIERES",
    "LIMITE_BALISES",
    "LIMITE_CARACTERES",
    "LIMITE_CELLULES",
    "LIMITE_CELLULES_UNE_A_UNE",
    "LIMITE_COLONNES",
    "LIMITE_ELEMENTS",
    "LIMITE_EMBOITEMENTS",
    "LIMITE_LIGNES",
    "LIMITE_OCTETS",
    "LIMITE_PARTIES",
    "LIMITE_RAPPORT",
    "LIMITE_TEXTES",
    "OCTETS_LUS_D_UN_COUP",
    "PLANCHER_DU_RAPPORT",
    "demesure",
    "en_chiffres",
]

LIMITE_PARTIES: Final = 500
LIMITE_OCTETS: Final = 200_000_000
LIMITE_RAPPORT: Final = 200
# En dessous, un contenu constant se comprime beaucoup et ne menace rien.
PLANCHER_DU_RAPPORT: Final = 1_000_000
LIMITE_LIGNES: Final = 50_000
LIMITE_COLONNES: Final = 200
# Cellules et lignes, vides comprises : une maquette de trois cents opérations en a quatre cent cinquante mille, une de
# vingt mille mouvements sept cent mille.
LIMITE_CELLULES: Final = 900_000
# Celles qu'aucun tableur n'écrit ainsi se lisent une à une, dix microsecondes chacune.
LIMITE_CELLULES_UNE_A_UNE: Final = 300_000
# Débuts et fins ; les mêmes maquettes en ont deux et quatre millions.
LIMITE_BALISES: Final = 6_000_000
# L'analyseur garde cent vingt-huit octets par balise ouverte ; les feuilles en emboîtent cinq, les dessins vingt.
LIMITE_EMBOITEMENTS: Final = 200
# Feuilles, noms, relations, types, propriétés et styles : un classeur en a quelques milliers, chacun gardé en mémoire.
LIMITE_ELEMENTS: Final = 100_000
# Un tableur n'admet que 32 767 caractères dans une cellule.
LIMITE_CARACTERES: Final = 1_000_000
# Textes, nombres et dates de toutes les cellules ; leurs formules, comprimées, n'en sont pas. Une maquette de vingt
# mille mouvements en a moins de dix millions, et une lecture en fait des objets jusqu'à quatre fois plus lourds.
LIMITE_TEXTES: Final = 40_000_000
# Des feuilles plus grosses, on lit d'abord ce qui est saisi : c'est de là que vient presque tout refus, et une cellule
# calculée sur trois lignes de formule en fait la masse. Une maquette de trois cents opérations en a trente millions.
OCTETS_LUS_D_UN_COUP: Final = 40_000_000
# Les premières se lisent entières : un en-tête s'y cherche.
LIGNES_ENTIERES: Final = 100


def en_chiffres(nombre: int) -> str:
    """Le nombre, chiffres groupés par trois."""
    return f"{nombre:,}".replace(",", ESPACE_FINE)


CLASSEUR_DEMESURE: Final = ModeleFaute(
    "CLASSEUR-19",
    "La partie « {lu} » du classeur {cause} : ce n’est pas le contenu d’un classeur ordinaire.",
    "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
)


def demesure(partie: str, cause: str) -> TexteRefuse:
    """Le refus d’une partie dont ce qui serait gardé n’a pas la mesure d’un classeur ; ``cause`` : un verbe le dit."""
    return TexteRefuse(CLASSEUR_DEMESURE, partie, cause=cause)
