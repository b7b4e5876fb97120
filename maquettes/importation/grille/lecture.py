"""Un fichier reçu, quel qu’il soit, en grilles : reconnu à ses premiers octets, non à son nom."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from financement.fautes.faute import ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.importation.grille.classeur import grilles_d_un_classeur
from maquettes.importation.grille.flux_xml import LecteurDeFlux, lire_un_flux
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.pes import LecteurDePes
from maquettes.importation.grille.texte_separe import grille_d_un_texte
from maquettes.importation.grille.totem import LecteurDeTotem

__all__ = ["grilles_des_octets", "lire_grilles"]

_LIMITE_OCTETS: Final = 100_000_000
_ZIP: Final = b"PK"
_MARQUES_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DEBUT_EXAMINE: Final = 4096
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|table|meta|head)\b", re.IGNORECASE)
# Une déclaration xml, une balise ou un commentaire, derrière une marque d'ordre s'il y en a une.
_XML: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<[?!A-Za-z_]|(\xff\xfe<\x00|\xfe\xff\x00<)")
_EN_XLSX: Final = "L’ouvrir dans un tableur, et l’enregistrer comme « Classeur Excel (.xlsx) »."
_TABLEUR: Final = "Donner le tableau lui-même, en .xlsx ou en csv."
_SCANNE: Final = "Demander le fichier d’origine à qui l’a imprimé ; à défaut, saisir le tableau dans un tableur."
_AUTRES: Final = (
    (b"%PDF", "c’est un document pdf", _SCANNE),
    (b"\x89PNG", "c’est une image", _SCANNE),
    (b"\xff\xd8\xff", "c’est une image", _SCANNE),
    (b"GIF8", "c’est une image", _SCANNE),
    (b"II*\x00", "c’est une image", _SCANNE),
    (b"MM\x00*", "c’est une image", _SCANNE),
    (b"{\\rtf", "c’est un document de traitement de texte (.rtf)", _TABLEUR),
    (b"7z\xbc\xaf", "c’est une archive", "En extraire les fichiers, et donner chacun d’eux."),
    (b"Rar!", "c’est une archive", "En extraire les fichiers, et donner chacun d’eux."),
    (b"\x1f\x8b", "c’est une archive", "En extraire les fichiers, et donner chacun d’eux."),
    (b"SQLite format", "c’est une base de données", "En exporter les tables en csv."),
    (b"PK\x05\x06", "c’est une archive vide", "Donner le bon fichier."),
    (b"PAR1", "c’est un fichier parquet", "L’exporter en csv."),
)

_FLUX: Final[Mapping[str, Callable[[], LecteurDeFlux]]] = {
    "PES_Aller": LecteurDePes,
    "DocumentBudgetaire": LecteurDeTotem,
    "CompteFinancierUnique": LecteurDeTotem,
}

SOURCE_ETRANGERE: Final = ModeleFaute("IMPORT-01", "« {lu} » n’est pas une table : {cause}.", "{correction}")


def lire_grilles(chemin: str | Path) -> tuple[Grille, ...]:
    """Les grilles d’un fichier reçu : chaque feuille d’un xlsx, la table d’un csv, un flux PES ou TotEM.

    Lève :class:`SourceRefusee` pour tout autre fichier, ou s’il est abîmé, chiffré, démesuré ou à macros.
    """
    fichier = chemin_donne("chemin", chemin)
    return grilles_des_octets(fichier.name, lire_octets(fichier, _LIMITE_OCTETS))


def grilles_des_octets(nom: str, octets: bytes) -> tuple[Grille, ...]:
    """Les grilles d’un fichier déjà lu ; comme :func:`lire_grilles`."""
    _refuser_un_etranger(nom, octets)
    if octets.startswith(_ZIP):
        return grilles_d_un_classeur(nom, octets)
    if _XML.match(octets):
        return (lire_un_flux(nom, octets, _FLUX),)
    return (grille_d_un_texte(nom, octets),)


def _refuser_un_etranger(nom: str, octets: bytes) -> None:
    cause, correction = "", ""
    if not octets.strip():
        cause, correction = "le fichier est vide", "Donner le bon fichier, une fois son enregistrement terminé."
    elif octets.startswith(_OLE2):
        return _refuser_un_ole2(nom, octets)
    elif _HTML.match(octets):
        cause, correction = "c’est une page html, que des logiciels nomment .xls", _EN_XLSX
    elif _est_binaire(octets[:_DEBUT_EXAMINE]):
        cause, correction = "son contenu n’est celui d’aucune table connue", _TABLEUR
    for entete, nature, remede in _AUTRES:
        if octets.startswith(entete):
            cause, correction = nature, remede
    if cause:
        raise SourceRefusee(faute(SOURCE_ETRANGERE, Provenance(fichier=nom), nom, cause=cause, correction=correction))
    return None


def _est_binaire(debut: bytes) -> bool:
    """Ni un texte, ni une archive, ni de l’UTF-16, dont un octet sur deux est nul."""
    if b"\0" not in debut or debut.startswith((_ZIP, *_MARQUES_UTF16)):
        return False
    return max(debut[0::2].count(0), debut[1::2].count(0)) * 4 < len(debut)


def _refuser_un_ole2(nom: str, octets: bytes) -> None:
    """Un .xls, un .doc ou un classeur chiffré ont la même enveloppe : la garde des classeurs les distingue."""
    grilles_d_un_classeur(nom, octets)
