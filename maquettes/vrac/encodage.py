"""Des octets sont-ils de l'UTF-8 ? Seuls sont examinés ceux qui ne sont pas de l'ASCII, rares dans un journal."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["est_utf8"]

_ASCII: Final = 0x7F
_MASQUE_DE_SUITE: Final = 0xC0
_SUITE: Final = 0x80

# Premiers octets (du premier au dernier), nombre d'octets suivants, bornes du deuxième : table 3-7 d'Unicode.
_FORMES: Final = (
    (0xC2, 0xDF, 1, 0x80, 0xBF),
    (0xE0, 0xE0, 2, 0xA0, 0xBF),
    (0xE1, 0xEC, 2, 0x80, 0xBF),
    (0xED, 0xED, 2, 0x80, 0x9F),
    (0xEE, 0xEF, 2, 0x80, 0xBF),
    (0xF0, 0xF0, 3, 0x90, 0xBF),
    (0xF1, 0xF3, 3, 0x80, 0xBF),
    (0xF4, 0xF4, 3, 0x80, 0x8F),
)


def _tables() -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]]:
    suivants, plus_petit, plus_grand = np.zeros(256, np.int64), np.zeros(256, np.uint8), np.zeros(256, np.uint8)
    for premier, dernier, nombre, petit, grand in _FORMES:
        suivants[premier : dernier + 1] = nombre
        plus_petit[premier : dernier + 1] = petit
        plus_grand[premier : dernier + 1] = grand
    return suivants, plus_petit, plus_grand


_SUIVANTS, _PLUS_PETIT, _PLUS_GRAND = _tables()


def est_utf8(octets: NDArray[np.uint8], masque: NDArray[np.bool_] | None = None) -> bool:
    """Les ``octets``, jusqu'au dernier, forment-ils des caractères UTF-8 entiers ? ``masque`` : où le calculer."""
    places = np.flatnonzero(np.greater(octets, _ASCII, out=masque))
    lus = octets[places]
    sont_des_suites = (lus & _MASQUE_DE_SUITE) == _SUITE
    tetes, places = lus[~sont_des_suites], places[~sont_des_suites]
    nombres = _SUIVANTS[tetes]
    # Chaque tête a ses suites et aucune suite n'est sans tête.
    if not nombres.all() or nombres.sum() != np.count_nonzero(sont_des_suites):
        return False
    if not tetes.size:
        return True
    if places[-1] + nombres[-1] >= octets.size:
        return False
    deuxiemes = octets[places + 1]
    if ((deuxiemes < _PLUS_PETIT[tetes]) | (deuxiemes > _PLUS_GRAND[tetes])).any():
        return False
    return not any(((octets[places[nombres >= rang] + rang] & _MASQUE_DE_SUITE) != _SUITE).any() for rang in (2, 3))
