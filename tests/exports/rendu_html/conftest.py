"""La page de l’annexe et celle du petit document, rendues une fois, et un navigateur partagé."""

from collections.abc import Iterator

import pytest

from exports.document.document import Document
from exports.rendus.html import rendre_html
from financement.dossier.projet import Projet
from maquettes.assemblage.dossier_json import texte_canonique
from tests.chromium import Page, ouvrir
from tests.exports.rendu_html.petit import DOSSIER, petit_document


@pytest.fixture(scope="session")
def dossier(noyer_dore: Projet) -> str:
    return texte_canonique(noyer_dore)


@pytest.fixture(scope="session")
def page_annexe(annexe: Document, dossier: str) -> bytes:
    return rendre_html(annexe, dossier=dossier)


@pytest.fixture(scope="session")
def petite_page() -> bytes:
    return rendre_html(petit_document(), dossier=DOSSIER)


@pytest.fixture(scope="session")
def navigateur(chromium: str) -> Iterator[Page]:
    with ouvrir(chromium) as page:
        page.aller("data:text/html,<span>1 250,50</span>")
        if not page.evaluer("document.querySelector('span').offsetWidth"):
            pytest.skip("Chromium est installé, mais n’a aucune police")
        page.dimensionner(1600, 1000)
        yield page


@pytest.fixture(scope="session")
def url_annexe(page_annexe: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    chemin = tmp_path_factory.mktemp("html") / "annexe.html"
    chemin.write_bytes(page_annexe)
    return chemin.as_uri()


@pytest.fixture(scope="session")
def url_petite(petite_page: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    chemin = tmp_path_factory.mktemp("html") / "petite.html"
    chemin.write_bytes(petite_page)
    return chemin.as_uri()
