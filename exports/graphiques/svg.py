"""Un dessin en image svg : une seule suite de formes simples, la même dans tout logiciel."""

from collections.abc import Mapping
from html import escape
from typing import Final

from exports.graphiques.formes import POINT, Ancre, Dessin, Encre, Forme, Groupe, Ligne, Marque, Point, Rectangle, Texte
from exports.graphiques.textes import CORPS

__all__ = ["ecrire_svg", "longueur"]

_POLICE: Final = "Noto Sans, sans-serif"
_ENCRE: Final = "currentColor"
_PALE: Final = "0.18"
_CONTOUR: Final = "0.5"


def ecrire_svg(dessin: Dessin, *, titre: str, description: str) -> str:
    """L’image, aux dimensions du dessin ; titre et description pour la synthèse vocale.

    Textes et axes prennent la couleur courante (noir à défaut), le fond est transparent, le montant exact de chaque
    forme est en infobulle.
    """
    attributs: dict[str, str | int] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": dessin.largeur,
        "height": dessin.hauteur,
        "viewBox": f"0 0 {longueur(dessin.largeur)} {longueur(dessin.hauteur)}",
        "role": "img",
        "aria-label": titre,
    }
    tetes = _balise("title", {}, escape(titre)), _balise("desc", {}, escape(description))
    racine: dict[str, str | int] = {"font-family": _POLICE, "font-size": CORPS, "fill": _ENCRE}
    return _balise("svg", attributs, "".join((*tetes, _balise("g", racine, "".join(map(_groupe, dessin.groupes))))))


def longueur(centiemes: int) -> str:
    """Une longueur, deux décimales au plus.

    >>> longueur(1250), longueur(-5), longueur(300)
    ('12.5', '-0.05', '3')
    """
    entiers, reste = divmod(abs(centiemes), POINT)
    decimales = f".{reste:02d}".rstrip("0").rstrip(".")
    return f"{'-' if centiemes < 0 else ''}{entiers}{decimales}"


def _balise(nom: str, attributs: Mapping[str, str | int], contenu: str | None = None) -> str:
    """Un élément ; un attribut entier est une longueur, ``contenu`` est déjà du svg."""
    ecrits = "".join(
        f' {cle}="{longueur(valeur) if isinstance(valeur, int) else escape(valeur)}"'
        for cle, valeur in attributs.items()
    )
    return f"<{nom}{ecrits}/>" if contenu is None else f"<{nom}{ecrits}>{contenu}</{nom}>"


def _groupe(groupe: Groupe) -> str:
    formes = "".join(map(_forme, groupe.formes))
    return _balise("g", {}, _balise("title", {}, escape(groupe.nom)) + formes) if groupe.nom else formes


def _forme(forme: Forme) -> str:
    match forme:
        case Rectangle(coin=(x, y), taille=(large, haut)):
            place: dict[str, str | int] = {"x": x, "y": y, "width": large, "height": haut}
            return _balise("rect", place | {"fill": forme.couleur, "stroke": _ENCRE, "stroke-width": _CONTOUR})
        case Ligne():
            return _balise("path", {"d": _chemin(forme.points), "fill": "none"} | _trait(forme))
        case Marque():
            d = f"{_chemin(forme.points)}Z"
            return _balise("path", {"d": d, "fill": forme.couleur, "stroke": _ENCRE, "stroke-width": _CONTOUR})
        case Texte(ou=(x, y)):
            attributs: dict[str, str | int] = {"x": x, "y": y}
            if forme.ancre is not Ancre.DEBUT:
                attributs["text-anchor"] = forme.ancre.value
            return _balise("text", attributs, escape(forme.texte, quote=False))


def _trait(ligne: Ligne) -> dict[str, str | int]:
    trait: dict[str, str | int] = {"stroke": _ENCRE if isinstance(ligne.couleur, Encre) else ligne.couleur}
    if ligne.couleur is Encre.FILET:
        trait["stroke-opacity"] = _PALE
    if ligne.epaisseur != POINT:
        trait["stroke-width"] = ligne.epaisseur
    if ligne.tirets:
        trait["stroke-dasharray"] = " ".join(map(longueur, ligne.tirets))
    return trait


def _chemin(points: tuple[Point, ...]) -> str:
    """Une ligne brisée, telle que l’écrit l’attribut ``d``."""
    return "".join(f"{'L' if rang else 'M'}{longueur(x)} {longueur(y)}" for rang, (x, y) in enumerate(points))
