"""Rendre un texte affichable : une ligne, sans caractère qui commande l’affichage ou casse un fichier."""

import re
import unicodedata
from typing import Final

__all__ = ["est_affichable", "rendre_affichable", "replier"]

_IMAGES_DE_CONTROLE: Final = 0x2400
_SUPPRIMER: Final = 0x7F
_REMPLACEMENT: Final = "\ufffd"
# Contrôles, demi-caractères, séparateurs de ligne et de paragraphe, non-caractères. Les commandes de sens d'écriture
# pourraient afficher un texte dans un ordre trompeur.
_COMMANDES: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    + "".join(f"{chr(plan + 0xFFFE)}{chr(plan + 0xFFFF)}" for plan in range(0, 0x110000, 0x10000))
    + "]"
)
_SAUTS: Final = re.compile(r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]")


def est_affichable(texte: str) -> bool:
    """Aucun caractère n’y commande l’affichage ni le sens d’écriture."""
    # Tout caractère imprimable est affichable ; l'inverse est faux des espaces insécables, si communes ici.
    return texte.replace("\u00a0", " ").replace("\u202f", " ").isprintable() or _COMMANDES.search(texte) is None


def _image(commande: re.Match[str]) -> str:
    rang = ord(commande[0])
    if rang < ord(" "):
        return chr(_IMAGES_DE_CONTROLE + rang)
    return "\u2421" if rang == _SUPPRIMER else _REMPLACEMENT


def rendre_affichable(texte: str) -> str:
    """Le texte sur une ligne : chaque saut de ligne ou tabulation y est une espace, chaque autre commande un signe.

    >>> rendre_affichable("deux" + chr(10) + "lignes" + chr(7))
    'deux lignes␇'
    """
    return texte if est_affichable(texte) else _COMMANDES.sub(_image, _SAUTS.sub(" ", texte))


def replier(texte: str) -> str:
    """Ce qui reste d’un texte sans casse, accents ni blancs répétés : deux replis distincts le sont pour tout tableur.

    >>> replier("École  Ferry") == replier("ECOLE FERRY")
    True
    """
    nues = (c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return " ".join("".join(nues).casefold().split())
