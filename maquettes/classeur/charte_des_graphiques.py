"""Les titres et les couleurs des graphiques, les mêmes dans tout fichier ; leurs couleurs, pour tout œil et en gris."""

from typing import Final

__all__ = [
    "A_REVERSER",
    "A_VERSER",
    "CLOTURE",
    "ECART",
    "ENGAGE",
    "MOTIF",
    "PAYE",
    "PROGRAMME",
    "REPERE",
    "TITRE_DES_CUMULS",
    "TITRE_DES_SOLDES",
    "TITRE_DE_LA_CLOTURE",
]

TITRE_DES_SOLDES: Final = "Qui doit encore quoi : concours à verser et à reverser, par financeur"
TITRE_DE_LA_CLOTURE: Final = "Du programme à la clôture : concours par financeur"
TITRE_DES_CUMULS: Final = "Engagé et payé au fil des ans : concours cumulés, et dates limites"

# Deux grandeurs d'un même graphique sont l'une sombre, l'autre claire : imprimées en gris, elles restent deux. Le bleu
# et l'orange d'Okabe et Ito restent deux, eux, pour tout œil.
A_VERSER: Final = "#0072B2"
A_REVERSER: Final = "#F0B440"
PROGRAMME: Final = "#C4C8CC"
CLOTURE: Final = "#0072B2"
ECART: Final = "#F0B440"
ENGAGE: Final = "#B06F00"
PAYE: Final = "#0072B2"
REPERE: Final = "#6B7280"

MOTIF: Final = "wide_upward_diagonal"
"""La trame d’une barre claire, du nom que lui donne un tableur : elle se voit encore en gris."""
