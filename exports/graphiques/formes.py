"""Ce dont un graphique est fait : rectangles, lignes, marques et textes, que chaque format écrit à sa manière.

Toutes les longueurs sont entières, en centièmes de point.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["POINT", "Ancre", "Dessin", "Encre", "Forme", "Groupe", "Ligne", "Marque", "Point", "Rectangle", "Texte"]

POINT: Final = 100
"""Un point, en centièmes."""

Point = tuple[int, int]


class Encre(StrEnum):
    """Les encres qui suivent la page, sombre sur fond clair ou l’inverse."""

    TEXTE = "texte"
    FILET = "filet"


class Ancre(StrEnum):
    """Ce qu’un texte aligne sur son abscisse ; la valeur est celle du svg."""

    DEBUT = "start"
    MILIEU = "middle"
    FIN = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """Une barre, bordée de l’encre du texte."""

    coin: Point
    taille: Point
    couleur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """Une ligne brisée ; ``tirets`` vide si elle est pleine."""

    points: tuple[Point, ...]
    couleur: Encre | str
    epaisseur: int = POINT
    tirets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marque:
    """Un polygone plein, bordé de l’encre du texte : le point d’une courbe."""

    points: tuple[Point, ...]
    couleur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texte:
    """Un texte d’une ligne, posé sur sa ligne de base."""

    texte: str
    ou: Point
    ancre: Ancre = Ancre.DEBUT


Forme = Rectangle | Ligne | Marque | Texte


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupe:
    """Des formes qui disent une même chose ; ``nom``, s’il n’est pas vide, la dit en mots."""

    nom: str = ""
    formes: tuple[Forme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dessin:
    """Une planche : ses dimensions, d’un nombre entier de points, et ses groupes de formes, du fond vers le haut."""

    largeur: int
    hauteur: int
    groupes: tuple[Groupe, ...]
