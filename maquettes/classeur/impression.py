"""Ce qu’une feuille dit de son impression : le papier, les pages, l’en-tête, le pied, ce que chaque page répète."""

from dataclasses import dataclass
from enum import IntEnum

from maquettes.classeur.pages_de_front import PagesDeFront

__all__ = ["MiseEnPage", "Papier"]


class Papier(IntEnum):
    """Le papier d’une feuille imprimée, sous le numéro que lui donnent les tableurs."""

    A3_PAYSAGE = 8
    A4_DEBOUT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class MiseEnPage:
    """L’impression, d’une page de large ou de ces pages de front ; en-tête et pied à la syntaxe du tableur.

    ``pages_de_haut`` : le nombre de pages où la réduire encore, zéro pour autant qu’il en faut.
    """

    en_tete: str
    pied: str
    lignes_repetees: tuple[int, int] | None
    derniere_cellule: tuple[int, int]
    papier: Papier = Papier.A3_PAYSAGE
    de_front: PagesDeFront | None = None
    pages_de_haut: int = 0
