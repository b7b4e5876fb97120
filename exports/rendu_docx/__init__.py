"""Le rendu Word d’un document : :func:`rendre_docx`."""

from exports.rendu_docx.rendu import rendre_docx

__all__ = ["rendre_docx"]
