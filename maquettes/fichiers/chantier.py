"""Les fichiers provisoires d’une écriture : reconnaissables, tenus tant que vit leur processus, balayés ensuite."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Final, Self

if sys.platform != "win32":
    import fcntl

__all__ = ["Chantier"]

_FORME: Final = re.compile(r"\.financement-([0-9a-f]{16})(?:-[0-9]+)?\.provisoire")


class Chantier:
    """Des provisoires dans un répertoire, où le renommage en un nom définitif est indivisible.

    Un témoin les accompagne, le premier créé, le dernier retiré. Il porte un verrou que le système ôte à la mort du
    processus, quelle qu’elle soit : l’écriture suivante dans ce répertoire retire alors ce qui reste de celle-ci, et ne
    touche à rien de ce qu’un processus vivant prépare. Là où le système ne connaît pas ces verrous, rien n’est retiré.
    """

    def __init__(self, repertoire: Path) -> None:
        self._repertoire = repertoire
        self._marque = ""
        self._temoin = -1
        self._rangs = count()
        self._nouveaux: list[Path] = []

    def __enter__(self) -> Self:
        balayer(self._repertoire)
        try:
            while self._temoin < 0:
                self._marque = os.urandom(8).hex()
                self._temoin = _planter(_temoin(self._repertoire, self._marque))
        finally:
            if self._temoin < 0:
                # Un signal d'arrêt est venu entre la création du témoin et le moment de la noter.
                _retirer(_temoin(self._repertoire, self._marque))
        return self

    def nouveau(self) -> Path:
        """Un nom provisoire, encore libre ; ce qui le portera à la fin sera retiré, fichier ou répertoire."""
        provisoire = self._repertoire / f".financement-{self._marque}-{next(self._rangs)}.provisoire"
        self._nouveaux.append(provisoire)
        return provisoire

    def __exit__(
        self, _genre: type[BaseException] | None, _erreur: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            self._ranger()
        finally:
            # Si un signal d'arrêt interrompt le rangement, il s'achève.
            self._ranger()

    def _ranger(self) -> None:
        while self._nouveaux:
            _retirer(self._nouveaux[-1])
            self._nouveaux.pop()
        if self._temoin < 0:
            return
        if sys.platform == "win32":
            # Un fichier ouvert ne s'y efface pas.
            os.close(self._temoin)
            self._temoin = -1
            _retirer(_temoin(self._repertoire, self._marque))
        else:
            _retirer(_temoin(self._repertoire, self._marque))
            temoin, self._temoin = self._temoin, -1
            os.close(temoin)


def balayer(repertoire: Path) -> None:
    """Retire du répertoire les provisoires des processus morts."""
    marques: dict[str, list[Path]] = {}
    with suppress(OSError):
        for nom in os.listdir(repertoire):  # noqa: PTH208 -- seul à rendre aussi les noms illisibles
            if trouve := _FORME.fullmatch(nom):
                marques.setdefault(trouve[1], []).append(repertoire / nom)
    for marque, provisoires in marques.items():
        _balayer(_temoin(repertoire, marque), provisoires)


def _balayer(temoin: Path, provisoires: Sequence[Path]) -> None:
    try:
        _arracher(temoin)
    except FileNotFoundError:
        # Son processus le retire en dernier : ce qui lui survit est d'un mort.
        pass
    except OSError:
        return
    for provisoire in provisoires:
        _retirer(provisoire)


def _arracher(temoin: Path) -> None:
    """Retire le témoin d’un mort ; lève ``OSError`` si un vivant le tient. Windows n’efface pas un fichier ouvert."""
    if sys.platform == "win32":
        temoin.unlink()
        return
    descripteur = os.open(temoin, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
        temoin.unlink()
    finally:
        os.close(descripteur)


def _temoin(repertoire: Path, marque: str) -> Path:
    return repertoire / f".financement-{marque}.provisoire"


def _planter(temoin: Path) -> int:
    """Le descripteur du témoin créé et tenu, ou -1 si un balayage l’a emporté avant qu’il soit tenu."""
    descripteur = os.open(temoin, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    if sys.platform == "win32":
        return descripteur
    with suppress(OSError):
        fcntl.flock(descripteur, fcntl.LOCK_SH)
    if os.fstat(descripteur).st_nlink:
        return descripteur
    os.close(descripteur)
    return -1


def _retirer(provisoire: Path) -> None:
    if provisoire.is_dir() and not provisoire.is_symlink():
        rmtree(provisoire, ignore_errors=True)
    else:
        with suppress(OSError):
            provisoire.unlink()
