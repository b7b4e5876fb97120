"""L’annexe du petit dossier, écrite une fois dans chaque format."""

from pathlib import Path

import pytest

from tests.exports.verification.jeux import VERIFIABLES, Jeu, copier_jeu, ecrire_jeu


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Jeu:
    return ecrire_jeu(tmp_path_factory.mktemp("verification"), VERIFIABLES)


@pytest.fixture
def jeu(modele: Jeu, tmp_path: Path) -> Jeu:
    return copier_jeu(modele, tmp_path)
