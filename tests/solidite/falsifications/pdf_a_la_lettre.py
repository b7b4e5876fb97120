"""Falsifier un pdf par une mise à jour écrite octet par octet, sous couvert d’une signature qui ne montre rien.

Une entrée dite deux fois, un objet que sa table ne place pas ou place deux fois : un lecteur y voit la page d’origine,
un autre la page falsifiée.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import pypdf
from pypdf.generic import DictionaryObject

from tests.solidite.falsifications.genres import Falsification, Hasard

__all__ = ["FALSIFICATIONS", "Ajouts", "Signature", "signature_feinte", "signer_a_la_lettre"]

_VOILE: Final = b"<</Length 30>>stream\nq 1 1 1 rg 0 0 2000 2000 re f Q\nendstream"
_DE_PLUS: Final = 5
Table = Callable[[Mapping[int, int], int, int], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ajouts:
    """Ce qui s’écrit en plus dans chaque objet de la mise à jour ; ``%d`` y est le numéro d’un objet neuf."""

    champ: bytes = b""
    page: bytes = b""
    racine: bytes = b""
    formulaire: bytes = b""
    valeur: bytes = b""
    pied: bytes = b""
    rectangle: bytes = b"0 0 0 0"
    drapeaux: bytes = b"132"
    neuf: bytes | None = None
    contenu: bytes | None = None
    """Le nouveau contenu de la première page."""
    definir: bytes = b"%d 0 obj\n"
    separer: bytes = b"\n"
    table: Table = field(default=lambda places, _contenu, _ancienne: list(places.items()))
    suite: bytes = b""


@dataclass(frozen=True, slots=True)
class Signature:
    """Les objets d’une mise à jour qui signe, et ce que son pied doit reprendre du document."""

    objets: dict[int, bytes]
    contenu: int
    ancienne: int
    """Le contenu de la première page, et où il était écrit."""
    pages: int
    pied: bytes
    libre: int


def signature_feinte(octets: bytes, ajouts: Ajouts) -> Signature:
    """Les objets d’une signature qui ne montre rien, avec ces ajouts."""
    lecteur = pypdf.PdfReader(BytesIO(octets))
    page, racine = lecteur.pages[0], lecteur.trailer.raw_get("/Root").idnum
    reference = page.indirect_reference
    assert reference is not None
    contenu = page.raw_get("/Contents")
    numero = contenu.idnum if hasattr(contenu, "idnum") else contenu[0].idnum
    n = int(str(lecteur.trailer["/Size"]))
    neuf = n + _DE_PLUS

    def brut(dictionnaire: DictionaryObject) -> bytes:
        ecrit = BytesIO()
        dictionnaire.write_to_stream(ecrit)
        return ecrit.getvalue().removesuffix(b">>")

    def dans(ajout: bytes) -> bytes:
        return ajout.replace(b"%d", b"%d" % neuf)

    dites = b" ".join(b"%d 0 R" % annotation.idnum for annotation in page.get("/Annots", ()))
    entete = DictionaryObject({nom: page.raw_get(nom) for nom in page if nom != "/Annots"})
    catalogue = lecteur.trailer["/Root"].get_object()
    assert isinstance(catalogue, DictionaryObject)
    objets = {
        n: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/F %s/Rect[%s]/V %d 0 R%s>>"
        % (ajouts.drapeaux, ajouts.rectangle, n + 2, dans(ajouts.champ)),
        n + 1: b"<</Fields[%d 0 R]/SigFlags 3%s>>" % (n, dans(ajouts.formulaire)),
        n + 2: b"<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 10 20 30]/Contents<00>%s>>" % ajouts.valeur,
        reference.idnum: brut(entete) + b"/Annots[%s %d 0 R]%s>>" % (dites, n, dans(ajouts.page)),
        racine: brut(catalogue) + b"/AcroForm %d 0 R%s>>" % (n + 1, dans(ajouts.racine)),
    }
    objets |= {} if ajouts.neuf is None else {neuf: ajouts.neuf}
    objets |= {} if ajouts.contenu is None else {numero: ajouts.contenu}
    precedente = int(re.findall(rb"startxref\s+(\d+)", octets)[-1])
    info = lecteur.trailer.raw_get("/Info").idnum
    pied = b"/Root %d 0 R/Info %d 0 R/Prev %d%s" % (racine, info, precedente, dans(ajouts.pied))
    return Signature(objets, numero, lecteur.xref[0][numero], catalogue.raw_get("/Pages").idnum, pied, neuf + 1)


def signer_a_la_lettre(octets: bytes, ajouts: Ajouts) -> bytes:
    """Le document suivi d’une signature, et de ces ajouts."""
    signature = signature_feinte(octets, ajouts)
    ecrit, ou = bytearray(octets + b"\n"), dict[int, int]()
    for objet, corps in signature.objets.items():
        ecrit += ajouts.separer
        ou[objet] = len(ecrit)
        ecrit += ajouts.definir.replace(b"%d", b"%d" % objet) + corps + b"\nendobj"
    ecrit += b"\n"
    place = len(ecrit)
    lignes = b"".join(
        b"%d 1\n%010d 00000 n \n" % ligne for ligne in ajouts.table(ou, signature.contenu, signature.ancienne)
    )
    pied = b"<</Size %d%s>>" % (signature.libre, signature.pied)
    return bytes(ecrit) + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n%s" % (lignes, pied, place, ajouts.suite)


def _p(nom: str, **ajouts: object) -> Falsification:
    def geste(octets: bytes, _: Hasard) -> bytes:
        return signer_a_la_lettre(octets, Ajouts(**ajouts))  # type: ignore[arg-type]

    return Falsification(f"pdf, à la lettre : {nom}", "pdf", geste)


def _sans_le_contenu(places: Mapping[int, int], contenu: int, _: int) -> list[tuple[int, int]]:
    return [(objet, place) for objet, place in places.items() if objet != contenu]


def _contenu_deux_fois(places: Mapping[int, int], contenu: int, ancienne: int) -> list[tuple[int, int]]:
    return [*_sans_le_contenu(places, contenu, ancienne), (contenu, ancienne), (contenu, places[contenu])]


FALSIFICATIONS: Final = (
    _p("rectangle dit deux fois", champ=b"/Rect[100 100 500 400]"),
    _p("drapeaux dits deux fois", rectangle=b"100 100 500 400", drapeaux=b"2", champ=b"/F 4"),
    _p("contenu dit deux fois", page=b"/Contents %d 0 R", neuf=_VOILE),
    _p("contenu dit deux fois sous un nom échappé", page=b"/Cont#65nts %d 0 R", neuf=_VOILE),
    _p("cadrage dit deux fois", page=b"/MediaBox[0 0 10 10]"),
    _p("ressources dites deux fois", page=b"/Resources<<>>"),
    _p("pages dites deux fois", racine=b"/Pages %d 0 R", neuf=b"<</Type/Pages/Count 0/Kids[]>>"),
    _p("formulaire dit deux fois", racine=b"/AcroForm<</Fields[]/XFA(x)>>"),
    _p("champs dits deux fois", formulaire=b"/Fields[%d 0 R]", neuf=b"<</FT/Tx/T(a)/V(999)/Rect[100 100 500 400]>>"),
    _p("racine dite deux fois", pied=b"/Root %d 0 R", neuf=b"<</Type/Catalog>>"),
    _p("table précédente dite deux fois", pied=b"/Prev 0"),
    _p("objet placé deux fois", contenu=_VOILE, separer=b"", table=_contenu_deux_fois),
    _p("objet hors de sa table", contenu=_VOILE, definir=b"%d\x000\x00obj\n", table=_sans_le_contenu),
    _p("objet après la fin", suite=b"%%\n5 0 obj\n<</x 1>>\nendobj\n"),
    _p("signature qui agit", valeur=b"/AA<</O<</S/JavaScript/JS(x)>>>>"),
)
