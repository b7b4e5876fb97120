"""Lire une page html à vérifier : son sceau, son dossier, ses textes et leur place.

Le lecteur de la bibliothèque standard met des minutes devant une page hostile de quelques kilo-octets. Celui-ci avance
toujours : il ne connaît que ce que le rendu écrit, et refuse une balise, un commentaire ou un script sans fin.
"""

import binascii
import gzip
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Final, NamedTuple

from exports.verification.lecture import DocumentLu, Lecteur, Passage, borner, refus

__all__ = ["HTML"]

_SCEAU: Final = "sceau"
_DOSSIER: Final = "dossier-canonique"
_LIMITE_OCTETS: Final = 100_000_000
_BALISE_LA_PLUS_LONGUE: Final = 1_000_000
_BALISE: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUT: Final = re.compile(r"""([^\s"'=/>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
# Une espace insécable n'en est pas un : elle se voit.
_BLANCS: Final = re.compile(r"[ \t\r\n\f]+")
_SANS_BALISE: Final = ("script", "style")
_VALEUR: Final = "data-v"


class _Morceau(NamedTuple):
    """Un texte brut, ou une balise : son nom (précédé de ``/`` pour une fin) et ses attributs."""

    balise: str
    attributs: dict[str, str]
    texte: str


def _decouper(document: DocumentLu) -> Iterator[_Morceau]:
    """Les balises et les textes de la page, dans l'ordre ; un script ou un style entier suit sa balise."""
    try:
        page = document.octets.decode("utf-8")
    except UnicodeDecodeError:
        raise refus(document.nom, "ce n'est pas un texte en UTF-8") from None
    place = 0
    while place < len(page):
        debut = page.find("<", place)
        if debut != place:
            fin = len(page) if debut < 0 else debut
            yield _Morceau("", {}, unescape(page[place:fin]))
            place = fin
        elif page.startswith("<!", place):
            place = _apres(document, page, "-->" if page.startswith("<!--", place) else ">", place)
        else:
            trouvee = _BALISE.match(page, place, place + _BALISE_LA_PLUS_LONGUE)
            if trouvee is None:
                raise refus(document.nom, "une de ses balises n'a pas de fin")
            balise = trouvee[2].lower()
            yield _Morceau(f"{trouvee[1]}{balise}", _attributs(trouvee[3]), "")
            place = trouvee.end()
            if balise in _SANS_BALISE and not trouvee[1]:
                fin = _apres(document, page, f"</{balise}", place) - len(f"</{balise}")
                yield _Morceau("", {}, page[place:fin])
                place = fin


def _apres(document: DocumentLu, page: str, marque: str, place: int) -> int:
    """Où finit la première ``marque`` depuis ``place``."""
    trouvee = page.find(marque, place)
    if trouvee < 0:
        raise refus(document.nom, "une de ses parties n'a pas de fin")
    return trouvee + len(marque)


def _attributs(texte: str) -> dict[str, str]:
    return {a[1].lower(): unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUT.finditer(texte)}


def _script(document: DocumentLu, identifiant: str) -> str | None:
    """Le contenu du premier script qui porte cet identifiant."""
    est_le_script = False
    for morceau in _decouper(document):
        if est_le_script:
            return morceau.texte
        est_le_script = morceau.balise == "script" and morceau.attributs.get("id") == identifiant
    return None


def _passages(document: DocumentLu) -> list[Passage]:
    return borner(document.nom, _situer(document))


def _situer(document: DocumentLu) -> Iterator[Passage]:
    """Chaque texte, situé par le dernier identifiant qui le précède, sa colonne dans un tableau, son rang."""
    repere, colonne, rang = "", 0, 0
    for balise, attributs, texte in _decouper(document):
        match balise:
            case "":
                if lisible := _BLANCS.sub(" ", texte).strip(" "):
                    rang += 1
                    yield Passage(f"{_lieu(repere, colonne)}, texte {rang}", lisible)
            case "td" | "th":
                colonne, rang = colonne + 1, 0
            case "tr" | "/tr" | "/table":
                colonne, rang = 0, 0
            case _:
                pass
        if attributs.get("id") and balise not in {"td", "th"}:
            repere, rang = attributs["id"], 0
        if _VALEUR in attributs:
            yield Passage(f"{_lieu(repere, colonne)}, valeur exacte", attributs[_VALEUR])


def _lieu(repere: str, colonne: int) -> str:
    lieu = f"#{repere}" if repere else "début de la page"
    return f"{lieu}, colonne {colonne}" if colonne else lieu


def _sceau(document: DocumentLu) -> str | None:
    return _script(document, _SCEAU)


def _dossier(document: DocumentLu) -> bytes | None:
    brut = _script(document, _DOSSIER)
    if brut is None:
        return None
    try:
        comprime = b64decode("".join(brut.split()), validate=True)
        with gzip.open(BytesIO(comprime)) as flux:
            octets = flux.read(_LIMITE_OCTETS)
    except (EOFError, OSError, ValueError, binascii.Error, zlib.error):
        raise refus(document.nom, "le dossier qu'il contient ne se décompresse pas") from None
    if len(octets) == _LIMITE_OCTETS:
        raise refus(document.nom, "le dossier qu'il contient est démesuré")
    return octets


HTML = Lecteur(sceau=_sceau, dossier=_dossier, passages=_passages)
