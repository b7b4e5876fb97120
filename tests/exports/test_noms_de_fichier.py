"""Le nom d’un extrait dit son périmètre, tient sur tout support, et n’est celui d’aucun autre."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.document.elements import Precision
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.livraison.noms_de_fichier import nom_de_base
from financement.valeurs import validation

ADMIS = re.compile(r"annexe-financiere-(financeur|maitre-ouvrage|operation)-[A-Za-z0-9._-]+")
GENRES = [genre for genre in GenrePerimetre if genre is not GenrePerimetre.ENSEMBLE]


def admis(code: str) -> bool:
    """Un périmètre refuse un code vide, que des blancs entourent ou qu’aucun fichier n’écrirait."""
    return bool(code) and validation.texte("code", code) is None


perimetres = st.builds(
    Perimetre,
    genre=st.sampled_from(GENRES),
    code=(st.text(min_size=1, max_size=60) | st.text("aA-_./ é", min_size=1, max_size=4)).filter(admis),
)


def nom(code: str, genre: GenrePerimetre = GenrePerimetre.FINANCEUR) -> str:
    return nom_de_base(Perimetre(genre=genre, code=code))


def test_un_code_ordinaire_est_tel_quel() -> None:
    assert nom_de_base(ENSEMBLE) == "annexe-financiere"
    assert nom_de_base(ENSEMBLE, Precision.EURO) == "annexe-financiere-en-euros"
    assert nom("ANRU") == "annexe-financiere-financeur-ANRU"
    assert nom("9200201-06-0016-001", GenrePerimetre.OPERATION) == "annexe-financiere-operation-9200201-06-0016-001"
    assert nom("VILLE", GenrePerimetre.MAITRE_OUVRAGE) == "annexe-financiere-maitre-ouvrage-VILLE"


@pytest.mark.parametrize(
    ("code", "lisible"),
    [
        ("Ville", "Ville"),
        ("OP 1/2", "OP-1-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\NUL", "C-NUL"),
        ("Département", "D-partement"),
        (".", ""),
        ("é" * 200, ""),
        ("A" * 200, "A" * 40),
    ],
)
def test_un_autre_code_garde_ses_signes_admis_et_une_empreinte(code: str, lisible: str) -> None:
    assert re.fullmatch(rf"annexe-financiere-financeur-{lisible}_[0-9a-f]{{16}}", nom(code))


def test_des_codes_voisins_ont_des_noms_que_tout_support_distingue() -> None:
    codes = ["VILLE", "Ville", "ville", "VILLE.", "VI LLE", "VILLE/", "VILLE\\", "ViLLE", "VILLÉ", "VILLE_", "VILLE-"]
    for un, deux in combinations(codes, 2):
        assert nom(un).casefold() != nom(deux).casefold(), (un, deux)


@given(perimetres, perimetres)
def test_deux_perimetres_n_ont_jamais_le_meme_nom(un: Perimetre, deux: Perimetre) -> None:
    noms = [nom_de_base(perimetre) for perimetre in (un, deux)]
    assert (noms[0].casefold() == noms[1].casefold()) == (un == deux)
    for fichier in noms:
        assert ADMIS.fullmatch(fichier)
        assert len(fichier) < 120
        assert not fichier.endswith((".", " "))
