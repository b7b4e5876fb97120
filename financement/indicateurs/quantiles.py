"""Où se situe une valeur parmi celles d’un portefeuille : minimum, quartiles, maximum, exacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from financement.indicateurs.catalogue import Indicateur
from financement.indicateurs.mesure import MesureIndicateur

__all__ = ["NIVEAUX", "NOMS_DES_NIVEAUX", "Quantiles", "quantile", "quantiles"]

NIVEAUX: Final = tuple(Fraction(quart, 4) for quart in range(5))
"""Minimum, premier quartile, médiane, troisième quartile, maximum."""

NOMS_DES_NIVEAUX: Final = ("minimum", "q1", "mediane", "q3", "maximum")


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Les quantiles d’un indicateur sur les conventions qui en ont un, un par niveau de :data:`NIVEAUX`.

    ``effectif`` : leur nombre ; ``sans_objet`` : celui des autres. Sans aucune valeur, ``valeurs`` est vide.
    """

    indicateur: Indicateur
    effectif: int
    sans_objet: int
    valeurs: tuple[Fraction, ...]


def quantile(valeurs: Sequence[Fraction], niveau: Fraction) -> Fraction:
    """Le quantile exact de ``valeurs`` croissantes, par interpolation : celui de CENTILE.INCLURE d’Excel.

    >>> quantile([Fraction(1), Fraction(2), Fraction(4)], Fraction(3, 4))
    Fraction(3, 1)
    """
    place = niveau * (len(valeurs) - 1)
    rang = place.numerator // place.denominator
    suivante = valeurs[min(rang + 1, len(valeurs) - 1)]
    return valeurs[rang] + (place - rang) * (suivante - valeurs[rang])


def quantiles(indicateur: Indicateur, mesures: Iterable[MesureIndicateur]) -> Quantiles:
    """Les quantiles de mesures d’un même indicateur, une par convention."""
    toutes = [mesure.valeur for mesure in mesures]
    valeurs = sorted(valeur for valeur in toutes if valeur is not None)
    mesures_des_niveaux = tuple(quantile(valeurs, niveau) for niveau in NIVEAUX) if valeurs else ()
    return Quantiles(indicateur, len(valeurs), len(toutes) - len(valeurs), mesures_des_niveaux)
