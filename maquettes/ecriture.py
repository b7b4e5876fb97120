"""Écriture d'un fichier ou d'un répertoire, entière ou nulle : rien d'inachevé ne porte le nom demandé."""

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Final

from financement.catalogue import CodeFaute
from financement.fautes import ErreurFinancement, Faute, faute

__all__ = ["EcritureRefusee", "ecrire_fichier", "ecrire_fichiers", "ecrire_nouveau_fichier", "ecrire_repertoire"]

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
    errno.EFBIG: "le fichier dépasse la taille permise",
    errno.ENAMETOOLONG: "le nom est trop long",
}


class EcritureRefusee(ErreurFinancement):
    """Rien n'a été écrit ; le message, en français, dit pourquoi et que faire."""

    def __init__(self, cause: str, *fautes: Faute) -> None:
        self.fautes = fautes or (faute(CodeFaute.ECRITURE_IMPOSSIBLE, cause=cause),)
        super().__init__(cause)


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
        _exiger_un_fichier(chemin, cible)
        _publier(_voisin(cible), cible, octets)
    except OSError as erreur:
        raise _impossible(chemin, erreur) from erreur


def ecrire_nouveau_fichier(chemin: Path, octets: bytes) -> None:
    """Comme :func:`ecrire_fichier`, mais refuse une destination qui existe, même apparue pendant l'écriture."""
    _refuser_existant(chemin)
    try:
        cible = chemin.resolve()
        _publier(_voisin(cible), cible, octets, _nommer)
    except OSError as erreur:
        raise _impossible(chemin, erreur) from erreur


def _exiger_un_fichier(chemin: Path, cible: Path) -> None:
    """Refuse un tube ou ``/dev/null``, fût-ce au bout d'un lien : le remplacer l'ôterait au système."""
    if cible.exists() and not cible.is_file() and not cible.is_dir():
        raise EcritureRefusee(f"« {chemin} » ne peut pas être écrit : ce n'est pas un fichier ordinaire.")


def _nommer(provisoire: Path, cible: Path) -> None:
    """Donne son nom au fichier, sauf si un autre l'a pris ; là où le support n'admet qu'un nom, le remplace."""
    try:
        os.link(provisoire, cible)
    except FileExistsError:
        raise
    except OSError:
        provisoire.replace(cible)


def _remplacer(provisoire: Path, cible: Path) -> None:
    provisoire.replace(cible)


def _publier(provisoire: Path, cible: Path, octets: bytes, nommer: Callable[[Path, Path], None] = _remplacer) -> None:
    try:
        _ecrire_sur_le_support(provisoire, octets)
        nommer(provisoire, cible)
    finally:
        provisoire.unlink(missing_ok=True)


def _ecrire_sur_le_support(provisoire: Path, octets: bytes) -> None:
    with provisoire.open("xb") as flux:
        flux.write(octets)
        flux.flush()
        os.fsync(flux.fileno())


def ecrire_fichiers(repertoire: Path, fichiers: Mapping[str, bytes]) -> None:
    """Écrit ces ``fichiers`` dans ``repertoire``, créé au besoin : tous, ou aucun.

    Tous sont écrits sous un nom provisoire avant que le premier ne remplace un ancien. Lève :class:`EcritureRefusee` ;
    alors, comme après une interruption au clavier, les anciens fichiers sont tous en place et rien de provisoire ne
    reste. Seul un arrêt brutal de la machine entre deux remplacements peut mêler deux jeux.
    """
    crees = _preparer(repertoire)
    try:
        _Jeu({repertoire / nom: octets for nom, octets in fichiers.items()}).publier()
        crees.clear()
    finally:
        for vide in crees:
            with suppress(OSError):
                vide.rmdir()


def _preparer(repertoire: Path) -> list[Path]:
    """Crée le répertoire ; rend ceux qui manquaient, le plus profond d'abord."""
    try:
        lieu = repertoire.resolve()
        manquants = [absent for absent in (lieu, *lieu.parents) if not absent.exists()]
        repertoire.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        raise EcritureRefusee(f"« {repertoire} » ne peut pas servir de répertoire de sortie.") from erreur
    return manquants


class _Jeu:
    """Des fichiers que l'on publie ensemble ; de chaque fichier remplacé, une sauvegarde est gardée jusqu'au bout."""

    def __init__(self, fichiers: Mapping[Path, bytes]) -> None:
        self._fichiers = fichiers
        self._provisoires: dict[Path, Path] = {}
        self._sauvegardes: dict[Path, Path] = {}
        self._remplaces: list[Path] = []

    def publier(self) -> None:
        try:
            for etape in (self._deposer, self._sauvegarder, self._remplacer):
                for chemin in self._fichiers:
                    try:
                        etape(chemin, chemin.resolve())
                    except OSError as erreur:
                        raise _impossible(chemin, erreur) from erreur
            self._remplaces.clear()
        finally:
            for cible in self._remplaces:
                self._restaurer(cible)
            for reste in (*self._provisoires.values(), *self._sauvegardes.values()):
                reste.unlink(missing_ok=True)

    def _deposer(self, chemin: Path, cible: Path) -> None:
        if cible.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(cible))
        _exiger_un_fichier(chemin, cible)
        self._provisoires[cible] = _voisin(cible)
        _ecrire_sur_le_support(self._provisoires[cible], self._fichiers[chemin])

    def _sauvegarder(self, _chemin: Path, cible: Path) -> None:
        """Un second nom pour l'ancien fichier ; une copie, là où le support n'admet qu'un nom."""
        if not cible.exists():
            return
        self._sauvegardes[cible] = _voisin(cible)
        try:
            os.link(cible, self._sauvegardes[cible])
        except OSError:
            copyfile(cible, self._sauvegardes[cible])

    def _remplacer(self, _chemin: Path, cible: Path) -> None:
        # Noté d'abord : une interruption au milieu du remplacement le défait aussi.
        self._remplaces.append(cible)
        self._provisoires[cible].replace(cible)

    def _restaurer(self, cible: Path) -> None:
        if cible in self._sauvegardes:
            self._sauvegardes[cible].replace(cible)
        else:
            cible.unlink(missing_ok=True)


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
