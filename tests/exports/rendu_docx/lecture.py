"""Relire un fichier Word : ses parties, ses textes, ses tableaux et ses montants, sans rien du rendu."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as FichierWord
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

__all__ = ["corps", "en_centimes", "marque", "ouvrir", "parties", "tableaux_par_titre", "textes"]

_NUL = "–"


def ouvrir(octets: bytes) -> FichierWord:
    return docx.Document(BytesIO(octets))


def parties(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def corps(octets: bytes) -> Any:
    return parse_xml(parties(octets)["word/document.xml"])


def textes(octets: bytes) -> list[tuple[str, str]]:
    """Le style et le texte de chaque paragraphe hors tableau qui en a un."""
    return [(str(p.style.name), p.text) for p in ouvrir(octets).paragraphs if p.style and p.text]


def tableaux_par_titre(fichier: FichierWord) -> dict[str, list[Table]]:
    """Les tableaux qui suivent chaque titre de niveau 2, et ``""`` pour ceux d’avant."""
    titre, trouves = "", dict[str, list[Table]]()
    for element in fichier.iter_inner_content():
        if isinstance(element, Paragraph):
            if element.style is not None and str(element.style.name).startswith("Heading"):
                titre = element.text
        else:
            trouves.setdefault(titre, []).append(element)
    return trouves


def marque(element: Any, balise: str) -> bool:
    """L’élément contient ``w:balise``, à toute profondeur."""
    return next(_tous(element, balise), None) is not None


def _tous(element: Any, balise: str) -> Iterator[Any]:
    return iter(element.iter(qn(f"w:{balise}")))


def en_centimes(texte: str) -> int | None:
    """Le montant affiché, relu chiffre à chiffre ; ``None`` pour une cellule vide."""
    if not texte:
        return None
    if texte == _NUL:
        return 0
    forme = re.fullmatch("(−?)([0-9]{1,3}(?:\u202f[0-9]{3})*),([0-9]{2})", texte)
    assert forme is not None, texte
    centimes = int(forme[2].replace("\u202f", "") + forme[3])
    return -centimes if forme[1] else centimes
