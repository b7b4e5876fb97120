"""Octets d’un fichier du dossier : droits, nature, taille, et la certitude qu’il n’a pas changé pendant sa lecture."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import ErreurFinancement, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import ESPACE_FINE

__all__ = [
    "FICHIER_INTROUVABLE",
    "LECTURE_IMPOSSIBLE",
    "LIMITE_OCTETS",
    "EtatDeFichier",
    "SourceRefusee",
    "est_reste",
    "etat_du_fichier",
    "exiger_inchange",
    "impossible",
    "lire_fichier",
    "lire_octets",
    "mouvant",
]

LIMITE_OCTETS: Final = 50_000_000
_MORCEAU: Final = 1 << 20

_DROITS: Final = "Vérifier les droits et que le fichier n’est pas ouvert ailleurs."
_LIEN: Final = "Remplacer le lien par le fichier lui-même, ou le supprimer."
_CAUSES: Final = {
    errno.EACCES: ("accès refusé", _DROITS),
    errno.EPERM: ("accès refusé", _DROITS),
    errno.ENOENT: ("le lien ne mène à aucun fichier", _LIEN),
    errno.ELOOP: ("le lien mène à lui-même", _LIEN),
    errno.ENAMETOOLONG: ("le nom est trop long", "Donner un chemin plus court."),
}


FICHIER_INTROUVABLE: Final = ModeleFaute(
    "LECTURE-14", "Le fichier « {lu} » n’existe pas.", "Vérifier le chemin donné à la commande.", afficher_chemin
)
"""Un fichier que la commande nomme, et qui n’est pas là."""


class SourceRefusee(ErreurFinancement):
    """Un fichier du dossier ne peut pas être lu du tout ; ``faute`` dit pourquoi."""

    def __init__(self, refus: Faute) -> None:
        self.faute = refus
        self.fautes = (refus,)
        super().__init__(str(refus))


class EtatDeFichier(NamedTuple):
    """Ce qui change quand un fichier est réécrit, agrandi ou remplacé : son identité, sa taille et sa date."""

    appareil: int
    numero: int
    taille: int
    modifie: int

    @classmethod
    def de(cls, etat: os.stat_result) -> "EtatDeFichier":
        """L’état d’un fichier, tel que le système le donne."""
        return cls(etat.st_dev, etat.st_ino, etat.st_size, etat.st_mtime_ns)


LECTURE_IMPOSSIBLE: Final = ModeleFaute(
    "LECTURE-13", "Le fichier « {lu} » ne peut pas être lu : {cause}.", "{correction}"
)


def impossible(chemin: Path, erreur: OSError) -> SourceRefusee:
    """Le refus d’un fichier ou d’un répertoire que le système ne laisse pas lire, ou qui n’est plus là."""
    if erreur.errno == errno.ENOENT and not os.path.lexists(chemin):
        return mouvant(chemin, "a disparu")
    lieu = Provenance(fichier=chemin.name)
    cause, correction = _CAUSES.get(erreur.errno or 0, (f"erreur n° {erreur.errno} du système", _DROITS))
    return SourceRefusee(faute(LECTURE_IMPOSSIBLE, lieu, chemin.name, cause=cause, correction=correction))


FICHIER_MOUVANT: Final = ModeleFaute(
    "LECTURE-15",
    "« {lu} » {cause} pendant la lecture : ce qui en a été lu peut être incomplet.",
    "Attendre la fin de l’enregistrement ou de la copie en cours, puis recommencer.",
)


def mouvant(chemin: Path, cause: str) -> SourceRefusee:
    """Le refus d’un fichier sur lequel quelqu’un agit pendant la lecture : il « a changé », « a disparu »…"""
    return SourceRefusee(faute(FICHIER_MOUVANT, Provenance(fichier=chemin.name), chemin.name, cause=cause))


def lire_octets(chemin: Path, limite: int = LIMITE_OCTETS) -> bytes:
    """Les octets d’un fichier ordinaire d’au plus ``limite`` octets, ou :class:`SourceRefusee`."""
    return lire_fichier(chemin, limite)[0]


FICHIER_ATTENDU: Final = ModeleFaute(
    "LECTURE-04",
    "« {lu} » devrait être un fichier ordinaire.",
    "Le remplacer par un fichier, ou le supprimer s’il est vide.",
)
FICHIER_TROP_GROS: Final = ModeleFaute(
    "LECTURE-12",
    "Le fichier pèse {lu} octets, plus que la limite de {limite} octets.",
    "Vérifier qu’il s’agit du bon fichier.",
)


def lire_fichier(chemin: Path, limite: int = LIMITE_OCTETS) -> tuple[bytes, EtatDeFichier]:
    """Les octets d’un fichier ordinaire et son état, le même avant et après ; sinon :class:`SourceRefusee`.

    La nature du fichier est vérifiée avant l’ouverture : ouvrir un tube attendrait sans fin.
    """
    lieu = Provenance(fichier=chemin.name)
    try:
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):
            raise SourceRefusee(faute(FICHIER_ATTENDU, lieu, chemin.name))
        if etat.st_size > limite:
            taille, permise = (f"{octets:,}".replace(",", ESPACE_FINE) for octets in (etat.st_size, limite))
            raise SourceRefusee(faute(FICHIER_TROP_GROS, lieu, taille, limite=permise))
        attendu = EtatDeFichier.de(etat)
        with chemin.open("rb") as flux:
            octets = flux.read(attendu.taille)
            if not est_reste(flux, octets, attendu):
                raise mouvant(chemin, "a changé")
    except OSError as erreur:
        raise impossible(chemin, erreur) from None
    exiger_inchange(chemin, attendu)
    return octets, attendu


def exiger_inchange(chemin: Path, attendu: EtatDeFichier) -> None:
    """Lève :class:`SourceRefusee` si le fichier n’est plus celui qui a été lu."""
    if etat_du_fichier(chemin) != attendu:
        raise mouvant(chemin, "a changé")


def etat_du_fichier(chemin: Path) -> EtatDeFichier:
    """L’état d’un fichier, à comparer à celui de sa lecture ; lève :class:`SourceRefusee` s’il ne se voit pas."""
    try:
        return EtatDeFichier.de(chemin.stat())
    except OSError as erreur:
        raise impossible(chemin, erreur) from None


def est_reste(flux: BinaryIO, octets: bytes, attendu: EtatDeFichier) -> bool:
    """Le fichier ouvert a cet état et, relu, ces octets : bien des supports ne datent pas à mieux que deux secondes."""
    flux.seek(0)
    for debut in range(0, len(octets), _MORCEAU):
        morceau = octets[debut : debut + _MORCEAU]
        if flux.read(len(morceau)) != morceau:
            return False
    return not flux.read(1) and EtatDeFichier.de(os.fstat(flux.fileno())) == attendu
