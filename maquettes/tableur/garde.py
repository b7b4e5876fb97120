"""La garde : ce qu’un fichier .xlsx doit être avant qu’on en lise rien.

Rien de ce que l’archive annonce n’est cru : les tailles sont mesurées en décompressant, morceau par morceau, et
l’examen s’arrête à la première limite franchie. Aucune partie n’est gardée en mémoire.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import filterfalse
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from financement.fautes.faute import ModeleFaute, TexteRefuse, montrer
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import CLASSEUR_DTD, est_verifiee, mesurer
from maquettes.tableur.cadre import DU_DOSSIER, Cadre
from maquettes.tableur.comptage import Compte, refuser_trop_de_balises, refuser_trop_de_cellules
from maquettes.tableur.interdits import refuser_les_declarations_interdites, refuser_les_parties_interdites
from maquettes.tableur.limites import LIMITE_RAPPORT, PLANCHER_DU_RAPPORT, en_chiffres
from maquettes.tableur.plan import PlanDeClasseur, lire_plan

__all__ = ["Archive", "examiner", "examiner_le_plan"]

_ENTETE_DE_ZIP: Final = b"PK\x03\x04"
_ENTETE_DE_REPERTOIRE: Final = b"PK\x01\x02"
_ENTETE_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FLUX_CHIFFRE: Final = "EncryptedPackage".encode("utf-16-le")
_ENREGISTRER: Final = (
    "L’ouvrir dans un tableur et l’enregistrer comme « Classeur Excel (.xlsx) » ; "
    "changer le nom du fichier ne suffit pas."
)
_DONNER: Final = "Donner le bon fichier : une maquette écrite par « financement maquette »."
_RANGER: Final = (
    "Lui rendre l’extension .csv et donner le répertoire où il est rangé avec convention.toml, "
    "ou donner une maquette écrite par « financement maquette »."
)
_AUTRES_DEBUTS: Final = (
    (_ENTETE_OLE2, "c’est un document à l’ancien format d’Office (.xls)", _ENREGISTRER),
    (b"PK\x05\x06", "c’est une archive vide", _DONNER),
    (b"%PDF", "c’est un document pdf", _DONNER),
)
_HTML: Final = re.compile(rb"<(!doctype\s+html|html|table)\b", re.IGNORECASE)
_DEBUT_EXAMINE: Final = 4096
_OPENDOCUMENT: Final = ("mimetype", "content.xml")

# Ni vide, ni absolu, ni remontant d'un répertoire, ni à la façon de Windows.
_NOM_DE_PARTIE: Final = re.compile(r"(?!/)(?!(.*/)?\.\.(/|$))[^\\]+", re.DOTALL)
_CHIFFREE: Final = 0x1
_METHODES: Final = (ZIP_STORED, ZIP_DEFLATED)
_ERREURS_DE_ZIP: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
# Excel y écrit parfois du html mal fermé, que rien ici ne lit : seule la déclaration y est cherchée.
_SUFFIXE_VML: Final = ".vml"
# Les parties qui grandissent avec les données, et que le plan du classeur n'a pas besoin de lire.
_LONGUE: Final = re.compile(r"xl/(worksheets/[^/]*|sharedStrings|styles)\.xml", re.IGNORECASE)
_TYPE_DE_DOCUMENT: Final = re.compile(rb"<!(doctype|entity)", re.IGNORECASE)


def _tout_admettre(_archive: Archive, _plan: PlanDeClasseur) -> None:
    """N’attend rien du plan d’un classeur."""


def examiner(
    nom: str,
    octets: bytes,
    admettre: Callable[[Archive, PlanDeClasseur], object] = _tout_admettre,
    cadre: Cadre = DU_DOSSIER,
) -> Archive:
    """Les parties du classeur, une fois tout vérifié sauf le contenu des cellules ; sinon :class:`SourceRefusee`.

    ``admettre`` examine son plan avant que soit vérifié le xml de ses feuilles, où tout le temps passe.
    """
    archive, plan, comptes = _examiner_le_plan(nom, octets, cadre)
    try:
        admettre(archive, plan)
        refuser_trop_de_cellules(nom, plan, comptes, cadre)
        refuser_trop_de_balises(archive.parties, comptes, cadre)
        _mesurer(archive, filter(_LONGUE.fullmatch, archive.parties))
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=nom))) from None
    return archive


def examiner_le_plan(nom: str, octets: bytes, cadre: Cadre = DU_DOSSIER) -> tuple[Archive, PlanDeClasseur]:
    """Les parties du classeur et son plan, tout vérifié sauf le xml de ses feuilles, textes partagés et styles."""
    archive, plan, _ = _examiner_le_plan(nom, octets, cadre)
    return archive, plan


def _examiner_le_plan(nom: str, octets: bytes, cadre: Cadre) -> tuple[Archive, PlanDeClasseur, Mapping[str, Compte]]:
    try:
        _refuser_un_autre_format(nom, octets)
        archive = _ouvrir(nom, octets, cadre.parties)
        refuser_les_parties_interdites(archive, cadre.interdits)
        comptes = _peser(nom, archive, cadre.octets)
        courtes = tuple(filterfalse(_LONGUE.fullmatch, archive.parties))
        refuser_trop_de_balises(courtes, comptes, cadre)
        _mesurer(archive, courtes)
        refuser_les_declarations_interdites(archive, cadre.interdits)
        return archive, lire_plan(nom, archive), comptes
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=nom))) from None


CLASSEUR_AUTRE_FORMAT: Final = ModeleFaute(
    "CLASSEUR-01", "« {lu} » n’est pas un classeur .xlsx : {cause}.", "{correction}"
)
CLASSEUR_CHIFFRE: Final = ModeleFaute(
    "CLASSEUR-02",
    "« {lu} » est chiffré : il faut un mot de passe pour l’ouvrir, et il ne peut pas être lu.",
    "Retirer le mot de passe d’ouverture, puis enregistrer de nouveau ; la protection des feuilles, elle, ne gêne pas.",
)


def _refuser_un_autre_format(nom: str, octets: bytes) -> None:
    if octets.startswith(_ENTETE_DE_ZIP):
        return
    if octets.startswith(_ENTETE_OLE2) and _FLUX_CHIFFRE in octets:
        raise TexteRefuse(CLASSEUR_CHIFFRE, nom)
    cause, correction = _autre_format(octets)
    raise TexteRefuse(CLASSEUR_AUTRE_FORMAT, nom, cause=cause, correction=correction)


def _autre_format(octets: bytes) -> tuple[str, str]:
    """Ce qu’est le fichier, et ce qu’il faut en faire : un tableur ne tire une maquette que d’une maquette."""
    if not octets:
        return "le fichier est vide", _DONNER
    for entete, nature, correction in _AUTRES_DEBUTS:
        if octets.startswith(entete):
            return nature, correction
    debut = octets[:_DEBUT_EXAMINE]
    if _HTML.search(debut):
        return "c’est une page html", _DONNER
    if debut.lstrip().startswith(b"<?xml"):
        return "c’est un document xml", _ENREGISTRER
    if b"\0" not in debut:
        return "c’est un texte, peut-être un csv", _RANGER
    return "son contenu n’est celui d’aucun classeur connu", _DONNER


CLASSEUR_ENDOMMAGE: Final = ModeleFaute(
    "CLASSEUR-03", "« {lu} » est endommagé : {cause}.", "Reprendre le fichier d’origine{correction}."
)


def _endommage(nom: str, cause: str) -> TexteRefuse:
    correction = ", ou le rouvrir dans un tableur et l’enregistrer de nouveau"
    return TexteRefuse(CLASSEUR_ENDOMMAGE, nom, cause=cause, correction=correction)


CLASSEUR_TROP_DE_PARTIES: Final = ModeleFaute(
    "CLASSEUR-04",
    "Le classeur est fait de {lu} parties, plus que la limite de {limite}.",
    "Donner le bon fichier, ou supprimer les images et les objets ajoutés, puis enregistrer de nouveau.",
)


def _ouvrir(nom: str, octets: bytes, limite: int) -> Archive:
    # Compter les en-têtes dans les octets borne le nombre d'entrées avant que zipfile en fasse la liste.
    nombre = octets.count(_ENTETE_DE_REPERTOIRE)
    if nombre > limite:
        raise TexteRefuse(CLASSEUR_TROP_DE_PARTIES, en_chiffres(nombre), limite=en_chiffres(limite))
    try:
        ouvert = ZipFile(BytesIO(octets))
    except _ERREURS_DE_ZIP:
        # Ce qui manque à la fin d'une archive ne se retrouve pas : aucun tableur ne la répare sûrement.
        cause = "l’archive est incomplète ou mal formée"
        raise TexteRefuse(CLASSEUR_ENDOMMAGE, nom, cause=cause, correction="") from None
    _verifier_les_entrees(nom, ouvert)
    return Archive(ouvert)


def _verifier_les_entrees(nom: str, ouvert: ZipFile) -> None:
    noms: set[str] = set()
    for entree in ouvert.infolist():
        partie = montrer(entree.filename)
        if entree.flag_bits & _CHIFFREE:
            raise TexteRefuse(CLASSEUR_CHIFFRE, nom)
        if not _NOM_DE_PARTIE.fullmatch(entree.filename):
            raise _endommage(nom, f"le nom de partie « {partie} » est interdit")
        if entree.filename.casefold() in noms:
            raise _endommage(nom, f"la partie « {partie} » figure deux fois")
        if entree.compress_type not in _METHODES:
            raise _endommage(nom, f"la partie « {partie} » est comprimée d’une façon que le format n’admet pas")
        noms.add(entree.filename.casefold())
    if noms.issuperset(_OPENDOCUMENT):
        cause = "c’est un document OpenDocument (.ods)"
        raise TexteRefuse(CLASSEUR_AUTRE_FORMAT, nom, cause=cause, correction=_ENREGISTRER)


def _peser(nom: str, archive: Archive, limite: int) -> Mapping[str, Compte]:
    """Décompresse chaque partie sans la garder : tailles et sommes de contrôle ; compte les balises."""
    mesure = _Mesure(nom, archive, limite)
    for partie in archive.parties:
        mesure.peser(partie)
    return mesure.comptes


def _mesurer(archive: Archive, parties: Iterable[str]) -> None:
    """Vérifie le xml de ces ``parties``."""
    for partie in parties:
        if est_verifiee(partie):
            mesurer(partie, archive.morceaux)
        elif partie.casefold().endswith(_SUFFIXE_VML):
            _refuser_un_type_de_document(partie, archive.morceaux(partie))


CLASSEUR_TROP_GROS: Final = ModeleFaute(
    "CLASSEUR-05",
    "Le classeur décompressé pèse plus de {limite} octets, limite franchie à la partie « {lu} ».",
    "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
)
CLASSEUR_TROP_COMPRIME: Final = ModeleFaute(
    "CLASSEUR-06",
    "La partie « {lu} » se décompresse en plus de {limite} fois sa taille : ce n’est pas le contenu d’un classeur "
    "ordinaire.",
    "Ne pas ouvrir le fichier s’il vient d’un inconnu ; sinon, en supprimer les images dans un tableur et "
    "l’enregistrer de nouveau.",
)


class _Mesure:
    """Compte les octets qui sortent de l’archive, et l’arrête à la première limite."""

    def __init__(self, nom: str, archive: Archive, limite: int) -> None:
        self._nom = nom
        self._limite = limite
        self._archive = archive
        self._total = 0
        self.comptes: dict[str, Compte] = {}

    def peser(self, partie: str) -> None:
        """Décompresse la partie ; lève :class:`TexteRefuse` si elle est endommagée ou démesurée."""
        comprimee = self._archive.entree(partie).compress_size
        morceaux = self._archive.morceaux(partie)
        pese = 0
        compte = self.comptes[partie.casefold()] = Compte()
        est_du_xml = est_verifiee(partie)
        while morceau := self._suivant(partie, morceaux):
            pese += len(morceau)
            self._total += len(morceau)
            if pese > PLANCHER_DU_RAPPORT and pese > LIMITE_RAPPORT * comprimee:
                raise TexteRefuse(CLASSEUR_TROP_COMPRIME, partie, limite=str(LIMITE_RAPPORT))
            if self._total > self._limite:
                raise TexteRefuse(CLASSEUR_TROP_GROS, partie, limite=en_chiffres(self._limite))
            if est_du_xml:
                compte.ajouter(morceau)

    def _suivant(self, partie: str, morceaux: Iterator[bytes]) -> bytes:
        try:
            return next(morceaux, b"")
        except _ERREURS_DE_ZIP:
            raise _endommage(self._nom, f"la partie « {montrer(partie)} » ne se décompresse pas") from None


def _refuser_un_type_de_document(partie: str, morceaux: Iterator[bytes]) -> None:
    reste = b""
    for morceau in morceaux:
        # Sans ses octets nuls, un texte en UTF-16 se cherche comme un autre.
        vu = reste + morceau.replace(b"\0", b"")
        if _TYPE_DE_DOCUMENT.search(vu):
            raise TexteRefuse(CLASSEUR_DTD, partie)
        reste = vu[-len(b"<!doctype") :]
