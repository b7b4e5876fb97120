"""La maquette de l’exemple et la vierge, écrites, ouvertes et relues une fois par passage."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from financement.dossier.projet import Projet
from maquettes import MaquetteLue, lire_dossier, lire_maquette
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.ecriture import maquette_du_projet, maquette_vierge

EXEMPLE = Path(__file__).parents[3] / "examples" / "noyer_dore"
ARRETE = date(2015, 3, 31)


@pytest.fixture(scope="session")
def noyer_dore() -> Projet:
    """Le projet de l’exemple."""
    return lire_dossier(EXEMPLE)


@pytest.fixture(scope="session")
def maquette(noyer_dore: Projet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La maquette de l’exemple, arrêtée au 31 mars 2015."""
    chemin = tmp_path_factory.mktemp("maquette") / "noyer.xlsx"
    chemin.write_bytes(maquette_du_projet(noyer_dore, Reglages(au=ARRETE)))
    return chemin


@pytest.fixture(scope="session")
def vierge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La maquette vierge."""
    chemin = tmp_path_factory.mktemp("vierge") / "vierge.xlsx"
    chemin.write_bytes(maquette_vierge())
    return chemin


@pytest.fixture(scope="session")
def relue(maquette: Path) -> MaquetteLue:
    """Ce que la bibliothèque relit de la maquette."""
    return lire_maquette(maquette)


@pytest.fixture(scope="session")
def valeurs(maquette: Path) -> openpyxl.Workbook:
    """Les valeurs enregistrées, sans recalcul ; à lire seulement."""
    return openpyxl.load_workbook(maquette, data_only=True)


@pytest.fixture(scope="session")
def classeur(maquette: Path) -> openpyxl.Workbook:
    """Le classeur, formules comprises ; à lire seulement."""
    return openpyxl.load_workbook(maquette)
