"""Lire un document Word à vérifier : ses propriétés, ses paragraphes et les cellules de ses tableaux."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from exports.verification.commun.ecart import Ecart
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage, borner, refus
from exports.verification.docx.apparence import apparence_du_document
from exports.verification.ooxml.contenant import octets_hors_de_l_archive
from financement.fautes.faute import TexteRefuse
from maquettes.tableur.balises import Attributs, analyser

__all__ = ["DOCX"]

_PROPRIETES: Final = "docProps/core.xml"
_CORPS: Final = "word/document.xml"
_PAGES: Final = re.compile(r"word/(header|footer)[0-9]+\.xml")
_NOMS_DES_PAGES: Final = {"header": "en-tête", "footer": "pied de page"}
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_COMMENTAIRES: Final = "http://purl.org/dc/elements/1.1/ description"
# Les mots clés s'y écrivent avec ou sans virgules.
_TENUES_PAR_LE_LOGICIEL: Final = frozenset({"revision", "lastModifiedBy", "modified", "keywords"})
_PAGES_CALCULEES: Final = frozenset({"PAGE", "NUMPAGES"})

_LIMITE_OCTETS: Final = 50_000_000
_LIMITE_PARTIES: Final = 500
# Un sceau et un titre en ont quelques milliers ; chaque balise, lue, en prend cent fois plus.
_OCTETS_DES_PROPRIETES: Final = 1_000_000
_MORCEAU: Final = 1 << 16
_ERREURS_DE_ZIP: Final = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def _parties(document: DocumentLu, voulue: Callable[[str], object]) -> dict[str, bytes]:
    """Les parties voulues, décompressées dans la limite."""
    parties: dict[str, bytes] = {}
    reste = _LIMITE_OCTETS
    try:
        if document.octets.count(b"PK\x01\x02") > _LIMITE_PARTIES:
            raise refus(document.nom, "l’archive a trop de parties")
        with ZipFile(BytesIO(document.octets)) as archive:
            noms = archive.namelist()
            if len({nom.casefold() for nom in noms}) < len(noms):
                raise refus(document.nom, "l’archive a deux parties du même nom")
            for nom in sorted(filter(voulue, noms)):
                with archive.open(nom) as flux:
                    parties[nom] = flux.read(reste)
                reste -= len(parties[nom])
                if reste <= 0:
                    raise refus(document.nom, "décompressé, il pèse plus de 50 millions d’octets")
    except _ERREURS_DE_ZIP:
        raise refus(document.nom, "l’archive est incomplète ou mal formée") from None
    return parties


def _sceau(document: DocumentLu) -> str | None:
    return dict(_proprietes(document)).get(_COMMENTAIRES)


def _proprietes(document: DocumentLu) -> Iterator[tuple[str, str]]:
    """Le nom complet et le texte de chaque propriété du document."""
    lues: list[tuple[str, str]] = []
    morceaux: list[str] = []

    def debut(_nom: str, _attributs: Attributs) -> None:
        morceaux.clear()

    def fin(nom: str) -> None:
        lues.append((nom, "".join(morceaux)))
        morceaux.clear()

    for nom, octets in _parties(document, _PROPRIETES.__eq__).items():
        if len(octets) > _OCTETS_DES_PROPRIETES:
            raise refus(document.nom, "ses propriétés sont démesurées")
        _analyser(document, nom, octets, debut, fin, morceaux.append)
    return iter(lues)


def _passages(document: DocumentLu) -> list[Passage]:
    passages = [
        Passage(f"propriété {nom}", texte)
        for nom, texte in sorted((complet.rpartition(" ")[2], texte) for complet, texte in _proprietes(document))
        if texte and nom not in _TENUES_PAR_LE_LOGICIEL
    ]
    for nom, octets in _parties(document, lambda nom: nom == _CORPS or _PAGES.fullmatch(nom)).items():
        page = _PAGES.fullmatch(nom)
        prefixe = f"{_NOMS_DES_PAGES[page[1]]} ({nom}), " if page else ""
        mise_a_plat = _MiseAPlat(prefixe, passages)
        _analyser(document, nom, octets, mise_a_plat.debut, mise_a_plat.fin, mise_a_plat.texte)
    return borner(document.nom, passages)


def _analyser(
    document: DocumentLu,
    partie: str,
    octets: bytes,
    debut: Callable[[str, Attributs], object],
    fin: Callable[[str], object],
    texte: Callable[[str], object],
) -> None:
    # Par morceaux : un attribut démesuré est refusé avant d'être gardé en entier.
    morceaux = (octets[rang : rang + _MORCEAU] for rang in range(0, len(octets), _MORCEAU))
    try:
        analyser(partie, morceaux, debut=debut, fin=fin, texte=texte)
    except TexteRefuse:
        raise refus(document.nom, f"le xml de la partie « {partie} » n’est pas correct") from None


class _MiseAPlat:
    """Ajoute aux ``passages`` ceux d’une partie du document : un par paragraphe hors tableau, un par cellule."""

    def __init__(self, prefixe: str, passages: list[Passage]) -> None:
        self._passages = passages
        self._prefixe = prefixe
        self._paragraphes = 0
        self._tableaux = 0
        # Place dans le tableau : [numéro, ligne, colonne], un par tableau emboîté.
        self._places: list[list[int]] = []
        self._morceaux: list[str] = []
        self._est_texte = False
        self._instruction: list[str] = []
        self._est_instruction = self._est_page = False

    def debut(self, nom: str, attributs: Attributs) -> None:
        match nom.removeprefix(_W):
            case "tbl":
                self._tableaux += 1
                self._places.append([self._tableaux, 0, 0])
            case "tr" if self._places:
                self._places[-1][1:] = [self._places[-1][1] + 1, 0]
            case "tc" if self._places:
                self._places[-1][2] += 1
                self._morceaux.clear()
            case "p" if self._places:
                if self._morceaux:
                    self._morceaux.append("\n")
            case "p":
                self._paragraphes += 1
                self._morceaux.clear()
            case "tab" | "br" if self._morceaux:
                self._morceaux.append("\t")
            case "t" | "instrText" as balise:
                self._est_texte, self._est_instruction = True, balise == "instrText"
            case "fldChar":
                self._entrer_dans_un_champ(attributs.get(f"{_W}fldCharType", ""))
            case _:
                pass

    def _entrer_dans_un_champ(self, bord: str) -> None:
        """Un numéro de page enregistré n’est pas un texte : le traitement de texte le recalcule."""
        instruction = "".join(self._instruction).split()
        self._est_page = bord == "separate" and instruction[:1] != [] and instruction[0] in _PAGES_CALCULEES
        if bord == "begin":
            self._instruction.clear()

    def fin(self, nom: str) -> None:
        match nom.removeprefix(_W):
            case "tbl" if self._places:
                self._places.pop()
            case "tc" if self._places:
                numero, ligne, colonne = self._places[-1]
                self._retenir(f"tableau {numero}, ligne {ligne}, colonne {colonne}")
            case "p" if not self._places:
                self._retenir(f"paragraphe {self._paragraphes}")
            case "t" | "instrText":
                self._est_texte = False
            case _:
                pass

    def texte(self, morceau: str) -> None:
        if self._est_texte and not (self._est_page and morceau.isdigit()):
            self._morceaux.append(morceau)
            if self._est_instruction:
                self._instruction.append(morceau)

    def _retenir(self, lieu: str) -> None:
        if lu := "".join(self._morceaux).strip("\n"):
            self._passages.append(Passage(f"{self._prefixe}{lieu}", lu))
        self._morceaux.clear()


def _apparence(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    if (autour := octets_hors_de_l_archive(lu.octets)) is not None:
        yield autour
    try:
        yield from apparence_du_document(_parties(lu, bool), _parties(attendu, bool))
    except TexteRefuse:
        raise refus(lu.nom, "le xml d’une de ses parties n’est pas correct") from None


DOCX = Lecteur(sceau=_sceau, passages=_passages, apparence=_apparence)
