"""La commande lancée comme à la console : tuyau fermé, encodages, sortie pleine."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import IO, Final

import pytest

from exports.ecriture_annexe import ecrire_annexe
from exports.exemple import chemin_exemple
from financement.valeurs.montants import ESPACE_FINE
from maquettes import lire_dossier
from tests.maquettes.dossier_type import changer, poser

RACINE: Final = Path(__file__).parents[3]
COMMANDE: Final = (sys.executable, "-c", "import sys; from exports.commandes import principal; sys.exit(principal())")
NOYER: Final = str(chemin_exemple())
ENCODAGES: Final = [
    {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


def environnement(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(RACINE), **variables}


@pytest.mark.parametrize("variables", ENCODAGES)
def test_toute_console_recoit_du_francais(variables: dict[str, str], tmp_path: Path) -> None:
    def lancer(*mots: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMANDE, *mots],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            env=environnement(**variables),
        )

    table = lancer("situation", NOYER, "--au", "2015-03-31")
    assert (table.returncode, table.stderr) == (0, "")
    assert "Noyer Doré – Antony" in table.stdout
    assert "97 005 229,70" in table.stdout.replace(ESPACE_FINE, " ")
    assert json.loads(lancer("situation", NOYER, "--format", "json").stdout)["total"]["programme"] == "167000000.00"
    refus = lancer("situation", "été")
    assert refus.returncode == 2
    assert "Traceback" not in refus.stderr
    assert "n’existe pas." in refus.stderr


@pytest.mark.parametrize("mots", [("situation", NOYER, "--par", "operation"), ("controler", NOYER), ("--help",)])
def test_un_tuyau_ferme_ne_laisse_pas_de_trace(mots: tuple[str, ...]) -> None:
    lecture, ecriture = os.pipe()
    os.close(lecture)
    try:
        compte_rendu = subprocess.run(
            [*COMMANDE, *mots], stdout=ecriture, stderr=subprocess.PIPE, text=True, check=False, env=environnement()
        )
    finally:
        os.close(ecriture)
    assert compte_rendu.stderr == ""
    assert compte_rendu.returncode in {0, 1}


@pytest.mark.skipif(os.name != "posix", reason="fermer la sortie d’un programme est une affaire de shell POSIX")
@pytest.mark.parametrize("mots", ["--version", f"situation '{NOYER}'", "--help"])
def test_une_sortie_fermee_ne_laisse_pas_de_trace(mots: str) -> None:
    script = f'exec "$0" "$1" "$2" {mots} >&-'
    compte_rendu = subprocess.run(
        ["/bin/sh", "-c", script, *COMMANDE], capture_output=True, text=True, check=False, env=environnement()
    )
    assert "Traceback" not in compte_rendu.stderr
    assert compte_rendu.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="il n’y a pas de /dev/full sur ce système")
def test_une_sortie_pleine_se_dit_en_francais() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as pleine:
        compte_rendu = subprocess.run(
            [*COMMANDE, "situation", NOYER],
            stdout=pleine,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            env=environnement(),
        )
    assert compte_rendu.returncode == 2
    assert compte_rendu.stderr == (
        "financement : la sortie standard n’a pas pu être écrite en entier : le support est plein ; "
        "aucun autre fichier n’a été écrit.\n"
    )


PLEIN: Final = Path("/dev/full")
exige_un_support_plein = pytest.mark.skipif(not PLEIN.exists(), reason="il n’y a pas de /dev/full sur ce système")


def lancer_vers(sortie: int | IO[str], erreur: int | IO[str], *mots: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMANDE, *map(str, mots)],
        stdout=sortie,
        stderr=erreur,
        encoding="utf-8",
        check=False,
        env=environnement(),
    )


@pytest.fixture
def bloquant(tmp_path: Path) -> Path:
    """Un dossier qui a un constat bloquant : le plan ne fait pas le coût."""
    return poser(tmp_path / "bloquant", plan=changer("plan.csv", ("50000,00", "40000,00")))


def test_le_depart_du_lecteur_ne_change_pas_le_code(bloquant: Path, tmp_path: Path) -> None:
    """``controler`` et ``verifier`` rendent 1 qu’on les lise jusqu’au bout ou non."""
    annexe = tmp_path / "annexe-financiere.html"
    ecrire_annexe(lire_dossier(bloquant), au=date(2012, 12, 31), sortie=tmp_path, formats=("html",))
    annexe.write_text(annexe.read_text(encoding="utf-8").replace("Tilleuls", "Chênes"), encoding="utf-8")
    lecture, ecriture = os.pipe()
    os.close(lecture)
    try:
        rendus = [
            lancer_vers(ecriture, subprocess.PIPE, *mots) for mots in (("controler", bloquant), ("verifier", annexe))
        ]
    finally:
        os.close(ecriture)
    assert [(rendu.returncode, rendu.stderr) for rendu in rendus] == [(1, ""), (1, "")]


@exige_un_support_plein
def test_une_sortie_pleine_dit_ce_qui_est_ecrit(tmp_path: Path) -> None:
    with PLEIN.open("w", encoding="utf-8") as pleine:
        rendu = lancer_vers(pleine, subprocess.PIPE, "convertir", NOYER, tmp_path / "nd.json")
    assert rendu.returncode == 2
    assert rendu.stderr == (
        "financement : la sortie standard n’a pas pu être écrite en entier : le support est plein ; "
        f"est écrit, en entier : « {tmp_path / 'nd.json'} ».\n"
    )
    assert lire_dossier(tmp_path / "nd.json") == lire_dossier(NOYER)


@exige_un_support_plein
def test_une_sortie_d_erreur_pleine_ne_change_pas_le_code(bloquant: Path, tmp_path: Path) -> None:
    with PLEIN.open("w", encoding="utf-8") as pleine:
        rendus = [
            lancer_vers(subprocess.PIPE, pleine, "controler", dossier) for dossier in (bloquant, tmp_path / "absent")
        ]
    assert [rendu.returncode for rendu in rendus] == [1, 2]


def test_un_nom_qui_n_est_pas_de_l_utf_8_se_dit(tmp_path: Path) -> None:
    destination = os.fsencode(tmp_path) + b"/\xe9t\xe9.json"
    rendu = subprocess.run(
        [*COMMANDE, "convertir", NOYER, destination],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environnement(),
    )
    assert (rendu.returncode, rendu.stderr) == (0, "")
    assert rendu.stdout == f"Dossier écrit : {tmp_path}/\\udce9t\\udce9.json\n"
    assert lire_dossier(os.fsdecode(destination)) == lire_dossier(NOYER)
