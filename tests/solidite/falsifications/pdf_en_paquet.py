"""Falsifier un pdf par une signature dont les objets sont réunis en un paquet, et la table écrite en flux.

Ce qu’un paquet contient sans que sa table le nomme, ou sous deux rangs, un lecteur le suit et l’autre non.
"""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.solidite.falsifications.genres import Falsification, Hasard
from tests.solidite.falsifications.pdf_a_la_lettre import Ajouts, signature_feinte

__all__ = ["FALSIFICATIONS", "Rangement", "signer_en_paquet"]

Places = Mapping[int, tuple[int, int, int]]
_SANS_PAGE: Final = b"<</Type/Pages/Count 0/Kids[]>>"
_HORS_PAQUET: Final = 1
_EN_PAQUET: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rangement:
    """Ce que le paquet contient et ce que la table nomme, l’arbre des pages étant donné par son numéro."""

    contenir: Callable[[list[tuple[int, bytes]], int], list[tuple[int, bytes]]] = lambda objets, _pages: objets
    nommer: Callable[[Places, int], Places] = lambda places, _pages: places
    separer: bytes = b"\n"
    du_paquet: bytes = b""


def signer_en_paquet(octets: bytes, rangement: Rangement) -> bytes:
    """Le document suivi d’une signature, rangée comme le font les logiciels récents, et de ces ajouts."""
    signature = signature_feinte(octets, Ajouts())
    contenus = rangement.contenir(list(signature.objets.items()), signature.pages)
    paquet, table = signature.libre, signature.libre + 1
    annonces, corps = b"", b""
    for numero, objet in contenus:
        annonces += b"%d %d " % (numero, len(corps))
        corps += objet + rangement.separer
    genre = b"/Type/ObjStm/N %d/First %d%s" % (len(contenus), len(annonces), rangement.du_paquet)
    ecrit = octets + b"\n"
    places = {numero: (_EN_PAQUET, paquet, rang) for rang, (numero, _) in enumerate(contenus)}
    places[paquet] = (_HORS_PAQUET, len(ecrit), 0)
    ecrit += b"%d 0 obj\n%s\nendobj\n" % (paquet, _en_flux(genre, annonces + corps))
    places[table] = (_HORS_PAQUET, len(ecrit), 0)
    nommes = sorted(rangement.nommer(places, signature.pages).items())
    index = b" ".join(b"%d 1" % numero for numero, _ in nommes)
    genre = b"/Type/XRef/W[1 4 1]/Index[%s]/Size %d%s" % (index, table + 1, signature.pied)
    flux = _en_flux(genre, b"".join(struct.pack(">BIB", *place) for _, place in nommes))
    return ecrit + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, flux, len(ecrit))


def _en_flux(entrees: bytes, donnees: bytes) -> bytes:
    comprimees = zlib.compress(donnees)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entrees, len(comprimees), comprimees)


def _sans_page(objets: list[tuple[int, bytes]], pages: int) -> list[tuple[int, bytes]]:
    return [*objets, (pages, _SANS_PAGE)]


def _sauf_l_arbre(places: Places, pages: int) -> Places:
    return {numero: place for numero, place in places.items() if numero != pages}


def _premier_redit(objets: list[tuple[int, bytes]], _pages: int) -> list[tuple[int, bytes]]:
    return [(objets[0][0], b"<</Type/Annot/Subtype/FreeText/Rect[100 100 500 400]/Contents(999)>>"), *objets]


def _un_rang_de_trop(places: Places, _pages: int) -> Places:
    premier = min(numero for numero, place in places.items() if place[0] == _EN_PAQUET)
    return {**places, premier: (_EN_PAQUET, places[premier][1], places[premier][2] + 1)}


def _une_generation(places: Places, _pages: int) -> Places:
    return {n: (genre, ou, 1 if genre == _HORS_PAQUET else suite) for n, (genre, ou, suite) in places.items()}


def _p(nom: str, rangement: Rangement) -> Falsification:
    def geste(octets: bytes, _: Hasard) -> bytes:
        return signer_en_paquet(octets, rangement)

    return Falsification(f"pdf, en paquet : {nom}", "pdf", geste)


FALSIFICATIONS: Final = (
    _p("pages redéfinies", Rangement(contenir=_sans_page)),
    _p("pages redéfinies à l’insu de la table", Rangement(contenir=_sans_page, nommer=_sauf_l_arbre)),
    _p("objet dit deux fois", Rangement(contenir=_premier_redit)),
    _p("rang d’un autre objet", Rangement(nommer=_un_rang_de_trop)),
    _p("table d’une autre génération", Rangement(nommer=_une_generation)),
    _p("objet entre deux autres", Rangement(separer=b"\n<</Type/Pages>>\n")),
    _p("suite d’un autre paquet", Rangement(du_paquet=b"/Extends 1 0 R")),
)
