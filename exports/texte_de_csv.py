"""Un texte dans un csv : jamais une formule."""

import re
from typing import Final

__all__ = ["proteger"]

_FORMULE: Final = re.compile(r"'*[=+\-@\t\r]")


def proteger(texte: str) -> str:
    """Le texte, précédé d'une apostrophe si un tableur le prendrait pour une formule.

    >>> proteger("=1+1"), proteger("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{texte}" if _FORMULE.match(texte) else texte
