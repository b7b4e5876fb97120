"""Montants sans espace, en vrac : seize octets à la fois.

Un texte est lu par sa fin : les deux derniers mots de huit octets contiennent les décimales, le séparateur et
jusqu’à treize chiffres d’euros, plus que n’en a aucun montant permis.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.valeurs.montants import MONTANT_MAXIMAL
from maquettes.grand_journal.fenetres import MOT, Mots, Positions, Tampon

__all__ = ["REFUSE", "Centimes", "lire_simples"]

Centimes = NDArray[np.int64]

REFUSE: Final = -1

_ZEROS: Final = 0x3030303030303030
_CHIFFRES_AU_PLUS: Final = 2 * MOT


def _u(valeur: int) -> np.uint64:
    return np.uint64(valeur % 2**64)


def _complements() -> tuple[Mots, Mots, Mots, Mots]:
    """Pour chaque longueur : masque et zéros écrits du dernier mot, puis de l’avant-dernier."""
    masques, zeros = [], []
    for rang in range(2):
        libres = [MOT - min(max(n - MOT * rang, 0), MOT) for n in range(_CHIFFRES_AU_PLUS + 1)]
        absents = [(1 << MOT * libre) - 1 for libre in libres]
        masques.append(np.array([2**64 - 1 - absent for absent in absents], dtype=np.uint64))
        zeros.append(np.array([absent & _ZEROS for absent in absents], dtype=np.uint64))
    return masques[0], zeros[0], masques[1], zeros[1]


_MASQUE_BAS, _ZEROS_BAS, _MASQUE_HAUT, _ZEROS_HAUT = _complements()
_VIRGULE, _POINT = _u(ord(",")), _u(ord("."))


def _separateur(mots: Mots, rang: int) -> NDArray[np.bool_]:
    octet = (mots >> _u(8 * rang)) & _u(0xFF)
    separateurs: NDArray[np.bool_] = (octet == _VIRGULE) | (octet == _POINT)
    return separateurs


def _sans_octet(mots: Mots, rang: int) -> Mots:
    """Les mots sans l’octet ``rang`` : ce qui le précède avance d’un octet, derrière un zéro écrit."""
    avant = (1 << 8 * rang) - 1
    apres = 2**64 - (1 << 8 * (rang + 1))
    return (mots & _u(apres)) | ((mots & _u(avant)) << _u(8)) | _u(0x30)


def _hors_chiffres(mots: Mots) -> Mots:
    """Non nul si un des huit octets n’est pas un chiffre."""
    ecarts = mots ^ _u(_ZEROS)
    return ((ecarts + _u(0x7676767676767676)) | ecarts) & _u(0x8080808080808080)


def _nombre(mots: Mots) -> Centimes:
    """Le nombre qu’écrivent huit chiffres."""
    paires = ((mots & _u(0x0F0F0F0F0F0F0F0F)) * _u(2561)) >> _u(8)
    quatre = ((paires & _u(0x00FF00FF00FF00FF)) * _u(6553601)) >> _u(16)
    return (((quatre & _u(0x0000FFFF0000FFFF)) * _u(42949672960001)) >> _u(32)).view(np.int64)


def lire_simples(tampon: Tampon, debut: Positions, fin: Positions) -> Centimes:
    """Centimes des textes ``1234``, ``1234.5``, ``1234,50`` ; :data:`REFUSE` pour tout autre."""
    longueur = fin - debut
    bas = tampon.mots(fin - MOT) & _MASQUE_BAS.take(longueur, mode="clip") | _ZEROS_BAS.take(longueur, mode="clip")
    haut = tampon.mots(fin - 2 * MOT) & _MASQUE_HAUT.take(longueur, mode="clip") | _ZEROS_HAUT.take(
        longueur, mode="clip"
    )
    deux = _separateur(bas, 5) & (longueur > len(",50"))
    if deux.all():
        bas = _sans_octet(bas, 5)
        centimes = _nombre(bas) + _nombre(haut) * 10**7
    else:
        une = _separateur(bas, 6) & (longueur > len(",5")) & ~deux
        bas = np.where(deux, _sans_octet(bas, 5), np.where(une, _sans_octet(bas, 6), bas))
        poids = np.where(deux | une, 10**7, 10**8)
        centimes = (_nombre(bas) + _nombre(haut) * poids) * np.where(deux, 1, np.where(une, 10, 100))
    permis = (longueur > 0) & (longueur <= _CHIFFRES_AU_PLUS) & (centimes <= MONTANT_MAXIMAL)
    permis &= (_hors_chiffres(bas) | _hors_chiffres(haut)) == 0
    return np.where(permis, centimes, REFUSE)
