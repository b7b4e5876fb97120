"""Le type de contenu que déclare chaque partie d’un fichier de bureautique.

Un logiciel lit une partie d’après son nom, un autre d’après son type : d’un autre type, l’un des deux ne la montre pas.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart

__all__ = ["comparer_les_types"]

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_CLASSEUR: Final = f"{_OFFICE}spreadsheetml."
_TEXTE: Final = f"{_OFFICE}wordprocessingml."
_ATTENDUS: Final = (
    (r"(.*/)?_rels/[^/]*\.rels", "application/vnd.openxmlformats-package.relationships+xml"),
    (r"docprops/core\.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    (r"(xl|word)/theme/theme[0-9]+\.xml", f"{_OFFICE}theme+xml"),
    (r"xl/workbook\.xml", f"{_CLASSEUR}sheet.main+xml"),
    (r"xl/worksheets/sheet[0-9]+\.xml", f"{_CLASSEUR}worksheet+xml"),
    (r"xl/styles\.xml", f"{_CLASSEUR}styles+xml"),
    (r"xl/sharedstrings\.xml", f"{_CLASSEUR}sharedStrings+xml"),
    (r"xl/drawings/drawing[0-9]+\.xml", f"{_OFFICE}drawing+xml"),
    (r"xl/charts/chart[0-9]+\.xml", f"{_OFFICE}drawingml.chart+xml"),
    (r"word/document\.xml", f"{_TEXTE}document.main+xml"),
    (r"word/styles\.xml", f"{_TEXTE}styles+xml"),
    (r"word/numbering\.xml", f"{_TEXTE}numbering+xml"),
    (r"word/settings\.xml", f"{_TEXTE}settings+xml"),
    (r"word/fonttable\.xml", f"{_TEXTE}fontTable+xml"),
    (r"word/header[0-9]+\.xml", f"{_TEXTE}header+xml"),
    (r"word/footer[0-9]+\.xml", f"{_TEXTE}footer+xml"),
    (r"word/media/.*\.emf", "image/x-emf"),
    (r"word/media/.*\.wmf", "image/x-wmf"),
    (r"word/media/.*\.png", "image/png"),
)


def comparer_les_types(parties: Collection[str], declares: Sequence[tuple[str, str]]) -> Iterator[Ecart]:
    """Les parties d’un autre type que celui de leur nom ; ``declares`` donne celui de chaque partie ou suffixe.

    >>> [ecart.lieu for ecart in comparer_les_types(["word/media/i.png"], [("png", "image/gif")])]
    ['type de contenu de word/media/i.png']
    """
    par_nom: dict[str, str] = {}
    for nom, declare in declares:
        if nom.casefold() in par_nom:
            yield Ecart(f"type de contenu de {nom}, en double", declare, par_nom[nom.casefold()])
        par_nom.setdefault(nom.casefold(), declare)
    for partie in parties:
        nom = partie.casefold()
        attendu = next((genre for motif, genre in _ATTENDUS if re.fullmatch(motif, nom)), None)
        declare = par_nom.get(nom, par_nom.get(nom.rpartition(".")[2], ABSENT))
        if attendu is not None and declare != attendu:
            yield Ecart(f"type de contenu de {partie}", declare, attendu)
