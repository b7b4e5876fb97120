"""Un portefeuille sur le disque : les dossiers trouvés, chacun lu en un bilan ou en un refus."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from financement.fautes import DossierRefuse, ValeurImpossible
from financement.portefeuille import BilanConvention, Portefeuille, Refus, bilan
from maquettes import convention_toml
from maquettes.description import JOURNAL, OPERATIONS, PLAN
from maquettes.dossiers import lire_dossier
from maquettes.lectures_reparties import lire_tout

__all__ = ["lire_bilan", "lire_portefeuille", "nommer", "trouver_dossiers"]

# Un répertoire qui a l'un de ces fichiers est un dossier, même incomplet : l'ignorer cacherait sa faute.
_FICHIERS: Final = frozenset({convention_toml.NOM, *(f"{table.nom}.csv" for table in (OPERATIONS, PLAN, JOURNAL))})
_SUFFIXES: Final = frozenset({".xlsx", ".json"})
_IGNORES: Final = (".", "~$")


def trouver_dossiers(chemins: Iterable[str | Path]) -> tuple[Path, ...]:
    """Les dossiers que désignent ``chemins``, chacun une fois, dans l'ordre de leurs noms.

    Un chemin est un dossier, sous l'une de ses trois formes, ou un répertoire qui en contient, à toute profondeur : ses
    sous-répertoires qui sont des dossiers, ses fichiers ``.xlsx`` et ``.json``. Un chemin où rien ne se trouve est
    rendu tel quel : le lire dira pourquoi.
    """
    trouves: dict[str, Path] = {}
    for dossier in sorted((d for chemin in chemins for d in _dossiers(Path(chemin))), key=str):
        trouves.setdefault(_chemin_reel(dossier), dossier)
    return tuple(trouves.values())


def _dossiers(chemin: Path) -> Iterator[Path]:
    contenus = list(_explorer(chemin, set()))
    yield from contenus or [chemin]


def _explorer(chemin: Path, vus: set[str]) -> Iterator[Path]:
    """Les dossiers au plus près de ``chemin`` : lui-même, sinon ceux de ses entrées, un lien en boucle excepté."""
    reel = _chemin_reel(chemin)
    if reel in vus:
        return
    vus.add(reel)
    try:
        noms = sorted(os.listdir(chemin))  # noqa: PTH208 -- seul à rendre aussi les noms illisibles sans les ouvrir
    except (OSError, ValueError):
        # Un fichier ; ou rien, ou rien de permis, et c'est la lecture qui le dira.
        yield chemin
        return
    if _FICHIERS.intersection(noms):
        yield chemin
        return
    for nom in noms:
        if nom.startswith(_IGNORES):
            continue
        entree = chemin / nom
        if entree.suffix.lower() in _SUFFIXES or _est_repertoire(entree):
            yield from _explorer(entree, vus)


def _est_repertoire(chemin: Path) -> bool:
    try:
        return chemin.is_dir()
    except OSError:
        return False


def _chemin_reel(chemin: Path) -> str:
    try:
        return os.path.realpath(chemin)
    except (OSError, ValueError):
        return str(chemin)


def nommer(chemin: Path) -> str:
    """Le nom d'un dossier dans un portefeuille : son chemin, ce qui n'y est pas du texte échappé."""
    return str(chemin).encode(errors="backslashreplace").decode()


def lire_bilan(chemin: str | Path, au: date) -> BilanConvention | Refus:
    """Le bilan à la date ``au`` du dossier ``chemin``, ou le refus qui dit toutes ses fautes.

    Fonction d'un seul dossier et sans mémoire, que tout moteur de calcul peut distribuer ; son résultat se transporte
    d'un processus à l'autre.
    """
    dossier = Path(chemin)
    nom = nommer(dossier)
    try:
        return bilan(lire_dossier(dossier), au=au, dossier=nom)
    except (DossierRefuse, ValeurImpossible) as refus:
        return Refus(dossiers=(nom,), fautes=refus.fautes)


def _rien(_faits: int, _total: int) -> None:
    """Ne suit rien."""


def lire_portefeuille(
    chemins: Iterable[str | Path],
    *,
    au: date,
    travailleurs: int = 1,
    suivre: Callable[[int, int], None] = _rien,
) -> Portefeuille:
    """Le portefeuille des dossiers que désignent ``chemins``, à la date ``au``.

    ``travailleurs`` : nombre de processus ; le résultat n'en dépend pas. Au-delà d'un, le script appelant se protège
    par ``if __name__ == "__main__":``. ``suivre`` reçoit le nombre de dossiers lus et leur total, à chaque avancée.
    """
    dossiers = trouver_dossiers(chemins)
    return Portefeuille.de(lire_tout(lire_bilan, dossiers, au, travailleurs=travailleurs, suivre=suivre), au=au)
