"""Cases employées : parmi tous les croisements possibles de plusieurs axes, ceux qui ont une entrée au moins.

La mémoire suit les entrées et leurs cases, jamais le produit des axes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.grille import Entiers, figer

__all__ = ["Cases", "reperer_cases"]

_BITS: Final = 63
_BITS_DU_CHIFFRE: Final = 16
_CHIFFRE: Final = (1 << _BITS_DU_CHIFFRE) - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases:
    """``rang`` : la case de chaque entrée ; ``premieres`` : une entrée de chaque case, par coordonnées croissantes."""

    rang: NDArray[np.int32]
    premieres: Entiers

    def cumuler(self, montants: Entiers, retenus: NDArray[np.bool_] | None = None) -> Entiers:
        """Somme par case des ``montants`` (un par entrée, en centimes), ou des seuls ``retenus``.

        Les sommes sont celles des entiers 64 bits : à l'appelant d'avoir borné leur total.
        """
        sommes = np.zeros(self.premieres.size, dtype=np.int64)
        if retenus is None:
            np.add.at(sommes, self.rang, montants)
        else:
            np.add.at(sommes, self.rang[retenus], montants[retenus])
        return figer(sommes)


def reperer_cases(coordonnees: Sequence[NDArray[np.integer]], nombre: int) -> Cases:
    """Les cases de ``nombre`` entrées ; ``coordonnees`` : un tableau d'entiers par axe, le premier le plus fort.

    Lève :class:`ValueError` si les axes ont ensemble plus de 2⁶³ croisements.
    """
    cles = np.zeros(nombre, dtype=np.int64)
    if nombre == 0:
        return Cases(rang=cles.astype(np.int32), premieres=figer(cles))
    croisements = 1
    for colonne in coordonnees:
        plus_petite = int(colonne.min())
        etendue = int(colonne.max()) - plus_petite + 1
        if etendue == 1:
            continue
        croisements *= etendue
        if croisements >= 1 << _BITS:
            raise ValueError(f"{croisements} croisements : plus que n'en distingue un entier de {_BITS} bits")
        cles *= etendue
        cles += colonne
        cles -= plus_petite
    ordre = _ordre(cles, croisements)
    triees = cles[ordre]
    nouvelles = np.empty(nombre, dtype=np.bool_)
    nouvelles[0] = True
    np.not_equal(triees[1:], triees[:-1], out=nouvelles[1:])
    rang = np.empty(nombre, dtype=np.int32)
    rang[ordre] = np.cumsum(nouvelles, dtype=np.int32) - 1
    return Cases(rang=rang, premieres=figer(ordre[nouvelles]))


def _ordre(cles: Entiers, croisements: int) -> Entiers:
    """L'ordre croissant de clés inférieures à ``croisements``, à clé égale celui des entrées.

    Tri par chiffres de seize bits, que numpy range par comptage : son coût est proportionnel au nombre de clés.
    """
    ordre: Entiers = np.argsort((cles & _CHIFFRE).astype(np.uint16), kind="stable")
    for poids in range(_BITS_DU_CHIFFRE, (croisements - 1).bit_length(), _BITS_DU_CHIFFRE):
        chiffres = ((cles >> poids) & _CHIFFRE).astype(np.uint16)
        ordre = ordre[np.argsort(chiffres[ordre], kind="stable")]
    return ordre
