"""Les textes prêts à poser : des caractères dessinés, des mots coupés sans rien perdre."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.mise_en_page.police import Graisse, chasses, largeur
from exports.mise_en_page.texte import abreger, couper, imprimable, lignes_de, mot_le_plus_large

TEXTES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("−1\u202f250,50\u00a0€ – œuvre « n° 3 »", "−1\u202f250,50\u00a0€ – œuvre « n° 3 »"),
        ("漢字", "‹U+6F22›‹U+5B57›"),
        ("😀", "‹U+1F600›"),
        ("\ue000", "‹U+E000›"),
        ("a\ufeffb", "a‹U+FEFF›b"),
        ("עברית العربية ␊ ≠", "עברית العربية ␊ ≠"),
        ("e\u0301 ש\u05b8", "é ש\u05b8"),
        ("◓\u0336 ב\u0301", "◓‹U+0336› ב‹U+0301›"),
        ("<svg>\n</svg>", "<svg>\n</svg>"),
    ],
)
def test_un_caractere_sans_dessin_montre_son_code(texte: str, attendu: str) -> None:
    assert imprimable(texte) == attendu


def test_les_chiffres_ont_tous_la_meme_chasse() -> None:
    for graisse in Graisse:
        # 1038 unités sur 2048 : ce que fontTools lit dans le fichier.
        assert {chasses(graisse)[chiffre] for chiffre in "0123456789"} == {507}


@given(TEXTES)
def test_tout_texte_devient_imprimable(texte: str) -> None:
    rendu = imprimable(texte)
    assert all(caractere in chasses(Graisse.NORMALE) for caractere in rendu)
    assert not any(unicodedata.category(caractere) == "Co" for caractere in rendu)


@given(TEXTES.map(imprimable), st.integers(2_000, 30_000), st.sampled_from(Graisse))
def test_un_texte_coupe_n_a_rien_perdu_et_tient(texte: str, place: int, graisse: Graisse) -> None:
    compose = couper(texte, place, graisse)
    morceaux = [compose] if isinstance(compose, str) else compose
    assert "".join(morceaux) == texte
    seuls = max((largeur(caractere, graisse) for caractere in texte), default=0)
    assert all(mot_le_plus_large(morceau, graisse) <= max(place, seuls) for morceau in morceaux)


@given(TEXTES.map(imprimable), st.integers(2_000, 30_000))
def test_un_texte_abrege_tient(texte: str, place: int) -> None:
    court = abreger(texte, place)
    assert court == texte or (largeur(court) <= place and texte.startswith(court[:-1]))


def test_le_nombre_de_lignes() -> None:
    mot = largeur("mot")
    assert lignes_de("", 1_000) == 1
    assert lignes_de("mot mot mot", 10 * mot) == 1
    assert lignes_de("mot mot mot", mot) == 3
    assert lignes_de("x" * 25, 10 * largeur("x")) == 3
