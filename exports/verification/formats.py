"""Reconnaître le format d’un document à son contenu, jamais à son nom."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from exports.livraison.paquets import PYPDF, exiger
from exports.verification.commun.lecture import DocumentLu, Lecteur, refus
from exports.verification.docx.lecture import DOCX
from exports.verification.html.lecture import HTML
from exports.verification.lecture_csv import CSV
from exports.verification.pdf.lecture import PDF
from exports.verification.xlsx.lecture import XLSX

__all__ = ["LECTEURS", "reconnaitre"]

LECTEURS: Final[Mapping[str, Lecteur]] = MappingProxyType(
    {"xlsx": XLSX, "pdf": PDF, "docx": DOCX, "html": HTML, "csv": CSV}
)

_ARCHIVE: Final = b"PK\x03\x04"
_PARTIES: Final = ((b"xl/workbook.xml", "xlsx"), (b"word/document.xml", "docx"))
_SCDL: Final = b"nomAttribuant,"
_DEBUT: Final = 1024


def reconnaitre(document: DocumentLu) -> str:
    """Le format du document ; lève ``SourceRefusee`` si aucun ne convient, ``PaquetAbsent`` s’il faut un paquet."""
    octets = document.octets
    debut = octets[:_DEBUT]
    if debut.startswith(b"%PDF-"):
        exiger("pdf", PYPDF)
        return "pdf"
    if debut.startswith(_ARCHIVE):
        for partie, trouve in _PARTIES:
            if partie in octets:
                return trouve
        raise refus(document.nom, "c’est une archive d’un autre genre")
    if b"<!doctype html" in debut.lower():
        return "html"
    if not octets:
        raise refus(document.nom, "il est vide")
    if debut.startswith(_SCDL):
        raise refus(document.nom, "un fichier scdl ne porte pas de sceau")
    if b"\0" in debut or b";" not in debut:
        raise refus(document.nom, "son contenu n’est celui d’aucun format connu")
    return "csv"
