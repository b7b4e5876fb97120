"""Adresses de cellules : aller et retour, et ce qui n’en est pas une."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.tableur.adresses import adresse, adresse_de, colonne_lettres


@pytest.mark.parametrize(
    ("texte", "place"),
    [("A1", (0, 0)), ("F12", (11, 5)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD1048576", (1_048_575, 16_383))],
)
def test_une_adresse_et_sa_place(texte: str, place: tuple[int, int]) -> None:
    assert adresse_de(texte) == place
    assert adresse(*place) == texte


@pytest.mark.parametrize("texte", ["", "A", "1", "A0", "A01", "a1", "$A$1", "A1:B2", "A1 ", "AAAA1", "A12345678", "É1"])
def test_ce_qui_n_est_pas_une_adresse(texte: str) -> None:
    with pytest.raises(ValueError, match="n’est pas l’adresse d’une cellule"):
        adresse_de(texte)


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_toute_place_a_une_adresse(ligne: int, colonne: int) -> None:
    assert adresse_de(adresse(ligne, colonne)) == (ligne, colonne)
    assert adresse(0, colonne) == f"{colonne_lettres(colonne)}1"
