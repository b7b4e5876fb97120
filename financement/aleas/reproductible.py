"""Exponentielle, logarithme et loi normale aux mêmes bits partout.

Une bibliothèque mathématique change d’un système à l’autre, et numpy ne promet la suite de ses lois d’une version à
l’autre. Ici, rien que des opérations dont la norme IEEE 754 fixe chaque bit : addition, produit, quotient, racine.
"""

from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Reels", "en_reel", "exponentielle", "logarithme", "normale", "quantile_normal"]

Reels = NDArray[np.float64]

_RACINE_DE_MOITIE: Final = 0.7071067811865476
# ln 2 en deux morceaux : le premier a assez de zéros finals pour que son produit par un exposant soit exact.
_LN2_HAUT: Final = 6.93147180369123816490e-01
_LN2_BAS: Final = 1.90821492927058770002e-10
_DEGRE_DE_L_EXPONENTIELLE: Final = 14
_DEGRE_DU_LOGARITHME: Final = 21
_AU_DELA: Final = 700.0


def en_reel(valeur: Fraction) -> float:
    """Le réel le plus proche d’un rationnel : la valeur d’une loi, jamais un montant du dossier."""
    return valeur.numerator / valeur.denominator


def logarithme(x: Reels) -> Reels:
    """Le logarithme de nombres positifs : exposant, puis série de l’argument tangente hyperbolique."""
    mantisse, exposant = np.frexp(x)
    petites = mantisse < _RACINE_DE_MOITIE
    mantisse = np.where(petites, mantisse * 2.0, mantisse)
    rang = exposant.astype(np.float64) - petites
    s = (mantisse - 1.0) / (mantisse + 1.0)
    carre = s * s
    somme = np.zeros_like(s)
    for degre in range(_DEGRE_DU_LOGARITHME, 0, -2):
        somme = somme * carre + 1.0 / degre
    return rang * _LN2_HAUT + (rang * _LN2_BAS + 2.0 * s * somme)


def exponentielle(x: Reels) -> Reels:
    """L’exponentielle, l’argument borné à ± 700 : une puissance de deux, puis la série de Taylor du reste."""
    borne = np.minimum(np.maximum(x, -_AU_DELA), _AU_DELA)
    rang = np.floor(borne / (_LN2_HAUT + _LN2_BAS) + 0.5)
    reste = (borne - rang * _LN2_HAUT) - rang * _LN2_BAS
    somme = np.ones_like(reste)
    for degre in range(_DEGRE_DE_L_EXPONENTIELLE, 0, -1):
        somme = somme * reste / degre + 1.0
    return np.ldexp(somme, rang.astype(np.int32))


def _horner(x: Reels, coefficients: tuple[float, ...]) -> Reels:
    """Le polynôme de ces coefficients, le plus haut degré d’abord."""
    somme = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        somme = somme * x + coefficient
    return somme


# Wichura, algorithme AS 241 (PPND16), Applied Statistics 37, 1988.
_CENTRE: Final = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ),
    (
        5226.495278852854561,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ),
)
_AILE: Final = (
    (
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ),
)
_QUEUE: Final = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ),
)
_CENTRALE: Final = 0.425
_LOIN: Final = 5.0


def quantile_normal(u: Reels) -> Reels:
    """Le quantile de la loi normale réduite, pour des probabilités strictement entre zéro et un."""
    q = u - 0.5
    r = _CENTRALE * _CENTRALE - q * q
    centre = q * _horner(r, _CENTRE[0]) / _horner(r, _CENTRE[1])
    queue = np.sqrt(-logarithme(np.minimum(u, 1.0 - u)))
    pres, loin = queue - 1.6, queue - _LOIN
    aile = np.where(
        queue <= _LOIN,
        _horner(pres, _AILE[0]) / _horner(pres, _AILE[1]),
        _horner(loin, _QUEUE[0]) / _horner(loin, _QUEUE[1]),
    )
    return np.where(np.abs(q) <= _CENTRALE, centre, np.where(q < 0.0, -aile, aile))


# Hart, 1968, formule 5666, telle que la donne West, « Better approximations to cumulative normal functions », 2005.
_HAUT: Final = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_BAS: Final = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_AU_PLUS: Final = 7.0


def normale(z: Reels) -> Reels:
    """La fonction de répartition de la loi normale réduite ; au-delà de ± 7, celle de 7, à 10⁻¹² près."""
    x = np.minimum(np.abs(z), _AU_PLUS)
    queue = exponentielle(-0.5 * x * x) * _horner(x, _HAUT) / _horner(x, _BAS)
    return np.where(z > 0.0, 1.0 - queue, queue)
