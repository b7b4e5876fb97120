"""Des classeurs mutés : octets de l’archive, xml des parties, relations, styles, dates, formules et cellules.

La loi : un classeur est refusé en français, ou lu juste, c’est-à-dire comme le lit un autre lecteur ; jamais autre
chose, et jamais en remplissant la mémoire.
"""

import contextlib
import datetime
import re
import resource
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO
from random import Random
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import from_excel, to_excel

from financement.fautes.faute import ErreurFinancement
from maquettes.tableur.contenu import CelluleLue, ClasseurLu, GenreCellule
from maquettes.tableur.lecture import lire_classeur
from tests.solidite.bilan import Bilan

__all__ = ["eprouver", "juger"]

NOM: Final = "classeur.xlsx"
CREATION: Final = datetime.datetime.fromisoformat("2014-12-01")
MEMOIRE: Final = 300_000_000
DEMESURE: Final = 1e15
JOUR_DE_TROP: Final = "1900-02-29"
FRANCAIS: Final = re.compile(r"[a-zà-ÿ ’'«»().,:;0-9_/-]{20,} \[CLASSEUR-[0-9]{2}\]", re.IGNORECASE)
# Ce que les tirages mettent à la place d'une valeur, d'un attribut ou d'un nombre.
VALEURS: Final = (
    *("", "0", "1", "-1", "5", "9", "14", "22", "60", "61", "165", "1e308", "1e999", "0.1", "12345678901234567", "NaN"),
    *("A1", "B2", "XFD1", "A50001", "$A$1", "#N/A", "true", "s", "n", "b", "e", "d", "str", "inlineStr", "2014-12-31"),
    *("0%", "dd/mm/yyyy", "[h]:mm", "[Red]0", '"jours"0', "_x000D_", "é", "😀", "&lt;", "=1+1", "rId1", "../x.xml"),
)
_NOMBRE: Final = re.compile(rb"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.])")
_ATTRIBUT: Final = re.compile(rb'="[^"]*"')
_BALISE: Final = re.compile(rb"<[^<>]+>")
_TEXTE: Final = re.compile(rb">[^<>]+<")
# Une balise de moins ne donne presque jamais qu'un xml malformé.
_MORCEAUX: Final = (*[_NOMBRE, _ATTRIBUT, _TEXTE] * 3, _BALISE)
_LUES: Final = re.compile(r"xl/(worksheets/.*|sharedStrings|styles|workbook)\.xml")


@cache
def _modele() -> bytes:
    """Deux feuilles : textes, nombres, dates, pourcentages, formules, booléens, erreurs, fusion, nom, propriété."""
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        classeur.set_properties({"created": CREATION})
        classeur.set_custom_property("financement.maquette", "1")
        classeur.define_name("montants", "=Plan!$B$2:$B$4")
        date, taux = classeur.add_format({"num_format": "dd/mm/yyyy"}), classeur.add_format({"num_format": "0.0%"})
        for nom in ("Plan", "Journal"):
            feuille = classeur.add_worksheet(nom)
            feuille.write_row("A1", ["Opération", "Montant", "Date", "Taux", "Écart", "Soldé"])
            for rang in range(1, 5):
                feuille.write_string(rang, 0, f"OP-{rang} é")
                feuille.write_number(rang, 1, 1234.5 * rang)
                feuille.write_datetime(rang, 2, CREATION + datetime.timedelta(days=rang), date)
                feuille.write_number(rang, 3, 0.055 * rang, taux)
                feuille.write_formula(rang, 4, f"=B{rang + 1}*2", None, 2469 * rang)
                feuille.write_boolean(rang, 5, rang % 2 == 0)
            feuille.write_formula("G2", "=NA()", None, "#N/A")
            feuille.merge_range("A8:B8", "fusion")
    return flux.getvalue()


@cache
def _parties() -> tuple[tuple[str, bytes], ...]:
    with ZipFile(BytesIO(_modele())) as archive:
        return tuple((entree.filename, archive.read(entree)) for entree in archive.infolist())


def _zipper(parties: list[tuple[str, bytes]]) -> bytes:
    flux = BytesIO()
    with warnings.catch_warnings(action="ignore"), ZipFile(flux, "w") as archive:
        for nom, contenu in parties:
            archive.writestr(ZipInfo(nom), contenu, ZIP_DEFLATED)
    return flux.getvalue()


def _muter_les_octets(hasard: Random) -> bytes:
    octets = bytearray(_modele())
    for _ in range(hasard.randint(1, 4)):
        octets[hasard.randrange(len(octets))] = hasard.randrange(256)
    return bytes(octets[: hasard.randrange(len(octets))]) if hasard.random() < 0.1 else bytes(octets)


def _muter_les_parties(hasard: Random) -> bytes:
    """Une partie ôtée, doublée, échangée ou renommée."""
    parties = list(_parties())
    rang, autre = hasard.randrange(len(parties)), hasard.randrange(len(parties))
    nom, contenu = parties[rang]
    match hasard.randrange(4):
        case 0:
            del parties[rang]
        case 1:
            parties.append((nom.upper() if hasard.random() < 0.5 else nom, contenu))
        case 2:
            parties[rang] = nom, parties[autre][1]
        case _:
            parties[rang] = f"{nom}{hasard.choice(('x', '/', '.bin'))}", contenu
    return _zipper(parties)


def _muter_le_xml(hasard: Random) -> bytes:
    """Un à trois morceaux d’une partie remplacés, ôtés, doublés ; le reste du classeur est sain."""
    parties = list(_parties())
    lues = [rang for rang, (nom, _) in enumerate(parties) if _LUES.fullmatch(nom)]
    rang = hasard.choice(lues) if hasard.random() < 0.8 else hasard.randrange(len(parties))
    nom, contenu = parties[rang]
    for _ in range(hasard.randint(1, 3)):
        trouves = list(hasard.choice(_MORCEAUX).finditer(contenu))
        if trouves:
            debut, fin = hasard.choice(trouves).span()
            contenu = contenu[:debut] + _autre_morceau(hasard, contenu[debut:fin]) + contenu[fin:]
    parties[rang] = nom, contenu
    return _zipper(parties)


def _autre_morceau(hasard: Random, morceau: bytes) -> bytes:
    valeur = hasard.choice(VALEURS).encode()
    match morceau[:1], hasard.randrange(6):
        case b"<" | b"0", 0:
            return b""
        case b"<", _:
            return morceau * 2
        case b"=", _:
            return b'="' + valeur.replace(b'"', b"&quot;") + b'"'
        case b">", _:
            return b">" + valeur + b"<"
        case _:
            return valeur


MUTATIONS: Final[tuple[Callable[[Random], bytes], ...]] = (
    _muter_les_octets,
    _muter_les_parties,
    *([_muter_le_xml] * 6),
)


def eprouver(graine: int, nombre: int) -> Bilan:
    """Le bilan de ``nombre`` classeurs mutés, tirés de ``graine``."""
    hasard, bilan, avant = Random(graine), Bilan(), _pointe()
    for essai in range(nombre):
        octets = hasard.choice(MUTATIONS)(hasard)
        issue, anomalie = juger(octets)
        if _pointe() > avant + MEMOIRE:
            avant, anomalie = _pointe(), "plus de trois cents millions d’octets"
        if anomalie:
            bilan.signaler(f"graine {graine}, essai {essai} : {anomalie}")
        else:
            bilan.compter(issue)
    return bilan


def _pointe() -> int:
    """La mémoire prise au plus par ce processus, en octets."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def juger(octets: bytes) -> tuple[str, str]:
    """L’issue de la lecture d’un classeur, et ce en quoi elle contredit la loi, ou rien."""
    try:
        classeur = lire_classeur(NOM, octets)
    except ErreurFinancement as refus:
        anomalie = "" if FRANCAIS.search(str(refus)) else f"refus mal dit : {refus}"
        return "refusé", anomalie
    except Exception as panne:  # noqa: BLE001 -- toute autre exception est l'anomalie que l'on cherche
        return "panne", f"{type(panne).__name__} : {panne}"
    temoin = _relire(octets)
    if temoin is None:
        return "lu, que l’autre lecteur refuse", ""
    return "lu juste", next(_differences(classeur, temoin), "")


def _relire(octets: bytes) -> Any:
    """Le classeur que lit openpyxl ; il se trompe plus qu’il ne refuse devant un fichier abîmé."""
    try:
        with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(None):
            return openpyxl.load_workbook(BytesIO(octets), data_only=True)
    except Exception:  # noqa: BLE001 -- openpyxl lève n'importe quoi
        return None


def _differences(classeur: ClasseurLu, temoin: Any) -> Iterator[str]:
    for feuille, autre in zip(classeur.feuilles, temoin.worksheets, strict=False):
        attendues = {
            (cellule.row - 1, cellule.column - 1): cellule
            for rangee in autre.iter_rows()
            for cellule in rangee
            if cellule.value is not None
        }
        for place, cellule in feuille.cellules.items():
            if cellule.genre is GenreCellule.VIDE:
                continue
            attendue = attendues.get(place)
            if attendue is None or not _egales(cellule, attendue):
                vue = None if attendue is None else attendue.value
                yield f"{feuille.nom} {place} : lu {cellule}, l’autre lecteur voit {vue!r}"
        for place, attendue in attendues.items():
            if place not in feuille.cellules and str(attendue.value).strip():
                yield f"{feuille.nom} {place} : {attendue.value!r} n’est pas lu"


def _egales(lue: CelluleLue, attendue: Any) -> bool:
    valeur = attendue.value
    match lue.genre:
        case GenreCellule.TEXTE:
            return "_x" in str(valeur) or lue.texte.strip() == str(valeur).replace("\r\n", "\n").strip()
        case GenreCellule.BOOLEEN:
            return (lue.texte == "VRAI") == bool(valeur)
        case GenreCellule.ERREUR:
            return lue.texte == str(valeur)
        case _ if not _est_comparable(valeur):
            return True
        case GenreCellule.DATE:
            return _jour(lue.texte) == (valeur.date() if isinstance(valeur, datetime.datetime) else _jour_de(valeur))
        case _:
            nombre: Any = to_excel(valeur) if isinstance(valeur, datetime.date) else valeur  # type: ignore[no-untyped-call]
            return abs(Decimal(lue.texte) - Decimal(str(nombre))) <= abs(Decimal(lue.texte)) * Decimal("1e-14")


def _est_comparable(valeur: Any) -> bool:
    """D’une date d’avant le premier jour, openpyxl ne garde que l’heure ; il arrondit les nombres immenses."""
    return isinstance(valeur, datetime.date) or (isinstance(valeur, int | float) and abs(valeur) < DEMESURE)


def _jour(texte: str) -> datetime.date:
    """Le jour lu ; celui que Lotus a inventé est pour openpyxl le précédent."""
    return datetime.date.fromisoformat(texte[:10].replace(JOUR_DE_TROP, "1900-02-28"))


def _jour_de(valeur: Any) -> Any:
    jour = from_excel(valeur) if isinstance(valeur, int | float) else valeur
    return jour.date() if isinstance(jour, datetime.datetime) else jour
