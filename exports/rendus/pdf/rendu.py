"""Le document en pdf : des pages A3 couchées, archivables (PDF/A-3a) et accessibles (PDF/UA-1)."""

from collections.abc import Sequence
from typing import Final

from exports.document.document import Document
from exports.rendus.pdf.compilation import compiler
from exports.rendus.pdf.donnees import decrire_document
from exports.rendus.pdf.erreurs import PdfImpossible
from exports.rendus.pdf.pieces import PieceJointe

__all__ = ["NOM_DU_SCEAU", "rendre_pdf"]

NOM_DU_SCEAU: Final = "sceau.json"
"""Le nom de la pièce jointe qui porte le sceau du document."""


def rendre_pdf(document: Document, pieces: Sequence[PieceJointe] = ()) -> bytes:
    """Le pdf, octet pour octet le même pour un même document et les mêmes pièces.

    Le sceau du document y est toujours joint. Lève :class:`PdfImpossible` si le compilateur refuse ou avertit, ou si
    deux pièces portent le même nom ; ``ImportError`` si le compilateur ou pikepdf n’est pas installé.
    """
    sceau = PieceJointe(
        nom=NOM_DU_SCEAU,
        octets=document.sceau.texte().encode("ascii"),
        type_mime="application/json",
        description="Sceau du document : logiciel, empreintes du dossier et des règles, date d’arrêté",
    )
    jointes = (sceau, *pieces)
    noms = [piece.nom for piece in jointes]
    doubles = sorted({nom for nom in noms if noms.count(nom) > 1})
    if doubles:
        raise PdfImpossible(f"Des pièces jointes portent le même nom : {', '.join(doubles)}.")
    return compiler(decrire_document(document), jointes)
