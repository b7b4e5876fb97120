"""L’annexe, la demande de solde et leurs formats : ce qu’il faut pour les rendre, et le nom de chaque fichier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exports.annexe.annexe import composer_annexe
from exports.demande_de_solde.demande import composer_demande_de_solde
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.sceau import ENSEMBLE, Perimetre
from exports.livraison.noms_de_fichier import NOM_ANNEXE, NOM_DEMANDE, nom_de_base
from exports.livraison.paquets import PIKEPDF, PYTHON_DOCX, TYPST, Paquet, exiger
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import CHOIX_INCONNU
from maquettes.assemblage.dossier_json import texte_canonique
from maquettes.dossiers import situer_en_repertoire
from maquettes.fichiers.ecriture import EcritureRefusee

if TYPE_CHECKING:
    from exports.livraison.scdl_subventions import ScdlSubventions

__all__ = [
    "DU_PROJET_ENTIER",
    "FORMATS",
    "PAQUETS",
    "AnnexeRendue",
    "format_inconnu",
    "preparer_annexe",
    "preparer_demande_de_solde",
]


@dataclass(frozen=True, kw_only=True)
class AnnexeRendue:
    """Une annexe ou une demande de solde prête à rendre, et le projet dont elle est tirée."""

    projet: Projet
    document: Document

    @property
    def nom(self) -> str:
        """Le nom des fichiers, sans suffixe ; il dit le périmètre."""
        return nom_de_base(self.document.sceau.perimetre, self.document.sceau.unite, self.nom_du_document)

    @property
    def dit(self) -> str:
        """« l’annexe », ou « la demande »."""
        return "la demande" if self.document.sceau.est_une_demande_de_solde else "l’annexe"

    @property
    def nom_du_document(self) -> str:
        """Ce par quoi commencent ces noms, et le nom du classeur joint au pdf."""
        return NOM_DEMANDE if self.document.sceau.est_une_demande_de_solde else NOM_ANNEXE

    @cached_property
    def dossier(self) -> str:
        """Le json canonique du projet."""
        return texte_canonique(self.projet)

    @cached_property
    def xlsx(self) -> bytes:
        """Le classeur ; le pdf joint les mêmes octets."""
        from exports.rendus.xlsx.rendu import rendre_xlsx
        from maquettes.classeur.classeur import ClasseurImpossible

        try:
            return rendre_xlsx(self.document)
        except ClasseurImpossible as refus:
            raise EcritureRefusee(f"{self.dit} ne tient pas dans un classeur : {refus}.") from refus

    @cached_property
    def subventions(self) -> "ScdlSubventions":
        """Les subventions attribuées de tout le projet, au schéma scdl, et leurs réserves."""
        from exports.livraison.scdl_subventions import rendre_scdl

        return rendre_scdl(self.projet, au=self.document.date_arrete)

    def rendre(self, demande: str) -> dict[str, bytes]:
        """Les fichiers d’un format, par nom.

        Lève ``ValeurImpossible`` s’il est inconnu, ``PaquetAbsent`` s’il lui manque un paquet, ``EcritureRefusee`` si
        l’annexe n’y tient pas.
        """
        if demande not in _RENDUS:
            raise ValeurImpossible("Annexe", [format_inconnu(demande)])
        exiger(demande, *PAQUETS.get(demande, ()))
        return _RENDUS[demande](self)


def format_inconnu(demande: str) -> Faute:
    """La faute d’un format que l’annexe n’a pas."""
    termes = {"proposition": proposition(demande, FORMATS), "choix": ", ".join(FORMATS)}
    return faute(CHOIX_INCONNU, Provenance(colonne="formats"), demande, **termes)


def preparer_annexe(
    projet: Projet, *, au: date, perimetre: Perimetre = ENSEMBLE, unite: Precision = Precision.CENTIME
) -> AnnexeRendue:
    """L’annexe du projet à la date ``au``, prête à rendre.

    Elle ne dépend que du contenu du dossier : ce qu’elle cite y est situé comme dans le répertoire qu’en écrirait
    ``financement convertir``, quelle que soit la forme lue. Lève ``ValeurImpossible`` si le périmètre est inconnu.
    """
    validation.exiger("Annexe", validation.instance("projet", projet, Projet))
    situe = situer_en_repertoire(projet)
    return AnnexeRendue(projet=situe, document=composer_annexe(situe, au=au, perimetre=perimetre, unite=unite))


def preparer_demande_de_solde(projet: Projet, *, au: date, perimetre: Perimetre) -> AnnexeRendue:
    """La demande de solde du projet à la date ``au``, prête à rendre ; mêmes promesses que :func:`preparer_annexe`.

    Lève ``ValeurImpossible`` si le périmètre est inconnu, ou n’est ni une opération ni un maître d’ouvrage.
    """
    validation.exiger("Demande de solde", validation.instance("projet", projet, Projet))
    situe = situer_en_repertoire(projet)
    return AnnexeRendue(projet=situe, document=composer_demande_de_solde(situe, au=au, perimetre=perimetre))


def _xlsx(annexe: AnnexeRendue) -> dict[str, bytes]:
    return {f"{annexe.nom}.xlsx": annexe.xlsx}


def _pdf(annexe: AnnexeRendue) -> dict[str, bytes]:
    from exports.rendus.pdf import rendre_pdf
    from exports.rendus.pdf.erreurs import PdfImpossible
    from exports.rendus.pdf.pieces import PieceJointe

    pieces = (
        PieceJointe(
            nom=f"{annexe.nom_du_document}.xlsx",
            octets=annexe.xlsx,
            type_mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            description=f"Les tableaux de {annexe.dit} en classeur, totaux en formules",
        ),
        PieceJointe(
            nom="dossier.json",
            octets=annexe.dossier.encode(),
            type_mime="application/json",
            description=f"Le dossier dont {annexe.dit} est tirée",
        ),
    )
    try:
        return {f"{annexe.nom}.pdf": rendre_pdf(annexe.document, pieces)}
    except PdfImpossible as refus:
        raise EcritureRefusee(f"{annexe.dit} ne peut pas être composée en pdf : {refus}") from refus


def _docx(annexe: AnnexeRendue) -> dict[str, bytes]:
    from exports.rendus.docx import rendre_docx

    return {f"{annexe.nom}.docx": rendre_docx(annexe.document)}


def _html(annexe: AnnexeRendue) -> dict[str, bytes]:
    from exports.rendus.html import rendre_html

    return {f"{annexe.nom}.html": rendre_html(annexe.document, dossier=annexe.dossier)}


def _csv(annexe: AnnexeRendue) -> dict[str, bytes]:
    from exports.rendus.csv import rendre_csv

    return {f"{annexe.nom}-{cle}.csv": octets for cle, octets in rendre_csv(annexe.document).items()}


def _scdl(annexe: AnnexeRendue) -> dict[str, bytes]:
    return {"subventions-scdl.csv": annexe.subventions.octets}


_RENDUS: Final[Mapping[str, Callable[[AnnexeRendue], dict[str, bytes]]]] = MappingProxyType(
    {"xlsx": _xlsx, "pdf": _pdf, "docx": _docx, "html": _html, "csv": _csv, "scdl": _scdl}
)

FORMATS: Final = tuple(_RENDUS)
"""Les formats que la bibliothèque sait écrire."""

DU_PROJET_ENTIER: Final = frozenset({"scdl"})
"""Les formats qui couvrent tout le projet, et qu’un périmètre ne restreint pas."""

PAQUETS: Final[Mapping[str, tuple[Paquet, ...]]] = MappingProxyType({"pdf": (TYPST, PIKEPDF), "docx": (PYTHON_DOCX,)})
"""Les paquets facultatifs qu’un format demande."""
