"""Où l’on peut écrire : jamais dans le dossier qu’on lit, ni à travers un lien qui mène ailleurs."""

import errno
import os
from pathlib import Path
from typing import Final

from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import ErreurFinancement, Faute, ModeleFaute, faute

__all__ = [
    "ECRITURE_IMPOSSIBLE",
    "EcritureRefusee",
    "cible_a_remplacer",
    "cible_neuve",
    "exiger_un_nom",
    "garder_la_source",
    "refuser_existant",
    "sans_lien",
]


ECRITURE_IMPOSSIBLE: Final = ModeleFaute(
    "ECRITURE-01",
    "Rien n’a été écrit : {cause}",
    "Choisir une autre destination, ou vérifier la place disponible et les droits.",
)


class EcritureRefusee(ErreurFinancement):
    """Rien n’a été écrit ; le message, en français, dit pourquoi et que faire."""

    def __init__(self, cause: str, *fautes: Faute) -> None:
        self.fautes = fautes or (faute(ECRITURE_IMPOSSIBLE, cause=cause),)
        super().__init__(cause)


def exiger_un_nom(chemin: Path) -> None:
    """Refuse ce que le système ne peut pas même chercher : un caractère nul, une moitié de caractère."""
    try:
        possible = b"\0" not in os.fsencode(chemin)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise EcritureRefusee(f"« {afficher_chemin(chemin)} » ne peut être le nom d’aucun fichier.")


def garder_la_source(source: Path, destination: Path) -> None:
    """Lève :class:`EcritureRefusee` si la destination est dans le dossier source, ou la source elle-même."""
    lue, ecrite = _reel(source), _reel(destination)
    if ecrite == lue or (lue.is_dir() and ecrite.is_relative_to(lue)):
        ou = "est le dossier source" if ecrite == lue else "est dans le dossier source"
        raise EcritureRefusee(f"« {afficher_chemin(destination)} » {ou}, qui n’est jamais modifié.")


def refuser_existant(chemin: Path) -> None:
    """Lève :class:`EcritureRefusee` si quoi que ce soit porte ce nom, même un lien qui ne mène nulle part."""
    if os.path.lexists(chemin):
        raise EcritureRefusee(f"« {afficher_chemin(chemin)} » existe déjà et n’est jamais écrasé.")


def cible_neuve(chemin: Path) -> Path:
    """Le chemin réel d’un fichier à créer ; le refuse s’il existe."""
    refuser_existant(chemin)
    return _reel(chemin.parent) / chemin.name


def cible_a_remplacer(chemin: Path) -> Path:
    """Le chemin réel du fichier à écrire ou à remplacer ; lève ``OSError`` là où l’appelant n’a pas le droit d’écrire.

    Refuse un tube ou ``/dev/null``, fût-ce au bout d’un lien : le remplacer l’ôterait au système. Refuse un lien qui
    mène hors de son répertoire : qui l’a posé choisirait le fichier que l’on écrase.
    """
    cible = sans_lien(chemin)
    if not cible.is_relative_to(_reel(chemin.parent)):
        raise EcritureRefusee(
            f"« {afficher_chemin(chemin)} » ne peut pas être écrit : c’est un lien, qui mène hors de son répertoire."
        )
    if cible.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(chemin))
    if cible.exists():
        if not cible.is_file():
            raise EcritureRefusee(
                f"« {afficher_chemin(chemin)} » ne peut pas être écrit : ce n’est pas un fichier ordinaire."
            )
        if not os.access(cible, os.W_OK):
            raise PermissionError(errno.EACCES, "", str(chemin))
    return cible


def sans_lien(chemin: Path) -> Path:
    """Où mènent les liens du chemin ; lève ``OSError`` s’ils tournent en rond."""
    reel = _reel(chemin)
    if reel.is_symlink():
        raise OSError(errno.ELOOP, "", str(chemin))
    return reel


def _reel(chemin: Path) -> Path:
    """Sans lien ; d’une boucle de liens, que rien ne résout, le chemin tel quel."""
    return Path(os.path.realpath(chemin))
