"""Écriture d’un fichier ou d’un répertoire, entière ou nulle : rien d’inachevé ne porte le nom demandé."""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from types import MappingProxyType
from typing import BinaryIO, Final

from financement.fautes.chemins import afficher_chemin
from financement.valeurs import validation
from maquettes.fichiers.causes import cause_du_systeme
from maquettes.fichiers.chantier import Chantier, balayer
from maquettes.fichiers.destinations import (
    EcritureRefusee,
    cible_a_remplacer,
    cible_neuve,
    exiger_un_nom,
    refuser_existant,
    sans_lien,
)

__all__ = [
    "EcritureRefusee",
    "ecrire_fichier",
    "ecrire_fichiers",
    "ecrire_nouveau_fichier",
    "ecrire_repertoire",
    "examiner_les_cibles",
]

_CAUSES: Final = MappingProxyType({errno.ENOENT: "le répertoire qui doit le contenir n’existe pas"})
_CAUSES_D_UN_REPERTOIRE: Final = MappingProxyType({errno.EEXIST: "un fichier porte déjà ce nom"})


@contextmanager
def _pour_ecrire(chemin: Path) -> Iterator[None]:
    """Toute erreur du système y devient une :class:`EcritureRefusee` qui nomme ``chemin``."""
    exiger_un_nom(chemin)
    try:
        yield
    except OSError as erreur:
        cause = cause_du_systeme(erreur, _CAUSES)
        raise EcritureRefusee(f"« {afficher_chemin(chemin)} » ne peut pas être écrit : {cause}.") from erreur


def ecrire_fichier(chemin: Path, octets: bytes) -> None:
    """Écrit ``octets`` dans ``chemin``, en remplaçant d’un coup un fichier existant, dont droits et groupe sont gardés.

    Lève :class:`EcritureRefusee` ; alors l’ancien fichier est intact et rien de provisoire ne reste.
    """
    examens = (validation.instance("chemin", chemin, Path), validation.instance("octets", octets, bytes))
    validation.exiger("Fichier", *examens)
    with _pour_ecrire(chemin):
        cible = cible_a_remplacer(chemin)
        with Chantier(cible.parent) as chantier:
            provisoire = chantier.nouveau()
            _deposer(provisoire, octets, cible)
            provisoire.replace(cible)


def ecrire_nouveau_fichier(chemin: Path, octets: bytes) -> None:
    """Comme :func:`ecrire_fichier`, mais refuse une destination qui existe, même apparue pendant l’écriture."""
    with _pour_ecrire(chemin):
        cible = cible_neuve(chemin)
        with Chantier(cible.parent) as chantier:
            provisoire = chantier.nouveau()
            _deposer(provisoire, octets)
            _nommer(provisoire, cible)


def _nommer(provisoire: Path, cible: Path) -> None:
    """Donne son nom au fichier, sauf si un autre l’a pris.

    Là où le support n’admet qu’un nom par fichier, le nom est d’abord réservé par un fichier vide : un arrêt brutal
    entre ces deux gestes peut y laisser ce fichier vide, jamais écraser celui d’un autre.
    """
    try:
        os.link(provisoire, cible)
    except FileExistsError:
        raise
    except OSError:
        cible.touch(exist_ok=False)
        try:
            provisoire.replace(cible)
        finally:
            if provisoire.exists():
                cible.unlink(missing_ok=True)


def _deposer(provisoire: Path, octets: bytes, remplace: Path | None = None) -> None:
    """Écrit ``octets`` jusqu’au support, avec les droits du fichier qu’ils remplaceront, s’il existe."""
    with provisoire.open("xb") as flux:
        flux.write(octets)
        flux.flush()
        if remplace is not None and remplace.exists():
            _imiter(flux, remplace)
        os.fsync(flux.fileno())


def _imiter(flux: BinaryIO, ancien: Path) -> None:
    """Donne au fichier ouvert le propriétaire, le groupe et les droits de l’ancien, autant que le système le permet.

    Seul l’administrateur rend un fichier à son propriétaire : remplacé par un autre qui a le droit d’y écrire, le
    fichier devient le sien, et perd avec son propriétaire le droit de s’exécuter en son nom.
    """
    if sys.platform == "win32":
        return
    etat, droits = ancien.stat(), stat.S_IMODE(ancien.stat().st_mode)
    try:
        os.fchown(flux.fileno(), etat.st_uid, etat.st_gid)
    except PermissionError:
        droits &= ~(stat.S_ISUID | stat.S_ISGID)
        with suppress(PermissionError):
            os.fchown(flux.fileno(), -1, etat.st_gid)
    with suppress(PermissionError):
        os.fchmod(flux.fileno(), droits)


def ecrire_fichiers(repertoire: Path, fichiers: Mapping[str, bytes]) -> None:
    """Écrit ces ``fichiers`` dans ``repertoire``, créé au besoin : tous, ou aucun.

    Tous sont écrits sous un nom provisoire avant que le premier ne remplace un ancien. Lève :class:`EcritureRefusee` ;
    alors, comme après un signal d’arrêt, les anciens fichiers sont tous en place et rien de provisoire ne reste. Seul
    un arrêt brutal, du processus ou de la machine, entre deux remplacements peut mêler deux jeux.
    """
    crees = _preparer(repertoire)
    try:
        _publier({repertoire / nom: octets for nom, octets in fichiers.items()})
        crees.clear()
    finally:
        for vide in crees:
            with suppress(OSError):
                vide.rmdir()


def examiner_les_cibles(repertoire: Path, noms: Iterable[str]) -> None:
    """Refuse d’avance, sans rien créer, les fichiers que :func:`ecrire_fichiers` ne pourrait pas remplacer."""
    for nom in noms:
        with _pour_ecrire(repertoire / nom):
            cible_a_remplacer(repertoire / nom)


def _preparer(repertoire: Path) -> list[Path]:
    """Crée le répertoire ; rend ceux qui manquaient, le plus profond d’abord."""
    exiger_un_nom(repertoire)
    try:
        lieu = sans_lien(repertoire)
        manquants = [absent for absent in (lieu, *lieu.parents) if not absent.exists()]
        repertoire.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        cause = cause_du_systeme(erreur, _CAUSES_D_UN_REPERTOIRE)
        nom = afficher_chemin(repertoire)
        raise EcritureRefusee(f"« {nom} » ne peut pas servir de répertoire de sortie : {cause}.") from erreur
    return manquants


def _publier(fichiers: Mapping[Path, bytes]) -> None:
    with ExitStack() as chantiers:
        jeu = _Jeu(fichiers, chantiers)
        try:
            for etape in (jeu.deposer, jeu.sauvegarder, jeu.remplacer):
                for chemin in fichiers:
                    with _pour_ecrire(chemin):
                        etape(chemin)
            jeu.valider()
        finally:
            try:
                jeu.restaurer()
            finally:
                # Si un signal d'arrêt interrompt la remise en place, elle s'achève.
                jeu.restaurer()


class _Jeu:
    """Des fichiers que l’on publie ensemble ; de chaque fichier remplacé, une sauvegarde est gardée jusqu’au bout."""

    def __init__(self, fichiers: Mapping[Path, bytes], chantiers: ExitStack) -> None:
        self._fichiers = fichiers
        self._pile = chantiers
        self._chantiers: dict[Path, Chantier] = {}
        self._cibles: dict[Path, Path] = {}
        self._provisoires: dict[Path, Path] = {}
        self._sauvegardes: dict[Path, Path] = {}
        self._remplaces: list[Path] = []

    def deposer(self, chemin: Path) -> None:
        """Écrit le fichier, sous un nom provisoire, à côté de sa cible."""
        cible = self._cibles[chemin] = cible_a_remplacer(chemin)
        self._provisoires[cible] = self._provisoire(cible)
        _deposer(self._provisoires[cible], self._fichiers[chemin], cible)

    def _provisoire(self, cible: Path) -> Path:
        if cible.parent not in self._chantiers:
            self._chantiers[cible.parent] = self._pile.enter_context(Chantier(cible.parent))
        return self._chantiers[cible.parent].nouveau()

    def sauvegarder(self, chemin: Path) -> None:
        """Un second nom pour l’ancien fichier ; une copie, là où le support n’admet qu’un nom."""
        cible = self._cibles[chemin]
        if not cible.exists():
            return
        self._sauvegardes[cible] = self._provisoire(cible)
        try:
            os.link(cible, self._sauvegardes[cible])
        except OSError:
            copyfile(cible, self._sauvegardes[cible])

    def remplacer(self, chemin: Path) -> None:
        """Met le nouveau fichier à la place de l’ancien."""
        cible = self._cibles[chemin]
        # Noté d'abord : une interruption au milieu du remplacement le défait aussi.
        self._remplaces.append(cible)
        self._provisoires[cible].replace(cible)

    def valider(self) -> None:
        """Tous les fichiers sont en place : il n’y a plus rien à défaire."""
        self._remplaces.clear()

    def restaurer(self) -> None:
        """Remet les anciens fichiers à la place de ceux qui les ont remplacés, si le jeu n’est pas entier."""
        while self._remplaces:
            cible = self._remplaces[-1]
            if cible not in self._sauvegardes:
                cible.unlink(missing_ok=True)
            elif self._sauvegardes[cible].exists():
                self._sauvegardes[cible].replace(cible)
            self._remplaces.pop()


def ecrire_repertoire(chemin: Path, fichiers: Mapping[str, bytes], *, dernier: str) -> None:
    """Crée le répertoire ``chemin`` avec ces ``fichiers`` ; il ne doit pas exister, ou être vide.

    ``dernier`` nomme celui sans lequel les autres ne valent rien, écrit après eux : un arrêt brutal ne laisse pas un
    répertoire que l’on croirait entier. Lève :class:`EcritureRefusee` ; alors rien n’est écrit.
    """
    ordonnes = dict(sorted(fichiers.items(), key=lambda fichier: fichier[0] == dernier))
    with _pour_ecrire(chemin):
        if chemin.is_dir():
            _remplir(chemin, ordonnes)
        else:
            refuser_existant(chemin)
            _creer(cible_neuve(chemin), ordonnes)


def _creer(cible: Path, fichiers: Mapping[str, bytes]) -> None:
    with Chantier(cible.parent) as chantier:
        provisoire = chantier.nouveau()
        provisoire.mkdir()
        for nom, octets in fichiers.items():
            _deposer(provisoire / nom, octets)
        refuser_existant(cible)
        provisoire.rename(cible)


def _remplir(chemin: Path, fichiers: Mapping[str, bytes]) -> None:
    """Remplit un répertoire vide sans le remplacer : il peut être le répertoire courant de l’appelant."""
    balayer(chemin)
    if any(chemin.iterdir()):
        raise EcritureRefusee(f"« {afficher_chemin(chemin)} » n’est pas vide et n’est jamais écrasé.")
    with Chantier(chemin) as chantier:
        provisoires = {chemin / nom: chantier.nouveau() for nom in fichiers}
        for definitif, provisoire in provisoires.items():
            _deposer(provisoire, fichiers[definitif.name])
        a_defaire = dict(provisoires)
        try:
            for definitif, provisoire in provisoires.items():
                _nommer(provisoire, definitif)
            a_defaire.clear()
        finally:
            for definitif, provisoire in a_defaire.items():
                if _est_le_notre(definitif, provisoire):
                    definitif.unlink(missing_ok=True)


def _est_le_notre(definitif: Path, provisoire: Path) -> bool:
    """Le fichier vient du provisoire, et non d’un autre processus qui remplit le même répertoire."""
    return definitif.exists() and (not provisoire.exists() or definitif.samefile(provisoire))
