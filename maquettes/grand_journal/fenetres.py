"""Fenêtres de huit octets ouvertes n’importe où dans un tampon : un mot de 64 bits par cellule et par fenêtre.

Premier caractère au poids faible. Le tampon a des marges de zéros devant et derrière : une fenêtre peut en déborder.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MARGE", "MOT", "MOTS_AU_PLUS", "Mots", "Positions", "Tampon", "mots_des_cellules"]

Mots = NDArray[np.uint64]
Positions = NDArray[np.int64]

MOT: Final = 8
MOTS_AU_PLUS: Final = 12
# Devant : un montant s'y lit par sa fin. Derrière : une cellule s'y lit par mots entiers.
MARGE: Final = MOT * (MOTS_AU_PLUS + 1)


def _masques_de_debut() -> tuple[Mots, ...]:
    """Pour chaque rang de mot, le masque des octets qu’une cellule y occupe, selon sa longueur."""
    longueurs = range(MOT * MOTS_AU_PLUS + 1)
    return tuple(
        np.array([(1 << MOT * min(max(n - MOT * rang, 0), MOT)) - 1 for n in longueurs], dtype=np.uint64)
        for rang in range(MOTS_AU_PLUS)
    )


_MASQUES: Final = _masques_de_debut()


class Tampon:
    """Un tampon de travail, réemployé d’un bloc à l’autre pour rester dans le cache du processeur."""

    __slots__ = ("_capacite", "_masques", "_memoire", "_vue", "octets")

    def __init__(self, capacite: int = 0) -> None:
        self._reserver(capacite)

    def _reserver(self, capacite: int) -> None:
        self._capacite = capacite
        self._memoire = np.zeros(MARGE + capacite + MARGE, dtype=np.uint8)
        self._vue: Mots = np.ndarray((self._memoire.size - MOT + 1,), dtype="<u8", buffer=self._memoire, strides=(1,))
        self.octets: NDArray[np.uint8] = self._memoire[MARGE:MARGE]
        self._masques = np.zeros((2, capacite), dtype=np.bool_)

    def remplir(self, bloc: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Copie le ``bloc`` et rend sa copie ; les positions se comptent depuis son début."""
        if bloc.size > self._capacite:
            self._reserver(bloc.size)
        self.octets = self._memoire[MARGE : MARGE + bloc.size]
        self.octets[:] = bloc
        self._memoire[MARGE + bloc.size : MARGE + bloc.size + MARGE] = 0
        return self.octets

    def masques(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Deux masques de travail, de la taille du bloc, au contenu quelconque."""
        premier, second = self._masques[:, : self.octets.size]
        return premier, second

    def mots(self, positions: Positions) -> Mots:
        """Le mot de huit octets qui commence à chaque position, de −:data:`MARGE` à la fin du bloc."""
        lus: Mots = self._vue[positions + MARGE]
        return lus


def mots_des_cellules(tampon: Tampon, debut: Positions, longueur: Positions, nombre: int) -> list[Mots]:
    """Les ``nombre`` premiers mots de chaque cellule, complétés de zéros après sa fin."""
    masques = _MASQUES[:nombre]
    return [tampon.mots(debut + MOT * rang) & m.take(longueur, mode="clip") for rang, m in enumerate(masques)]
