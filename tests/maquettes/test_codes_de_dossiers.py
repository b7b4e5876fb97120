"""Le code d’un dossier, lu seul, est celui que rend la lecture entière."""

from pathlib import Path
from typing import Final

import pytest

from maquettes import convertir, ecrire_dossier, lire_dossier
from maquettes.portefeuille.codes_de_dossiers import lire_code
from tests.maquettes.dossier_type import changer, poser
from tests.maquettes.maquette.petite import PETIT
from tests.maquettes.maquettes_abimees import ecrire_maquette_abimee

CODE: Final = "=Îlot n° 3;"


@pytest.mark.parametrize("nom", ["dossier", "dossier.json", "dossier.xlsx"])
def test_les_trois_formes(tmp_path: Path, nom: str) -> None:
    source = poser(tmp_path / "source", convention=changer("convention.toml", ('code = "C1"', f'code = " {CODE} "')))
    convertir(source, tmp_path / nom)
    assert lire_dossier(tmp_path / nom).convention.code == CODE
    assert lire_code(tmp_path / nom) == CODE


def test_un_dossier_fautif_ailleurs_a_un_code(tmp_path: Path) -> None:
    """Ses lignes du journal commun ne sont pas celles d’une convention inconnue."""
    poser(tmp_path / "a", plan="n’importe quoi")
    assert lire_code(tmp_path / "a") == "C1"


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("absent", None),
        ("absent.json", None),
        ("absent.xlsx", None),
        ("nul\0octet", None),
        ("x" * 5000, None),
        ("autre.txt", b"C1"),
        ("abime.xlsx", b"PK"),
        ("abime.json", b'{"convention": '),
        ("octets.json", b"\xff"),
        ("liste.json", b"[]"),
        ("profond.json", b"[" * 200_000),
        ("sans.json", b'{"format": 1}'),
        ("nombre.json", b'{"convention": {"code": 3}}'),
        ("vide.json", b'{"convention": {"code": ""}}'),
    ],
)
def test_un_code_qui_ne_se_lit_pas(tmp_path: Path, nom: str, contenu: bytes | None) -> None:
    chemin = tmp_path / nom
    if contenu is not None:
        chemin.write_bytes(contenu)
    assert lire_code(chemin) is None


def test_un_repertoire_sans_convention_n_a_pas_de_code(tmp_path: Path) -> None:
    assert lire_code(tmp_path) is None
    (tmp_path / "convention.toml").write_text("[convention]\ncode = 3\n", encoding="utf-8")
    assert lire_code(tmp_path) is None


def test_un_classeur_d_un_autre_n_est_pas_lu(tmp_path: Path) -> None:
    """Sans la marque d’une maquette, ses feuilles ne s’ouvrent pas, si longues soient-elles."""
    ecrire_dossier(PETIT, tmp_path / "d")
    ecrire_maquette_abimee(tmp_path / "autre.xlsx", "sans sa marque", tmp_path / "d")
    assert lire_code(tmp_path / "autre.xlsx") is None
