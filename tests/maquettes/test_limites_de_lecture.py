"""La taille permise suit la mémoire : ce que la lecture et les calculs en prennent vraiment, mesuré."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from exports.commandes import principal
from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from maquettes import ecrire_dossier, lire_dossier
from maquettes.description.limites_de_lecture import MEMOIRE, limite_de_lecture
from tests.bench.generateur import ecrire_dossiers, inventer_portefeuille

RACINE: Final = Path(__file__).parents[2]
ETAT: Final = Path("/proc/self/status")
AU: Final = "2015-03-31"
# Lire, contrôler et clore un dossier, puis un autre : ce que le second a fait monter de la mémoire prise au plus.
PROGRAMME: Final = """
import re, sys
from datetime import date
from pathlib import Path
from financement import calculer_cloture, controler
from maquettes import lire_dossier

def pointe(chemin):
    projet = lire_dossier(chemin)
    controler(projet)
    calculer_cloture(projet, au=date(2015, 3, 31))
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

petite, grande = map(pointe, sys.argv[1:])
print(grande - petite)
"""


def dossier(lieu: Path, mouvements: int) -> Path:
    (ecrit,) = ecrire_dossiers(inventer_portefeuille(1, 1, mouvements), lieu)
    return ecrit


@pytest.mark.parametrize(
    ("nom", "limite"),
    [
        ("journal.csv", 500_000_000),
        ("plan.csv", 400_000_000),
        ("convention.json", 400_000_000),
        ("convention.toml", 3_000_000),
        ("maquette.xlsx", 50_000_000),
    ],
)
def test_la_limite_de_chaque_forme(nom: str, limite: int) -> None:
    assert limite_de_lecture(nom) == limite


@pytest.fixture(scope="module")
def formes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path, int]]:
    """Par forme : un petit dossier, un grand, et le nombre d’octets du grand que la limite concerne."""
    lieu = tmp_path_factory.mktemp("formes")
    petit, grand, moyen = (dossier(lieu / str(nombre), nombre) for nombre in (2_000, 100_000, 20_000))
    for source in (petit, moyen):
        ecrire_dossier(lire_dossier(source), lieu / f"{source.parent.name}.json")
    jsons = lieu / "2000.json", lieu / "20000.json"
    return {
        "journal.csv": (petit, grand, (grand / "journal.csv").stat().st_size),
        "dossier.json": (*jsons, jsons[1].stat().st_size),
    }


@pytest.mark.long
@pytest.mark.skipif(not ETAT.exists(), reason="la mémoire prise au plus se lit dans /proc")
@pytest.mark.parametrize("nom", ["journal.csv", "dossier.json"])
def test_un_fichier_a_la_limite_tient_dans_la_memoire_annoncee(
    nom: str, formes: dict[str, tuple[Path, Path, int]]
) -> None:
    petit, grand, octets = formes[nom]
    commande = [sys.executable, "-c", PROGRAMME, str(petit), str(grand)]
    prise = int(subprocess.run(commande, capture_output=True, text=True, check=True, cwd=RACINE).stdout)
    # Rapportée au fichier, puis à la limite : sans division.
    assert prise * limite_de_lecture(nom) <= MEMOIRE * octets, prise


@pytest.mark.long
def test_un_journal_de_plus_de_cinquante_millions_d_octets_se_lit(tmp_path: Path) -> None:
    source = dossier(tmp_path, 2_000)
    journal = source / "journal.csv"
    entete, *lignes = journal.read_text(encoding="utf-8-sig").splitlines()
    longues = [f"{ligne.rpartition(';')[0]};{'L' * 1_950}" for ligne in lignes if '"' not in ligne] * 14
    journal.write_text("\n".join([entete, *longues]), encoding="utf-8")
    assert journal.stat().st_size > 50_000_000
    assert len(lire_dossier(source).journal) == len(longues)


@pytest.fixture
def objets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Le rang de chaque mouvement d’un journal en colonnes dont on fait un objet."""
    faits: list[int] = []
    faire: Callable[[JournalEnColonnes, int], Mouvement] = JournalEnColonnes.mouvement

    def noter(journal: JournalEnColonnes, rang: int) -> Mouvement:
        faits.append(rang)
        return faire(journal, rang)

    monkeypatch.setattr(JournalEnColonnes, "mouvement", noter)
    return faits


@pytest.mark.parametrize("mots", [("situation",), ("cloture", "--au", AU), ("controler", "--au", AU), ("controler",)])
def test_les_commandes_ne_font_pas_un_objet_par_mouvement(
    mots: tuple[str, ...], tmp_path: Path, objets: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    source = dossier(tmp_path, 6_000)
    assert isinstance(lire_dossier(source).journal, JournalEnColonnes)
    assert principal([mots[0], str(source), *mots[1:]]) in {0, 1}
    assert capsys.readouterr().out
    # Ceux que des constats désignent, et eux seuls.
    assert len(objets) < 200
