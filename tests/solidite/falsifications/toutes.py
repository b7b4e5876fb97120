"""Toutes les falsifications, dans un ordre qui mêle les formats."""

from itertools import chain, zip_longest
from typing import Final

from tests.solidite.falsifications import (
    ambigus,
    csv,
    discrets,
    docx,
    doubles,
    html,
    pdf,
    pdf_a_la_lettre,
    pdf_en_paquet,
    xlsx,
)
from tests.solidite.falsifications.genres import Falsification

__all__ = ["FALSIFICATIONS"]

_PAR_FORMAT: Final = tuple(
    module.FALSIFICATIONS
    for module in (xlsx, docx, pdf, html, csv, ambigus, doubles, discrets, pdf_a_la_lettre, pdf_en_paquet)
)

FALSIFICATIONS: Final[tuple[Falsification, ...]] = tuple(
    falsification for falsification in chain.from_iterable(zip_longest(*_PAR_FORMAT)) if falsification is not None
)
