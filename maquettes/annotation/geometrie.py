"""Où poser la boîte d’un commentaire : à droite de sa cellule, assez grande pour son texte.

Une boîte s’ancre à des cellules ; sa taille réelle dépend donc des largeurs et hauteurs de la feuille, en pixels.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from maquettes.classeur.mesure import nombre_de_lignes

__all__ = [
    "COLONNES",
    "LIGNES",
    "Cellule",
    "Grille",
    "ancre",
    "lignes_du_commentaire",
    "lire_cellule",
    "taille_de_boite",
]

LIGNES: Final = 1_048_576
COLONNES: Final = 16_384
_ADRESSE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_NOMBRE: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,20})?")

_PIXELS_PAR_CARACTERE: Final = 7
_TAILLE: Final = 10
_INTERLIGNE: Final = 16
_MARGE: Final = 14
_LARGEURS: Final = (240, 360, 520, 700)
_HAUTEUR_AISEE: Final = 260
_HAUTEUR_MINIMALE: Final = 60
_HAUTEUR_MAXIMALE: Final = 640
_CARACTERES_MESURES: Final = 8000
_RETRAIT: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Cellule:
    """Une cellule, ligne et colonne comptées depuis zéro."""

    ligne: int
    colonne: int

    @property
    def adresse(self) -> str:
        """``A1``."""
        lettres, rang = "", self.colonne + 1
        while rang:
            rang, reste = divmod(rang - 1, 26)
            lettres = chr(ord("A") + reste) + lettres
        return f"{lettres}{self.ligne + 1}"


def lire_cellule(texte: str | None) -> Cellule | None:
    """La cellule que nomme ``F12`` ou ``$F$12`` ; rien si ce n’en est pas une."""
    trouve = _ADRESSE.fullmatch(texte.strip()) if texte else None
    if trouve is None:
        return None
    colonne = 0
    for lettre in trouve[1].upper():
        colonne = colonne * 26 + ord(lettre) - ord("A") + 1
    cellule = Cellule(int(trouve[2]) - 1, colonne - 1)
    return cellule if cellule.ligne < LIGNES and cellule.colonne < COLONNES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grille:
    """Largeurs et hauteurs connues, en pixels ; les autres sont celles par défaut."""

    largeurs: Mapping[int, int]
    hauteurs: Mapping[int, int]
    largeur: int
    hauteur: int

    def largeur_de(self, colonne: int) -> int:
        """La largeur d’une colonne."""
        return self.largeurs.get(colonne, self.largeur)

    def hauteur_de(self, ligne: int) -> int:
        """La hauteur d’une ligne."""
        return self.hauteurs.get(ligne, self.hauteur)


def pixels_de_colonne(caracteres: str | None, defaut: int) -> int:
    """Les pixels d’une largeur écrite dans une feuille, en caractères."""
    if caracteres is None or not _NOMBRE.fullmatch(caracteres):
        return defaut
    return int(Decimal(caracteres) * _PIXELS_PAR_CARACTERE)


def pixels_de_ligne(points: str | None, defaut: int) -> int:
    """Les pixels d’une hauteur écrite dans une feuille, en points."""
    if points is None or not _NOMBRE.fullmatch(points):
        return defaut
    return int(Decimal(points) * 4 / 3)


def lignes_du_commentaire(texte: str, largeur: int) -> int:
    """Le nombre de lignes d’un texte dans une boîte de ``largeur`` pixels."""
    caracteres = (largeur - _MARGE) / _PIXELS_PAR_CARACTERE
    return sum(nombre_de_lignes(ligne, caracteres, _TAILLE) for ligne in texte[:_CARACTERES_MESURES].split("\n"))


def taille_de_boite(texte: str) -> tuple[int, int]:
    """Largeur et hauteur, en pixels, qui montrent le texte entier s’il n’est pas démesuré."""
    largeur, hauteur = 0, 0
    for largeur in _LARGEURS:
        hauteur = lignes_du_commentaire(texte, largeur) * _INTERLIGNE + _MARGE
        if hauteur <= _HAUTEUR_AISEE:
            break
    return largeur, min(max(hauteur, _HAUTEUR_MINIMALE), _HAUTEUR_MAXIMALE)


def ancre(cellule: Cellule, taille: tuple[int, int], grille: Grille) -> str:
    """L’ancre d’une boîte : colonne, décalage, ligne, décalage, de ses deux coins."""
    largeur, hauteur = taille
    gauche, droite, fin_x = _segment(min(cellule.colonne + 1, COLONNES - 1), largeur, grille.largeur_de, COLONNES)
    haut, bas, fin_y = _segment(max(cellule.ligne - 1, 0), hauteur, grille.hauteur_de, LIGNES)
    x = min(_RETRAIT, max(grille.largeur_de(gauche) - 1, 0))
    y = min(2, max(grille.hauteur_de(haut) - 1, 0))
    return f"{gauche}, {x}, {haut}, {y}, {droite}, {fin_x}, {bas}, {fin_y}"


def _segment(debut: int, longueur: int, taille: Callable[[int], int], borne: int) -> tuple[int, int, int]:
    """Les rangs de début et de fin d’un segment, et les pixels pris au dernier ; recule au bord de la feuille."""
    fin, reste = debut, longueur
    while fin < borne - 1 and reste > taille(fin):
        reste -= taille(fin)
        fin += 1
    place = taille(fin)
    manque = max(reste - place, 0)
    while manque > 0 and debut > 0:
        debut -= 1
        manque -= taille(debut)
    return debut, fin, min(reste, place)
