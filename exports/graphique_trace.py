"""Les éléments d'une image svg : des longueurs en centièmes de pixel, entières, écrites sans bruit binaire."""

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

__all__ = ["PIXEL", "TAILLE", "balise", "chemin", "couper", "ecrire_texte", "largeur", "longueur", "nommer", "racine"]

PIXEL: Final = 100
"""Toutes les longueurs des graphiques sont des centièmes de pixel."""

TAILLE: Final = 12 * PIXEL
"""La taille ordinaire des textes."""

_POLICE: Final = "Noto Sans, sans-serif"
_COUPE: Final = "…"

# Chasses de Noto Sans, en centièmes de cadratin et par excès ; les autres caractères par leur genre.
_CHASSES: Final = {
    caractere: chasse
    for chasse, caracteres in {
        28: " \u00a0\u202fijl.,;:'’|!()",
        40: "ftr-I[]/",
        88: "mwW%@—…",
        96: "M",
    }.items()
    for caractere in caracteres
}
_CHASSE_ORDINAIRE: Final = 58
_CHASSE_CAPITALE: Final = 72
_CHASSE_PLEINE: Final = 105


def longueur(centiemes: int) -> str:
    """Une longueur en pixels, deux décimales au plus.

    >>> longueur(1250), longueur(-5), longueur(300)
    ('12.5', '-0.05', '3')
    """
    entiers, reste = divmod(abs(centiemes), PIXEL)
    decimales = f".{reste:02d}".rstrip("0").rstrip(".")
    return f"{'-' if centiemes < 0 else ''}{entiers}{decimales}"


def balise(nom: str, attributs: Mapping[str, str | int], contenu: str | None = None) -> str:
    """Un élément ; un attribut entier est une longueur, ``contenu`` est déjà du svg."""
    ecrits = "".join(
        f' {cle}="{longueur(valeur) if isinstance(valeur, int) else escape(valeur)}"'
        for cle, valeur in attributs.items()
    )
    return f"<{nom}{ecrits}/>" if contenu is None else f"<{nom}{ecrits}>{contenu}</{nom}>"


def nommer(nom: str, elements: Iterable[str]) -> str:
    """Un groupe dont ``nom`` est l'infobulle et le nom accessible."""
    return balise("g", {}, balise("title", {}, escape(nom)) + "".join(elements))


def chemin(points: Iterable[tuple[int, int]]) -> str:
    """Une ligne brisée, telle que l'écrit l'attribut ``d``."""
    return "".join(f"{'L' if rang else 'M'}{longueur(x)} {longueur(y)}" for rang, (x, y) in enumerate(points))


def racine(elements: Iterable[str]) -> str:
    """Le groupe dont tous les éléments tiennent la police, la taille et la couleur des textes."""
    return balise("g", {"font-family": _POLICE, "font-size": TAILLE, "fill": "currentColor"}, "".join(elements))


def ecrire_texte(texte: str, ou: tuple[int, int], *, taille: int = TAILLE, ancre: str = "start") -> str:
    """Un texte d'une ligne, posé sur sa ligne de base ; ``ancre`` : start, middle ou end."""
    attributs: dict[str, str | int] = {"x": ou[0], "y": ou[1]}
    if taille != TAILLE:
        attributs["font-size"] = taille
    if ancre != "start":
        attributs["text-anchor"] = ancre
    return balise("text", attributs, escape(texte, quote=False))


def _chasse(caractere: str) -> int:
    if caractere in _CHASSES:
        return _CHASSES[caractere]
    if unicodedata.east_asian_width(caractere) in {"W", "F"}:
        return _CHASSE_PLEINE
    return _CHASSE_CAPITALE if caractere.isupper() else _CHASSE_ORDINAIRE


def largeur(texte: str, taille: int = TAILLE) -> int:
    """La place que prend un texte, par excès."""
    return sum(map(_chasse, texte)) * taille // 100


def couper(texte: str, place: int, taille: int = TAILLE) -> str:
    """Le texte s'il tient dans ``place``, sinon son début et « … ».

    >>> couper("Ville", 10000), couper("Communauté d'agglomération", 10000)
    ('Ville', 'Communauté d…')
    """
    if largeur(texte, taille) <= place:
        return texte
    reste = place - largeur(_COUPE, taille)
    garde = 0
    while garde < len(texte) and largeur(texte[: garde + 1], taille) <= reste:
        garde += 1
    return texte[:garde].rstrip(" '’-–,") + _COUPE
