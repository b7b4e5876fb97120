"""Une panne imprévue d’une commande : ce qu’elle en dit, et si rien n’a été écrit."""

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exports.commandes.affichage.sortie import imprimer_fautes
from exports.commandes.console.flux import SortieImpossible, oublier_la_sortie, tant_qu_on_lit
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import montrer
from maquettes.fichiers.filet import faute_de_panne

__all__ = ["PANNE", "Temoin", "dire_la_panne"]

PANNE: Final = 70
"""Le code de sortie d’une panne de la bibliothèque, « EX_SOFTWARE » des systèmes Unix."""

_DESTINATIONS: Final = ("annoter", "destination", "fichier", "sortie", "vers", "vierge", "xlsx")


class Temoin:
    """Ce qu’étaient les destinations d’une commande avant elle, pour dire après une panne si elle y a écrit."""

    def __init__(self) -> None:
        self._avant: dict[Path, object] = {}

    def observer(self, arguments: Namespace) -> None:
        """Retient l’état de chaque fichier ou répertoire où la commande peut écrire."""
        donnes = (getattr(arguments, nom, None) for nom in _DESTINATIONS)
        self._avant = {chemin: _etat(chemin) for chemin in donnes if isinstance(chemin, Path)}

    def ecrits(self) -> list[Path]:
        """Les destinations qui ont changé depuis."""
        return [chemin for chemin, avant in self._avant.items() if _etat(chemin) != avant]

    def dire(self) -> str:
        """La phrase qui dit si la commande a écrit."""
        changees = self.ecrits()
        if not changees:
            return "Rien n’a été écrit."
        noms = " et ".join(f"« {afficher_chemin(chemin)} »" for chemin in changees)
        return f"Ont pu être écrits : {noms} ; les relire avant de s’en servir."


def _etat(chemin: Path) -> object:
    """De quoi voir qu’un fichier, ou une entrée d’un répertoire, a changé ; ``None`` si rien ne s’y trouve."""
    try:
        lui_meme = _empreinte(chemin.lstat())
        entrees = list(chemin.iterdir()) if chemin.is_dir() else []
        return lui_meme, sorted((entree.name, *_empreinte(entree.lstat())) for entree in entrees)
    except (OSError, ValueError):
        # Un chemin que le système refuse est le même avant et après.
        return None


def _empreinte(etat: os.stat_result) -> tuple[int, ...]:
    return etat.st_ino, etat.st_size, etat.st_mtime_ns


def dire_la_panne(panne: Exception, temoin: Temoin, forme: str, mots: Sequence[str]) -> int:
    """Dit la panne dans la ``forme`` demandée, fût-ce en vain si la sortie aussi est perdue ; rend le code 70."""
    objet, effet = f"« {montrer(' '.join(('financement', *mots)))} »", temoin.dire()
    try:
        with tant_qu_on_lit():
            imprimer_fautes([faute_de_panne(panne, objet=objet, effet=effet)], forme, mots)
    except SortieImpossible:
        oublier_la_sortie()
    return PANNE
