"""Lire un pdf à vérifier : ses pièces jointes, ses propriétés et les lignes de ses pages."""

import logging
import re
import struct
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from itertools import islice
from traceback import walk_tb
from typing import TYPE_CHECKING, Final

from exports.verification.commun.decompression import octets_permis
from exports.verification.commun.ecart import Ecart, premier_octet
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage, refus
from exports.verification.commun.signature_ajoutee import SignatureAjoutee
from exports.verification.pdf.apparence import comparer_les_apparences
from exports.verification.pdf.signature import signatures_ajoutees
from maquettes.tableur.limites import en_chiffres

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["PDF"]

_SCEAU: Final = "sceau.json"
_DOSSIER: Final = "dossier.json"
_LIMITE_PAGES: Final = 5_000
_LIMITE_PIECES: Final = 50
_LIMITE_OCTETS_D_UNE_PAGE: Final = 5_000_000
# La plus grande annexe en a moins de quarante mille ; pypdf fait de chacun un objet, à l’ouverture.
_LIMITE_OBJETS: Final = 150_000
_DEBUTS_D_OBJET: Final = (b" obj", b"\nobj", b"\robj", b"\tobj")
_ENTREE_DE_TABLE: Final = re.compile(rb"[0-9]{10} [0-9]{5} ")
# Ce que pypdf lève devant un fichier mal formé, outre ses propres erreurs.
_ERREURS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def _ouverture(document: DocumentLu) -> Iterator["PdfReader"]:
    """Le fichier ouvert, sans que rien ne s’écrive à l’écran."""
    from pypdf import PdfReader

    journal = logging.getLogger("pypdf")
    niveau = journal.level
    journal.setLevel(logging.CRITICAL + 1)
    try:
        yield PdfReader(BytesIO(document.octets))
    finally:
        journal.setLevel(niveau)


@contextmanager
def _lecture(document: DocumentLu) -> Iterator["PdfReader"]:
    """Le fichier ouvert ; tout ce qui empêche pypdf de le lire devient un refus, et rien d’autre."""
    from pypdf.errors import PyPdfError

    if _a_trop_d_objets(document.octets):
        raise refus(document.nom, f"il a plus de {en_chiffres(_LIMITE_OBJETS)} objets")
    try:
        with _ouverture(document) as lecteur:
            if lecteur.is_encrypted:
                raise refus(document.nom, "il est chiffré")
            yield lecteur
    except (PyPdfError, *_ERREURS) as erreur:
        if not _est_de_la_lecture(erreur):
            raise
        raise refus(document.nom, "le pdf est incomplet ou mal formé") from None


def _a_trop_d_objets(octets: bytes) -> bool:
    """Le fichier a trop d’objets, ou trop d’entrées dans ses tables, comptés avant que rien en soit ouvert."""
    if sum(map(octets.count, _DEBUTS_D_OBJET)) > _LIMITE_OBJETS:
        return True
    return next(islice(_ENTREE_DE_TABLE.finditer(octets), _LIMITE_OBJETS, None), None) is not None


def _est_de_la_lecture(erreur: BaseException) -> bool:
    """L’erreur vient de pypdf, ou d’objets emboîtés sans fin ; toute autre est une panne, non un refus."""
    modules = (cadre.f_globals.get("__name__", "") for cadre, _ in walk_tb(erreur.__traceback__))
    return isinstance(erreur, RecursionError) or any(nom.partition(".")[0] == "pypdf" for nom in modules)


def _pieces(document: DocumentLu) -> Mapping[str, bytes]:
    """Les pièces jointes, par nom ; de deux du même nom, la première."""
    pieces: dict[str, bytes] = {}
    total, limite = 0, octets_permis(document.octets)
    with _lecture(document) as lecteur:
        for rang, piece in enumerate(lecteur.attachment_list):
            if rang == _LIMITE_PIECES:
                raise refus(document.nom, "il a trop de pièces jointes")
            octets = piece.content
            total += len(octets)
            if total > limite:
                raise refus(document.nom, "ses pièces jointes sont démesurées")
            pieces.setdefault(piece.name, octets)
    return pieces


def _sceau(document: DocumentLu) -> str | None:
    octets = _pieces(document).get(_SCEAU)
    return None if octets is None else octets.decode("utf-8", errors="replace")


def _dossier(document: DocumentLu) -> bytes | None:
    return _pieces(document).get(_DOSSIER)


def _documents_joints(document: DocumentLu) -> list[DocumentLu]:
    return [DocumentLu(nom, octets) for nom, octets in sorted(_pieces(document).items())]


def _passages(document: DocumentLu) -> list[Passage]:
    with _lecture(document) as lecteur:
        return _textes(lecteur, ())


def _textes(lecteur: "PdfReader", identiques: Container[int]) -> list[Passage]:
    """Propriétés et lignes des pages, sauf celles des pages ``identiques``, comptées depuis un."""
    passages = [Passage(f"propriété {nom.lstrip('/')}", str(v)) for nom, v in (lecteur.metadata or {}).items()]
    for numero, page in enumerate(lecteur.pages, 1):
        if numero not in identiques:
            lignes = page.extract_text().splitlines()
            passages += [Passage(f"page {numero}, ligne {rang}", ligne) for rang, ligne in enumerate(lignes, 1)]
    return passages


def _empreintes(document: DocumentLu, lecteur: "PdfReader") -> list[bytes]:
    """L’empreinte de ce que dessine chaque page."""
    empreintes: list[bytes] = []
    total, limite = 0, octets_permis(document.octets)
    if len(lecteur.pages) > _LIMITE_PAGES:
        raise refus(document.nom, f"il a plus de {_LIMITE_PAGES} pages")
    for numero, page in enumerate(lecteur.pages, 1):
        contenu = page.get_contents()
        octets = b"" if contenu is None else contenu.get_data()
        total += len(octets)
        if len(octets) > _LIMITE_OCTETS_D_UNE_PAGE or total > limite:
            raise refus(document.nom, f"la page {numero} est démesurée")
        empreintes.append(sha256(octets).digest())
    return empreintes


def _a_comparer(lu: DocumentLu, attendu: DocumentLu) -> tuple[list[Passage], list[Passage]]:
    """Lire le texte d’une page prend cent fois plus de temps que comparer ce qu’elle dessine.

    L’attendu, que la bibliothèque vient d’écrire, ne se relit pas sous le nom du fichier à vérifier.
    """
    with _ouverture(attendu) as la:
        attendues = _empreintes(attendu, la)
        with _lecture(lu) as ici:
            paires = zip(_empreintes(lu, ici), attendues, strict=False)
            identiques = {numero for numero, (une, autre) in enumerate(paires, 1) if une == autre}
            lus = _textes(ici, identiques)
        return lus, _textes(la, identiques)


def _apparence(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    with _lecture(lu) as ici, _ouverture(attendu) as la:
        trouves = list(comparer_les_apparences(ici, la))
    yield from trouves or [premier_octet(lu.octets, attendu.octets)]


def _signatures(lu: DocumentLu, attendu: DocumentLu) -> tuple[SignatureAjoutee, ...]:
    with _lecture(lu) as ici, _ouverture(attendu) as la:
        return signatures_ajoutees(ici, la, lu.octets, attendu.octets)


PDF = Lecteur(
    sceau=_sceau,
    dossier=_dossier,
    passages=_passages,
    pieces=_documents_joints,
    a_comparer=_a_comparer,
    apparence=_apparence,
    signatures=_signatures,
)
