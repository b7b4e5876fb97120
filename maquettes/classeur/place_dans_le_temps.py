"""Où tombe une date sur un axe dont chaque exercice finit sur sa graduation."""

from datetime import date
from fractions import Fraction

__all__ = ["place_dans_le_temps"]


def place_dans_le_temps(le: date) -> Fraction:
    """La fin d’un exercice est à son millésime ; le reste de l’année s’étend jour par jour avant elle.

    >>> place_dans_le_temps(date(2009, 12, 31)), place_dans_le_temps(date(2011, 3, 14))
    (Fraction(2009, 1), Fraction(10051, 5))
    """
    ecoules = (le - date(le.year, 1, 1)).days + 1
    durant = (date(le.year, 12, 31) - date(le.year, 1, 1)).days + 1
    return le.year - 1 + Fraction(ecoules, durant)
