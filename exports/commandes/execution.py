"""Exécution d'une commande : elle réussit, ou dit en français pourquoi elle ne le peut pas."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from exports.commandes.analyse import UsageIncorrect, analyser
from exports.commandes.sortie import imprimer_erreur, imprimer_fautes
from financement.catalogue import CodeFaute
from financement.fautes import DossierRefuse, Faute, ValeurImpossible, faute
from maquettes.ecriture import EcritureRefusee

__all__ = ["executer"]

REUSSITE: Final = 0
ECHEC: Final = 2
INTERRUPTION: Final = 130


def executer(mots: Sequence[str]) -> int:
    """Analyse et exécute ``mots`` ; rend le code de sortie, sans jamais laisser passer une trace d'exécution prévue."""
    for flux in (sys.stdout, sys.stderr):
        reconfigurer = getattr(flux, "reconfigure", None)
        if reconfigurer is not None:
            reconfigurer(encoding="utf-8")
    try:
        arguments = analyser(mots)
    except UsageIncorrect as refus:
        imprimer_erreur(f"{refus}\n{refus.usage.rstrip()}")
        return ECHEC
    except SystemExit:
        return REUSSITE
    try:
        return _executer(arguments)
    except KeyboardInterrupt:
        imprimer_erreur("interrompu ; aucun fichier n'a été laissé à moitié écrit.")
        return INTERRUPTION
    except BrokenPipeError:
        # Le lecteur (« | head ») est parti : plus rien à écrire, pas même au moment de fermer la sortie.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REUSSITE


def _executer(arguments: Namespace) -> int:
    """Exécute la commande ; toute impossibilité prévue est dite dans le format demandé."""
    try:
        commande = import_module(f"exports.commandes.{arguments.commande}")
        code: int = commande.executer(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (DossierRefuse, ValeurImpossible) as refus:
        fautes = refus.fautes
    except EcritureRefusee as refus:
        fautes = (_faute_d_ecriture(str(refus)),)
    except OSError as panne:
        fautes = (_faute_d_ecriture(f"{panne.strerror or panne} : {panne.filename or 'fichier'}."),)
    else:
        return code
    imprimer_fautes(fautes, getattr(arguments, "format", "table"))
    return ECHEC


def _faute_d_ecriture(message: str) -> Faute:
    return faute(CodeFaute.ECRITURE_IMPOSSIBLE, cause=message)
