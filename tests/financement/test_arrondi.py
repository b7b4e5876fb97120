"""L’unique règle d’arrondi : au plus près, demi-centime loin de zéro."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.valeurs.arrondi import arrondir
from tests.profils import NOMBREUX

LARGE = Context(prec=60)


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Fraction(0), 0),
        (Fraction(1, 2), 1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),  # l'arrondi de Python donne 2
        (Fraction(-1, 2), -1),
        (Fraction(-5, 2), -3),
        (Fraction(49, 100), 0),
        (Fraction(-49, 100), 0),
        (Fraction(10**15 * 2 + 1, 2), 10**15 + 1),
        (Fraction(10**30, 3), 333_333_333_333_333_333_333_333_333_333),
    ],
)
def test_le_demi_centime_s_eloigne_de_zero(valeur: Fraction, attendu: int) -> None:
    assert arrondir(valeur) == attendu


@NOMBREUX
@given(st.integers(-(10**18), 10**18), st.integers(0, 6))
def test_l_arrondi_est_celui_du_commerce(chiffres: int, decimales: int) -> None:
    """Oracle indépendant : ``decimal.ROUND_HALF_UP``, l’arrondi des tableurs."""
    decimal = Decimal(chiffres).scaleb(-decimales, LARGE)
    attendu = int(decimal.quantize(Decimal(1), ROUND_HALF_UP, LARGE))
    assert arrondir(Fraction(chiffres, 10**decimales)) == attendu


@NOMBREUX
@given(st.integers(0, 10**13), st.integers(0, 1000))
def test_un_taux_en_milliemes_s_arrondit_comme_un_tableur(montant: int, milliemes: int) -> None:
    """Les produits montant × taux tombent souvent sur le demi-centime, où l’arrondi binaire se trompe."""
    attendu = int((Decimal(montant) * milliemes / 1000).quantize(Decimal(1), ROUND_HALF_UP))
    assert arrondir(montant * Fraction(milliemes, 1000)) == attendu


@NOMBREUX
@given(st.fractions())
def test_l_arrondi_est_le_plus_proche_et_symetrique(valeur: Fraction) -> None:
    arrondi = arrondir(valeur)
    ecart = abs(arrondi - valeur)
    assert ecart <= Fraction(1, 2)
    assert ecart != Fraction(1, 2) or abs(arrondi) > abs(valeur)
    assert arrondir(-valeur) == -arrondi
    assert type(arrondi) is int
