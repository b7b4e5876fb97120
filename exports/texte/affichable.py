"""Rendre un texte affichable : une ligne, sans caractère qui commande l’affichage ou casse un fichier."""

import re
import unicodedata
from typing import Final

__all__ = ["est_affichable", "rendre_affichable", "replier"]

_IMAGES_DE_CONTROLE: Final = 0x2400
_SUPPRIMER: Final = 0x7F
_REMPLACEMENT: Final = "\ufffd"
# Les commandes de sens d'écriture pourraient afficher un texte dans un ordre trompeur.
_COMMANDES_DE_SENS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INTERDITES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NON_CARACTERES: Final = frozenset({0xFFFE, 0xFFFF})


def est_affichable(caractere: str) -> bool:
    """Le caractère ne commande ni l’affichage ni le sens d’écriture."""
    return (
        unicodedata.category(caractere) not in _INTERDITES
        and caractere not in _COMMANDES_DE_SENS
        and ord(caractere) & 0xFFFF not in _NON_CARACTERES
    )


_SAUTS: Final = re.compile(r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]")


def _image(caractere: str) -> str:
    if est_affichable(caractere):
        return caractere
    rang = ord(caractere)
    if rang < ord(" "):
        return chr(_IMAGES_DE_CONTROLE + rang)
    return "\u2421" if rang == _SUPPRIMER else _REMPLACEMENT


def rendre_affichable(texte: str) -> str:
    """Le texte sur une ligne : chaque saut de ligne ou tabulation y est une espace, chaque autre commande un signe.

    >>> rendre_affichable("deux" + chr(10) + "lignes" + chr(7))
    'deux lignes␇'
    """
    # Tout caractère imprimable est affichable ; l'inverse est faux des espaces insécables.
    return texte if texte.isprintable() else "".join(map(_image, _SAUTS.sub(" ", texte)))


def replier(texte: str) -> str:
    """Ce qui reste d’un texte sans casse, accents ni blancs répétés : deux replis distincts le sont pour tout tableur.

    >>> replier("École  Ferry") == replier("ECOLE FERRY")
    True
    """
    nues = (c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return " ".join("".join(nues).casefold().split())
