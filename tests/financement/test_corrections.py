"""Ce qu’un remède propose est lu, et vaut ce qu’il dit."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.corrections import corriger_flottant, corriger_taux_flottant
from financement.fautes.faute import TexteRefuse
from financement.valeurs.dates import Semestre, lire_date, lire_semestre
from financement.valeurs.montants import lire_montant
from financement.valeurs.taux import lire_taux


def propositions(lire: Callable[[str], object], lu: str) -> list[object]:
    """Les valeurs que le remède de ``lu`` propose d’écrire, lues."""
    with pytest.raises(TexteRefuse) as refus:
        lire(lu)
    remede = refus.value.en_faute().remede
    proposees = re.findall(
        r"[0-9]{4}-S[12]|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4}|"
        r"[0-9]+(?: [0-9]{3})*(?:,[0-9]+)?(?: %)?",
        remede,
    )
    return [lire(texte) for texte in proposees]


@pytest.mark.parametrize(
    ("lu", "centimes"),
    [
        ("1.234,56", [123_456]),
        ("1,234.56", [123_456]),
        ("1.234.567", [123_456_700]),
        ("1.234.567,8 €", [123_456_780]),
        ("12,345", [1_234_500, 1_235]),
        ("12,344", [1_234_400, 1_234]),
        ("0,005", [1]),
        ("1250.504", [125_050]),
        ("9123 456,78", [912_345_678]),
        ("12 34", [123_400]),
    ],
)
def test_un_montant_propose(lu: str, centimes: list[int]) -> None:
    assert propositions(lire_montant, lu) == centimes


@pytest.mark.parametrize(
    ("lu", "taux"),
    [("0,45", [Fraction(9, 20), Fraction(9, 2000)]), ("45", [Fraction(9, 20)]), ("1", [Fraction(1), Fraction(1, 100)])],
)
def test_un_taux_propose(lu: str, taux: list[Fraction]) -> None:
    assert propositions(lire_taux, lu) == taux


@pytest.mark.parametrize(
    ("lu", "jour"),
    [
        ("15/01/08", date(2008, 1, 15)),
        ("15.01.2008", date(2008, 1, 15)),
        ("1-2-99", date(1999, 2, 1)),
        ("2014-12-31 18:30:00", date(2014, 12, 31)),
        ("20141231", date(2014, 12, 31)),
        ("bientôt", date(2014, 12, 31)),
        ("31/04/08", date(2014, 12, 31)),
    ],
)
def test_une_date_proposee(lu: str, jour: date) -> None:
    assert propositions(lire_date, lu) == [jour, jour]


@pytest.mark.parametrize("lu", ["S1 2007", "1er semestre 2007", "2007 - 1", "2007/S1"])
def test_un_semestre_propose(lu: str) -> None:
    assert propositions(lire_semestre, lu) == [Semestre(2007, 1)]


@pytest.mark.parametrize(
    ("lu", "remede"),
    [
        ("2e4", 'L’écrire entre guillemets : "20000.00".'),
        ("1250.505", 'L’écrire entre guillemets, arrondi au centime : "1250.51".'),
        ("1e400", "Écrire le nombre entre guillemets, sans exposant."),
        ("nan", "Écrire le nombre entre guillemets, sans exposant."),
    ],
)
def test_un_nombre_flottant(lu: str, remede: str) -> None:
    assert corriger_flottant(lu) == remede


def test_un_taux_flottant() -> None:
    assert corriger_taux_flottant("0.5") == 'L’écrire entre guillemets, avec son signe : "50 %".'
    assert corriger_taux_flottant("50.0") == "Écrire le taux entre guillemets, avec son signe."


@given(st.text("0123456789.,/-€ Se%", max_size=40) | st.text("0123456789.,", min_size=50, max_size=400))
def test_aucun_texte_ne_fait_echouer_un_remede(texte: str) -> None:
    remedes = [remede(lire, texte) for lire in (lire_montant, lire_taux, lire_date, lire_semestre)]
    remedes += [corriger_flottant(texte), corriger_taux_flottant(texte)]
    assert all(len(dit) < 200 for dit in remedes)


def remede(lire: Callable[[str], object], texte: str) -> str:
    """Le remède d’un texte refusé, vide s’il est lu."""
    try:
        lire(texte)
    except TexteRefuse as refus:
        return refus.en_faute().remede
    return ""
