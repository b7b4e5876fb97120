"""La place que prend un texte dans un graphique, et comment un nom s’y replie : entier, jamais coupé de sa fin."""

import unicodedata
from typing import Final

from exports.graphiques.formes import POINT

__all__ = ["CORPS", "INTERLIGNE", "largeur", "replier"]

CORPS: Final = 10 * POINT
"""La taille de tous les textes."""

INTERLIGNE: Final = 13 * POINT

# Chasses de Noto Sans, en centièmes de cadratin et par excès ; les autres caractères par leur genre.
_CHASSES: Final = {
    caractere: chasse
    for chasse, caracteres in {
        28: " \u00a0\u202fijl.,;:'’|!()",
        40: "ftr-I[]/",
        88: "mwW%@—…",
        96: "M",
    }.items()
    for caractere in caracteres
}
_CHASSE_ORDINAIRE: Final = 58
_CHASSE_CAPITALE: Final = 72
_CHASSE_PLEINE: Final = 105


def _chasse(caractere: str) -> int:
    if caractere in _CHASSES:
        return _CHASSES[caractere]
    if unicodedata.east_asian_width(caractere) in {"W", "F"}:
        return _CHASSE_PLEINE
    return _CHASSE_CAPITALE if caractere.isupper() else _CHASSE_ORDINAIRE


def largeur(texte: str, taille: int = CORPS) -> int:
    """La place que prend un texte, par excès."""
    return sum(map(_chasse, texte)) * taille // 100


def replier(texte: str, place: int, taille: int = CORPS) -> list[str]:
    """Le texte en lignes qui tiennent dans ``place`` ; un mot plus long que la place se poursuit à la ligne.

    >>> replier("Office public de l’habitat", 8000)
    ['Office public de', 'l’habitat']
    """
    lignes = [""]
    # Une espace insécable tient ensemble ce qu'elle sépare.
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes[-1] else mot
        if largeur(essai, taille) <= place:
            lignes[-1] = essai
            continue
        if lignes[-1]:
            lignes.append("")
        for caractere in mot:
            if lignes[-1] and largeur(lignes[-1] + caractere, taille) > place:
                lignes.append("")
            lignes[-1] += caractere
    return lignes
