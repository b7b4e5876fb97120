"""L’annexe du Noyer Doré et un petit document, rendus une fois pour tous les tests du rendu Word."""

from pathlib import Path
from typing import NamedTuple

import pytest

from exports.document.document import Document
from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.petit import petit_document
from tests.libreoffice import convertir, ecarter_polices, echec


@pytest.fixture(scope="session")
def annexe_docx(annexe: Document) -> bytes:
    return rendre_docx(annexe)


@pytest.fixture(scope="session")
def petit_docx() -> bytes:
    return rendre_docx(petit_document())


class Imprimeur(NamedTuple):
    """LibreOffice, et la configuration des polices qu’il voit (``None`` : celles du système)."""

    soffice: str
    polices: Path | None

    def imprimer(self, octets: bytes, travail: Path) -> Path:
        """Le pdf d’un fichier Word."""
        chemin = travail / "annexe.docx"
        chemin.write_bytes(octets)
        (pdf,) = convertir(self.soffice, [chemin], "pdf", travail, self.polices)
        return pdf


@pytest.fixture(scope="session", params=[(), ("Carlito", "Calibri")], ids=["polices du système", "sans Carlito"])
def imprimeur(request: pytest.FixtureRequest, soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Imprimeur:
    """Un LibreOffice qui imprime un fichier Word, avec les polices du système puis sans celle des nôtres."""
    travail = tmp_path_factory.mktemp("essai_de_writer")
    polices = ecarter_polices(request.param, travail) if request.param else None
    essai = travail / "essai.docx"
    essai.write_bytes(rendre_docx(petit_document()))
    if refus := echec(soffice, essai, "pdf", travail, polices):
        pytest.skip(f"LibreOffice est installé, mais n’imprime pas un fichier Word ({refus})")
    return Imprimeur(soffice, polices)
