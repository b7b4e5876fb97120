"""Nombres, montants et dates en toutes lettres ; un lecteur indépendant relit les mots."""

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.texte.lettres import NOMBRE_MAXIMAL, date_longue, en_lettres, montant_en_lettres


@pytest.mark.parametrize(
    ("nombre", "lettres"),
    [
        (0, "zéro"),
        (1, "un"),
        (10, "dix"),
        (16, "seize"),
        (17, "dix-sept"),
        (19, "dix-neuf"),
        (20, "vingt"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (31, "trente et un"),
        (61, "soixante et un"),
        (69, "soixante-neuf"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (77, "soixante-dix-sept"),
        (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"),
        (97, "quatre-vingt-dix-sept"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (121, "cent vingt et un"),
        (180, "cent quatre-vingts"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (280, "deux cent quatre-vingts"),
        (281, "deux cent quatre-vingt-un"),
        (999, "neuf cent quatre-vingt-dix-neuf"),
        (1_000, "mille"),
        (1_001, "mille un"),
        (1_100, "mille cent"),
        (1_200, "mille deux cents"),
        (2_000, "deux mille"),
        (3_000, "trois mille"),
        (6_000, "six mille"),
        (10_000, "dix mille"),
        (21_000, "vingt et un mille"),
        (71_071, "soixante et onze mille soixante et onze"),
        (80_000, "quatre-vingt mille"),
        (80_080, "quatre-vingt mille quatre-vingts"),
        (100_000, "cent mille"),
        (103_000, "cent trois mille"),
        (180_000, "cent quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (200_200, "deux cent mille deux cents"),
        (206_000, "deux cent six mille"),
        (280_000, "deux cent quatre-vingt mille"),
        (1_000_000, "un million"),
        (1_000_001, "un million un"),
        (1_001_000, "un million mille"),
        (2_000_000, "deux millions"),
        (22_500_000, "vingt-deux millions cinq cent mille"),
        (80_000_000, "quatre-vingts millions"),
        (200_000_000, "deux cents millions"),
        (200_200_000, "deux cents millions deux cent mille"),
        (1_000_000_000, "un milliard"),
        (80_080_080_080, "quatre-vingts milliards quatre-vingts millions quatre-vingt mille quatre-vingts"),
        (200_000_000_000, "deux cents milliards"),
        (1_000_000_000_000, "mille milliards"),
        (2_200_000_000_000, "deux mille deux cents milliards"),
        (10_000_000_000_000, "dix mille milliards"),
    ],
)
def test_des_nombres_ecrits_a_la_main(nombre: int, lettres: str) -> None:
    assert en_lettres(nombre) == lettres


@pytest.mark.parametrize("nombre", [-1, NOMBRE_MAXIMAL + 1])
def test_hors_des_bornes_le_nombre_est_refuse(nombre: int) -> None:
    with pytest.raises(ValueError, match="ne s’écrit pas en lettres"):
        en_lettres(nombre)


@pytest.mark.parametrize(
    ("centimes", "lettres"),
    [
        (0, "zéro euro"),
        (1, "un centime d’euro"),
        (80, "quatre-vingts centimes d’euro"),
        (1_00, "un euro"),
        (1_01, "un euro et un centime"),
        (2_00, "deux euros"),
        (21_21, "vingt et un euros et vingt et un centimes"),
        (80_00, "quatre-vingts euros"),
        (1_000_00, "mille euros"),
        (80_000_00, "quatre-vingt mille euros"),
        (1_000_000_00, "un million d’euros"),
        (1_000_000_05, "un million d’euros et cinq centimes"),
        (2_000_000_00, "deux millions d’euros"),
        (2_000_001_00, "deux millions un euros"),
        (22_500_000_10, "vingt-deux millions cinq cent mille euros et dix centimes"),
        (167_000_000_00, "cent soixante-sept millions d’euros"),
        (14_150_845_00, "quatorze millions cent cinquante mille huit cent quarante-cinq euros"),
        (1_000_000_000_00, "un milliard d’euros"),
        (1_500_000_000_00, "un milliard cinq cents millions d’euros"),
        (10**15, "dix mille milliards d’euros"),
        (-1_00, "moins un euro"),
        (-2_000_000_50, "moins deux millions d’euros et cinquante centimes"),
        (-50, "moins cinquante centimes d’euro"),
    ],
)
def test_des_montants_ecrits_a_la_main(centimes: int, lettres: str) -> None:
    assert montant_en_lettres(centimes) == lettres


@pytest.mark.parametrize(
    ("jour", "texte"),
    [
        (date(2004, 7, 1), "1ᵉʳ juillet 2004"),
        (date(2015, 3, 31), "31 mars 2015"),
        (date(2012, 2, 29), "29 février 2012"),
        (date(2009, 8, 2), "2 août 2009"),
        (date(2013, 12, 11), "11 décembre 2013"),
        (date(2000, 1, 21), "21 janvier 2000"),
    ],
)
def test_des_dates_ecrites_a_la_main(jour: date, texte: str) -> None:
    assert date_longue(jour) == texte


def test_les_douze_mois_sont_dans_l_ordre() -> None:
    assert [date_longue(date(2001, mois, 5)).split()[1] for mois in range(1, 13)] == [
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
    ]


# --- un lecteur écrit à part : il additionne et multiplie les mots comme on les entend

_VALEURS: Final = {
    mot: valeur
    for valeur, mot in enumerate(
        [
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
        ]
    )
} | {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}


def _lire(texte: str) -> int:
    """Le nombre que disent les mots ; ``KeyError`` pour un mot inconnu."""
    total = milliers = tranche = 0
    for mot in texte.replace("-", " ").split():
        match mot:
            case "et":
                pass
            case "vingt" | "vingts" if tranche % 100 == 4:
                tranche += 4 * 20 - 4
            case "cent" | "cents":
                tranche = max(1, tranche) * 100
            case "mille":
                milliers, tranche = max(1, tranche) * 1000, 0
            case "million" | "millions" | "milliard" | "milliards":
                rang = 10**6 if mot.startswith("million") else 10**9
                total, milliers, tranche = total + (milliers + tranche) * rang, 0, 0
            case _:
                tranche += _VALEURS[mot]
    return total + milliers + tranche


NOMBRES = (
    st.integers(0, 1_200)
    | st.integers(0, NOMBRE_MAXIMAL)
    | st.builds(
        lambda mantisse, zeros: min(mantisse * 10**zeros, NOMBRE_MAXIMAL), st.integers(0, 999), st.integers(0, 10)
    )
)


@given(NOMBRES)
def test_les_mots_se_relisent(nombre: int) -> None:
    assert _lire(en_lettres(nombre)) == nombre
