"""La place d’un graphique : ses marges, la largeur qu’on lui donne et la hauteur où ses lignes se partagent."""

from dataclasses import dataclass
from typing import Final

from exports.graphiques.formes import POINT

__all__ = ["MARGE", "Cadre", "au_point"]

MARGE: Final = 8 * POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """La largeur d’un dessin et sa plus grande hauteur, en points ; sans hauteur, il tient d’une pièce."""

    largeur: int
    hauteur: int | None = None


def au_point(longueur: int) -> int:
    """La longueur, en centièmes, portée au nombre entier de points qui la contient."""
    return -(-longueur // POINT) * POINT
