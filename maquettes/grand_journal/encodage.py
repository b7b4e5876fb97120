"""Des octets sont-ils de l’UTF-8, et où ont-ils pu être abîmés ?

Seuls sont examinés ceux qui ne sont pas de l’ASCII, rares dans un journal.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.valeurs.textes_abimes import DEBUTS_DE_DOUBLE_ENCODAGE, PERDU

__all__ = ["examiner_utf8"]

Octets = NDArray[np.uint8]
Places = NDArray[np.int64]

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


def _debuts_abimes() -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Ce par quoi commence un caractère encodé deux fois ou perdu : ses deux premiers octets, et les trois ensemble."""
    trois = sorted({int.from_bytes(debut.encode()[:3]) for debut in (*DEBUTS_DE_DOUBLE_ENCODAGE, PERDU)})
    deux = np.zeros(1 << 16, np.bool_)
    deux[[mot >> 8 for mot in trois]] = True
    return deux, np.array(trois, dtype=np.int64)


_DEUX_OCTETS, _TROIS_OCTETS = _debuts_abimes()


def examiner_utf8(octets: Octets, masque: NDArray[np.bool_] | None = None) -> Places | None:
    """Les places des caractères qui sont peut-être abîmés ; ``None`` si les ``octets`` ne sont pas de l’UTF-8 entier.

    Aucun caractère que :func:`texte_retabli` ou le signe d’un caractère perdu feraient refuser n’est oublié.
    ``masque`` : où calculer.
    """
    places = np.flatnonzero(np.greater(octets, _ASCII, out=masque))
    lus = octets[places]
    sont_des_suites = (lus & _MASQUE_DE_SUITE) == _SUITE
    tetes, places = lus[~sont_des_suites], places[~sont_des_suites]
    nombres = _SUIVANTS[tetes]
    # Chaque tête a ses suites et aucune suite n'est sans tête.
    if not nombres.all() or nombres.sum() != np.count_nonzero(sont_des_suites):
        return None
    if not tetes.size:
        return np.zeros(0, dtype=np.int64)
    if places[-1] + nombres[-1] >= octets.size:
        return None
    deuxiemes = octets[places + 1]
    if ((deuxiemes < _PLUS_PETIT[tetes]) | (deuxiemes > _PLUS_GRAND[tetes])).any() or any(
        ((octets[places[nombres >= rang] + rang] & _MASQUE_DE_SUITE) != _SUITE).any() for rang in (2, 3)
    ):
        return None
    return _abimes(octets, places, tetes, deuxiemes)


def _abimes(octets: Octets, places: Places, tetes: Octets, deuxiemes: Octets) -> Places:
    """Celles des ``places``, où commence un caractère, dont les trois premiers octets sont d’un caractère abîmé."""
    # Presque aucune tête n'est celle d'un caractère abîmé : « é » et « à » n'en sont pas.
    douteuses = np.flatnonzero(_DEUX_OCTETS.take((tetes.astype(np.uint16) << 8) | deuxiemes))
    if not douteuses.size:
        return douteuses
    places = places[douteuses]
    debuts = (tetes[douteuses].astype(np.int64) << 16) | (deuxiemes[douteuses].astype(np.int64) << 8)
    abimes: Places = places[np.isin(debuts | octets.take(places + 2, mode="clip"), _TROIS_OCTETS)]
    return abimes
