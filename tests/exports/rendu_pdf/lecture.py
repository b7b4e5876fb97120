"""Lire un pdf avec d’autres logiciels que celui qui l’a écrit : poppler pour la page, pypdf pour la structure."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

from pypdf import PdfReader

__all__ = ["Fragment", "Page", "elements", "lire_pages", "structure_en_texte", "texte_de_page"]

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_MOT = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</word>')
_ESPACE = 0.36
"""Un espace fait moins d’un tiers de cadratin, deux cellules sont séparées d’un demi."""


@dataclass(frozen=True)
class Fragment:
    """Des mots voisins d’une même ligne, et leur rectangle, en points depuis le haut de la page."""

    gauche: float
    haut: float
    droite: float
    bas: float
    texte: str


@dataclass(frozen=True)
class Page:
    """Une page : ses dimensions et ses fragments, de haut en bas et de gauche à droite."""

    largeur: float
    hauteur: float
    fragments: tuple[Fragment, ...]

    @property
    def textes(self) -> list[str]:
        return [fragment.texte for fragment in self.fragments]

    @property
    def corps(self) -> tuple[Fragment, ...]:
        """Les fragments entre l’en-tête et le pied de la page."""
        return tuple(f for f in self.fragments if 54 < f.haut < self.hauteur - 48)


def lire_pages(chemin: Path) -> list[Page]:
    """Les pages, telles que poppler les voit."""
    sortie = subprocess.run(
        ["pdftotext", "-bbox", "-enc", "UTF-8", chemin, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return [Page(_nombre(p[1]), _nombre(p[2]), tuple(_fragments(p[3]))) for p in _PAGE.finditer(sortie)]


def _nombre(texte: str) -> Any:
    return int(texte.replace(".", "")) / 10 ** len(texte.partition(".")[2])


def _fragments(page: str) -> Iterator[Fragment]:
    mots = [
        Fragment(_nombre(mot[1]), _nombre(mot[2]), _nombre(mot[3]), _nombre(mot[4]), unescape(mot[5]))
        for mot in _MOT.finditer(page)
    ]
    mots.sort(key=lambda mot: (mot.bas, mot.gauche))
    for _, ligne in groupby(mots, key=lambda mot: mot.bas):
        courant: Fragment | None = None
        for mot in ligne:
            if courant and -0.5 < mot.gauche - courant.droite < _ESPACE * (mot.bas - mot.haut):
                courant = Fragment(
                    courant.gauche, min(courant.haut, mot.haut), mot.droite, courant.bas, f"{courant.texte} {mot.texte}"
                )
                continue
            if courant:
                yield courant
            courant = mot
        if courant:
            yield courant


def texte_de_page(chemin: Path) -> str:
    """Tout le texte du pdf, blancs réduits à un espace."""
    sortie = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", chemin, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return " ".join(sortie.split())


def structure_en_texte(chemin: Path) -> str:
    """L’arbre de structure et le texte de chaque élément, selon poppler (lent sur un grand document)."""
    octets = subprocess.run(
        ["pdfinfo", "-struct-text", "-enc", "UTF-8", chemin], check=True, capture_output=True
    ).stdout
    # Poppler écrit tels quels les textes de remplacement, qui sont en UTF-16.
    return octets.decode("utf-8", errors="replace")


def elements(chemin: Path) -> Iterator[dict[str, Any]]:
    """Chaque élément de l’arbre de structure, dans l’ordre de lecture."""
    racine: Any = PdfReader(chemin).trailer["/Root"]
    pile = [racine["/StructTreeRoot"]["/K"]]
    while pile:
        noeud = pile.pop()
        noeud = noeud.get_object() if hasattr(noeud, "get_object") else noeud
        if isinstance(noeud, list):
            pile.extend(reversed(noeud))
        elif isinstance(noeud, dict) and "/S" in noeud:
            yield noeud
            pile.append(noeud.get("/K", []))
