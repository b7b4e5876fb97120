"""Une table html relue par un autre lecteur que celui qui l’a écrite."""

from html.parser import HTMLParser
from typing import Final

__all__ = ["PERMISES", "cellules", "lire"]

PERMISES: Final = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}


class _Lecteur(HTMLParser):
    """Rangées de textes et balises rencontrées, attributs compris."""

    def __init__(self) -> None:
        super().__init__()
        self.rangees: list[list[str]] = []
        self.balises: set[str] = set()
        self.attributs: set[str] = set()
        self._dans_une_cellule = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.add(tag)
        self.attributs |= {nom for nom, _ in attrs}
        if tag == "tr":
            self.rangees.append([])
        if tag in {"th", "td"}:
            self.rangees[-1].append("")
            self._dans_une_cellule = True

    def handle_endtag(self, tag: str) -> None:
        self._dans_une_cellule = self._dans_une_cellule and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        if self._dans_une_cellule:
            self.rangees[-1][-1] += data


def lire(html: str) -> _Lecteur:
    """La table lue."""
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.close()
    return lecteur


def cellules(html: str) -> list[list[str]]:
    """Ses rangées, en-tête et pied compris, espaces fines rendues ordinaires."""
    return [[texte.replace("\u202f", " ") for texte in rangee] for rangee in lire(html).rangees]
