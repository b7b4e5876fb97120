"""Le banc mesure ce qu’il dit : la mémoire de l’enfant, des rapports en français, des soldes qui s’accordent."""

import subprocess
import sys
from pathlib import Path

import pytest

from exports.commandes import principal
from tests.bench.commandes import lire_situation, multiplier_l_exemple, soldes_du_journal
from tests.bench.generateur import ecrire_dossiers, inventer_portefeuille
from tests.bench.mesure import Comparaison, croissance, en_francais
from tests.bench.page import composer


def test_la_memoire_mesuree_n_est_pas_celle_du_parent(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.bench.mesure import lancer;"
        "poids = bytearray(400_000_000);"
        f"print(lancer([sys.executable, '-S', '-c', 'pass'], Path({str(tmp_path / 's')!r})).memoire)"
    )
    rendu = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert 1_000_000 < int(rendu.stdout) < 100_000_000


def test_la_situation_trouve_les_soldes_du_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (dossier,) = ecrire_dossiers(inventer_portefeuille(7, 1, 1_000), tmp_path)
    assert principal(["situation", str(dossier), "--par", "operation,financeur,exercice", "--format", "csv"]) == 0
    assert lire_situation(capsys.readouterr().out) == soldes_du_journal(dossier / "journal.csv")


def test_l_exemple_multiplie_a_chaque_operation_en_autant_d_exemplaires(tmp_path: Path) -> None:
    nombres = [
        len((multiplier_l_exemple(facteur, tmp_path / str(facteur)) / "operations.csv").read_text().splitlines()) - 1
        for facteur in (1, 3)
    ]
    assert nombres[1] == 3 * nombres[0]


def test_un_cout_proportionnel_a_l_exposant_un() -> None:
    assert croissance({100: 3, 1_000: 30, 10_000: 300}) == pytest.approx(1)
    assert croissance({10: 1, 100: 100}) == pytest.approx(2)


@pytest.mark.parametrize(
    ("valeur", "texte"), [(0.05, "1/20"), (0.5, "0,5"), (1.284, "1,28"), (27.31, "27,3"), (1234, "1234")]
)
def test_un_rapport_s_ecrit_en_francais(valeur: float, texte: str) -> None:
    assert en_francais(valeur) == texte


def test_la_page_dit_chaque_rapport_sa_cible_et_si_elle_est_tenue() -> None:
    comparaisons = [
        Comparaison(libelle="financement x / y", valeur=0.04, au_plus=0.05),
        Comparaison(libelle="financement z / y", valeur=0.3, au_plus=0.05),
        Comparaison(libelle="financement z / w", valeur=None, au_plus=0.5, empechement="outil absent"),
    ]
    page = composer(comparaisons, "Machine de cet essai.")
    assert "| financement x / y | 1/25 | 1/20 | tenue |" in page
    assert "| financement z / y | 0,3 | 1/20 | NON TENUE |" in page
    assert "| financement z / w | non mesuré : outil absent | 0,5 |  |" in page
    assert page.endswith("Machine de cet essai.\n")
