"""Ce que disent des jours pesés : moyenne exacte, médiane et plus long."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["MesureDeJours", "mesurer"]


@dataclass(frozen=True, slots=True)
class MesureDeJours:
    """``moyenne`` pondérée, exacte ; ``mediane`` : le plus petit nombre de jours qui couvre la moitié du poids.

    ``poids`` : des centimes si les jours sont ceux de montants, sinon un nombre.
    """

    poids: int
    moyenne: Fraction
    mediane: int
    maximum: int


def mesurer(jours_peses: Iterable[tuple[int, int]]) -> MesureDeJours | None:
    """La mesure de couples (jours, poids) ; ``None`` s’ils ne pèsent rien.

    >>> mesurer([(10, 300), (100, 100)])
    MesureDeJours(poids=400, moyenne=Fraction(65, 2), mediane=10, maximum=100)
    """
    peses = sorted((jours, poids) for jours, poids in jours_peses if poids)
    total = sum(poids for _, poids in peses)
    if not total:
        return None
    mediane, cumul = peses[0][0], 0
    for jours, poids in peses:
        mediane = jours
        cumul += poids
        if 2 * cumul >= total:
            break
    moyenne = Fraction(sum(jours * poids for jours, poids in peses), total)
    return MesureDeJours(total, moyenne, mediane, peses[-1][0])
