"""Le nombre d’exemples d’un test d’hypothesis, quand celui du profil (tests/conftest.py) ne lui va pas."""

from typing import Final

from hypothesis import settings

__all__ = ["COUTEUX", "NOMBREUX", "PESANTS"]

_DU_PROFIL: Final = settings().max_examples

NOMBREUX: Final = settings(max_examples=20 * _DU_PROFIL)
"""Un exemple ne coûte que de l’arithmétique, et les cas rares importent."""

COUTEUX: Final = settings(max_examples=_DU_PROFIL if _DU_PROFIL >= 100 else max(5, 2 * _DU_PROFIL // 5))
"""Un exemple tire un projet entier, ce qui dure plus que l’éprouver : seul « make test-long » en tire autant."""

PESANTS: Final = settings(max_examples=max(3, _DU_PROFIL // 6))
"""Un exemple compose ou relit un fichier entier."""
