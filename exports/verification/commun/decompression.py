"""Ce qu’un document peut donner une fois décompressé : à proportion de ce qu’il pèse."""

from typing import Final

__all__ = ["octets_permis"]

_RAPPORT: Final = 50
"""Un dossier en json se réduit de dix à quinze fois, une page de pdf moins ; un fichier piégé, mille fois."""

_PLANCHER: Final = 5_000_000
"""Un petit document se réduit parfois davantage, et ne menace rien."""


def octets_permis(octets: bytes) -> int:
    """Le plus grand nombre d’octets que l’on décompresse d’un document qui a ces ``octets``."""
    return _PLANCHER + _RAPPORT * len(octets)
