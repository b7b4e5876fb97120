"""Ce qu’une lecture admet d’un classeur : sa mesure, ce qu’il peut contenir, ce qui y est une valeur."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from financement.fautes.faute import ModeleFaute
from maquettes.tableur.interdits import CLASSEUR_A_MACROS, CLASSEUR_LIE, CLASSEUR_OBJET_INCORPORE
from maquettes.tableur.limites import (
    LIMITE_BALISES,
    LIMITE_CELLULES,
    LIMITE_CELLULES_UNE_A_UNE,
    LIMITE_COLONNES,
    LIMITE_LIGNES,
    LIMITE_OCTETS,
    LIMITE_PARTIES,
    LIMITE_TEXTES,
)

__all__ = ["DU_DOSSIER", "RECU", "Cadre"]


def _tel_quel(texte: str) -> str:
    return texte


def _sans_blancs_seuls(texte: str) -> str:
    """Le texte, vide s’il n’a que des blancs : une telle cellule n’en est pas une."""
    return texte if texte.strip() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """Ce qu’une lecture admet d’un classeur, loin au-dessus de ce que sa destination remplit.

    ``parties``, ``octets`` : de l’archive, décompressée ; ``lignes``, ``colonnes`` : d’une feuille ; ``cellules``
    (lignes comprises), ``cellules_une_a_une`` (de celles qu’aucun tableur n’écrit ainsi), ``textes`` (en octets),
    ``balises`` : de toutes. ``interdits`` : ce que le classeur ne contient pas. ``garder`` : ce que l’on garde du texte
    d’une cellule.
    """

    parties: int = LIMITE_PARTIES
    octets: int = LIMITE_OCTETS
    lignes: int = LIMITE_LIGNES
    colonnes: int = LIMITE_COLONNES
    cellules: int = LIMITE_CELLULES
    cellules_une_a_une: int = LIMITE_CELLULES_UNE_A_UNE
    textes: int = LIMITE_TEXTES
    balises: int = LIMITE_BALISES
    interdits: tuple[ModeleFaute, ...] = (CLASSEUR_A_MACROS, CLASSEUR_LIE, CLASSEUR_OBJET_INCORPORE)
    garder: Callable[[str], str] = _tel_quel


DU_DOSSIER: Final = Cadre()
"""Le cadre d’une maquette : un classeur que la bibliothèque a écrit."""

# Liaisons, connexions et objets incorporés sont ordinaires dans une mairie, et rien ici ne les ouvre : seules se lisent
# les valeurs enregistrées dans les cellules. Une macro, elle, dit que le classeur n'est pas qu'une table.
RECU: Final = Cadre(
    parties=5_000,
    octets=300_000_000,
    lignes=500_000,
    colonnes=1_000,
    cellules=6_000_000,
    cellules_une_a_une=6_000_000,
    textes=200_000_000,
    balises=36_000_000,
    interdits=(CLASSEUR_A_MACROS,),
    garder=_sans_blancs_seuls,
)
"""Le cadre d’un classeur reçu, que d’autres ont écrit : un extrait comptable de 200 000 lignes y tient."""
