"""Le cadre d'un graphique : sa légende, ses graduations et le titre de son axe."""

from collections.abc import Callable, Iterator
from typing import Final

from exports.graphique_donnees import Donnees, Serie
from exports.graphique_echelle import Echelle
from exports.graphique_trace import PIXEL, balise, chemin, couper, ecrire_texte, largeur, nommer

__all__ = ["LARGEUR", "MARGE", "graduer", "legende", "titre_d_axe"]

LARGEUR: Final = 960 * PIXEL
MARGE: Final = 12 * PIXEL

_CLE: Final = 22 * PIXEL
_APRES_CLE: Final = 6 * PIXEL
_APRES_NOM: Final = 22 * PIXEL
_HAUTEUR_DE_LIGNE: Final = 20 * PIXEL
_NOM_AU_PLUS: Final = 280 * PIXEL

Point = tuple[int, int]


def legende(donnees: Donnees, cle: Callable[[Point, Serie], str]) -> tuple[list[str], int]:
    """Les éléments de la légende, sur autant de lignes qu'il faut, et l'ordonnée où elle finit.

    ``cle`` dessine la clé d'une série dans un cadre de 22 × 12 pixels dont elle reçoit le coin.
    """
    elements, x, y = [], MARGE, MARGE
    for serie in donnees.series:
        nom = couper(serie.libelle, _NOM_AU_PLUS)
        place = _CLE + _APRES_CLE + largeur(nom)
        if x > MARGE and x + place > LARGEUR - MARGE:
            x, y = MARGE, y + _HAUTEUR_DE_LIGNE
        texte = ecrire_texte(nom, (x + _CLE + _APRES_CLE, y + 10 * PIXEL + 50))
        elements.append(nommer(serie.libelle, (cle((x, y), serie), texte)))
        x += place + _APRES_NOM
    return elements, y + _HAUTEUR_DE_LIGNE


def graduer(echelle: Echelle, segment: Callable[[int], tuple[Point, Point]]) -> Iterator[str]:
    """Un trait par graduation, celui de zéro plus marqué ; ``segment`` donne ses bouts."""
    for graduation in echelle.graduations():
        d = chemin(segment(echelle.position(graduation)))
        marque = {"stroke-opacity": "0.8"} if not graduation else {"stroke-opacity": "0.18"}
        yield balise("path", {"d": d, "stroke": "currentColor"} | marque)


def titre_d_axe(echelle: Echelle) -> str:
    """Ce que mesure l'axe, et dans quelle unité."""
    return f"Montants en {echelle.unite.symbole}, arrondis pour l'affichage"
