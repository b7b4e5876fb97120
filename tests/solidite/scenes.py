"""Les commandes que l’on tue ou que l’on empêche d’écrire : leurs mots, ce qu’elles trouvent, ce qu’elles laissent."""

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from tests.maquettes.dossier_type import changer, poser
from tests.solidite.enfant import attendre, ne_rien_preparer, partir

__all__ = ["PROVISOIRES", "SCENES", "Reference", "Scene", "contenu", "lancer", "preparer", "provisoires", "reference"]

AU: Final = "2012-12-31"
PROVISOIRES: Final = ".financement-*"


@dataclass(frozen=True, slots=True)
class Scene:
    """Une commande : ses mots, le dernier, qui est où elle écrit, et ce qui s’y trouve avant elle."""

    mots: tuple[str, ...]
    ou: str
    avant: Callable[[Path], None]
    poids: int = 4


def _un_dossier(lieu: Path) -> None:
    poser(lieu / "dossier")


def _un_repertoire_vide(lieu: Path) -> None:
    poser(lieu / "dossier")
    (lieu / "la").mkdir()


def _une_ancienne_annexe(lieu: Path) -> None:
    from exports.ecriture_annexe import ecrire_annexe
    from maquettes import lire_dossier

    projet = lire_dossier(poser(lieu / "dossier"))
    ecrire_annexe(projet, au=date(2008, 6, 30), sortie=lieu / "la", formats=("csv", "xlsx", "html"))


def _des_dossiers(lieu: Path) -> None:
    (lieu / "dossiers").mkdir()
    for rang in range(16):
        convention = changer("convention.toml", ('code = "C1"', f'code = "C{rang}"'))
        poser(lieu / "dossiers" / f"d{rang}", convention=convention)


_ANNEXE: Final = ("annexe", "dossier", "--au", AU, "--remplacer", "--formats")
_PORTEFEUILLE: Final = ("portefeuille", "dossiers", "--au", AU, "--travailleurs", "2", "--xlsx")

SCENES: Final[Mapping[str, Scene]] = {
    "convertir, répertoire": Scene(("convertir", "dossier"), "la", _un_dossier, 8),
    "convertir, répertoire vide": Scene(("convertir", "dossier"), "la", _un_repertoire_vide, 8),
    "convertir, xlsx": Scene(("convertir", "dossier"), "la.xlsx", _un_dossier),
    "convertir, json": Scene(("convertir", "dossier"), "la.json", _un_dossier),
    "maquette": Scene(("maquette", "dossier"), "la.xlsx", _un_dossier),
    "annexe neuve": Scene((*_ANNEXE, "csv,xlsx,html", "--sortie"), "la", _un_dossier),
    "annexe remplacée": Scene((*_ANNEXE, "csv,xlsx,html", "--sortie"), "la", _une_ancienne_annexe, 8),
    "annexe en pdf": Scene((*_ANNEXE, "pdf,docx", "--sortie"), "la", _un_dossier),
    "avenant": Scene(("avenant", "dossier", "--au", AU, "--vers"), "la", _un_dossier),
    "exemple": Scene(("exemple",), "la", _un_dossier),
    "portefeuille": Scene(_PORTEFEUILLE, "la.xlsx", _des_dossiers, 4),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """Ce que la commande trouve, écrit et dure quand rien ne l’arrête."""

    ancien: Mapping[str, bytes]
    neuf: Mapping[str, bytes]
    duree: float


def contenu(chemin: Path) -> dict[str, bytes]:
    """Les fichiers d’une destination, provisoires exceptés ; « . » pour un fichier seul."""
    # os.path ne lève rien d'un nom trop long ou d'un lien qui tourne en rond.
    if os.path.isfile(chemin):  # noqa: PTH113
        return {".": chemin.read_bytes()}
    fichiers = (f for f in chemin.rglob("*") if f.is_file()) if os.path.isdir(chemin) else ()  # noqa: PTH112
    return {str(f.relative_to(chemin)): f.read_bytes() for f in fichiers if not f.match(PROVISOIRES)}


def provisoires(lieu: Path) -> list[str]:
    """Ce qui reste de provisoire dans un répertoire, à toute profondeur."""
    return sorted(str(trouve.relative_to(lieu)) for trouve in lieu.rglob(PROVISOIRES))


def lancer(scene: Scene, lieu: Path, ou: str, injecter: Callable[[], None] = ne_rien_preparer) -> int:
    """Lance la commande d’une scène préparée dans ``lieu`` ; ``injecter`` est exécuté dans l’enfant."""
    os.environ["TMPDIR"] = str(lieu / "temporaires")
    return partir((*scene.mots, ou), lieu, injecter)


def preparer(scene: Scene, lieu: Path) -> None:
    """Met dans ``lieu`` ce que la commande lit et trouve."""
    (lieu / "temporaires").mkdir()
    scene.avant(lieu)


@cache
def reference(nom: str) -> Reference:
    """Ce que donne une scène quand rien ne l’arrête."""
    scene = SCENES[nom]
    with tempfile.TemporaryDirectory(prefix="scene-") as temporaire:
        lieu = Path(temporaire)
        preparer(scene, lieu)
        ancien, debut = contenu(lieu / scene.ou), time.monotonic()
        course = attendre(lancer(scene, lieu, scene.ou), lieu)
        assert course.code == 0, f"{nom} : {course}"
        duree = time.monotonic() - debut
        return Reference(ancien, contenu(lieu / scene.ou), duree)
