"""Les deux flux d’une commande : ce qu’elle devient quand personne ne les lit plus, ou qu’ils sont pleins."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from financement.fautes.chemins import afficher_chemin
from maquettes.fichiers.causes import cause_du_systeme

__all__ = [
    "LecteurParti",
    "SortieImpossible",
    "apres_avoir_ecrit",
    "clore_la_sortie",
    "ecrire_en_erreur",
    "ecrire_en_sortie",
    "oublier_la_sortie",
    "preparer_les_flux",
    "tant_qu_on_lit",
    "vider_la_sortie",
]


class LecteurParti(Exception):
    """Le programme qui lisait la sortie standard (« | head ») ne la lit plus."""


class SortieImpossible(Exception):
    """La sortie standard ne peut pas être écrite ; le message dit pourquoi, et ce que la commande a écrit d’autre."""

    def __init__(self, cause: str, ecrits: tuple[Path, ...] = ()) -> None:
        self.cause = cause
        noms = ", ".join(f"« {afficher_chemin(chemin)} »" for chemin in ecrits)
        suite = f"est écrit, en entier : {noms}." if ecrits else "aucun autre fichier n’a été écrit."
        super().__init__(f"la sortie standard n’a pas pu être écrite en entier : {cause} ; {suite}")


def preparer_les_flux() -> None:
    """UTF-8 partout, que la console soit en Windows-1252 ou en ASCII ; un flux fermé avale ce qu’on lui écrit.

    Ce qui n’est pas du texte, l’octet d’un nom de fichier, s’imprime échappé, en json aussi.
    """
    for nom in ("stdout", "stderr"):
        if getattr(sys, nom) is None:
            setattr(sys, nom, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- ouvert jusqu'à la fin
        reconfigurer = getattr(getattr(sys, nom), "reconfigure", None)
        if reconfigurer is not None:
            reconfigurer(encoding="utf-8", errors="backslashreplace")


def _echec(panne: OSError) -> LecteurParti | SortieImpossible:
    # Windows dit d'un tuyau fermé que l'argument est incorrect.
    if panne.errno == errno.EPIPE or (os.name == "nt" and panne.errno == errno.EINVAL):
        return LecteurParti()
    return SortieImpossible(cause_du_systeme(panne))


def ecrire_en_sortie(texte: str) -> None:
    """Écrit sur la sortie standard ; lève :class:`LecteurParti` ou :class:`SortieImpossible`."""
    try:
        sys.stdout.write(texte)
    except OSError as panne:
        raise _echec(panne) from panne


def vider_la_sortie() -> None:
    """Remet à qui lit la sortie standard ce qui attendait de l’être ; lève les mêmes exceptions."""
    try:
        sys.stdout.flush()
    except OSError as panne:
        raise _echec(panne) from panne


def ecrire_en_erreur(texte: str) -> None:
    """Écrit sur la sortie d’erreur ; pleine ou fermée, elle n’empêche rien : son message est perdu, le code reste."""
    try:
        sys.stderr.write(texte)
        sys.stderr.flush()
    except OSError:
        _detourner(sys.stderr)


def oublier_la_sortie() -> None:
    """Ce qui attend sur la sortie standard ne fera pas échouer sa fermeture."""
    _detourner(sys.stdout)


def clore_la_sortie() -> None:
    """Remet ce qui attend sur la sortie standard, ou l’oublie si personne ne peut plus le recevoir."""
    try:
        vider_la_sortie()
    except (LecteurParti, SortieImpossible):
        oublier_la_sortie()


def _detourner(flux: TextIO) -> None:
    with suppress(OSError):
        neant = os.open(os.devnull, os.O_WRONLY)
        os.dup2(neant, flux.fileno())
        os.close(neant)


@contextmanager
def tant_qu_on_lit() -> Iterator[None]:
    """Ce qui s’imprime ici ne change rien à la suite si le lecteur part : ni au code rendu, ni au fichier à écrire."""
    try:
        yield
        vider_la_sortie()
    except LecteurParti:
        oublier_la_sortie()


@contextmanager
def apres_avoir_ecrit(*ecrits: Path) -> Iterator[None]:
    """Ce qui s’imprime ici, après un fichier ou un répertoire écrit : si l’on ne peut l’imprimer, le message le dit."""
    try:
        yield
        vider_la_sortie()
    except SortieImpossible as refus:
        raise SortieImpossible(refus.cause, ecrits) from refus
