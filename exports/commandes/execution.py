"""Exécution d’une commande : elle réussit, ou dit en français pourquoi elle ne le peut pas."""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import Final

from exports.commandes.affichage.sortie import imprimer_erreur, imprimer_fautes
from exports.commandes.console.analyse import analyser
from exports.commandes.console.analyseur import UsageIncorrect
from exports.commandes.console.flux import (
    LecteurParti,
    SortieImpossible,
    clore_la_sortie,
    oublier_la_sortie,
    preparer_les_flux,
    tant_qu_on_lit,
    vider_la_sortie,
)
from exports.commandes.console.signaux import CODE_D_UN_SIGNAL, numero_du_signal
from exports.commandes.panne import PANNE, Temoin, dire_la_panne
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import ErreurFinancement, faute
from maquettes.fichiers.causes import cause_du_systeme
from maquettes.fichiers.destinations import ECRITURE_IMPOSSIBLE
from maquettes.fichiers.filet import PANNE_IMPREVUE, rattraper

__all__ = ["executer"]

REUSSITE: Final = 0
ECHEC: Final = 2


def executer(mots: Sequence[str]) -> int:
    """Analyse et exécute ``mots`` ; rend le code de sortie, sans jamais laisser passer une trace d’exécution."""
    preparer_les_flux()
    temoin = Temoin()

    def dire(panne: Exception) -> int:
        forme = "json" if _demande_du_json(mots) else "table"
        # Si la mémoire manque encore pour la dire, le code seul la dit.
        return rattraper(partial(dire_la_panne, panne, temoin, forme, mots), lambda _: PANNE)

    return rattraper(partial(_executer_jusqu_au_bout, mots, temoin), dire)


def _executer_jusqu_au_bout(mots: Sequence[str], temoin: Temoin) -> int:
    """Ce qui arrête la commande du dehors se dit aussi : l’interruption, la sortie que personne ne peut recevoir."""
    try:
        return _analyser_et_executer(mots, temoin)
    except KeyboardInterrupt as arret:
        clore_la_sortie()
        imprimer_erreur("interrompu ; aucun fichier n’a été laissé à moitié écrit.")
        return CODE_D_UN_SIGNAL + numero_du_signal(arret)
    except LecteurParti:
        # Plus rien à écrire, pas même au moment de fermer la sortie.
        oublier_la_sortie()
        return REUSSITE
    except SortieImpossible as refus:
        oublier_la_sortie()
        imprimer_erreur(str(refus))
        return ECHEC


def _analyser_et_executer(mots: Sequence[str], temoin: Temoin) -> int:
    """Exécute la commande que disent ``mots`` ; ce qui l’empêche et qui est prévu se dit."""
    try:
        return _executer(_analyser(mots), mots, temoin)
    except UsageIncorrect as refus:
        if _demande_du_json(mots):
            with tant_qu_on_lit():
                imprimer_fautes(refus.fautes, "json", mots)
        else:
            imprimer_erreur(f"{refus}\n{refus.usage.rstrip()}")
        return ECHEC


def _demande_du_json(mots: Sequence[str]) -> bool:
    """Un programme attend du json sur la sortie standard, erreurs comprises, même d’une commande mal écrite."""
    return "--format=json" in mots or ("--format", "json") in pairwise(mots)


def _analyser(mots: Sequence[str]) -> Namespace | None:
    """Les arguments, ou ``None`` quand l’aide demandée a déjà tout dit."""
    try:
        return analyser(mots)
    except SystemExit:
        vider_la_sortie()
        return None


def _executer(arguments: Namespace | None, mots: Sequence[str], temoin: Temoin) -> int:
    """Exécute la commande ; toute impossibilité prévue est dite dans le format demandé."""
    if arguments is None:
        return REUSSITE
    temoin.observer(arguments)
    try:
        commande = import_module(f"exports.commandes.{arguments.commande.replace('-', '_')}")
        code: int = commande.executer(arguments)
        vider_la_sortie()
    except ErreurFinancement as refus:
        # Sans faute, c'est un rendu qui n'a pas pu se faire, et son message est une phrase.
        fautes = refus.fautes or (faute(ECRITURE_IMPOSSIBLE, cause=str(refus)),)
    except OSError as panne:
        if temoin.ecrits():
            # « Rien n'a été écrit » serait faux, et la commande n'a pas su le dire : c'est une panne.
            raise
        lieu = "" if panne.filename is None else f"« {afficher_chemin(panne.filename)} » : "
        fautes = (faute(ECRITURE_IMPOSSIBLE, cause=f"{lieu}{cause_du_systeme(panne)}."),)
    else:
        return code
    with tant_qu_on_lit():
        imprimer_fautes(fautes, getattr(arguments, "format", "table"), mots)
    return PANNE if any(constatee.code == PANNE_IMPREVUE.code for constatee in fautes) else ECHEC
