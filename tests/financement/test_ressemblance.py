"""Nom connu le plus proche."""

import pytest

from financement.valeurs.ressemblance import nom_le_plus_proche, proposition

CODES = ("ANRU", "VILLE", "DEPARTEMENT", "taux_anru", "cout_ht")


@pytest.mark.parametrize(
    ("nom", "proche"),
    [
        ("VILL", "VILLE"),
        ("ville", "VILLE"),
        ("Département", "DEPARTEMENT"),  # accents et casse ne comptent pas
        ("taux anru", "taux_anru"),
        ("coutHT", "cout_ht"),
        ("ANUR", "ANRU"),
        ("xyz", None),
        ("", None),
    ],
)
def test_le_nom_le_plus_proche(nom: str, proche: str | None) -> None:
    assert nom_le_plus_proche(nom, CODES) == proche


def test_a_egalite_le_premier_l_emporte() -> None:
    assert nom_le_plus_proche("ville", ("VILLE", "Ville")) == "VILLE"
    assert nom_le_plus_proche("ville", ("Ville", "VILLE")) == "Ville"


def test_un_nom_demesure_ne_coute_pas() -> None:
    assert nom_le_plus_proche("V" * 1_000_000, CODES) is None


def test_la_proposition_finit_une_phrase() -> None:
    assert proposition("VILL", CODES) == " ; le plus proche est « VILLE »"
    assert proposition("xyz", CODES) == ""
    assert proposition("VILLE", []) == ""


def test_la_proposition_dit_ce_que_l_oeil_ne_voit_pas_et_ne_choisit_pas() -> None:
    assert proposition("OP\u20111", ["OP-1"]) == (
        " ; le plus proche est « OP-1 » (au 3e caractère, « \u2011 » (U+2011) à la place de « - » (U+002D))"
    )
    assert proposition("ville", ["VILLE", "Ville"]) == " ; ce peut être « VILLE » ou « Ville », à écrire exactement"


def test_un_seuil_plus_haut_demande_plus_de_ressemblance() -> None:
    assert nom_le_plus_proche("VILL", CODES, seuil=0.95) is None
    assert nom_le_plus_proche("ville", CODES, seuil=1.0) == "VILLE"
