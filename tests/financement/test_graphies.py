"""Ce que l’on reconnaît d’un code ou d’un mot, et ce qui n’est jamais choisi."""

import pytest
from hypothesis import given

from financement.valeurs.graphies import Jumeaux, cle_de_code, cle_de_mot, difference, en_espaces_ordinaires
from tests.strategies import codes

INSECABLE, FINE = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("ecrit", "declare"),
    [
        ("ville", "VILLE"),
        ("RE\u0301GION", "RÉGION"),  # décomposé
        ("re\u0301gion", "RÉGION"),
        (f"OP{INSECABLE}1", "OP 1"),
        (f"OP{FINE}1", f"OP{INSECABLE}1"),
        ("STRASSE", "Straße"),
    ],
)
def test_un_jumeau_seul_est_reconnu(ecrit: str, declare: str) -> None:
    assert cle_de_code(ecrit) == cle_de_code(declare)
    assert Jumeaux(["AUTRE", declare]).trouver(ecrit) == declare


@pytest.mark.parametrize("ecrit", ["REGION", "RÉGION ", "RÉ-GION", "RÉGIONS", "R\u00c9\u200bGION", ""])
def test_ce_qui_differe_autrement_n_est_pas_un_jumeau(ecrit: str) -> None:
    assert Jumeaux(["RÉGION"]).trouver(ecrit) is None


def test_entre_deux_jumeaux_rien_n_est_choisi_sauf_le_meme() -> None:
    jumeaux = Jumeaux(["VILLE", "Ville", "ANRU"])
    assert jumeaux.trouver("ville") is None
    assert jumeaux.semblables("ville") == ("VILLE", "Ville")
    assert (jumeaux.trouver("Ville"), jumeaux.trouver("VILLE"), jumeaux.trouver("Anru")) == ("Ville", "VILLE", "ANRU")


@given(codes(), codes())
def test_un_code_declare_se_trouve_toujours_lui_meme(un: str, autre: str) -> None:
    assert Jumeaux([autre, un]).trouver(un) == un


@pytest.mark.parametrize(
    ("mot", "cle"),
    [
        ("Fonds propres", "fond propre"),
        ("FONDS_PROPRES", "fond propre"),
        ("fonds-propres", "fond propre"),
        (f"fonds{INSECABLE}propres", "fond propre"),
        ("Prêts", "pret"),
        ("PRE\u0302T", "pret"),
        ("m²", "m2"),
        ("S", "s"),
        ("—", ""),
    ],
)
def test_la_cle_d_un_mot(mot: str, cle: str) -> None:
    assert cle_de_mot(mot) == cle


def test_les_espaces_deviennent_ordinaires_sans_changer_le_reste() -> None:
    assert en_espaces_ordinaires(f"a{INSECABLE}b{FINE}c\u3000d\te") == "a b c d\te"


@pytest.mark.parametrize(
    ("lu", "connu", "dite"),
    [
        ("OP\u20111", "OP-1", "au 3e caractère, « \u2011 » (U+2011) à la place de « - » (U+002D)"),
        ("\u0410NRU", "ANRU", "au 1er caractère, « \u0410 » (U+0410) à la place de « A » (U+0041)"),
        ("OP 1", "OP1", "au 3e caractère, une espace à la place de « 1 » (U+0031)"),
        ("OP1", "OP1 ", "au 4e caractère, rien à la place d’une espace"),
        (f"OP{INSECABLE}1", "OP 1", "au 3e caractère, une autre espace (U+00A0) à la place d’une espace"),
        ("RE\u0301G", "RÉG", "au 2e caractère, « E » (U+0045) à la place de « É » (U+00C9)"),
        ("A\u200bB", "AB", "au 2e caractère, le signe U+200B à la place de « B » (U+0042)"),
    ],
)
def test_la_difference_que_l_oeil_ne_voit_pas_est_dite(lu: str, connu: str, dite: str) -> None:
    assert difference(lu, connu) == dite


@pytest.mark.parametrize(("lu", "connu"), [("VILLE", "Ville"), ("OP10", "OP1"), ("REGION", "RÉGION"), ("A", "A")])
def test_une_difference_visible_n_est_pas_redite(lu: str, connu: str) -> None:
    assert difference(lu, connu) == ""
