"""Taux : rationnels exacts, jamais un nombre nu."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.valeurs.taux import DENOMINATEUR_MAXIMAL, afficher_taux, ecrire_taux, lire_taux

TAUX = st.fractions(min_value=0, max_value=1, max_denominator=DENOMINATEUR_MAXIMAL)
POURCENTAGES = st.integers(0, 10**8).map(lambda n: Fraction(n, 10**8))


@pytest.mark.parametrize(
    ("texte", "taux"),
    [
        ("45 %", Fraction(9, 20)),
        ("45%", Fraction(9, 20)),
        ("45\u00a0%", Fraction(9, 20)),
        ("45\u202f%", Fraction(9, 20)),
        ("5,5 %", Fraction(11, 200)),
        ("19.6 %", Fraction(196, 1000)),
        ("0 %", Fraction(0)),
        ("100 %", Fraction(1)),
        ("0,000001 %", Fraction(1, 10**8)),
        ("33,333333 %", Fraction(33333333, 10**8)),
        ("1/3", Fraction(1, 3)),
        ("9 / 20", Fraction(9, 20)),
        ("0/1", Fraction(0)),
        ("0", Fraction(0)),
        ("0,00", Fraction(0)),
        ("  45 %  ", Fraction(9, 20)),
        (f"1/{10**15}", Fraction(1, 10**15)),
    ],
)
def test_un_taux_ecrit_avec_son_signe_se_lit(texte: str, taux: Fraction) -> None:
    assert lire_taux(texte) == taux


@pytest.mark.parametrize(
    ("code", "textes"),
    [
        ("TAUX-01", ["0,45", "0.45", "45", "1", "0,01", "100"]),
        (
            "TAUX-02",
            [
                "",
                "%",
                "NC",
                "1e-1 %",
                "-5 %",
                "=1/3",
                "1/0",
                "1/-3",
                "45 %%",
                "45 pour cent",
                "4 5 %",
                "5,1234567 %",
                "٤٥ %",
                "1/3 %",
                "5, %",
                f"1/{10**15 + 1}",
                "1/" + "9" * 20,
                "50 ‰",
            ],
        ),
        ("TAUX-03", ["100,000001 %", "101 %", "999 %", "3/2"]),
    ],
)
def test_un_taux_ambigu_ou_impossible_est_refuse(code: str, textes: list[str]) -> None:
    for texte in textes:
        with pytest.raises(TexteRefuse) as refus:
            lire_taux(texte)
        assert refus.value.code == code, texte


def test_un_taux_nu_est_ambigu() -> None:
    with pytest.raises(TexteRefuse) as refus:
        lire_taux("0,45")
    assert str(refus.value) == ("« 0,45 » est ambigu pour un taux. Écrire 45 % ou 0,45 %, avec le signe. [TAUX-01]")


@given(TAUX | POURCENTAGES)
def test_lire_ce_qui_est_ecrit_rend_le_meme_taux(taux: Fraction) -> None:
    assert lire_taux(ecrire_taux(taux)) == taux
    assert lire_taux(afficher_taux(taux)) == taux


@pytest.mark.parametrize(
    ("taux", "ecrit"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(9, 20), "45 %"),
        (Fraction(11, 200), "5,5 %"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10**8), "0,000001 %"),
        (Fraction(1, 10**9), "1/1000000000"),
    ],
)
def test_un_taux_s_ecrit_en_pourcentage_s_il_est_decimal(taux: Fraction, ecrit: str) -> None:
    assert ecrire_taux(taux) == ecrit
    assert afficher_taux(taux) == ecrit.replace(" ", "\u00a0")
