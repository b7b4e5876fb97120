"""Exécution d'une commande : elle réussit, ou dit en français pourquoi elle ne le peut pas."""

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Final

from exports.commandes.analyse import UsageIncorrect, analyser
from exports.commandes.sortie import imprimer_erreur, imprimer_fautes
from financement.catalogue import CodeFaute
from financement.fautes import ErreurFinancement, faute

__all__ = ["executer"]

REUSSITE: Final = 0
ECHEC: Final = 2
INTERRUPTION: Final = 130


def executer(mots: Sequence[str]) -> int:
    """Analyse et exécute ``mots`` ; rend le code de sortie, sans jamais laisser passer une trace d'exécution prévue."""
    _preparer_les_flux()
    try:
        return _executer(_analyser(mots), mots)
    except UsageIncorrect as refus:
        if _demande_du_json(mots):
            imprimer_fautes(refus.fautes, "json", mots)
        else:
            imprimer_erreur(f"{refus}\n{refus.usage.rstrip()}")
        return ECHEC
    except KeyboardInterrupt:
        imprimer_erreur("interrompu ; aucun fichier n'a été laissé à moitié écrit.")
        return INTERRUPTION
    except BrokenPipeError:
        # Le lecteur (« | head ») est parti : plus rien à écrire, pas même au moment de fermer la sortie.
        _oublier_la_sortie()
        return REUSSITE


def _demande_du_json(mots: Sequence[str]) -> bool:
    """Un programme attend du json sur la sortie standard, erreurs comprises, même d'une commande mal écrite."""
    return "--format=json" in mots or ("--format", "json") in pairwise(mots)


def _preparer_les_flux() -> None:
    """UTF-8 partout, que la console soit en Windows-1252 ou en ASCII ; un flux fermé avale ce qu'on lui écrit."""
    for nom in ("stdout", "stderr"):
        if getattr(sys, nom) is None:
            setattr(sys, nom, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- ouvert jusqu'à la fin
        reconfigurer = getattr(getattr(sys, nom), "reconfigure", None)
        if reconfigurer is not None:
            reconfigurer(encoding="utf-8")


def _oublier_la_sortie() -> None:
    """Détourne la sortie standard : ce qui reste en attente ne fait plus échouer sa fermeture."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _analyser(mots: Sequence[str]) -> Namespace | None:
    """Les arguments, ou ``None`` quand l'aide demandée a déjà tout dit."""
    try:
        return analyser(mots)
    except SystemExit:
        sys.stdout.flush()
        return None


def _executer(arguments: Namespace | None, mots: Sequence[str]) -> int:
    """Exécute la commande ; toute impossibilité prévue est dite dans le format demandé."""
    if arguments is None:
        return REUSSITE
    try:
        commande = import_module(f"exports.commandes.{arguments.commande}")
        code: int = commande.executer(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except ErreurFinancement as refus:
        # Sans faute, c'est un rendu qui n'a pas pu se faire, et son message est une phrase.
        fautes = refus.fautes or (faute(CodeFaute.ECRITURE_IMPOSSIBLE, cause=str(refus)),)
    except OSError as panne:
        if panne.filename is None:
            _oublier_la_sortie()
        phrase = f"« {panne.filename or 'sortie standard'} » : {_cause(panne)}."
        fautes = (faute(CodeFaute.ECRITURE_IMPOSSIBLE, cause=phrase),)
    else:
        return code
    imprimer_fautes(fautes, getattr(arguments, "format", "table"), mots)
    return ECHEC


def _cause(panne: OSError) -> str:
    if panne.errno == errno.ENOSPC:
        return "le support est plein"
    return f"erreur n° {panne.errno} du système"
