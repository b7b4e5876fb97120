"""Ce que désignent les relations d’un fichier de bureautique : chaque partie une fois, sous le genre de son nom.

Deux logiciels ne prennent pas la même de deux relations de même genre ou de même identifiant, et une partie au nom
ordinaire peut être désignée comme un commentaire, un second corps ou d’autres styles.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.ooxml.arbre import Noeud

__all__ = ["comparer_les_relations"]

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PROPRIETES: Final = frozenset({"core-properties", "extended-properties", "custom-properties", "classificationlabels"})
_DE_MICROSOFT: Final = frozenset({"chartStyle", "chartColorStyle"})
_REPETEES: Final = frozenset({"worksheet", "header", "footer", "image", "chart", "drawing", "hyperlink"})
_SANS_RELATION: Final = re.compile(r"(?i)\[content_types\]\.xml|.*\.rels")
_COMMUNES: Final = {
    "core-properties": r"docProps/core\.xml",
    "extended-properties": r"docProps/app\.xml",
    "custom-properties": r"docProps/custom\.xml",
    "classificationlabels": r"docMetadata/LabelInfo\.xml",
}
_DES_CLASSEURS: Final = {
    "officeDocument": r"xl/workbook\.xml",
    "worksheet": r"xl/worksheets/sheet[0-9]+\.xml",
    "styles": r"xl/styles\.xml",
    "sharedStrings": r"xl/sharedStrings\.xml",
    "theme": r"xl/theme/theme1\.xml",
    "calcChain": r"xl/calcChain\.xml",
    "sheetMetadata": r"xl/metadata\.xml",
    "drawing": r"xl/drawings/drawing[0-9]+\.xml",
    "chart": r"xl/charts/chart[0-9]+\.xml",
    "chartStyle": r"xl/charts/style[0-9]+\.xml",
    "chartColorStyle": r"xl/charts/colors[0-9]+\.xml",
    "printerSettings": r"xl/printerSettings/printerSettings[0-9]+\.bin",
}
_DES_DOCUMENTS: Final = {
    "officeDocument": r"word/document\.xml",
    "styles": r"word/styles\.xml",
    "numbering": r"word/numbering\.xml",
    "settings": r"word/settings\.xml",
    "fontTable": r"word/fontTable\.xml",
    "webSettings": r"word/webSettings\.xml",
    "theme": r"word/theme/theme1\.xml",
    "header": r"word/header[0-9]+\.xml",
    "footer": r"word/footer[0-9]+\.xml",
    "footnotes": r"word/footnotes\.xml",
    "endnotes": r"word/endnotes\.xml",
    "image": r"word/media/[^/]+",
}
_ADMISES: Final[Mapping[str, Mapping[str, str]]] = {
    "xlsx": _COMMUNES | _DES_CLASSEURS,
    "docx": _COMMUNES | _DES_DOCUMENTS,
}


def comparer_les_relations(forme: str, parties: Collection[str], porteuses: Mapping[str, Noeud]) -> Iterator[Ecart]:
    """Ce qu’aucun de nos fichiers ne désigne ; ``porteuses`` donne l’arbre de chaque partie ``.rels``.

    ``forme`` est ``xlsx`` ou ``docx``.
    """
    designees: set[str] = set()
    genres: Counter[str] = Counter()
    for porteuse, racine in porteuses.items():
        identifiants: set[str] = set()
        for lien in racine.enfants:
            genre = lien.attributs.get("Type", "").rpartition("/")[2]
            cible = _cible(porteuse, lien)
            designees.add(cible.casefold())
            lieu = f"relation {genre} ({porteuse})"
            if lien.nom != "rel:Relationship" or not _est_admise(_ADMISES[forme], lien, genre, cible):
                yield Ecart(lieu, cible or lien.nom, ABSENT)
            if (identifiant := lien.attributs.get("Id", "")) in identifiants:
                yield Ecart(f"{lieu}, en double", identifiant, "un seul de cet identifiant")
            identifiants.add(identifiant)
            genres[genre] += 1
            if genres[genre] > 1 and genre not in _REPETEES:
                yield Ecart(f"{lieu}, en double", cible, "une seule de ce genre")
    for partie in parties:
        if partie.casefold() not in designees and not _SANS_RELATION.fullmatch(partie) and not partie.endswith("/"):
            yield Ecart(f"partie ajoutée {partie}, que rien ne désigne", "présente", ABSENT)


def _cible(porteuse: str, lien: Noeud) -> str:
    cible = lien.attributs.get("Target", "")
    if lien.attributs.get("TargetMode", "Internal") != "Internal":
        return cible
    repertoire = posixpath.dirname(posixpath.dirname(porteuse))
    return posixpath.normpath(posixpath.join("/", repertoire, cible)).lstrip("/")


def _est_admise(admises: Mapping[str, str], lien: Noeud, genre: str, cible: str) -> bool:
    if lien.attributs.get("TargetMode", "Internal") != "Internal":
        # Un lien externe est nommé par ailleurs, avec la cellule ou le texte qui le porte.
        return genre == "hyperlink"
    complet = lien.attributs.get("Type", "")
    est_connu = genre in _PROPRIETES or genre in _DE_MICROSOFT or complet == f"{_OFFICE}{genre}"
    return est_connu and re.fullmatch(admises.get(genre, "(?!)"), cible, re.IGNORECASE) is not None
