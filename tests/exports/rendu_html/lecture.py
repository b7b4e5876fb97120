"""Relire une page comme un navigateur le ferait : éléments, textes, cellules dont la fin est omise."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["CelluleLue", "PageLue", "lire_page"]

_SANS_FIN = frozenset({"meta", "br", "input", "img", "link", "hr", "base", "col"})
_CELLULES = frozenset({"td", "th"})


@dataclass
class CelluleLue:
    """Une cellule : sa balise, ses attributs, son texte."""

    balise: str
    attributs: dict[str, str | None]
    texte: str = ""


@dataclass
class LigneLue:
    """Une ligne de tableau."""

    classe: str
    cellules: list[CelluleLue] = field(default_factory=list)


class PageLue(HTMLParser):
    """Ce que la page contient : éléments, textes hors script, scripts par identifiant, lignes par tableau."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.textes: list[str] = []
        self.scripts: dict[str, str] = {}
        self.styles: list[str] = []
        self.entetes: dict[str, list[CelluleLue]] = {}
        self.lignes: dict[str, list[LigneLue]] = {}
        self._ouverts: list[str] = []
        self._script = ""
        self._section: str | None = None
        self._cellule: CelluleLue | None = None
        self._cellules: list[CelluleLue] | None = None
        self._ligne: LigneLue | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        self.elements.append((tag, attributs))
        if tag == "script":
            self._script = attributs.get("id") or ""
        if tag == "section" and attributs.get("class") == "tableau":
            self._section = attributs["id"]
        if tag == "tr":
            self._ligne = LigneLue(attributs.get("class") or "")
            if self._section and "tbody" in self._ouverts:
                self.lignes.setdefault(self._section, []).append(self._ligne)
            elif self._section:
                self.entetes[self._section] = self._ligne.cellules
        if tag in _CELLULES and self._ligne is not None:
            self._fermer("td")
            self._fermer("th")
            self._cellule = CelluleLue(tag, attributs)
            self._ligne.cellules.append(self._cellule)
        if tag not in _SANS_FIN:
            self._ouverts.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._fermer("td")
            self._fermer("th")
            self._ligne = self._cellule = None
        self._fermer(tag)
        if tag == "table":
            self._section = None

    def _fermer(self, balise: str) -> None:
        if balise in self._ouverts:
            fin = len(self._ouverts) - 1 - self._ouverts[::-1].index(balise)
            # Une cellule ouverte dans une ligne extérieure n'est pas fermée par une ligne intérieure.
            if balise not in _CELLULES or "tr" not in self._ouverts[fin:]:
                del self._ouverts[fin:]

    def handle_data(self, data: str) -> None:
        dernier = self._ouverts[-1] if self._ouverts else ""
        if dernier == "script":
            self.scripts[self._script] = self.scripts.get(self._script, "") + data
        elif dernier == "style":
            self.styles.append(data)
        else:
            self.textes.append(data)
            if self._cellule is not None:
                self._cellule.texte += data


def lire_page(octets: bytes) -> PageLue:
    """La page lue."""
    page = PageLue()
    page.feed(octets.decode("utf-8"))
    page.close()
    return page
