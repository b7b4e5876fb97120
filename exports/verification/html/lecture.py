"""Lire une page html à vérifier : son sceau, son dossier, ses textes et leur place."""

import binascii
import gzip
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from exports.verification.commun.decompression import octets_permis
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage, borner, refus
from exports.verification.html.apparence import apparence_de_la_page
from exports.verification.html.morceaux import SANS_BALISE, decouper, trouver_le_script

__all__ = ["HTML"]

_SCEAU: Final = "sceau"
_DOSSIER: Final = "dossier-canonique"
# Une espace insécable n'en est pas un : elle se voit.
_BLANCS: Final = re.compile(r"[ \t\r\n\f]+")
_VALEUR: Final = "data-v"
_PLACES: Final = frozenset({"td", "th", "tr", "/tr", "thead", "tbody", "/table"})


def _script(document: DocumentLu, identifiant: str) -> str | None:
    """Le contenu du premier script qui porte cet identifiant."""
    if identifiant.encode() not in document.octets:
        # Découper en balises une grande page d'un autre prendrait une demi-minute.
        return None
    return trouver_le_script(document, identifiant)


def _passages(document: DocumentLu) -> list[Passage]:
    return borner(document.nom, _situer(document))


def _situer(document: DocumentLu) -> Iterator[Passage]:
    """Chaque texte, situé par l’identifiant qui le précède, sa ligne et sa colonne dans un tableau, son rang."""
    repere, ligne, colonne, rang, precedente = "", 0, 0, 0, ""
    for balise, attributs, texte in decouper(document):
        if balise in _PLACES:
            ligne, colonne = _avancer(balise, ligne, colonne)
            rang = 0
        elif not balise and precedente not in SANS_BALISE and (lisible := _BLANCS.sub(" ", texte).strip(" ")):
            rang += 1
            yield Passage(f"{_lieu(repere, ligne, colonne)}, texte {rang}", lisible)
        if attributs.get("id") and balise not in {"h3", "td", "th"}:
            repere, ligne, rang = attributs["id"], 0, 0
        if _VALEUR in attributs:
            yield Passage(f"{_lieu(repere, ligne, colonne)}, valeur exacte", attributs[_VALEUR])
        precedente = balise


def _avancer(balise: str, ligne: int, colonne: int) -> tuple[int, int]:
    """La ligne et la colonne où mène une balise de tableau ; l’en-tête et le corps comptent chacun leurs lignes."""
    match balise:
        case "td" | "th":
            return ligne, colonne + 1
        case "tr":
            return ligne + 1, 0
        case "/tr":
            return ligne, 0
        case _:
            return 0, 0


def _lieu(repere: str, ligne: int, colonne: int) -> str:
    lieu = f"#{repere}" if repere else "début de la page"
    lieu = f"{lieu}, ligne {ligne}" if ligne else lieu
    return f"{lieu}, colonne {colonne}" if colonne else lieu


def _sceau(document: DocumentLu) -> str | None:
    return _script(document, _SCEAU)


def _dossier(document: DocumentLu) -> bytes | None:
    brut = _script(document, _DOSSIER)
    if brut is None:
        return None
    limite = octets_permis(document.octets)
    try:
        comprime = b64decode("".join(brut.split()), validate=True)
        with gzip.open(BytesIO(comprime)) as flux:
            octets = flux.read(limite)
    except (EOFError, OSError, ValueError, binascii.Error, zlib.error):
        raise refus(document.nom, "le dossier qu’il contient ne se décompresse pas") from None
    if len(octets) == limite:
        raise refus(document.nom, "le dossier qu’il contient est démesuré")
    return octets


HTML = Lecteur(sceau=_sceau, dossier=_dossier, passages=_passages, apparence=apparence_de_la_page)
