"""Les balises et les textes d’une page html, dans l’ordre.

Le lecteur de la bibliothèque standard met des minutes devant une page hostile de quelques kilo-octets. Celui-ci avance
toujours : il ne connaît que ce que le rendu écrit, et refuse une balise, un commentaire ou un script sans fin.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

from exports.verification.commun.lecture import DocumentLu, refus

__all__ = ["SANS_BALISE", "Morceau", "decouper"]

SANS_BALISE: Final = ("script", "style")
"""Les éléments dont le contenu n’est pas du html."""
_BALISE_LA_PLUS_LONGUE: Final = 1_000_000
_BALISE: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUT: Final = re.compile(r"""([^\s"'=/>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")


class Morceau(NamedTuple):
    """Un texte brut, ou une balise : son nom (précédé de ``/`` pour une fin) et ses attributs."""

    balise: str
    attributs: dict[str, str]
    texte: str


def decouper(document: DocumentLu) -> Iterator[Morceau]:
    """Les balises et les textes de la page, dans l’ordre ; un script ou un style entier suit sa balise."""
    try:
        page = document.octets.decode("utf-8")
    except UnicodeDecodeError:
        raise refus(document.nom, "ce n’est pas un texte en UTF-8") from None
    place = 0
    while place < len(page):
        debut = page.find("<", place)
        if debut != place:
            fin = len(page) if debut < 0 else debut
            yield Morceau("", {}, unescape(page[place:fin]))
            place = fin
        elif page.startswith("<!", place):
            place = _apres(document, page, "-->" if page.startswith("<!--", place) else ">", place)
        else:
            trouvee = _BALISE.match(page, place, place + _BALISE_LA_PLUS_LONGUE)
            if trouvee is None:
                raise refus(document.nom, "une de ses balises n’a pas de fin")
            balise = trouvee[2].lower()
            yield Morceau(f"{trouvee[1]}{balise}", _attributs(trouvee[3]), "")
            place = trouvee.end()
            if balise in SANS_BALISE and not trouvee[1]:
                fin = _apres(document, page, f"</{balise}", place) - len(f"</{balise}")
                yield Morceau("", {}, page[place:fin])
                place = fin


def _apres(document: DocumentLu, page: str, marque: str, place: int) -> int:
    """Où finit la première ``marque`` depuis ``place``."""
    trouvee = page.find(marque, place)
    if trouvee < 0:
        raise refus(document.nom, "une de ses parties n’a pas de fin")
    return trouvee + len(marque)


def _attributs(texte: str) -> dict[str, str]:
    return {a[1].lower(): unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUT.finditer(texte)}
