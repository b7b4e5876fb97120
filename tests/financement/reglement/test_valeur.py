"""Une valeur de paramètre se lit et s’écrit selon son unité."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.reglement.valeur import UniteParametre, ecrire_valeur, est_permise, lire_valeur
from tests.strategies import valeurs_de_parametre


@pytest.mark.parametrize(
    ("unite", "texte", "valeur", "ecrite"),
    [
        ("taux", "45 %", Fraction(9, 20), "45 %"),
        ("taux", "9/20", Fraction(9, 20), "45 %"),
        ("taux", "1/3", Fraction(1, 3), "1/3"),
        ("taux", "130 %", Fraction(13, 10), "130 %"),
        ("euros", "50 000,00", Fraction(5_000_000), "50000,00"),
        ("euros_par_logement", "50000", Fraction(5_000_000), "50000,00"),
        ("euros_par_an", "94 500,50", Fraction(9_450_050), "94500,50"),
        ("mois", "24", Fraction(24), "24"),
        ("etp", "0,5", Fraction(1, 2), "0,5"),
    ],
)
def test_une_valeur_se_lit_et_s_ecrit(unite: str, texte: str, valeur: Fraction, ecrite: str) -> None:
    lue = lire_valeur(UniteParametre(unite), texte)
    assert (lue, ecrire_valeur(UniteParametre(unite), lue)) == (valeur, ecrite)


@pytest.mark.parametrize(
    ("unite", "texte", "code"),
    [
        ("taux", "0,45", "TAUX-01"),
        ("taux", "45", "TAUX-01"),
        ("taux", "x", "TAUX-02"),
        ("taux", "1000 %", "TAUX-02"),
        ("taux", "10/1", "TAUX-03"),
        ("euros", "-1", "MONTANT-05"),
        ("euros", "12,345", "MONTANT-03"),
        ("euros_par_an", "100000000001", "MONTANT-06"),
        ("mois", "1201", "VALEUR-04"),
        ("mois", "6,5", "VALEUR-04"),
        ("mois", "-1", "VALEUR-04"),
        ("etp", "0,555", "VALEUR-05"),
    ],
)
def test_une_valeur_illisible_est_refusee(unite: str, texte: str, code: str) -> None:
    with pytest.raises(TexteRefuse) as leve:
        lire_valeur(UniteParametre(unite), texte)
    assert leve.value.code == code


@given(unite=st.sampled_from(UniteParametre), donnees=st.data())
def test_toute_valeur_permise_se_relit_a_l_identique(unite: UniteParametre, donnees: st.DataObject) -> None:
    valeur = donnees.draw(valeurs_de_parametre(unite))
    assert est_permise(unite, valeur)
    assert lire_valeur(unite, ecrire_valeur(unite, valeur)) == valeur


@pytest.mark.parametrize(
    ("unite", "valeur"),
    [
        ("taux", Fraction(10)),
        ("taux", Fraction(1, 10**15 + 1)),
        ("taux", Fraction(-1, 10)),
        ("euros", Fraction(1, 2)),
        ("euros", Fraction(10**13 + 1)),
        ("mois", Fraction(1, 2)),
        ("mois", Fraction(1201)),
        ("etp", Fraction(1, 3)),
        ("etp", Fraction(10**9 + 1)),
    ],
)
def test_une_valeur_qui_ne_s_ecrirait_pas_n_est_pas_permise(unite: str, valeur: Fraction) -> None:
    assert not est_permise(UniteParametre(unite), valeur)
