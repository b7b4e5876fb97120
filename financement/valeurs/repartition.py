"""Partage d’un montant en parts entières dont la somme est exacte : méthode du plus fort reste."""

from collections.abc import Sequence

from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["repartir"]


def _poids_interdits(poids: Sequence[int], regle: str) -> Faute:
    return faute(VALEUR_INTERDITE, INCONNUE, str(list(poids)), regle=regle, correction="Donner des poids positifs.")


def repartir(total: int, poids: Sequence[int]) -> tuple[int, ...]:
    """Partage ``total`` (centimes) en proportion des ``poids`` entiers, sans perdre un centime.

    Chaque part reçoit la partie entière de son quotient ; les centimes restants vont aux plus forts
    restes, à égalité au premier dans l’ordre. Si tous les poids sont nuls, la première part prend tout
    (règle de clôture, résidu : lecture C). Un total négatif se partage comme son opposé.

    Lève :class:`ValeurImpossible` si un poids est négatif, ou sans part pour un total non nul.

    >>> repartir(100, [1, 1, 1])
    (34, 33, 33)
    """
    if any(p < 0 for p in poids):
        raise ValeurImpossible("Répartition", [_poids_interdits(poids, "un poids est négatif")])
    if not poids:
        if total:
            raise ValeurImpossible("Répartition", [_poids_interdits(poids, "aucune part ne reçoit le montant")])
        return ()
    if total < 0:
        return tuple(-part for part in repartir(-total, poids))
    somme = sum(poids)
    if somme == 0:
        return (total, *(0 for _ in poids[1:]))
    parts = [total * p // somme for p in poids]
    restes = [total * p % somme for p in poids]
    ordre = sorted(range(len(poids)), key=lambda rang: (-restes[rang], rang))
    for rang in ordre[: total - sum(parts)]:
        parts[rang] += 1
    return tuple(parts)
