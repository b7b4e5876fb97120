"""Où une commande écrit un dossier : jamais dans celui qu'elle lit."""

import os
from pathlib import Path

from financement.chemins import afficher_chemin
from maquettes.ecriture import EcritureRefusee

__all__ = ["garder_la_source"]


def garder_la_source(source: Path, destination: Path) -> None:
    """Lève :class:`EcritureRefusee` si la destination est dans le dossier source, ou la source elle-même."""
    lue, ecrite = Path(os.path.realpath(source)), Path(os.path.realpath(destination))
    if ecrite == lue or (lue.is_dir() and ecrite.is_relative_to(lue)):
        ou = "est le dossier source" if ecrite == lue else "est dans le dossier source"
        raise EcritureRefusee(f"« {afficher_chemin(destination)} » {ou}, qui n'est jamais modifié.")
