"""Une date et son numéro de série dans un tableur."""

from datetime import date
from typing import Final

__all__ = ["jour_de", "serie"]

_ORIGINE: Final = date(1899, 12, 30).toordinal()


def serie(jour: date) -> int:
    """Le numéro de série d’une date dans un tableur."""
    return jour.toordinal() - _ORIGINE


def jour_de(numero: int) -> date:
    """La date de ce numéro de série."""
    return date.fromordinal(_ORIGINE + numero)
