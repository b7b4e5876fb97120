"""Plusieurs fils d’exécution pour un même calcul : numpy calcule sans retenir les autres, l’ordre reste le même."""

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import Final, TypeVar

__all__ = ["en_fils"]

Chose = TypeVar("Chose")
Resultat = TypeVar("Resultat")

# Au-delà, le peu que Python fait entre deux calculs de numpy suffit à occuper le seul fil qui peut le faire.
_FILS_AU_PLUS: Final = 8


def en_fils(faire: Callable[[Sequence[Chose]], list[Resultat]], choses: Sequence[Chose], fils: int) -> list[Resultat]:
    """Les résultats de ``faire`` sur des parts contiguës des ``choses``, bout à bout, dans leur ordre.

    Lève ce que lève ``faire`` sur la première part qui échoue.
    """
    nombre = min(fils, len(choses), _FILS_AU_PLUS)
    if nombre <= 1:
        return faire(choses)
    from concurrent.futures import ThreadPoolExecutor

    bornes = [len(choses) * rang // nombre for rang in range(nombre + 1)]
    parts = [choses[debut:fin] for debut, fin in pairwise(bornes)]
    with ThreadPoolExecutor(nombre) as equipe:
        return list(chain.from_iterable(equipe.map(faire, parts)))
