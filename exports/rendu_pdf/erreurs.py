"""Ce qui empêche d'écrire un pdf."""

__all__ = ["PdfImpossible"]


class PdfImpossible(Exception):
    """Le compilateur a refusé le document, ou a averti : le pdf ne serait pas conforme. Le message dit pourquoi."""
