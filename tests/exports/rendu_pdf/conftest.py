"""Les pdf que lisent les tests, écrits une fois."""

from pathlib import Path
from typing import Final

import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.rendus.pdf import PieceJointe, rendre_pdf
from tests.exports.conftest import AU
from tests.exports.dossiers import dossier_de_tension, dossier_hostile
from tests.exports.rendu_pdf.documents import complet

PIECES: Final = (
    PieceJointe(nom="dossier.json", octets=b'{"a":1}\n\x00\xff', type_mime="application/json", description="Dossier"),
    PieceJointe(nom="à lire.csv", octets=bytes(range(256)), type_mime="text/csv", description="Tableau, en csv"),
)


def _ecrire(chemin: Path, document: Document) -> Path:
    chemin.write_bytes(rendre_pdf(document, PIECES))
    return chemin


@pytest.fixture(scope="session")
def dossier_des_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pdf")


@pytest.fixture(scope="session")
def pdf_annexe(annexe: Document, dossier_des_pdf: Path) -> Path:
    return _ecrire(dossier_des_pdf / "annexe.pdf", annexe)


@pytest.fixture(scope="session")
def pdf_complet(dossier_des_pdf: Path) -> Path:
    return _ecrire(dossier_des_pdf / "complet.pdf", complet())


@pytest.fixture(scope="session")
def hostile() -> Document:
    return composer_annexe(dossier_hostile(), au=AU)


@pytest.fixture(scope="session")
def pdf_hostile(hostile: Document, dossier_des_pdf: Path) -> Path:
    return _ecrire(dossier_des_pdf / "hostile.pdf", hostile)


@pytest.fixture(scope="session")
def tension() -> Document:
    return composer_annexe(dossier_de_tension(operations=30), au=AU)


@pytest.fixture(scope="session")
def pdf_tension(tension: Document, dossier_des_pdf: Path) -> Path:
    return _ecrire(dossier_des_pdf / "tension.pdf", tension)
