"""Analyse de la ligne de commande : la commande demandée, et ce qu’elle déclare."""

import argparse
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from itertools import takewhile

from exports.commandes.console.analyseur import Analyseur
from exports.commandes.console.commande import Commande
from exports.commandes.registre import COMMANDES

__all__ = ["analyser"]


def analyser(mots: Sequence[str]) -> argparse.Namespace:
    """Les arguments d’une ligne de commande ; lève :class:`UsageIncorrect`, ou sort après l’aide.

    Seul le module d’une commande que disent les ``mots`` est chargé, pour déclarer ses arguments.
    """
    analyseur = Analyseur(
        prog="financement",
        description="Budget d’une opération de renouvellement urbain : situation, contrôles, annexe financière.",
        epilog="Code de sortie : 0 sans encombre ; 1, constat bloquant ou document non conforme ; 2, refus, dit avec "
        "son remède ; 70, panne imprévue, dite avec de quoi la signaler ; 130, interruption.",
    )
    analyseur.add_argument("--version", action="store_true", help="affiche la version")
    choix = analyseur.add_subparsers(dest="commande", metavar="COMMANDE", title="commandes ", parser_class=Commande)
    commandes = {
        nom: choix.add_parser(nom, help=aide, description=f"{aide[0].upper()}{aide[1:]}.")
        for nom, aide in COMMANDES.items()
    }
    for nom in commandes.keys() & mots:
        import_module(f"exports.commandes.{nom.replace('-', '_')}").declarer(commandes[nom])
    ecrits = _soulignes_en_tirets(mots)
    arguments, restes = analyseur.parse_known_args(ecrits)
    if arguments.commande is None:
        analyseur.refuser("il manque : COMMANDE")
    if restes:
        analyseur.refuser(f"arguments inconnus : {' '.join(restes)}")
    causes = (examen(arguments) for examen in commandes[arguments.commande].examens)
    cause = _repetition(ecrits) or next(filter(None, causes), None)
    if cause:
        analyseur.refuser(cause)
    return arguments


def _repetition(mots: Sequence[str]) -> str | None:
    """Une option donnée deux fois : la première valeur se perdrait sans un mot."""
    options = Counter(mot.partition("=")[0] for mot in takewhile(lambda mot: mot != "--", mots) if mot.startswith("--"))
    repetee = next((option for option, fois in options.items() if fois > 1), None)
    if repetee is None:
        return None
    return f"{repetee} : cette option est donnée {options[repetee]} fois ; n’en garder qu’une"


def _soulignes_en_tirets(mots: Sequence[str]) -> list[str]:
    """Les mêmes mots, où « --maitre_ouvrage » s’écrit « --maitre-ouvrage » ; une valeur reste comme elle est."""
    ecrits = []
    for mot in mots:
        option, egal, valeur = mot.partition("=")
        ecrits.append(option.replace("_", "-") + egal + valeur if option.startswith("--") else mot)
    return ecrits
