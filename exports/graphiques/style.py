"""Ce qui distingue les deux grandeurs d’un graphique : une couleur, et une trame ou un tiret qui reste en gris."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Final

from exports.document.elements import GenreGraphique
from exports.graphiques.formes import POINT, Forme, Ligne, Marque, Point, Rectangle
from maquettes.classeur.charte_des_graphiques import A_REVERSER, A_VERSER, CLOTURE, ENGAGE, PAYE, PROGRAMME

__all__ = ["STYLES", "StyleSerie", "barre", "repere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleSerie:
    """Couleur ; trame d’une barre, hachurée ou pleine ; tirets d’une courbe ; forme de ses points."""

    couleur: str
    hachuree: bool = False
    tirets: tuple[int, ...] = ()
    losange: bool = False


STYLES: Final = MappingProxyType(
    {
        GenreGraphique.OPPOSEES: (StyleSerie(couleur=A_VERSER), StyleSerie(couleur=A_REVERSER, hachuree=True)),
        GenreGraphique.AVANT_APRES: (StyleSerie(couleur=PROGRAMME), StyleSerie(couleur=CLOTURE)),
        GenreGraphique.CUMULS: (
            StyleSerie(couleur=ENGAGE, tirets=(8 * POINT, 4 * POINT)),
            StyleSerie(couleur=PAYE, losange=True),
        ),
    }
)
"""Les styles des deux séries de chaque genre de graphique."""

_ECART_DE_TRAME: Final = 6 * POINT
_ENCRE_DE_TRAME: Final = "#000000"


def barre(coin: Point, taille: Point, style: StyleSerie) -> tuple[Forme, ...]:
    """Une barre et sa trame."""
    fond = Rectangle(coin=coin, taille=taille, couleur=style.couleur)
    if not style.hachuree:
        return (fond,)
    return (fond, *(Ligne(points=segment, couleur=_ENCRE_DE_TRAME) for segment in _obliques(coin, taille)))


def _obliques(coin: Point, taille: Point) -> Iterator[tuple[Point, Point]]:
    """Les droites à 45° d’un rectangle, coupées à ses bords."""
    (x, y), (large, haut) = coin, taille
    for pied in count(_ECART_DE_TRAME - haut, _ECART_DE_TRAME):
        if pied >= large:
            return
        debut, fin = max(pied, 0), min(pied + haut, large)
        if fin > debut:
            yield (x + debut, y + haut - debut + pied), (x + fin, y + haut - fin + pied)


def repere(centre: Point, style: StyleSerie) -> Marque:
    """Le point d’une courbe : carré ou losange selon la série."""
    x, y = centre
    r = 350
    if style.losange:
        r += 100
        return Marque(points=((x, y - r), (x + r, y), (x, y + r), (x - r, y)), couleur=style.couleur)
    return Marque(points=((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)), couleur=style.couleur)
