"""Le blocage : quand rien n’est possible, le plus petit ensemble de limites qui suffit à l’empêcher.

Retirer une à une les limites dont on se passe laisse un ensemble où chacune est nécessaire. S’il en reste plus de deux,
un plus petit se cherche : un ensemble empêche quand il touche chacun de ceux dont le retrait rend possible ; on prend
le plus petit qui touche ceux que l’on connaît, et, tant qu’il laisse une répartition, on ajoute celui qu’il a manqué.
"""

from collections.abc import Callable
from typing import Final

from financement.redeploiement.optimum import est_possible
from financement.redeploiement.probleme import LimiteDeRedeploiement, Probleme
from financement.redeploiement.solveur import plus_petit_touchant

__all__ = ["ensemble_de_blocage"]

_DEUX: Final = 2
_RESOLUTIONS: Final = 3000
"""Ce que l’on accorde à la recherche d’un ensemble plus petit que celui que l’on a."""

Possible = Callable[[frozenset[int]], bool]


def ensemble_de_blocage(probleme: Probleme, *, effort: int) -> tuple[LimiteDeRedeploiement, ...]:
    """Des limites qui, à elles seules, ne laissent aucune répartition, et dont aucune n’est de trop.

    Le problème entier est tenu pour impossible. L’ensemble est le plus petit, tant que le chercher reste court.
    """
    limites = probleme.limites

    def possible(rangs: frozenset[int]) -> bool:
        return est_possible(probleme, [limites[rang] for rang in sorted(rangs)], effort=effort)

    suffisant = _reduire(len(limites), possible)
    # Une limite seule n'empêche rien : deux sont le moins possible.
    if len(suffisant) > _DEUX:
        suffisant = _chercher_plus_petit(suffisant, len(limites), possible)
    return tuple(limites[rang] for rang in sorted(suffisant))


def _reduire(nombre: int, possible: Possible) -> frozenset[int]:
    """Toutes les limites, moins celles sans lesquelles rien n’est encore possible."""
    rangs = frozenset(range(nombre))
    for rang in range(nombre):
        if not possible(rangs - {rang}):
            rangs -= {rang}
    return rangs


def _chercher_plus_petit(connu: frozenset[int], nombre: int, possible: Possible) -> frozenset[int]:
    a_toucher: list[frozenset[int]] = []
    for _ in range(_RESOLUTIONS // nombre):
        essai = plus_petit_touchant(nombre, a_toucher)
        if len(essai) >= len(connu):
            return connu
        if not possible(essai):
            return essai
        a_toucher.append(frozenset(range(nombre)) - _agrandir(essai, nombre, possible))
    return connu


def _agrandir(rangs: frozenset[int], nombre: int, possible: Possible) -> frozenset[int]:
    """Le même ensemble, augmenté de tout ce qui le laisse possible."""
    for rang in range(nombre):
        if rang not in rangs and possible(rangs | {rang}):
            rangs |= {rang}
    return rangs
