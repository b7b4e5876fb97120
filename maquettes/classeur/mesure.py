"""Place que prend un texte dans une cellule : largeur à l’écran et nombre de lignes une fois replié.

Un classeur n’ajuste pas seul la hauteur d’une cellule fusionnée, et LibreOffice et Excel ne s’accordent pas sur les
autres : les hauteurs sont donc calculées, avec les chasses de Calibri (et de Carlito, de même métrique) par excès.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = [
    "HAUTEUR_MAXIMALE",
    "hauteur_de_ligne",
    "largeur_de_colonne",
    "largeur_de_texte",
    "lignes_occupees",
    "mots",
    "nombre_de_lignes",
]

HAUTEUR_MAXIMALE: Final = 409
"""La plus grande hauteur, en points, d’une ligne de tableur."""


_PIXELS_PAR_POINT: Final = 4 / 3
_PIXELS_PAR_CARACTERE: Final = 7
_MARGE_DE_CELLULE: Final = 6
_MARGE_DE_COLONNE: Final = 5
_AISANCE: Final = 2
_INTERLIGNE: Final = 1.28
_MARGE_DE_LIGNE: Final = 3.5
_GRAS: Final = 1.05

# Chasses en millièmes de cadratin, lettre accentuée comme la lettre nue.
_CHASSES: Final = {
    caractere: chasse / 1000
    for chasse, caracteres in {
        226: " \u00a0\u202f",
        240: "ijl",
        252: "I.,'’:;",
        305: "f()[]",
        319: "Jt-",
        349: "r/\\!|",
        395: "zsc",
        423: "L\u00b0",
        455: "kvxyFS",
        479: "aegZ",
        490: "ETYP+−=<>–",
        507: "0123456789#",
        525: "bdhnopquKXC",
        545: "BRV",
        580: "A",
        632: "GHDU",
        662: "NOQ&",
        715: "w%",
        800: "m",
        875: "MW@",
        906: "—…",
    }.items()
    for caractere in caracteres
}
_CHASSE_LATINE: Final = 0.6
_CHASSE_INCONNUE: Final = 1.05
_DERNIER_LATIN: Final = 0x24F
_PRUDENCE: Final = 1.03
_MORCEAU: Final = re.compile(r"[^ -]*-|[^ -]+| +")


def largeur_de_texte(texte: str, taille: int, graisse: str = "normale") -> float:
    """Largeur en pixels d’un texte d’une ligne, en police de ``taille`` points, de ``graisse`` normale ou grasse."""
    cadratins = sum(map(_chasse, texte))
    return cadratins * taille * _PIXELS_PAR_POINT * _PRUDENCE * (_GRAS if graisse == "grasse" else 1)


@lru_cache(maxsize=4096)
def _chasse(caractere: str) -> float:
    nue = unicodedata.normalize("NFD", caractere)[0]
    return _CHASSES.get(nue, _CHASSE_LATINE if ord(nue) <= _DERNIER_LATIN else _CHASSE_INCONNUE)


def largeur_de_colonne(pixels: float) -> float:
    """Largeur de colonne, en caractères, qui contient un texte de cette largeur et les marges de la cellule."""
    return (pixels + _MARGE_DE_CELLULE + _AISANCE - _MARGE_DE_COLONNE) / _PIXELS_PAR_CARACTERE


def mots(texte: str) -> list[str]:
    """Ce qu’un tableur ne coupe pas en repliant : les morceaux entre espaces et traits d’union."""
    return [morceau for morceau in _MORCEAU.findall(texte) if not morceau.isspace()]


def nombre_de_lignes(texte: str, largeur: float, taille: int, graisse: str = "normale") -> int:
    """Nombre de lignes d’un texte replié (espaces, traits d’union) dans une colonne de ``largeur`` caractères."""
    place = max(largeur * _PIXELS_PAR_CARACTERE + _MARGE_DE_COLONNE - _MARGE_DE_CELLULE - _AISANCE, 1.0)
    lignes, occupe = 1, 0.0
    for morceau in _MORCEAU.findall(texte):
        pixels = largeur_de_texte(morceau, taille, graisse)
        if occupe + pixels <= place:
            occupe += pixels
        elif morceau.isspace():
            occupe = place
        else:
            # Le mot passe à la ligne ; plus long que la colonne, il y est coupé.
            coupures = int(pixels // place)
            lignes += coupures + (1 if occupe else 0)
            occupe = pixels - coupures * place
    return lignes


def lignes_occupees(texte: str, largeur: float, taille: int) -> int:
    """Nombre de lignes d’un texte qui a lui-même des sauts de ligne, replié dans une colonne de ``largeur``."""
    return sum(nombre_de_lignes(morceau, largeur, taille) for morceau in texte.splitlines() or [""])


def hauteur_de_ligne(lignes: int, taille: int) -> float:
    """Hauteur, en points, d’une rangée de ``lignes`` lignes de texte."""
    return lignes * taille * _INTERLIGNE + _MARGE_DE_LIGNE
