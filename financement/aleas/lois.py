"""Les lois d’un aléa, par leur quantile : une probabilité donne une valeur, toujours la même.

Les valeurs sont dans l’unité de l’aléa : une proportion du coût, des centimes, des semestres.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from financement.aleas.reproductible import Reels, en_reel, exponentielle, logarithme, quantile_normal

__all__ = ["Empirique", "Lognormale", "Loi", "Pert", "Triangulaire", "Uniforme"]

_CASES: Final = 2048


class Loi(Protocol):
    """Une loi de probabilité."""

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité ``u``, strictement entre zéro et un."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniforme:
    """Toutes les valeurs de ``bas`` à ``haut`` se valent."""

    bas: Fraction
    haut: Fraction

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité."""
        bas, haut = en_reel(self.bas), en_reel(self.haut)
        return bas + (haut - bas) * u


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangulaire:
    """De ``bas`` à ``haut``, le plus souvent près du ``mode``, en triangle."""

    bas: Fraction
    mode: Fraction
    haut: Fraction

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité."""
        bas, mode, haut = en_reel(self.bas), en_reel(self.mode), en_reel(self.haut)
        etendue = haut - bas
        if not etendue:
            return np.full_like(u, bas)
        montee = bas + np.sqrt(u * (etendue * (mode - bas)))
        descente = haut - np.sqrt((1.0 - u) * (etendue * (haut - mode)))
        return np.where(u * etendue < mode - bas, montee, descente)


@dataclass(frozen=True, kw_only=True)
class Pert:
    """De ``bas`` à ``haut``, autour du ``mode`` : la loi bêta de paramètres 1 + 4 f et 5 − 4 f, f la place du mode.

    Son quantile s’interpole dans une table de 2 048 cases : à un millionième de l’étendue près.
    """

    bas: Fraction
    mode: Fraction
    haut: Fraction

    @cached_property
    def _table(self) -> Reels:
        """La répartition aux bornes des cases, chacune intégrée par la règle de Simpson."""
        place = en_reel((self.mode - self.bas) / (self.haut - self.bas))
        x = np.arange(2 * _CASES + 1, dtype=np.float64) / (2 * _CASES)
        gauche, droite = 4.0 * place, 4.0 - 4.0 * place
        dedans = x[1:-1]
        densite = np.zeros_like(x)
        densite[1:-1] = exponentielle(gauche * logarithme(dedans) + droite * logarithme(1.0 - dedans))
        densite[0], densite[-1] = en_reel(Fraction(not gauche)), en_reel(Fraction(not droite))
        cases = densite[:-2:2] + 4.0 * densite[1:-1:2] + densite[2::2]
        cumul = np.concatenate([np.zeros(1), np.add.accumulate(cases)])
        table: Reels = np.divide(cumul, cumul[-1])
        return table

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité."""
        bas, haut = en_reel(self.bas), en_reel(self.haut)
        if self.bas == self.haut:
            return np.full_like(u, bas)
        table = self._table
        case = np.minimum(np.searchsorted(table, u, side="right") - 1, _CASES - 1)
        debut, fin = table[case], table[case + 1]
        largeur = fin - debut
        dans_la_case = np.where(largeur > 0.0, (u - debut) / np.where(largeur > 0.0, largeur, 1.0), 0.0)
        return bas + (haut - bas) * ((case + dans_la_case) / _CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormale:
    """1 + la valeur suit une loi lognormale de moyenne 1 + ``moyenne`` et d’écart type ``ecart_type``."""

    moyenne: Fraction
    ecart_type: Fraction

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité."""
        moyenne = np.array([en_reel(1 + self.moyenne)])
        relatif = en_reel(self.ecart_type / (1 + self.moyenne))
        variance = logarithme(np.array([1.0 + relatif * relatif]))
        if not relatif:
            return np.full_like(u, en_reel(self.moyenne))
        return exponentielle(logarithme(moyenne) - 0.5 * variance + np.sqrt(variance) * quantile_normal(u)) - 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirique:
    """L’une des ``valeurs``, toutes aussi probables : celles que l’on a observées ailleurs."""

    valeurs: tuple[Fraction, ...]

    def quantile(self, u: Reels) -> Reels:
        """La valeur de chaque probabilité."""
        valeurs = np.array([en_reel(valeur) for valeur in sorted(self.valeurs)])
        return valeurs[np.floor(u * len(self.valeurs)).astype(np.int64)]
