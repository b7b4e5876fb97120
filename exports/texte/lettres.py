"""Nombres, montants et dates en toutes lettres, pour un texte que l’on signe.

Orthographe traditionnelle : traits d’union au-dessous de cent, sauf autour de « et » ; « vingt » et « cent » prennent
un s quand ils sont multipliés et terminent le nombre, ou précèdent million et milliard, qui sont des noms.
"""

from datetime import date
from typing import Final

__all__ = ["NOMBRE_MAXIMAL", "date_longue", "en_lettres", "montant_en_lettres"]

NOMBRE_MAXIMAL: Final = 10**13
"""Le plus grand nombre qui s’écrit : en euros, le plus grand total."""

_PETITS: Final = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
)
_DIZAINES: Final = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_NOMS: Final = ((10**9, "milliard"), (10**6, "million"))
_MOIS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_CENT, _MILLE, _MILLION = 100, 1000, 10**6
_QUATRE_VINGTS: Final = 80


def en_lettres(nombre: int) -> str:
    """Le nombre cardinal, de zéro à dix mille milliards ; ``ValueError`` au-delà.

    >>> en_lettres(22_500_080)
    'vingt-deux millions cinq cent mille quatre-vingts'
    """
    if not 0 <= nombre <= NOMBRE_MAXIMAL:
        raise ValueError(f"{nombre} ne s’écrit pas en lettres : il faut un nombre de 0 à {NOMBRE_MAXIMAL}")
    for valeur, nom in _NOMS:
        combien, reste = divmod(nombre, valeur)
        if combien:
            multiple = f"{en_lettres(combien)} {nom}{'s' if combien > 1 else ''}"
            return f"{multiple} {en_lettres(reste)}" if reste else multiple
    milliers, reste = divmod(nombre, _MILLE)
    if not milliers:
        return _jusqu_a_mille(reste)
    # « mille » est un adjectif : ce qui le multiplie ne prend pas de s.
    facteur = _jusqu_a_mille(milliers)
    if milliers % _CENT in {0, _QUATRE_VINGTS}:
        facteur = facteur.removesuffix("s")
    multiple = "mille" if milliers == 1 else f"{facteur} mille"
    return f"{multiple} {_jusqu_a_mille(reste)}" if reste else multiple


def _jusqu_a_mille(nombre: int) -> str:
    centaines, reste = divmod(nombre, _CENT)
    if not centaines:
        return _jusqu_a_cent(reste)
    multiple = "cent" if centaines == 1 else f"{_PETITS[centaines]} cent"
    if reste:
        return f"{multiple} {_jusqu_a_cent(reste)}"
    return multiple if centaines == 1 else f"{multiple}s"


def _jusqu_a_cent(nombre: int) -> str:
    if nombre < len(_PETITS):
        return _PETITS[nombre]
    if nombre == _QUATRE_VINGTS:
        return "quatre-vingts"
    dizaine, unite = divmod(nombre, 10)
    if dizaine not in _DIZAINES:  # soixante-dix et quatre-vingt-dix comptent de dix à dix-neuf
        dizaine, unite = dizaine - 1, unite + 10
    nom = _DIZAINES[dizaine]
    if unite == 0:
        return nom
    if unite in {1, 11} and nombre < _QUATRE_VINGTS:
        return f"{nom} et {_PETITS[unite]}"
    return f"{nom}-{_PETITS[unite]}"


def montant_en_lettres(centimes: int) -> str:
    """Le montant en euros et centimes ; ``ValueError`` si sa valeur absolue dépasse dix mille milliards d’euros.

    >>> montant_en_lettres(2_500_000_10), montant_en_lettres(2_000_000_00)
    ('deux millions cinq cent mille euros et dix centimes', 'deux millions d’euros')
    """
    if centimes < 0:
        return f"moins {montant_en_lettres(-centimes)}"
    euros, reste = divmod(centimes, 100)
    fraction = f"{en_lettres(reste)} centime{'s' if reste > 1 else ''}"
    if not euros and reste:
        return f"{fraction} d’euro"
    unite = "d’euros" if euros and euros % _MILLION == 0 else "euros" if euros > 1 else "euro"
    entiers = f"{en_lettres(euros)} {unite}"
    return f"{entiers} et {fraction}" if reste else entiers


def date_longue(jour: date) -> str:
    """La date en toutes lettres, sauf les nombres.

    >>> date_longue(date(2004, 7, 1)), date_longue(date(2015, 3, 31))
    ('1ᵉʳ juillet 2004', '31 mars 2015')
    """
    quantieme = "1ᵉʳ" if jour.day == 1 else str(jour.day)
    return f"{quantieme} {_MOIS[jour.month - 1]} {jour.year}"
