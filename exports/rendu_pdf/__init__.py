"""Le rendu pdf d’un document : :func:`rendre_pdf`, ce qu’il joint, ce qui l’en empêche."""

from exports.rendu_pdf.erreurs import PdfImpossible
from exports.rendu_pdf.pieces import PieceJointe
from exports.rendu_pdf.rendu import rendre_pdf

__all__ = ["PdfImpossible", "PieceJointe", "rendre_pdf"]
