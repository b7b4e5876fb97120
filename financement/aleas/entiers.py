"""Les arrondis des règles, sur des colonnes d’entiers : exacts, jamais approchés.

Un quotient flottant ne sert que d’amorce : le reste se calcule en entiers, où le débordement est sans effet puisque le
vrai reste tient en 64 bits, et il corrige l’amorce jusqu’à l’unique entier juste.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from financement.calculs.grille import Entiers

__all__ = ["arrondir_part", "repartir_colonnes"]

# L'amorce est à moins d'un millième du quotient : une correction suffit, la seconde le prouve.
_CORRECTIONS: Final = 2


def _quotient(p: int, b: Entiers, q: int) -> tuple[Entiers, Entiers]:
    """Partie entière et reste de ``p`` × ``b`` / ``q`` ; p, b et le quotient de 0 à 10¹³, q de 1 à 10¹⁵."""
    quotient = np.floor(np.float64(p) * b.astype(np.float64) / np.float64(q)).astype(np.int64)
    reste = np.int64(p) * b - quotient * q
    for _ in range(_CORRECTIONS):
        trop, assez = reste < 0, reste >= q
        quotient = quotient - trop + assez
        reste = reste + np.where(trop, q, 0) - np.where(assez, q, 0)
    return quotient, reste


def arrondir_part(taux: Fraction, bases: Entiers) -> Entiers:
    """``taux`` × base au centime, demi-centime loin de zéro, pour des bases de 0 à 10¹³ centimes.

    Le même arrondi que :func:`financement.valeurs.arrondi.arrondir`.
    """
    quotient, reste = _quotient(taux.numerator, bases, taux.denominator)
    arrondis: Entiers = np.where(2 * reste >= taux.denominator, quotient + 1, quotient)
    return arrondis


def repartir_colonnes(totaux: Entiers, poids: Sequence[int]) -> Entiers:
    """Chaque total en parts proportionnelles aux ``poids``, au plus fort reste ; une rangée par total.

    La même règle que :func:`financement.valeurs.repartition.repartir` : à égalité de reste, le premier.
    """
    somme = sum(poids)
    parts = np.zeros((totaux.size, len(poids)), dtype=np.int64)
    if len(poids) == 1 or not somme:
        parts[:, 0] = totaux
        return parts
    restes = np.zeros_like(parts)
    for rang, poids_de_la_part in enumerate(poids):
        parts[:, rang], restes[:, rang] = _quotient(poids_de_la_part, totaux, somme)
    manquants = totaux - parts.sum(axis=1, dtype=np.int64)
    ordre = np.argsort(-restes, axis=1, kind="stable")
    places = np.empty_like(ordre)
    np.put_along_axis(places, ordre, np.arange(len(poids))[np.newaxis, :], axis=1)
    servies: Entiers = np.where(places < manquants[:, np.newaxis], parts + 1, parts)
    return servies
