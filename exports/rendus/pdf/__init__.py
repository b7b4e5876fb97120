"""Le rendu pdf d’un document : :func:`rendre_pdf`, ce qu’il joint, ce qui l’en empêche."""

from exports.rendus.pdf.erreurs import PdfImpossible
from exports.rendus.pdf.pieces import PieceJointe
from exports.rendus.pdf.rendu import rendre_pdf

__all__ = ["PdfImpossible", "PieceJointe", "rendre_pdf"]
