"""Adresses de cellules, lignes et colonnes comptées depuis zéro."""

import re
from string import ascii_uppercase
from typing import Final

__all__ = ["adresse", "adresse_de", "cible_externe", "colonne_lettres"]

_FORME: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTRES: Final = 26


def colonne_lettres(colonne: int) -> str:
    """Les lettres d’une colonne comptée depuis zéro : ``A``, ``Z``, ``AA``."""
    if colonne < _LETTRES:
        return ascii_uppercase[colonne]
    lettres = ""
    rang = colonne + 1
    while rang:
        rang, reste = divmod(rang - 1, _LETTRES)
        lettres = chr(ord("A") + reste) + lettres
    return lettres


def adresse(ligne: int, colonne: int) -> str:
    """L’adresse d’une cellule comptée depuis zéro : ``adresse(0, 0) == "A1"``."""
    return f"{colonne_lettres(colonne)}{ligne + 1}"


def cible_externe(fichier: str, feuille: str | None, cellule: str | None) -> str:
    """La cible d’un lien vers un fichier, supposé à côté du classeur, et vers sa cellule s’il a des feuilles.

    >>> cible_externe("plan.xlsx", "Avenant 1", "F12"), cible_externe("journal.csv", None, None)
    ("plan.xlsx#'Avenant 1'!F12", 'journal.csv')
    """
    nom = fichier.replace("%", "%25").replace("#", "%23")
    if feuille is None or not cellule:
        return nom
    citee = feuille.replace("'", "''")
    return f"{nom}#'{citee}'!{cellule}"


def adresse_de(texte: str) -> tuple[int, int]:
    """La ligne et la colonne d’une adresse : ``adresse_de("F12") == (11, 5)`` ; ``ValueError`` si ce n’en est pas une.

    Les lettres sont des majuscules, sans ``$``, comme dans un fichier xlsx.
    """
    forme = _FORME.fullmatch(texte)
    if forme is None:
        raise ValueError(f"« {texte} » n’est pas l’adresse d’une cellule")
    colonne = 0
    for lettre in forme[1]:
        colonne = colonne * _LETTRES + ord(lettre) - ord("A") + 1
    return int(forme[2]) - 1, colonne - 1
