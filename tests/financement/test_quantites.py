"""Quantités physiques : décimaux exacts, deux décimales au plus."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.valeurs.quantites import QUANTITE_MAXIMALE, afficher_quantite, ecrire_quantite, lire_quantite

QUANTITES = st.integers(0, 10**11).map(lambda centiemes: Decimal(centiemes) / 100)


@pytest.mark.parametrize(
    ("texte", "quantite"),
    [
        ("0", "0"),
        ("144", "144"),
        ("2 102", "2102"),
        ("2\u202f102,50", "2102.5"),
        ("0,8", "0.8"),
        ("0.25", "0.25"),
        (" 351 ", "351"),
        ("1 000 000 000", "1000000000"),
    ],
)
def test_une_quantite_se_lit(texte: str, quantite: str) -> None:
    assert lire_quantite(texte) == Decimal(quantite)
    assert str(lire_quantite(texte)) == quantite


@pytest.mark.parametrize(
    "texte", ["", "-1", "0,805", "1 00", "1.234,5", "1e3", "12 logts", "NC", "1000000000,01", "\u0661", "9" * 5000]
)
def test_une_quantite_impossible_est_refusee(texte: str) -> None:
    with pytest.raises(TexteRefuse) as refus:
        lire_quantite(texte)
    assert refus.value.code == "VALEUR-05"


@given(QUANTITES)
def test_lire_ce_qui_est_ecrit_rend_la_meme_quantite(quantite: Decimal) -> None:
    assert lire_quantite(ecrire_quantite(quantite)) == quantite
    assert lire_quantite(afficher_quantite(quantite)) == quantite


@pytest.mark.parametrize(
    ("quantite", "ecrite", "affichee"),
    [
        ("2102", "2102", "2\u202f102"),
        ("2102.50", "2102,5", "2\u202f102,5"),
        ("0.80", "0,8", "0,8"),
        ("1E+3", "1000", "1\u202f000"),
        ("-0", "0", "0"),
        ("0.00", "0", "0"),
    ],
)
def test_une_quantite_s_ecrit_sans_zero_ni_exposant(quantite: str, ecrite: str, affichee: str) -> None:
    assert ecrire_quantite(Decimal(quantite)) == ecrite
    assert afficher_quantite(Decimal(quantite)) == affichee


def test_la_plus_grande_quantite_est_d_un_milliard() -> None:
    assert lire_quantite(ecrire_quantite(QUANTITE_MAXIMALE)) == QUANTITE_MAXIMALE == Decimal(10) ** 9
