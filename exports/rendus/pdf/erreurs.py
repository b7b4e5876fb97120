"""Ce qui empêche d’écrire un pdf."""

from financement.fautes.faute import ErreurFinancement

__all__ = ["PdfImpossible"]


class PdfImpossible(ErreurFinancement):
    """Le compilateur a refusé le document, ou a averti : le pdf ne serait pas conforme. Le message dit pourquoi."""
