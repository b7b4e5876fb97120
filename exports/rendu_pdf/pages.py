"""La répartition des tableaux dans les pages : ceux qui tiennent ensemble y sont ensemble, les autres ont la leur."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from exports.rendu_pdf.volets import Donnees

__all__ = ["HAUTEUR_UTILE", "PRUDENCE", "Bloc", "regrouper"]

HAUTEUR_UTILE: Final = 7_250
"""La hauteur d'une page A3 couchée entre ses marges, en dixièmes de point."""

PRUDENCE: Final = 92
"""La part de la page que l'on remplit d'avance, en pourcentage : les hauteurs sont des estimations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Un volet de tableau avec ce qui l'entoure ; ``titre`` va en haut de page, ``hauteur`` en dixièmes de point."""

    titre: str
    hauteur: int
    donnees: Donnees


def regrouper(blocs: Iterable[Bloc]) -> list[Sequence[Bloc]]:
    """Les blocs, dans l'ordre, réunis tant qu'ils tiennent dans une page."""
    groupes: list[list[Bloc]] = []
    libre = 0
    for bloc in blocs:
        prise = bloc.hauteur * 100 // PRUDENCE
        if not groupes or prise > libre:
            groupes.append([])
            libre = HAUTEUR_UTILE
        groupes[-1].append(bloc)
        libre -= prise
    return list(groupes)
