"""Ce que tous les tests partagent : programmes extérieurs, sauts, tirages d’hypothesis.

Un test marqué ``exige_libreoffice``, ``exige_poppler`` ou ``exige_chromium`` est sauté, raison affichée,
quand le programme manque. La variable ``FINANCEMENT_SANS_SAUT=1`` (intégration continue) change tout saut
en échec.

« make test » écarte les tests marqués ``long``, que « make test-long » lance avec plus de tirages ; « make
test-complet » (intégration continue) les lance tous en un passage.
"""

import os
import shutil
from collections.abc import Generator
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from tests.libreoffice import echec

SANS_SAUT: Final = os.environ.get("FINANCEMENT_SANS_SAUT") == "1"


class Programme(NamedTuple):
    """Un programme extérieur : son nom, les commandes équivalentes qui le lancent, son paquet Debian."""

    nom: str
    commandes: tuple[str, ...]
    paquet: str

    def chemin(self) -> str | None:
        """Le chemin de la première commande présente, ou rien."""
        return next((chemin for commande in self.commandes if (chemin := shutil.which(commande))), None)


PROGRAMMES: Final = {
    "exige_libreoffice": Programme("LibreOffice", ("soffice", "libreoffice"), "libreoffice-calc et libreoffice-writer"),
    "exige_poppler": Programme("poppler", ("pdftoppm",), "poppler-utils"),
    "exige_chromium": Programme("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
}

# Aucun des quatre ne dépend du hasard ni de la vitesse de la machine : mêmes exemples à chaque passage.
_REPRODUCTIBLE: Final = settings(
    derandomize=True, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("bref", _REPRODUCTIBLE, max_examples=5)
settings.register_profile("court", _REPRODUCTIBLE, max_examples=30)
settings.register_profile("integration", _REPRODUCTIBLE, max_examples=50)
settings.register_profile("long", _REPRODUCTIBLE, max_examples=100)
# « exploration » cherche plus loin, à chaque fois ailleurs.
# make test OPTIONS=--hypothesis-profile=exploration
settings.register_profile("exploration", deadline=None, max_examples=2000)
settings.load_profile("court")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Range parmi les longs le test qui lance un tableur ou un navigateur."""
    for item in items:
        if item.get_closest_marker("exige_libreoffice") or item.get_closest_marker("exige_chromium"):
            item.add_marker("long")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Saute le test dont le programme extérieur manque."""
    for marque, programme in PROGRAMMES.items():
        if item.get_closest_marker(marque) and programme.chemin() is None:
            pytest.skip(f"{programme.nom} n’est pas installé (paquet {programme.paquet})")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Change un saut en échec quand les sauts sont interdits."""
    rapport = yield
    if SANS_SAUT and rapport.skipped and not hasattr(rapport, "wasxfail"):
        rapport.outcome = "failed"
        rapport.longrepr = f"Saut interdit (FINANCEMENT_SANS_SAUT=1) : {_raison(rapport)}"
    return rapport


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Change en échec le saut d’un fichier entier quand les sauts sont interdits."""
    rapport = yield
    if SANS_SAUT and rapport.skipped:
        raison = _raison(rapport)
        rapport.outcome = "failed"
        rapport.longrepr = f"Saut interdit (FINANCEMENT_SANS_SAUT=1) : {raison}"
    return rapport


def _raison(rapport: pytest.TestReport | pytest.CollectReport) -> str:
    match rapport.longrepr:
        case (_, _, str(raison)):
            return raison.removeprefix("Skipped: ")
        case autre:
            return str(autre)


@pytest.fixture(scope="session")
def soffice() -> str:
    """La commande de LibreOffice, pour un test marqué ``exige_libreoffice``."""
    return _present("exige_libreoffice")


@pytest.fixture(scope="session")
def libreoffice(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """La commande d’un LibreOffice qui ouvre un classeur, pour un test marqué ``exige_libreoffice``."""
    travail = tmp_path_factory.mktemp("essai_de_calc")
    essai = travail / "essai.csv"
    essai.write_text("1;2\n", encoding="ascii")
    if refus := echec(soffice, essai, "xlsx", travail):
        pytest.skip(f"LibreOffice est installé, mais n’ouvre pas un classeur ({refus})")
    return soffice


@pytest.fixture(scope="session")
def chromium() -> str:
    """Le chemin de Chromium, pour un test marqué ``exige_chromium``."""
    return _present("exige_chromium")


def _present(marque: str) -> str:
    programme = PROGRAMMES[marque]
    chemin = programme.chemin()
    if chemin is None:
        pytest.skip(f"{programme.nom} n’est pas installé (paquet {programme.paquet})")
    return chemin
