"""Octets d'un fichier du dossier : droits, nature, taille."""

import errno
import stat
from pathlib import Path
from typing import Final

from financement.catalogue import CodeFaute
from financement.fautes import ErreurFinancement, Faute, faute
from financement.montants import ESPACE_FINE
from financement.provenance import Provenance

__all__ = ["LIMITE_OCTETS", "SourceRefusee", "impossible", "lire_octets"]

LIMITE_OCTETS: Final = 50_000_000

_DROITS: Final = "Vérifier les droits et que le fichier n'est pas ouvert ailleurs."
_LIEN: Final = "Remplacer le lien par le fichier lui-même, ou le supprimer."
_CAUSES: Final = {
    errno.EACCES: ("accès refusé", _DROITS),
    errno.EPERM: ("accès refusé", _DROITS),
    errno.ENOENT: ("le lien ne mène à aucun fichier", _LIEN),
    errno.ELOOP: ("le lien mène à lui-même", _LIEN),
    errno.ENAMETOOLONG: ("le nom est trop long", "Donner un chemin plus court."),
}


class SourceRefusee(ErreurFinancement):
    """Un fichier du dossier ne peut pas être lu du tout ; ``faute`` dit pourquoi."""

    def __init__(self, refus: Faute) -> None:
        self.faute = refus
        self.fautes = (refus,)
        super().__init__(str(refus))


def impossible(chemin: Path, erreur: OSError) -> SourceRefusee:
    """Le refus d'un fichier ou d'un répertoire que le système ne laisse pas lire."""
    lieu = Provenance(fichier=chemin.name)
    cause, correction = _CAUSES.get(erreur.errno or 0, (f"erreur n° {erreur.errno} du système", _DROITS))
    return SourceRefusee(faute(CodeFaute.LECTURE_IMPOSSIBLE, lieu, chemin.name, cause=cause, correction=correction))


def lire_octets(chemin: Path, limite: int = LIMITE_OCTETS) -> bytes:
    """Les octets d'un fichier ordinaire d'au plus ``limite`` octets, ou :class:`SourceRefusee`.

    La nature du fichier est vérifiée avant l'ouverture : ouvrir un tube attendrait sans fin.
    """
    lieu = Provenance(fichier=chemin.name)
    try:
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):
            raise SourceRefusee(faute(CodeFaute.FICHIER_ATTENDU, lieu, chemin.name))
        if etat.st_size > limite:
            taille, permise = (f"{octets:,}".replace(",", ESPACE_FINE) for octets in (etat.st_size, limite))
            raise SourceRefusee(faute(CodeFaute.FICHIER_TROP_GROS, lieu, taille, limite=permise))
        with chemin.open("rb") as flux:
            # Lire réserve d'avance ce qu'on lui permet de lire.
            return flux.read(min(limite, max(etat.st_size, LIMITE_OCTETS)))
    except OSError as erreur:
        raise impossible(chemin, erreur) from None
