"""Des nombres uniformes qui ont une adresse : celui de tel tirage, de telle variable, ne dépend que de la graine.

La suite brute de PCG64 est promise par numpy d’une version à l’autre, et se parcourt d’un saut : un tirage se rejoue
seul, et des lots se calculent dans n’importe quel ordre, par n’importe combien de processus.
"""

from typing import Final

import numpy as np

from financement.aleas.reproductible import Reels

__all__ = ["uniformes"]

_BITS_PERDUS: Final = 11
_PAS: Final = 2.0**-53


def uniformes(graine: int, premier: int, tirages: int, variables: int) -> Reels:
    """Une rangée par tirage à partir du ``premier``, une colonne par variable, strictement entre zéro et un."""
    suite = np.random.PCG64(graine)
    suite.advance(premier * variables)
    bruts = suite.random_raw(tirages * variables).reshape(tirages, variables)
    return ((bruts >> np.uint64(_BITS_PERDUS)).astype(np.float64) + 0.5) * _PAS
