"""Montants : centimes entiers, texte français sans ambiguïté."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.valeurs.montants import (
    MONTANT_MAXIMAL,
    TOTAL_MAXIMAL,
    afficher_montant,
    ecrire_montant,
    ecrire_montant_decimal,
    lire_montant,
)

FINE, INSECABLE, ETROITE = "\u202f", "\u00a0", "\u2009"

MONTANTS = st.integers(0, MONTANT_MAXIMAL)
TOTAUX = st.integers(-TOTAL_MAXIMAL, TOTAL_MAXIMAL)


@pytest.mark.parametrize(
    ("texte", "centimes"),
    [
        ("0", 0),
        ("0,01", 1),
        ("0.10", 10),
        ("1250", 125_000),
        ("1250,5", 125_050),
        ("1250,50", 125_050),
        ("1250.50", 125_050),
        ("1 250,50", 125_050),
        ("1 250.50", 125_050),
        (f"1{INSECABLE}250,50", 125_050),
        (f"1{FINE}250,50", 125_050),
        (f"1{ETROITE}250,50", 125_050),
        (f"1{FINE}234{INSECABLE}567,89", 123_456_789),
        ("12 345", 1_234_500),
        ("123 456 789", 12_345_678_900),
        ("3€", 300),
        ("3 €", 300),
        (f"1{FINE}250,50{INSECABLE}€", 125_050),
        ("  1250  ", 125_000),
        (f"{INSECABLE}1250{FINE}", 125_000),
        ("1 250 EUR", 125_000),
        ("1 250,50 euros", 125_050),
        ("- €", 0),
        (f"-   {INSECABLE}€", 0),
        ("\u2013 EUR", 0),
        ("00012,30", 1_230),
        ("0" * 40 + "7", 700),
        ("23 000 000,00", 2_300_000_000),
        ("99 999 999 999,99", MONTANT_MAXIMAL - 1),
        ("100 000 000 000", MONTANT_MAXIMAL),
        ("100000000000,00", MONTANT_MAXIMAL),
    ],
)
def test_un_montant_sans_ambiguite_se_lit(texte: str, centimes: int) -> None:
    assert lire_montant(texte) == centimes


@pytest.mark.parametrize(
    ("code", "textes"),
    [
        (
            "MONTANT-02",
            ["1.234,56", "1,234.56", "1.234.567", "1,234,567", "1.234.567,89", "1 234.567,89", "1.234,56 €"],
        ),
        ("MONTANT-03", ["12,345", "1.234", "0,001", "1 234,567", "12,3456", "12,345 €"]),
        (
            "MONTANT-04",
            ["9123 456,78", "12 34", "1  234", "1 23", "1234 567", "12 3456", "1 234 56,00", "1 234567", "1 2 €"],
        ),
        (
            "MONTANT-05",
            [
                *("-5", "\u22125", "- 5", "-1 234,56", "(5)", "(1 234,56)", "-5 €", "-0,01", "-0", "\u20135", "-5 EUR"),
                *("5-", "1 250,50-", "1 250,50 -", "1 250,50- €", "1 250,50 €-", "5\u2212", "(5 €)", "(5) €"),
            ],
        ),
        (
            "MONTANT-08",
            ["-", "\u2013", "\u2212", "--", " - "],
        ),
        (
            "MONTANT-01",
            [
                "",
                "   ",
                "NC",
                "n.c.",
                "1e3",
                "1E3",
                "=1+1",
                "=A1",
                "€",
                "1,",
                ",5",
                ".5",
                "1 250,",
                "+5",
                "--5",
                "1'234",
                "1_000",
                "0x10",
                "inf",
                "nan",
                "5 k€",
                "1 €€",
                "€ 5",
                "12%",
                "1/2",
                "٣",
                "１２",
                "1²",
                "1\n2",
                "1\t250",
                "12 345,6O",
                "1,5,",
                "1\u2007250",
            ],
        ),
        (
            "MONTANT-06",
            ["100 000 000 000,01", "100000000001", "999 999 999 999", "9" * 30, "9" * 5000],
        ),
    ],
)
def test_un_montant_ambigu_ou_impossible_est_refuse(code: str, textes: list[str]) -> None:
    """Rien n’est deviné ; le code dit pourquoi."""
    for texte in textes:
        with pytest.raises(TexteRefuse) as refus:
            lire_montant(texte)
        assert refus.value.code == code, texte


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        (
            "1.234,56",
            (
                "« 1.234,56 » est ambigu : plusieurs points ou virgules. "
                "Écrire 1 234,56 si c’est le montant. [MONTANT-02]"
            ),
        ),
        (
            "12,345",
            (
                "« 12,345 » est ambigu : un montant a deux décimales au plus. "
                "Écrire 12 345,00 s’il s’agit de milliers, sinon 12,35. [MONTANT-03]"
            ),
        ),
        (
            "9123 456,78",
            (
                "« 9123 456,78 » est ambigu : les chiffres ne sont pas groupés par trois. "
                "Écrire 9 123 456,78 si c’est le montant ; sinon, le corriger. [MONTANT-04]"
            ),
        ),
        (
            "NC",
            ("« NC » n’est pas un montant en euros. Écrire un nombre comme 1 250,50, sans texte. [MONTANT-01]"),
        ),
        (
            "-12",
            (
                "« -12 » est négatif : aucun montant d’un dossier ne l’est. Écrire un montant positif ou nul ; "
                "au journal, le type du mouvement donne le sens. [MONTANT-05]"
            ),
        ),
        (
            "100000000000,01",
            (
                "« 100000000000,01 » dépasse la limite de 100 milliards d’euros par montant. "
                "L’écrire en euros, non en centimes : 100 000 000 000,00 au plus. [MONTANT-06]"
            ),
        ),
    ],
)
def test_le_refus_dit_la_regle_et_le_remede(texte: str, message: str) -> None:
    with pytest.raises(TexteRefuse) as refus:
        lire_montant(texte)
    assert str(refus.value) == message


@given(MONTANTS)
def test_lire_ce_qui_est_ecrit_rend_le_meme_montant(centimes: int) -> None:
    assert lire_montant(ecrire_montant(centimes)) == centimes
    assert lire_montant(ecrire_montant_decimal(centimes)) == centimes
    assert lire_montant(afficher_montant(centimes)) == centimes
    assert lire_montant(afficher_montant(centimes, unite="")) == centimes


@given(st.text("0123456789 .,€-()e\u202f\u00a0", max_size=20))
def test_un_texte_lu_vaut_ce_que_lirait_une_calculette(texte: str) -> None:
    """Tout texte est refusé par une faute, ou vaut exactement le décimal qu’on y lit."""
    try:
        centimes = lire_montant(texte)
    except TexteRefuse:
        return
    # « - € » est un zéro, seul texte à tiret qui soit lu.
    nu = "".join(c for c in texte if c not in "- €\u202f\u00a0").replace(",", ".") or "0"
    assert Decimal(centimes) == Decimal(nu) * 100
    assert 0 <= centimes <= MONTANT_MAXIMAL


@pytest.mark.parametrize("remplissage", [" ", "9 ", "1 234 ", ",1", "(", "-"])
def test_une_cellule_demesuree_est_refusee_aussitot(remplissage: str) -> None:
    """Une cellule de csv peut tenir 128 Ko : la lire ne doit pas prendre un temps quadratique."""
    depart = time.process_time()
    with pytest.raises(TexteRefuse):
        lire_montant("1" + remplissage * 40_000 + "x")
    assert time.process_time() - depart < 2


@pytest.mark.parametrize(
    ("centimes", "affiche"),
    [
        (0, "0,00\u00a0€"),
        (5, "0,05\u00a0€"),
        (99_999, "999,99\u00a0€"),
        (125_050, "1\u202f250,50\u00a0€"),
        (-125_050, "\u22121\u202f250,50\u00a0€"),
        (-1, "\u22120,01\u00a0€"),
        (16_700_000_000, "167\u202f000\u202f000,00\u00a0€"),
        (TOTAL_MAXIMAL, "10\u202f000\u202f000\u202f000\u202f000,00\u00a0€"),
    ],
)
def test_un_montant_s_affiche_a_la_francaise(centimes: int, affiche: str) -> None:
    assert afficher_montant(centimes) == affiche


def test_l_unite_s_omet_ou_se_remplace() -> None:
    assert afficher_montant(125_050, unite="") == "1\u202f250,50"
    assert afficher_montant(125_050, unite="€ HT") == "1\u202f250,50\u00a0€ HT"


@pytest.mark.parametrize(
    ("centimes", "decimal"), [(0, "0.00"), (7, "0.07"), (-7, "-0.07"), (-125_050, "-1250.50"), (10**15, f"{10**13}.00")]
)
def test_un_montant_s_ecrit_pour_un_programme(centimes: int, decimal: str) -> None:
    assert ecrire_montant_decimal(centimes) == decimal
    assert ecrire_montant(centimes) == decimal.replace(".", ",")


@given(TOTAUX)
def test_l_ecriture_decimale_est_exacte(centimes: int) -> None:
    assert Decimal(ecrire_montant_decimal(centimes)) == Decimal(centimes) / 100
