"""Les phrases de la page : espaces françaises, caractères dessinables, mots qui tiennent."""

from typing import Final

from exports.document.typographie import composer_espaces
from exports.mise_en_page.disposition import LARGEUR_UTILE
from exports.mise_en_page.police import Graisse
from exports.mise_en_page.texte import Compose, abreger, couper, imprimable

__all__ = ["CORPS", "composer", "composer_court"]

CORPS: Final = 100
"""La taille du texte courant, en dixièmes de point."""


def composer(texte: str, taille: int = CORPS, largeur: int = LARGEUR_UTILE) -> Compose:
    """Un texte à poser à cette taille et dans cette largeur (dixièmes de point) ; il peut se replier."""
    return couper(imprimable(composer_espaces(texte)), largeur * 1000 // taille, Graisse.GRASSE)


def composer_court(texte: str, taille: int, largeur: int) -> str:
    """Un texte qui tient sur une ligne à cette taille et dans cette largeur (dixièmes de point), abrégé au besoin."""
    return abreger(imprimable(composer_espaces(texte)), largeur * 1000 // taille, Graisse.GRASSE)
