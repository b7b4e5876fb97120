"""Cases employées : parmi tous les croisements possibles de plusieurs axes, ceux qui ont une entrée au moins.

La mémoire suit les entrées et leurs cases, jamais le produit des axes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers, figer

__all__ = ["BORNE_DES_CLES", "Cases", "reperer_cases"]

# Une clé est un entier positif de 64 bits.
BORNE_DES_CLES: Final = 1 << 63
_BITS: Final = 63
# Assez peu d'entrées pour que les calculs d'une tranche restent dans le cache du processeur.
_TRANCHE: Final = 1 << 15

# Ce que valent les entrées d'une tranche ; pour un tableau, son ``__getitem__``.
ParTranche = Callable[[slice], Entiers]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases:
    """``rang`` : la case de chaque entrée ; ``cles`` : la clé de chaque case, croissantes."""

    rang: NDArray[np.int32]
    cles: Entiers

    def cumuler(self, montants: ParTranche) -> Entiers:
        """Somme par case des ``montants``, un par entrée, en centimes.

        Les sommes sont celles des entiers 64 bits : à l’appelant d’avoir borné leur total.
        """
        sommes = np.zeros(self.cles.size, dtype=np.int64)
        for tranche in _tranches(self.rang.size):
            np.add.at(sommes, self.rang[tranche], montants(tranche))
        return figer(sommes)


def reperer_cases(cles: ParTranche, nombre: int, borne: int) -> Cases:
    """Les cases de ``nombre`` entrées dont les clés, inférieures à ``borne``, sont calculées tranche par tranche.

    Lève :class:`ValueError` si la borne passe 2⁶³.
    """
    decalage = _decalage(nombre, borne)
    if decalage is None:
        distinctes, rangs = np.unique(_toutes(cles, nombre), return_inverse=True)
        return Cases(rang=rangs.astype(np.int32), cles=figer(distinctes))
    return _numeroter(_paires_triees(cles, nombre, decalage), decalage)


def _decalage(nombre: int, borne: int) -> int | None:
    """De combien de bits décaler une clé pour lui joindre le rang d’une entrée ; ``None`` s’ils n’y tiennent pas."""
    if borne > BORNE_DES_CLES:
        raise ValueError(f"{borne} croisements : plus que n’en distingue un entier de {_BITS} bits")
    decalage = max(nombre - 1, 0).bit_length()
    return decalage if (borne - 1).bit_length() + decalage <= _BITS else None


def _toutes(cles: ParTranche, nombre: int) -> Entiers:
    return np.concatenate([np.zeros(0, dtype=np.int64), *map(cles, _tranches(nombre))])


def _paires_triees(cles: ParTranche, nombre: int, decalage: int) -> Entiers:
    """Clé et rang de l’entrée dans un même entier : numpy trie des entiers bien plus vite que des rangs."""
    paires = np.empty(nombre, dtype=np.int64)
    for tranche in _tranches(nombre):
        np.left_shift(cles(tranche), decalage, out=paires[tranche])
        paires[tranche] |= np.arange(tranche.start, tranche.stop)
    paires.sort()
    return paires


def _tranches(nombre: int) -> Iterator[slice]:
    for debut in range(0, nombre, _TRANCHE):
        yield slice(debut, min(debut + _TRANCHE, nombre))


def _numeroter(paires: Entiers, decalage: int) -> Cases:
    """Les cases d’entrées triées par clé, chaque paire portant une clé et, aux bits faibles, le rang de l’entrée."""
    rang = np.empty(paires.size, dtype=np.int32)
    nouvelles_cles = [np.zeros(0, dtype=np.int64)]
    precedente, nombre = -1, 0
    for tranche in _tranches(paires.size):
        cles = paires[tranche] >> decalage
        nouvelles = np.empty(cles.size, dtype=np.bool_)
        nouvelles[0] = cles[0] != precedente
        np.not_equal(cles[1:], cles[:-1], out=nouvelles[1:])
        rangs = np.cumsum(nouvelles, dtype=np.int32)
        rangs += np.int32(nombre - 1)
        rang[paires[tranche] & ((1 << decalage) - 1)] = rangs
        nouvelles_cles.append(cles[nouvelles])
        precedente, nombre = int(cles[-1]), int(rangs[-1]) + 1
    return Cases(rang=rang, cles=figer(np.concatenate(nouvelles_cles)))
