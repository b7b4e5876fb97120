"""Comment les tableaux se suivent dans les pages : un tableau court reste d’un tenant, un plus long se coupe.

Ils se suivent sans saut. Un tableau d’un tenant qui ne tient plus passe à la page suivante, et laisse moins d’une
demi-page vide : seul le laisse plus le dernier d’une partie.
"""

from dataclasses import dataclass
from typing import Final

from exports.rendus.pdf.volets import Donnees

__all__ = ["D_UN_TENANT", "HAUTEUR_UTILE", "Bloc", "se_coupe", "tableau_se_coupe"]

HAUTEUR_UTILE: Final = 7_250
"""La hauteur d’une page A3 couchée entre ses marges, en dixièmes de point."""

D_UN_TENANT: Final = HAUTEUR_UTILE * 45 // 100
"""Ce qui prend moins de hauteur ne se coupe pas, en dixièmes de point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Un volet de tableau avec ce qui l’entoure ; ``hauteur``, dont celle des ``figures``, en dixièmes de point."""

    titre: str
    hauteur: int
    donnees: Donnees
    figures: int = 0


def tableau_se_coupe(bloc: Bloc) -> bool:
    """Le tableau lui-même se coupe ; sinon il reste d’un tenant, même si ses figures passent à la page suivante."""
    return bloc.hauteur - bloc.figures > D_UN_TENANT


def se_coupe(bloc: Bloc) -> bool:
    """Le bloc se coupe en bas de page : entier, il laisserait une demi-page vide."""
    return bloc.hauteur > D_UN_TENANT
