"""Les balises et les textes d’une page html, dans l’ordre.

Le lecteur de la bibliothèque standard met des minutes devant une page hostile de quelques kilo-octets. Celui-ci avance
toujours : il ne connaît que ce que le rendu écrit, et refuse une balise, un commentaire ou un script sans fin.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

from exports.verification.commun.lecture import DocumentLu, refus
from maquettes.tableur.limites import en_chiffres

__all__ = ["SANS_BALISE", "Morceau", "decouper", "trouver_le_script"]

SANS_BALISE: Final = ("script", "style")
"""Les éléments dont le contenu n’est pas du html."""
_BALISE_LA_PLUS_LONGUE: Final = 1_000_000
# Une page de trois cents opérations en a moins du quart ; chacune prend deux microsecondes.
_BALISES_AU_PLUS: Final = 1_000_000
_SCRIPTS_AU_PLUS: Final = 100
_BALISE: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUT: Final = re.compile(r"""([^\s"'=/>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")


class Morceau(NamedTuple):
    """Un texte brut, ou une balise : son nom (précédé de ``/`` pour une fin) et ses attributs."""

    balise: str
    attributs: dict[str, str]
    texte: str


def decouper(document: DocumentLu) -> Iterator[Morceau]:
    """Les balises et les textes de la page, dans l’ordre ; un script ou un style entier suit sa balise."""
    est_brut = False
    for balise, attributs, texte in _couper(document):
        if balise:
            yield Morceau(balise, _attributs(attributs), "")
        else:
            yield Morceau("", {}, texte if est_brut else unescape(texte))
        est_brut = balise in SANS_BALISE


def trouver_le_script(document: DocumentLu, identifiant: str) -> str | None:
    """Le contenu du premier script de cet identifiant, sans rien lire des autres balises ni des textes."""
    scripts = 0
    est_le_script = False
    for balise, attributs, texte in _couper(document):
        if est_le_script:
            return texte
        if balise == "script":
            scripts += 1
            if scripts > _SCRIPTS_AU_PLUS:
                raise refus(document.nom, f"il a plus de {_SCRIPTS_AU_PLUS} scripts")
            est_le_script = _attributs(attributs).get("id") == identifiant
    return None


def _couper(document: DocumentLu) -> Iterator[tuple[str, str, str]]:
    """Chaque balise, son nom et ses attributs, ou chaque texte, tels qu’ils sont écrits."""
    try:
        page = document.octets.decode("utf-8")
    except UnicodeDecodeError:
        raise refus(document.nom, "ce n’est pas un texte en UTF-8") from None
    if page.count("<") > _BALISES_AU_PLUS:
        raise refus(document.nom, f"il a plus de {en_chiffres(_BALISES_AU_PLUS)} balises")
    place = 0
    while place < len(page):
        debut = page.find("<", place)
        if debut != place:
            fin = len(page) if debut < 0 else debut
            yield "", "", page[place:fin]
            place = fin
        elif page.startswith("<!", place):
            place = _apres(document, page, "-->" if page.startswith("<!--", place) else ">", place)
        else:
            trouvee = _BALISE.match(page, place, place + _BALISE_LA_PLUS_LONGUE)
            if trouvee is None:
                raise refus(document.nom, "une de ses balises n’a pas de fin")
            balise = trouvee[2].lower()
            yield f"{trouvee[1]}{balise}", trouvee[3], ""
            place = trouvee.end()
            if balise in SANS_BALISE and not trouvee[1]:
                fin = _apres(document, page, f"</{balise}", place) - len(f"</{balise}")
                yield "", "", page[place:fin]
                place = fin


def _apres(document: DocumentLu, page: str, marque: str, place: int) -> int:
    """Où finit la première ``marque`` depuis ``place``."""
    trouvee = page.find(marque, place)
    if trouvee < 0:
        raise refus(document.nom, "une de ses parties n’a pas de fin")
    return trouvee + len(marque)


def _attributs(texte: str) -> dict[str, str]:
    return {a[1].lower(): unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUT.finditer(texte)}
