"""Ce qui distingue les séries d'un graphique : une couleur, et une trame qui reste visible en noir et blanc."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from exports.graphique_trace import PIXEL, balise, chemin

__all__ = ["StyleSerie", "pastille", "rectangle", "repere", "style_de_serie", "trait"]

Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleSerie:
    """Remplissage, trame et son encre ; couleur, tirets (vides si elle est pleine) et rang du repère d'une courbe."""

    couleur: str
    encre: str
    trame: str
    couleur_de_trait: str
    tirets: str
    repere: int


# Les couleurs d'Okabe et Ito, distinctes pour un daltonien, rangées pour que deux voisines n'aient jamais la même
# clarté ; la trame les sépare une fois imprimées en gris. Un trait fin prend une couleur plus soutenue, qui se voit
# sur fond clair comme sur fond sombre.
_COULEURS: Final = (
    ("#0072b2", "#ffffff", "pleine", "#1a80bf"),
    ("#f0b440", "#000000", "montante", "#b06f00"),
    ("#007a5a", "#ffffff", "debout", "#008a66"),
    ("#8ccbf0", "#000000", "pleine", "#3f8fb8"),
    ("#c0500a", "#ffffff", "descendante", "#cc5a10"),
    ("#f3e96b", "#000000", "debout", "#8a8000"),
    ("#9c4f7f", "#ffffff", "montante", "#b0608f"),
    ("#c4c8cc", "#000000", "descendante", "#76808a"),
)
_TRAMES: Final = ("pleine", "montante", "debout", "descendante", "croisee")
_TIRETS: Final = ("", "8 4", "2 3", "10 3 2 3", "5 2")
_REPERES: Final = 4
_ECART_DE_TRAME: Final = 6 * PIXEL
_CONTOUR: Final[dict[str, str | int]] = {"stroke": "currentColor"}


def style_de_serie(rang: int) -> StyleSerie:
    """Le style de la série de ce rang ; au-delà de huit, les couleurs reviennent sous une autre trame."""
    tour, place = divmod(rang, len(_COULEURS))
    couleur, encre, trame, couleur_de_trait = _COULEURS[place]
    return StyleSerie(
        couleur=couleur,
        encre=encre,
        trame=_TRAMES[(_TRAMES.index(trame) + 2 * tour) % len(_TRAMES)],
        couleur_de_trait=couleur_de_trait,
        tirets=_TIRETS[rang % len(_TIRETS)],
        repere=rang % _REPERES,
    )


def rectangle(coin: Point, taille: Point, style: StyleSerie) -> str:
    """Une barre et sa trame."""
    (x, y), (large, haut) = coin, taille
    place: dict[str, str | int] = {"x": x, "y": y, "width": large, "height": haut, "fill": style.couleur}
    attributs = place | _CONTOUR
    traits = [chemin(segment) for segment in _segments(style.trame, coin, taille)]
    if not traits:
        return balise("rect", attributs)
    return balise("rect", attributs) + balise("path", {"d": "".join(traits), "stroke": style.encre})


def _segments(trame: str, coin: Point, taille: Point) -> Iterator[tuple[Point, Point]]:
    (x, y), (large, haut) = coin, taille
    if trame == "debout":
        for decalage in range(_ECART_DE_TRAME // 2, large, _ECART_DE_TRAME):
            yield (x + decalage, y), (x + decalage, y + haut)
    if trame in {"montante", "croisee"}:
        yield from (((a, y + haut - b), (c, y + haut - d)) for (a, b), (c, d) in _obliques(x, large, haut))
    if trame in {"descendante", "croisee"}:
        yield from (((a, y + b), (c, y + d)) for (a, b), (c, d) in _obliques(x, large, haut))


def _obliques(x: int, large: int, haut: int) -> Iterator[tuple[Point, Point]]:
    """Les droites à 45° d'un rectangle, coupées à ses bords ; ordonnées comptées depuis son bord."""
    for pied in count(_ECART_DE_TRAME - haut, _ECART_DE_TRAME):
        if pied >= large:
            return
        debut, fin = max(pied, 0), min(pied + haut, large)
        if fin > debut:
            yield (x + debut, debut - pied), (x + fin, fin - pied)


def trait(points: list[Point], style: StyleSerie) -> str:
    """Un tronçon de courbe."""
    attributs: dict[str, str | int] = {
        "d": chemin(points),
        "fill": "none",
        "stroke": style.couleur_de_trait,
        "stroke-width": "2.5",
        "stroke-linejoin": "round",
    }
    return balise("path", attributs | ({"stroke-dasharray": style.tirets} if style.tirets else {}))


def repere(centre: Point, style: StyleSerie) -> str:
    """Le repère d'un point d'une courbe : carré, losange, triangle ou sablier selon la série."""
    x, y = centre
    r = 4 * PIXEL
    formes = (
        [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
        [(x, y - r - 100), (x + r + 100, y), (x, y + r + 100), (x - r - 100, y)],
        [(x, y - r - 50), (x + r + 50, y + r), (x - r - 50, y + r)],
        [(x - r, y - r), (x + r, y - r), (x - r, y + r), (x + r, y + r)],
    )
    return balise("path", {"d": chemin(formes[style.repere]) + "Z", "fill": style.couleur_de_trait} | _CONTOUR)


def pastille(coin: Point, style: StyleSerie) -> str:
    """La clé d'une série de barres dans la légende."""
    return rectangle(coin, (22 * PIXEL, 12 * PIXEL), style)
