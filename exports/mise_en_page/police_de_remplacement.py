"""La place d’un texte quand la police demandée manque : celle des polices de remplacement usuelles la plus large.

Un fichier Word ne porte pas ses polices. Sans Calibri ni Carlito, le lecteur en prend une autre, d’un tiers plus large
pour DejaVu Sans ; un montant qui n’y tiendrait plus dans sa colonne serait coupé au milieu d’un nombre.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from exports.mise_en_page.police import Graisse, chasses

__all__ = ["largeur_au_plus"]

_NORMALES: Final = MappingProxyType(
    dict.fromkeys("0123456789€", 636)
    | dict.fromkeys(",.", 318)
    | {"−": 838, "–": 500, "-": 361, "/": 386, "%": 950, " ": 318, "\u00a0": 318, "\u202f": 226}
)
_GRASSES: Final = MappingProxyType(
    dict.fromkeys("0123456789€", 696)
    | dict.fromkeys(",.", 380)
    | {"−": 838, "–": 500, "-": 415, "/": 430, "%": 1002, " ": 348, "\u00a0": 348, "\u202f": 226}
)
"""Les caractères d’un nombre ou d’une date, en millièmes de cadratin : DejaVu Sans, ou Carlito si plus large."""

_LETTRE: Final = 14
_SUR: Final = 10
"""Un mot de DejaVu Sans grasse, rapporté au même de Carlito, fait au plus les quatorze dixièmes."""


def largeur_au_plus(texte: str, graisse: Graisse = Graisse.NORMALE) -> int:
    """La largeur du texte dans la plus large des polices usuelles, en millièmes de cadratin ; exacte pour un nombre.

    >>> largeur_au_plus("−1,00")
    3064
    """
    larges: Mapping[str, int] = _GRASSES if graisse is Graisse.GRASSE else _NORMALES
    connues = chasses(graisse)
    return sum(larges.get(c) or connues.get(c, 1000) * _LETTRE // _SUR for c in texte)
