"""L'annexe du Noyer Doré et un petit document, rendus une fois pour tous les tests du rendu Word."""

from pathlib import Path

import pytest

from exports.document import Document
from exports.rendu_docx import rendre_docx
from tests.exports.rendu_docx.petit import petit_document


@pytest.fixture(scope="session")
def annexe_docx(annexe: Document) -> bytes:
    return rendre_docx(annexe)


@pytest.fixture(scope="session")
def petit_docx() -> bytes:
    return rendre_docx(petit_document())


@pytest.fixture(scope="session")
def writer(libreoffice: str) -> str:
    """Le chemin d'un LibreOffice qui ouvre un fichier Word : le tableur seul ne le sait pas."""
    if not (Path(libreoffice).resolve().parent / "libswlo.so").is_file():
        pytest.skip("LibreOffice Writer n'est pas installé (paquet libreoffice-writer)")
    return libreoffice
