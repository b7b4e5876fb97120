"""Un chemin, ou un lieu dans un fichier, montré à une personne : rien de ce qu'il contient ne commande l'affichage."""

import re
import unicodedata
from typing import Final

__all__ = ["afficher_chemin"]

# Commandes, sens d'écriture et caractères sans largeur, demi-caractères, sauts de ligne ou de paragraphe.
_ECHAPPES: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NON_CARACTERES: Final = frozenset({0xFFFE, 0xFFFF})
_A_EXAMINER: Final = re.compile(r"[^ -~]")
# L'octet d'un nom qui n'est pas de l'UTF-8 est lu comme la seconde moitié d'un caractère.
_OCTET: Final = 0xDC00
_DEUX_CHIFFRES: Final = 0xFF
_QUATRE_CHIFFRES: Final = 0xFFFF


def _echapper(trouve: re.Match[str]) -> str:
    caractere = trouve[0]
    rang = ord(caractere)
    if unicodedata.category(caractere) not in _ECHAPPES and rang & 0xFFFF not in _NON_CARACTERES:
        return caractere
    if _OCTET + 0x80 <= rang <= _OCTET + _DEUX_CHIFFRES:
        return f"\\x{rang - _OCTET:02x}"
    if rang <= _DEUX_CHIFFRES:
        return f"\\x{rang:02x}"
    return f"\\u{rang:04x}" if rang <= _QUATRE_CHIFFRES else f"\\U{rang:08x}"


def afficher_chemin(chemin: object) -> str:
    r"""Le chemin tel qu'il est, ses commandes et ses octets sans texte échappés comme les écrirait un programme.

    ``chemin`` : un texte, ou tout ce dont le texte est un chemin ou un lieu.

    >>> afficher_chemin("bilan" + chr(27) + "[2J" + chr(0x202E) + "fdp.csv")
    'bilan\\x1b[2J\\u202efdp.csv'
    """
    return _A_EXAMINER.sub(_echapper, str(chemin))
