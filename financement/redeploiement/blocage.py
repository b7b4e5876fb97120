"""Le blocage : quand rien n’est possible, le plus petit ensemble de limites qui suffit à l’empêcher.

Un ensemble empêche quand il touche chacun de ceux dont le retrait rend possible : on cherche le plus petit qui touche
ceux que l’on connaît, et, tant qu’il laisse une répartition, on ajoute celui qu’il a manqué.
"""

from collections.abc import Callable
from typing import Final

from financement.redeploiement.optimum import est_possible
from financement.redeploiement.probleme import LimiteDeRedeploiement, Probleme
from financement.redeploiement.solveur import plus_petit_touchant

__all__ = ["ensemble_de_blocage"]

_ESSAIS: Final = 200
"""Après tant d’essais, un ensemble dont chaque limite est nécessaire, sans être sûr que ce soit le plus petit."""

Possible = Callable[[frozenset[int]], bool]


def ensemble_de_blocage(probleme: Probleme, *, effort: int) -> tuple[LimiteDeRedeploiement, ...]:
    """Des limites qui, à elles seules, ne laissent aucune répartition, et dont aucune n’est de trop.

    Le problème entier est tenu pour impossible. L’ensemble est le plus petit, tant que le chercher reste court.
    """
    limites = probleme.limites
    nombre = len(limites)

    def possible(rangs: frozenset[int]) -> bool:
        return est_possible(probleme, [limites[rang] for rang in sorted(rangs)], effort=effort)

    a_toucher: list[frozenset[int]] = []
    for _ in range(_ESSAIS):
        essai = plus_petit_touchant(nombre, a_toucher)
        if not possible(essai):
            return tuple(limites[rang] for rang in sorted(essai))
        a_toucher.append(frozenset(range(nombre)) - _agrandir(essai, nombre, possible))
    return tuple(limites[rang] for rang in sorted(_reduire(nombre, possible)))


def _agrandir(rangs: frozenset[int], nombre: int, possible: Possible) -> frozenset[int]:
    """Le même ensemble, augmenté de tout ce qui le laisse possible."""
    for rang in range(nombre):
        if rang not in rangs and possible(rangs | {rang}):
            rangs |= {rang}
    return rangs


def _reduire(nombre: int, possible: Possible) -> frozenset[int]:
    """Toutes les limites, moins celles sans lesquelles rien n’est encore possible."""
    rangs = frozenset(range(nombre))
    for rang in range(nombre):
        if not possible(rangs - {rang}):
            rangs -= {rang}
    return rangs
