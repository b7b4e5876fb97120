"""Un texte dans un csv : jamais une formule, et toujours relu tel qu’il était."""

import re
from typing import Final

__all__ = ["deproteger", "proteger"]

# Un tableur japonais, chinois ou coréen lit les signes de pleine ou de petite chasse comme les autres.
_SIGNES: Final = r"=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_FORMULE: Final = re.compile(rf"'*[{_SIGNES}]")
_PROTEGE: Final = re.compile(rf"'+[{_SIGNES}]")


def proteger(texte: str) -> str:
    """Le texte, précédé d’une apostrophe si un tableur le prendrait pour une formule.

    >>> proteger("=1+1"), proteger("＝1+1"), proteger("1+1")
    ("'=1+1", "'＝1+1", '1+1')
    """
    return f"'{texte}" if _FORMULE.match(texte) else texte


def deproteger(texte: str) -> str:
    """Le texte que :func:`proteger` a écrit ; tout autre texte est rendu tel quel.

    >>> deproteger("'＝1+1"), deproteger("'ici"), deproteger("=1+1")
    ('＝1+1', "'ici", '=1+1')
    """
    return texte[1:] if _PROTEGE.match(texte) else texte
