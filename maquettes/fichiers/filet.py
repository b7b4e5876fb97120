"""Le dernier filet : l’exception que rien n’a prévue devient une faute, avec son lieu et de quoi la signaler.

:func:`rattraper` est le seul endroit des trois paquets qui attrape toute exception : partout ailleurs, ce qui est
attrapé est nommé, pour qu’aucune faute n’en cache une autre.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType
from typing import Final, TypeVar

from financement.fautes.faute import Faute, ModeleFaute, faute, montrer
from financement.fautes.provenance import INCONNUE, Provenance
from financement.version import __version__

__all__ = ["PANNE_IMPREVUE", "VARIABLE_DE_TRACE", "faute_de_panne", "rattraper"]

T = TypeVar("T")

VARIABLE_DE_TRACE: Final = "FINANCEMENT_TRACE"
"""La variable d’environnement qui, non vide, ajoute à la faute la trace d’exécution, sur la sortie d’erreur."""

_PAQUETS: Final = ("financement", "maquettes", "exports")


def rattraper(faire: Callable[[], T], dire: Callable[[Exception], T]) -> T:
    """Ce que rend ``faire``, ou ce que ``dire`` fait de l’exception qui l’a arrêté, quelle qu’elle soit.

    L’interruption au clavier et la sortie demandée, qui ne sont pas des pannes, passent.
    """
    try:
        return faire()
    except Exception as panne:  # noqa: BLE001 -- le dernier filet, le seul
        return dire(panne)


PANNE_IMPREVUE: Final = ModeleFaute(
    "PANNE-01", "Une panne imprévue ({lu} : {cause}) a arrêté {objet}. {effet}", "{correction}"
)


def faute_de_panne(panne: Exception, *, objet: str, effet: str) -> Faute:
    """La faute d’une exception imprévue qui a arrêté ``objet``, au dernier lieu lu ; ``effet`` : ce qui s’ensuit.

    Elle dit la nature de l’exception et l’endroit du code, jamais son texte, qui n’est pas d’une personne. La mémoire
    que retenait le calcul arrêté est rendue.
    """
    if os.environ.get(VARIABLE_DE_TRACE):
        with suppress(OSError):
            traceback.print_exception(panne)
    cadres = list(_cadres_de_la_bibliotheque(panne))
    endroit = next((f"{cadre.f_globals['__name__']}, ligne {ligne}" for cadre, ligne in cadres), "hors de ses modules")
    lieu = next((lu for cadre, _ in cadres for lu in _lieux(cadre)), INCONNUE)
    cadres.clear()
    traceback.clear_frames(panne.__traceback__)
    return faute(
        PANNE_IMPREVUE,
        lieu,
        type(panne).__name__,
        cause=endroit,
        objet=objet,
        effet=effet,
        correction=_correction(panne),
    )


def _cadres_de_la_bibliotheque(panne: Exception) -> Iterator[tuple[FrameType, int]]:
    """Les appels en cours dans les trois paquets, et leur ligne, du plus profond au premier."""
    for cadre, ligne in reversed(list(traceback.walk_tb(panne.__traceback__))):
        if str(cadre.f_globals.get("__name__")).partition(".")[0] in _PAQUETS:
            yield cadre, ligne


def _lieux(cadre: FrameType) -> Iterator[Provenance]:
    """Les lieux d’un fichier que nomme une variable de l’appel."""
    return (valeur for valeur in cadre.f_locals.values() if isinstance(valeur, Provenance) and valeur.fichier)


def _correction(panne: Exception) -> str:
    systeme = f"financement {__version__}, Python {'.'.join(map(str, sys.version_info[:3]))}, {sys.platform}"
    signaler = f"le signaler à ses auteurs avec ce message et ces mots : {systeme}"
    trace = f"La variable {VARIABLE_DE_TRACE}=1 en donne la trace."
    if isinstance(panne, ImportError):
        manque = f" (« {montrer(panne.name)} »)" if panne.name else ""
        geste = "installer de nouveau la bibliothèque"
        return f"Un paquet{manque} manque ou ne se charge pas : {geste} ; sinon, {signaler}. {trace}"
    if isinstance(panne, MemoryError):
        return f"La mémoire a manqué : fermer d’autres programmes, ou donner moins à lire ; sinon, {signaler}. {trace}"
    return f"C’est un défaut de la bibliothèque, non de ce qui est lu : {signaler}. {trace}"
