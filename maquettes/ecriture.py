"""Écriture d'un fichier ou d'un répertoire, entière ou nulle : rien d'inachevé ne porte le nom demandé."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from typing import Final

__all__ = ["EcritureRefusee", "ecrire_fichier", "ecrire_nouveau_fichier", "ecrire_repertoire"]

_CAUSES: Final = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "le support est en lecture seule",
    errno.ENOENT: "le répertoire qui doit le contenir n'existe pas",
    errno.ENOTDIR: "le chemin traverse un fichier",
    errno.EISDIR: "un répertoire porte déjà ce nom",
    errno.EEXIST: "la destination existe déjà",
    errno.ENOTEMPTY: "la destination existe déjà",
    errno.ENOSPC: "le support est plein",
    errno.EDQUOT: "le quota d'espace est atteint",
    errno.ENAMETOOLONG: "le nom est trop long",
}


class EcritureRefusee(Exception):
    """Rien n'a été écrit ; le message, en français, dit pourquoi et que faire."""


def _impossible(chemin: Path, erreur: OSError) -> EcritureRefusee:
    cause = _CAUSES.get(erreur.errno or 0, f"erreur n° {erreur.errno} du système")
    return EcritureRefusee(f"« {chemin} » ne peut pas être écrit : {cause}.")


def _voisin(chemin: Path) -> Path:
    """Un nom provisoire, imprévisible, dans le même répertoire : le renommage y est indivisible."""
    return chemin.with_name(f".{os.urandom(8).hex()}.provisoire")


def ecrire_fichier(chemin: Path, octets: bytes) -> None:
    """Écrit ``octets`` dans ``chemin``, en remplaçant d'un coup un fichier existant.

    Lève :class:`EcritureRefusee` ; alors l'ancien fichier est intact et rien de provisoire ne reste.
    """
    try:
        cible = chemin.resolve()
        _publier(_voisin(cible), cible, octets)
    except OSError as erreur:
        raise _impossible(chemin, erreur) from erreur


def ecrire_nouveau_fichier(chemin: Path, octets: bytes) -> None:
    """Comme :func:`ecrire_fichier`, mais refuse une destination qui existe."""
    _refuser_existant(chemin)
    ecrire_fichier(chemin, octets)


def _publier(provisoire: Path, cible: Path, octets: bytes) -> None:
    try:
        with provisoire.open("xb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.replace(cible)
    finally:
        provisoire.unlink(missing_ok=True)


def _refuser_existant(chemin: Path) -> None:
    if os.path.lexists(chemin):
        raise EcritureRefusee(f"« {chemin} » existe déjà et n'est jamais écrasé.")


def ecrire_repertoire(chemin: Path, fichiers: Mapping[str, bytes]) -> None:
    """Crée le répertoire ``chemin`` avec ces ``fichiers`` ; il ne doit pas exister, ou être vide.

    Lève :class:`EcritureRefusee` ; alors rien n'est écrit.
    """
    try:
        if chemin.is_dir():
            _remplir(chemin, fichiers)
        else:
            _refuser_existant(chemin)
            _creer(chemin, fichiers)
    except OSError as erreur:
        raise _impossible(chemin, erreur) from erreur


def _creer(chemin: Path, fichiers: Mapping[str, bytes]) -> None:
    provisoire = _voisin(chemin.resolve())
    try:
        provisoire.mkdir()
        for nom, octets in fichiers.items():
            _publier(provisoire / f"{nom}.provisoire", provisoire / nom, octets)
        provisoire.rename(chemin)
    finally:
        rmtree(provisoire, ignore_errors=True)


def _remplir(chemin: Path, fichiers: Mapping[str, bytes]) -> None:
    """Remplit un répertoire vide sans le remplacer : il peut être le répertoire courant de l'appelant."""
    if any(chemin.iterdir()):
        raise EcritureRefusee(f"« {chemin} » n'est pas vide et n'est jamais écrasé.")
    restants = [chemin / nom for nom in fichiers]
    try:
        for nom, octets in fichiers.items():
            _publier(chemin / f".{nom}.provisoire", chemin / nom, octets)
        restants.clear()
    finally:
        for inacheve in restants:
            inacheve.unlink(missing_ok=True)
