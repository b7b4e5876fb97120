"""Le rendu Word d’un document : :func:`rendre_docx`."""

from exports.rendus.docx.rendu import rendre_docx

__all__ = ["rendre_docx"]
