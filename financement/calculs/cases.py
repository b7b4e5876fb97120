"""Cases employées : parmi tous les croisements possibles de plusieurs axes, ceux qui ont une entrée au moins.

La mémoire suit les entrées et leurs cases, jamais le produit des axes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.fils import en_fils
from financement.calculs.grille import Entiers, figer

__all__ = ["BORNE_DES_CLES", "Cases", "ParTranche", "cumuler_par_cle", "reperer_cases"]

# Une clé est un entier positif de 64 bits.
BORNE_DES_CLES: Final = 1 << 63
_BITS: Final = 63
# Assez peu d'entrées pour que les calculs d'une tranche restent dans le cache du processeur.
_TRANCHE: Final = 1 << 15
# Pour moins d'entrées, un fil d'exécution coûte à lancer plus que son travail.
_ENTREES_PAR_FIL: Final = 1 << 18

# Ce que valent les entrées d'une tranche ; pour un tableau, son ``__getitem__``.
ParTranche = Callable[[slice], Entiers]
# Ce que valent les entrées données par leurs rangs ; pour un tableau, son ``take``.
ParRangs = Callable[[Entiers], Entiers]


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


def cumuler_par_cle(
    cles: ParTranche, montants: ParRangs, nombre: int, borne: int, *, fils: int = 1
) -> tuple[Entiers, Entiers]:
    """Les clés employées, croissantes, et la somme des ``montants`` de chacune, en centimes.

    C’est repérer les cases puis les cumuler, mais plus vite, pour qui n’a pas à garder la case de chaque entrée. Au
    plus ``fils`` fils d’exécution y travaillent, dont le résultat ne dépend pas. Lève :class:`ValueError` si la borne
    passe 2⁶³.
    """
    utiles = min(fils, nombre // _ENTREES_PAR_FIL)
    decalage = _decalage(nombre, borne)
    if decalage is None:
        toutes = _toutes(cles, nombre)
        ordre = np.argsort(toutes)
        distinctes, sommes = _sommer_les_suites(toutes[ordre], montants(ordre))
        return figer(distinctes), figer(sommes)
    paires = _paires_triees(cles, nombre, decalage, utiles)
    masque = (1 << decalage) - 1

    def sommer(tranches: Sequence[slice]) -> list[tuple[Entiers, Entiers]]:
        lues = [paires[tranche] for tranche in tranches]
        return [_sommer_les_suites(triees >> decalage, montants(triees & masque)) for triees in lues]

    toutes_les_cles, toutes_les_sommes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    derniere = -1
    for connues, leurs in en_fils(sommer, list(_tranches(nombre)), utiles):
        # Une case à cheval sur deux tranches a une somme dans chacune.
        suite = int(connues[0] == derniere)
        if suite:
            toutes_les_sommes[-1][-1] += leurs[0]
        if connues.size > suite:
            toutes_les_cles.append(connues[suite:])
            toutes_les_sommes.append(leurs[suite:])
            derniere = connues[-1]
    return figer(np.concatenate(toutes_les_cles)), figer(np.concatenate(toutes_les_sommes))


def _sommer_les_suites(cles: Entiers, montants: Entiers) -> tuple[Entiers, Entiers]:
    """Les clés distinctes d’une suite croissante, et la somme des montants de chacune."""
    debuts = np.flatnonzero(np.concatenate([np.ones(min(cles.size, 1), dtype=np.bool_), cles[1:] != cles[:-1]]))
    return cles[debuts], np.add.reduceat(montants, debuts)


def _decalage(nombre: int, borne: int) -> int | None:
    """De combien de bits décaler une clé pour lui joindre le rang d’une entrée ; ``None`` s’ils n’y tiennent pas."""
    if borne > BORNE_DES_CLES:
        raise ValueError(f"{borne} croisements : plus que n’en distingue un entier de {_BITS} bits")
    decalage = max(nombre - 1, 0).bit_length()
    return decalage if (borne - 1).bit_length() + decalage <= _BITS else None


def _toutes(cles: ParTranche, nombre: int) -> Entiers:
    return np.concatenate([np.zeros(0, dtype=np.int64), *map(cles, _tranches(nombre))])


def _paires_triees(cles: ParTranche, nombre: int, decalage: int, fils: int = 1) -> Entiers:
    """Clé et rang de l’entrée dans un même entier : numpy trie des entiers bien plus vite que des rangs."""
    paires = np.empty(nombre, dtype=np.int64)

    def remplir(tranches: Sequence[slice]) -> list[None]:
        for tranche in tranches:
            np.left_shift(cles(tranche), decalage, out=paires[tranche])
            paires[tranche] |= np.arange(tranche.start, tranche.stop)
        return []

    en_fils(remplir, list(_tranches(nombre)), fils)
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
