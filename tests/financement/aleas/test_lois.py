"""Les lois s’accordent avec leurs formes closes, et leurs fonctions avec une autre bibliothèque."""

import math
from fractions import Fraction
from statistics import NormalDist
from typing import Final

import numpy as np
import pytest

from financement.aleas.lois import Empirique, Lognormale, Loi, Pert, Triangulaire, Uniforme
from financement.aleas.reproductible import exponentielle, logarithme, normale, quantile_normal
from financement.aleas.uniformes import uniformes

# Au milieu de chaque cinq-cent-millième : la moyenne d'un quantile y est l'espérance, à la règle du milieu près.
NOMBRE: Final = 500_000
MILIEUX: Final = (np.arange(NOMBRE) + 0.5) / NOMBRE
BAS, MODE, HAUT = Fraction(-5, 100), Fraction(2, 100), Fraction(20, 100)
NORMALE: Final = NormalDist()


@pytest.mark.parametrize(
    ("loi", "moyenne", "variance", "tolerance"),
    [
        (Uniforme(bas=BAS, haut=HAUT), 0.075, 0.25**2 / 12, 1e-9),
        (
            Triangulaire(bas=BAS, mode=MODE, haut=HAUT),
            (-0.05 + 0.02 + 0.20) / 3,
            # (a² + b² + c² − ab − ac − bc) / 18
            (0.0025 + 0.0004 + 0.04 + 0.001 + 0.01 - 0.004) / 18,
            1e-9,
        ),
        # Moyenne (a + 4 m + b) / 6 ; variance (moyenne − a)(b − moyenne) / 7.
        (Pert(bas=BAS, mode=MODE, haut=HAUT), 0.23 / 6, (0.23 / 6 + 0.05) * (0.20 - 0.23 / 6) / 7, 1e-6),
        (Pert(bas=BAS, mode=BAS, haut=HAUT), -0.05 / 6, (0.05 - 0.05 / 6) * (0.20 + 0.05 / 6) / 7, 1e-6),
        (Lognormale(moyenne=Fraction(5, 100), ecart_type=Fraction(10, 100)), 0.05, 0.01, 1e-6),
        # Écarts à 0,3375 : 0,3875, 0,1375 deux fois, 0,6625 ; la moyenne de leurs carrés.
        (Empirique(valeurs=(BAS, HAUT, HAUT, Fraction(1))), 0.3375, 0.15671875, 1e-9),
    ],
    ids=lambda valeur: type(valeur).__name__ if not isinstance(valeur, float) else "",
)
def test_moyenne_et_variance_sont_celles_des_formules(
    loi: Loi, moyenne: float, variance: float, tolerance: float
) -> None:
    valeurs = loi.quantile(MILIEUX)
    assert valeurs.mean() == pytest.approx(moyenne, abs=tolerance)
    assert valeurs.var() == pytest.approx(variance, abs=tolerance)


def test_les_quantiles_sont_ceux_des_formules() -> None:
    u = np.array([0.1, 0.5, 0.8, 0.9])
    assert Uniforme(bas=BAS, haut=HAUT).quantile(u) == pytest.approx([-0.025, 0.075, 0.15, 0.175])
    # Sous le mode (u < 0,07 / 0,25 = 0,28) : a + √(u (b − a)(m − a)) ; au-dessus : b − √((1 − u)(b − a)(b − m)).
    triangulaires = [-0.05 + math.sqrt(0.1 * 0.25 * 0.07), *(0.2 - math.sqrt((1 - p) * 0.25 * 0.18) for p in u[1:])]
    assert Triangulaire(bas=BAS, mode=MODE, haut=HAUT).quantile(u) == pytest.approx(triangulaires)
    sigma2 = math.log(1 + (0.1 / 1.05) ** 2)
    lognormales = [math.exp(math.log(1.05) - sigma2 / 2 + math.sqrt(sigma2) * NORMALE.inv_cdf(p)) - 1 for p in u]
    assert Lognormale(moyenne=Fraction(5, 100), ecart_type=Fraction(10, 100)).quantile(u) == pytest.approx(lognormales)


@pytest.mark.parametrize(
    "loi",
    [
        Uniforme(bas=MODE, haut=MODE),
        Triangulaire(bas=MODE, mode=MODE, haut=MODE),
        Pert(bas=MODE, mode=MODE, haut=MODE),
        Lognormale(moyenne=MODE, ecart_type=Fraction(0)),
        Empirique(valeurs=(MODE,)),
    ],
    ids=lambda loi: type(loi).__name__,
)
def test_une_etendue_nulle_ne_varie_pas(loi: Loi) -> None:
    assert set(loi.quantile(MILIEUX[::1000]).tolist()) == {0.02}


def test_les_fonctions_sont_celles_d_une_autre_bibliotheque() -> None:
    x = np.concatenate([np.linspace(-690, 690, 2001), np.linspace(-1e-6, 1e-6, 101)])
    assert exponentielle(x) == pytest.approx([math.exp(v) for v in x], rel=1e-15)
    positifs = np.exp(np.linspace(-600, 600, 2001))
    assert logarithme(positifs) == pytest.approx([math.log(v) for v in positifs], rel=1e-15)
    u = np.concatenate([np.linspace(0.001, 0.999, 999), 10.0 ** -np.arange(1, 17), 1 - 10.0 ** -np.arange(1, 16)])
    assert quantile_normal(u) == pytest.approx([NORMALE.inv_cdf(p) for p in u], rel=1e-13, abs=1e-13)
    z = np.linspace(-6.9, 6.9, 1001)
    assert normale(z) == pytest.approx([NORMALE.cdf(v) for v in z], rel=1e-12, abs=1e-15)


def test_un_nombre_uniforme_a_une_adresse() -> None:
    """Le tirage de rang 7 est le même seul, ou au milieu de dix."""
    ensemble = uniformes(2015, 0, 10, 3)
    assert uniformes(2015, 7, 1, 3).tolist() == [ensemble[7].tolist()]
    assert ((ensemble > 0) & (ensemble < 1)).all()


def test_la_suite_brute_est_celle_que_numpy_publie() -> None:
    """Jeu d’essai de numpy, « pcg64-testset-1.csv », graine 0xdeadbeaf : ses trois premiers entiers."""
    bruts = [0x60D24054E17A0698, 0xD5E79D89856E4F12, 0xD254972FE64BD782]
    attendus = [((brut >> 11) + 0.5) * 2.0**-53 for brut in bruts]
    assert uniformes(0xDEADBEAF, 0, 1, 3)[0].tolist() == attendus
