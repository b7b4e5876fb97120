"""Les cellules d’un classeur, formule et valeur enregistrée, lues d’un seul passage par la bibliothèque standard."""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

__all__ = ["CelluleLue", "Contenu", "cellules"]

Contenu = str | float | bool | None

_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LIEN: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class CelluleLue(NamedTuple):
    """Ce qu’une cellule enregistre : sa formule sans le signe égal, et sa valeur ; une date y est son rang."""

    formule: str | None
    valeur: Contenu


def cellules(chemin: Path) -> dict[tuple[str, str], CelluleLue]:
    """Chaque cellule écrite du classeur, par feuille et adresse."""
    with zipfile.ZipFile(chemin) as archive:
        textes = _textes_partages(archive)
        return {
            (nom, cellule.get("r", "")): _lire(cellule, textes)
            for nom, partie in _feuilles(archive)
            for cellule in _lire_partie(archive, partie).iter(f"{_NS}c")
        }


def _lire_partie(archive: zipfile.ZipFile, partie: str) -> ET.Element:
    return ET.fromstring(archive.read(partie))  # noqa: S314 -- notre fichier, ou le nôtre recalculé


def _feuilles(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    cibles = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _lire_partie(archive, "xl/_rels/workbook.xml.rels")
    }
    for feuille in _lire_partie(archive, "xl/workbook.xml").iter(f"{_NS}sheet"):
        cible = posixpath.join("/xl", cibles[feuille.get(_LIEN)])
        yield feuille.get("name", ""), posixpath.normpath(cible).lstrip("/")


def _textes_partages(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_texte(entree) for entree in _lire_partie(archive, "xl/sharedStrings.xml").iter(f"{_NS}si")]


def _texte(entree: ET.Element) -> str:
    """Le texte d’une entrée, morceaux réunis, sans sa prononciation."""
    return "".join(t.text or "" for fils in entree if fils.tag != f"{_NS}rPh" for t in (fils.iter(f"{_NS}t")))


def _lire(cellule: ET.Element, textes: list[str]) -> CelluleLue:
    formule, valeur = cellule.find(f"{_NS}f"), cellule.find(f"{_NS}v")
    if cellule.get("t") == "inlineStr":
        incluse = cellule.find(f"{_NS}is")
        return CelluleLue(None, None if incluse is None else _texte(incluse))
    ecrite = None if formule is None else formule.text or ""
    if valeur is None or valeur.text is None:
        return CelluleLue(ecrite, None)
    match cellule.get("t", "n"):
        case "s":
            return CelluleLue(ecrite, textes[int(valeur.text)])
        case "n":
            return CelluleLue(ecrite, float(valeur.text))
        case "b":
            return CelluleLue(ecrite, valeur.text == "1")
        case _:
            return CelluleLue(ecrite, valeur.text)
