"""Lire beaucoup de dossiers sur les cœurs d’une machine : l’ordre des résultats est celui des dossiers."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from maquettes.fichiers.coeurs import coeurs_permis
from maquettes.fichiers.cycles import espacer_les_recherches
from maquettes.fichiers.filet import rattraper

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

__all__ = ["TRAVAILLEURS_AU_PLUS", "Suivre", "lire_tout", "ne_rien_suivre", "travailleurs_utiles"]

Chose = TypeVar("Chose")
Resultat = TypeVar("Resultat")
Lire = Callable[[Chose], Resultat]
Suivre = Callable[[int, int], None]
Canal: TypeAlias = "Connection[Any, Any]"

# Windows n'en attend pas davantage d'un seul processus.
TRAVAILLEURS_AU_PLUS: Final = 60
# Un processus de plus coûte, à démarrer, la lecture de quelques dossiers.
_DOSSIERS_PAR_TRAVAILLEUR: Final = 8
_LOTS_PAR_TRAVAILLEUR: Final = 8
_LOT_AU_PLUS: Final = 16
_RETENUS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")


def travailleurs_utiles(dossiers: int) -> int:
    """Combien de processus valent leur démarrage : au plus un par cœur permis, et un pour huit dossiers."""
    return max(1, min(coeurs_permis(), dossiers // _DOSSIERS_PAR_TRAVAILLEUR, TRAVAILLEURS_AU_PLUS))


def ne_rien_suivre(_faits: int, _total: int) -> None:
    """Ne suit rien."""


def lire_tout(
    lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], *, travailleurs: int, suivre: Suivre = ne_rien_suivre
) -> list[Resultat]:
    """``lire(dossier)`` de chaque dossier, dans leur ordre, sur ``travailleurs`` processus.

    ``lire`` est une fonction d’un module, que chaque processus importe. Si le système arrête un processus, celui-ci
    finit le travail seul.
    """
    resultats: list[Resultat] = []
    with closing(_resultats(lire, dossiers, min(travailleurs, len(dossiers)))) as lus:
        for resultat in lus:
            resultats.append(resultat)
            suivre(len(resultats), len(dossiers))
    return resultats


def _resultats(
    lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], travailleurs: int
) -> Generator[Resultat, None, None]:
    rendus = 0
    if travailleurs > 1:
        with suppress(ProcessusPerdu), _equipe(lire, travailleurs) as canaux:
            for resultat in _repartir(dossiers, canaux):
                yield resultat
                rendus += 1
    # Mémoire épuisée, le plus souvent ; à un seul processus, elle peut suffire.
    for dossier in dossiers[rendus:]:
        yield lire(dossier)


def _repartir(dossiers: Sequence[Chose], canaux: Sequence[Canal]) -> Iterator[Any]:
    """Les résultats des processus au bout des ``canaux``, dans l’ordre des dossiers ; chacun lit un lot à la fois."""
    from multiprocessing.connection import wait

    taille = max(1, min(_LOT_AU_PLUS, len(dossiers) // (len(canaux) * _LOTS_PAR_TRAVAILLEUR)))
    lots = [dossiers[debut : debut + taille] for debut in range(0, len(dossiers), taille)]
    a_confier = iter(enumerate(lots))
    confies: dict[Canal, int] = {}
    lus: dict[int, list[Any]] = {}

    def confier(canal: Canal) -> None:
        for rang, lot in islice(a_confier, 1):
            _envoyer(canal, lot)
            confies[canal] = rang

    for canal in canaux:
        confier(canal)
    for rang in range(len(lots)):
        while rang not in lus:
            for canal in cast("list[Canal]", wait(list(confies))):
                lus[confies.pop(canal)] = _recevoir(canal)
                confier(canal)
        yield from lus.pop(rang)


def _envoyer(canal: Canal, lot: Sequence[object]) -> None:
    try:
        canal.send(lot)
    except OSError as perte:
        raise ProcessusPerdu from perte


def _recevoir(canal: Canal) -> list[Any]:
    try:
        lu: list[Any] | _Echec = canal.recv()
    except (EOFError, OSError) as perte:
        raise ProcessusPerdu from perte
    if isinstance(lu, _Echec):
        raise lu.erreur
    return lu


@contextmanager
def _equipe(lire: Lire[Chose, Resultat], travailleurs: int) -> Iterator[list[Canal]]:
    """Un canal vers chaque processus qui sait ``lire`` ; à la sortie, aucun ne vit plus, que tout soit lu ou non.

    Chaque canal n’a que deux bouts : d’un processus tué, l’autre le sait, fût-ce au milieu d’un envoi.
    """
    from multiprocessing import get_context

    # « spawn » existe partout et n'hérite de rien : mêmes résultats sous Linux, macOS et Windows.
    contexte = get_context("spawn")
    equipe: list[BaseProcess] = []
    canaux: list[Canal] = []
    acheve = False
    try:
        try:
            with _sans_interruption():
                for _ in range(travailleurs):
                    canal, le_sien = contexte.Pipe()
                    canaux.append(canal)
                    with le_sien:
                        neuf = contexte.Process(target=_travailler, args=(lire, le_sien), daemon=True)
                        neuf.start()
                    equipe.append(neuf)
        except OSError as refus:
            raise ProcessusPerdu from refus
        yield canaux
        acheve = True
    finally:
        for canal in canaux:
            canal.close()
        for processus in equipe:
            if not acheve:
                # Ce qu'il lit encore ne sert plus, et il n'écrit rien.
                processus.kill()
            processus.join()


def _travailler(lire: Lire[Chose, Resultat], canal: Canal) -> None:
    """Dans un processus de lecture : lit ce que le canal apporte, jusqu’à ce que le processus principal le ferme."""
    _preparer_le_processus()
    with suppress(EOFError, OSError):
        while True:
            canal.send(_lire_un_lot(lire, canal.recv()))


def _lire_un_lot(lire: Lire[Chose, Resultat], lot: Sequence[Chose]) -> "list[Resultat] | _Echec":
    def tout() -> list[Resultat] | _Echec:
        return [lire(dossier) for dossier in lot]

    return rattraper(tout, _Echec)


@dataclass(frozen=True, slots=True)
class _Echec:
    """Ce qui a arrêté une lecture, que le processus principal lèvera à sa place."""

    erreur: Exception


class ProcessusPerdu(Exception):
    """Le système a arrêté un processus de lecture, ou a refusé de le lancer."""


def _preparer_le_processus() -> None:
    """Laisse au processus principal de dire, une fois, qu’il est interrompu ; ne lui survit pas."""
    for numero in _connus("SIGINT", "SIGHUP", "SIGQUIT"):
        signal.signal(numero, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _connus(*_RETENUS))
    threading.Thread(target=_finir_avec_le_principal, daemon=True).start()
    espacer_les_recherches()


def _finir_avec_le_principal() -> None:
    """Un processus principal tué ne dit rien à personne : les siens achèveraient pour rien ce qu’ils lisent."""
    from multiprocessing import connection, parent_process

    principal = parent_process()
    if principal is not None:
        connection.wait([principal.sentinel])
        os._exit(1)


def _connus(*noms: str) -> tuple[signal.Signals, ...]:
    """Ceux de ces signaux que connaît le système : Windows n’en a que deux."""
    return tuple(signal.Signals[nom] for nom in noms if nom in signal.Signals.__members__)


@contextmanager
def _sans_interruption() -> Iterator[None]:
    """Le temps de lancer les processus, qui héritent ainsi de ne pas répondre au clavier dès leur premier instant.

    Un signal qui vient pendant ce temps n’est que retardé ; sous Windows, l’interruption au clavier est perdue.
    """
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        # Lancé avec les autres, il rendrait à ce processus-ci ses interruptions.
        resource_tracker.ensure_running()
        masque = signal.pthread_sigmask(signal.SIG_BLOCK, _connus(*_RETENUS))
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masque)
    elif threading.current_thread() is threading.main_thread():
        ancien = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, ancien)
    else:
        yield
