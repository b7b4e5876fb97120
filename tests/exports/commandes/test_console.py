"""La commande lancée comme à la console : tuyau fermé, encodages, sortie pleine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from exports.exemple import chemin_exemple
from financement.montants import ESPACE_FINE

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
    assert "n'existe pas." in refus.stderr


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


@pytest.mark.skipif(os.name != "posix", reason="fermer la sortie d'un programme est une affaire de shell POSIX")
@pytest.mark.parametrize("mots", ["--version", f"situation '{NOYER}'", "--help"])
def test_une_sortie_fermee_ne_laisse_pas_de_trace(mots: str) -> None:
    script = f'exec "$0" "$1" "$2" {mots} >&-'
    compte_rendu = subprocess.run(
        ["/bin/sh", "-c", script, *COMMANDE], capture_output=True, text=True, check=False, env=environnement()
    )
    assert "Traceback" not in compte_rendu.stderr
    assert compte_rendu.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="il n'y a pas de /dev/full sur ce système")
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
    assert "« sortie standard » : le support est plein." in compte_rendu.stderr
    assert "Traceback" not in compte_rendu.stderr
