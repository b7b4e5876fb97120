"""Pourquoi le système refuse un fichier, en français."""

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["AUCUNE", "cause_du_systeme"]

AUCUNE: Final[Mapping[int, str]] = MappingProxyType({})

_CAUSES: Final = MappingProxyType(
    {
        errno.EACCES: "accès refusé",
        errno.EPERM: "accès refusé",
        errno.EROFS: "le support est en lecture seule",
        errno.ENOENT: "il n’existe pas",
        errno.ENOTDIR: "le chemin traverse un fichier",
        errno.EISDIR: "un répertoire porte déjà ce nom",
        errno.EEXIST: "la destination existe déjà",
        errno.ENOTEMPTY: "la destination existe déjà",
        errno.ENOSPC: "le support est plein",
        errno.EDQUOT: "le quota d’espace est atteint",
        errno.EFBIG: "le fichier dépasse la taille permise",
        errno.ENAMETOOLONG: "le nom est trop long",
        errno.ELOOP: "le lien mène à lui-même",
        errno.EMFILE: "trop de fichiers sont ouverts",
        errno.ENFILE: "trop de fichiers sont ouverts sur cette machine",
        errno.ENOMEM: "la mémoire manque",
        errno.EIO: "le support a une panne",
    }
)


def cause_du_systeme(erreur: OSError, propres: Mapping[int, str] = AUCUNE) -> str:
    """La cause d’une erreur du système, sans majuscule ni point ; ``propres`` : celles qu’un geste dit autrement.

    >>> cause_du_systeme(OSError(errno.ENOSPC, ""))
    'le support est plein'
    """
    numero = erreur.errno or 0
    return propres.get(numero) or _CAUSES.get(numero) or f"erreur n° {erreur.errno} du système"
