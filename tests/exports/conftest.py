"""Le Noyer Doré, lu et rendu une fois pour tous les tests des exports."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.exemple import chemin_exemple
from exports.rendus.xlsx.rendu import rendre_xlsx
from financement.dossier.projet import Projet
from maquettes import lire_dossier

AU: Final = date(2015, 3, 31)


@pytest.fixture(scope="session")
def noyer_dore() -> Projet:
    return lire_dossier(chemin_exemple())


@pytest.fixture(scope="session")
def annexe(noyer_dore: Projet) -> Document:
    return composer_annexe(noyer_dore, au=AU)


@pytest.fixture(scope="session")
def classeur(annexe: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("annexe") / "annexe-financiere.xlsx"
    chemin.write_bytes(rendre_xlsx(annexe))
    return chemin
