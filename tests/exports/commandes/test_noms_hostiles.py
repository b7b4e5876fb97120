"""Des noms qui commanderaient l’écran : aucune commande ne les imprime tels quels, aucun programme ne les perd."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from exports.exemple import chemin_exemple
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import changer, poser

HOSTILE: Final = "d\x1b[0m\u202e\nzut"
MONTRE: Final = "d\\u001b[0m\\u202e\\u000azut"
COMMANDES: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
AU: Final = ("--au", "2012-12-31")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Un dossier au nom hostile, dont le plan a une faute."""
    return poser(tmp_path / HOSTILE, plan=changer("plan.csv", ("50000,00", "cinq")))


def test_aucune_commande_n_imprime_un_nom_qui_commande(hostile: Path, tmp_path: Path, financement: Commande) -> None:
    sain = poser(tmp_path / "sain")
    for mots in (
        ("situation", hostile / "absent"),
        ("situation", hostile / "convention.toml"),
        ("comparer", hostile, sain),
        ("convertir", sain, hostile),
        ("convertir", sain, hostile / "n" / "d.json"),
        ("convertir", sain, tmp_path / f"x.{HOSTILE}"),
        ("convertir", sain, tmp_path / f"{HOSTILE}.json"),
        ("maquette", sain, hostile),
        ("maquette", sain, tmp_path / f"{HOSTILE}.xlsx"),
        ("annexe", sain, *AU, "--formats", "csv", "--sortie", tmp_path / f"a{HOSTILE}"),
        ("annexe", sain, *AU, "--formats", "csv", "--sortie", hostile / "plan.csv"),
        ("avenant", sain, *AU, "--vers", tmp_path / f"v{HOSTILE}"),
        ("controler", hostile, "--annoter", tmp_path / "c.xlsx"),
        ("portefeuille", sain, hostile, *AU, "--xlsx", tmp_path / f"s{HOSTILE}.xlsx"),
        ("verifier", hostile / "plan.csv"),
        ("verifier", tmp_path / f"{HOSTILE}.pdf"),
        ("situation", sain, f"--{HOSTILE}"),
        ("situation", sain, "--famille", HOSTILE),
    ):
        reponse = financement(*mots)
        dit = reponse.sortie + reponse.erreur
        assert not COMMANDES.search(dit), (mots, dit)
        # Un saut de ligne dans le nom n'en fait pas un dans le message.
        assert "\nzut" not in dit, (mots, dit)
        assert MONTRE in dit or "zut" not in dit, (mots, dit)


def test_un_programme_recoit_le_nom_tel_qu_il_est(hostile: Path, financement: Commande) -> None:
    reponse = financement("portefeuille", hostile, chemin_exemple(), *AU, "--format", "json")
    assert not COMMANDES.search(reponse.sortie)
    lu = json.loads(reponse.sortie)
    assert lu["refus"][0]["dossiers"] == [str(hostile)]


@pytest.mark.parametrize("forme", ["table", "json", "csv"])
def test_un_voisin_absent_au_nom_hostile_se_dit_echappe(tmp_path: Path, financement: Commande, forme: str) -> None:
    """Le csv d’identification seul : chaque fichier qui devrait l’accompagner manque, et son nom est hostile."""
    sain = poser(tmp_path / "sain")
    assert financement("annexe", sain, *AU, "--formats", "csv", "--sortie", tmp_path / "a").code == 0
    (identification,) = (tmp_path / "a").glob("*-identification.csv")
    seul = tmp_path / f"{HOSTILE}-identification.csv"
    seul.write_bytes(identification.read_bytes())
    reponse = financement("verifier", seul, sain, "--format", forme)
    assert reponse.code == 1
    assert not COMMANDES.search(reponse.sortie + reponse.erreur)
    if forme == "json":
        assert {ecart["lieu"] for ecart in json.loads(reponse.sortie)["ecarts"]} >= {f"fichier {HOSTILE}-avenants.csv"}
    else:
        assert f"fichier {MONTRE}-avenants.csv" in reponse.sortie
