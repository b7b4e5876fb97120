"""La maquette de l’exemple, écrite une fois par passage."""

from datetime import date
from pathlib import Path

import pytest

from financement.dossier.projet import Projet
from maquettes import lire_dossier
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
