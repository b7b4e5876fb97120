"""Les pages de front d’une feuille trop large pour une : où elle se coupe, à quelle échelle, ce que chacune répète.

Un tableur à qui l’on demande deux pages de large les coupe où il veut : au milieu d’un groupe de colonnes, dont la
seconde page perd alors le nom. Ici la coupure est écrite, et l’échelle avec elle.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import floor, inf
from typing import Final

__all__ = ["MARGE_DE_COLONNE", "PLACE", "PagesDeFront", "groupes_imprimes", "pages_de_front"]

_A_TAILLE_REELLE: Final = 202.0
"""Ce qu’un A3 couché imprime sans réduction, en caractères : LibreOffice, qui compte plus large qu’Excel, y tient."""

_ECHELLE_AU_MOINS: Final = 84
"""En dessous, un texte de neuf points s’imprimerait à moins de sept points et demi."""

PLACE: Final = _A_TAILLE_REELLE * 100 / _ECHELLE_AU_MOINS
"""Ce qu’un A3 couché imprime, en caractères de neuf points, aucun à moins de sept points et demi."""

MARGE_DE_COLONNE: Final = 5 / 7
"""Ce qu’une colonne prend de plus que les caractères de sa largeur."""


@dataclass(frozen=True, slots=True)
class PagesDeFront:
    """Les rangs où commencent les pages qui suivent la première, les colonnes répétées sur elles, et l’échelle (%)."""

    coupures: tuple[int, ...]
    repetees: int
    echelle: int


def pages_de_front(
    largeurs: Sequence[float], groupes: Sequence[str], repetees: int, place: float = PLACE
) -> PagesDeFront | None:
    """Le moins de pages possible, qui coupe le moins de ``groupes``, puis des pages égales ; rien si une suffit.

    Trop larges pour laisser place au reste, les colonnes répétées ne le sont qu’en partie.
    """
    reelles = tuple(largeur + MARGE_DE_COLONNE for largeur in largeurs)
    if sum(reelles) <= place:
        return None
    while repetees and sum(reelles[:repetees]) + max(reelles[repetees:]) > place:
        repetees -= 1
    trouvees = _couper(reelles, tuple(groupes), repetees, place)
    if trouvees is None:
        raise ValueError("une colonne est plus large que la page")
    _, plus_large, coupures = trouvees
    return PagesDeFront(coupures, repetees, min(100, floor(100 * _A_TAILLE_REELLE / plus_large)))


def groupes_imprimes(groupes: Sequence[str], coupures: Sequence[int] = ()) -> Iterator[tuple[str, range]]:
    """Le nom et les rangs de chaque groupe de colonnes voisines ; une coupure de page en fait deux."""
    debut = 0
    for (groupe, _), membres in groupby(
        enumerate(groupes), key=lambda place: (place[1], bisect_right(coupures, place[0]))
    ):
        fin = debut + len(list(membres))
        yield groupe, range(debut, fin)
        debut = fin


_Coupe = tuple[int, float, tuple[int, ...]]


def _couper(largeurs: tuple[float, ...], groupes: tuple[str, ...], repetees: int, place: float) -> _Coupe | None:
    reprise = sum(largeurs[:repetees])

    @cache
    def meilleure(debut: int, pages: int) -> _Coupe | None:
        """Groupes coupés, page la plus large et coupures, de la colonne ``debut`` à la dernière."""
        if pages == 1:
            reste = reprise + sum(largeurs[debut:])
            return (0, reste, ()) if reste <= place else None
        trouvee: tuple[int, float, tuple[int, ...]] = (len(largeurs), inf, ())
        page = reprise
        for coupure in range(debut + 1, len(largeurs)):
            page += largeurs[coupure - 1]
            if page > place:
                break
            suite = meilleure(coupure, pages - 1)
            if suite is not None:
                coupes = int(groupes[coupure - 1] == groupes[coupure] != "")
                trouvee = min(trouvee, (suite[0] + coupes, max(page, suite[1]), (coupure, *suite[2])))
        return trouvee if trouvee[2] else None

    nombres = range(2, len(largeurs) - repetees + 1)
    return next((coupe for nombre in nombres if (coupe := meilleure(repetees, nombre)) is not None), None)
