"""Lire beaucoup de dossiers sur les cœurs d'une machine : l'ordre des résultats est celui des dossiers."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final, TypeVar

from maquettes.coeurs import coeurs_permis
from maquettes.cycles import espacer_les_recherches

__all__ = ["TRAVAILLEURS_AU_PLUS", "Suivre", "lire_tout", "ne_rien_suivre", "travailleurs_utiles"]

Chose = TypeVar("Chose")
Resultat = TypeVar("Resultat")
Lire = Callable[[Chose], Resultat]
Suivre = Callable[[int, int], None]

# Windows n'en attend pas davantage d'un seul processus.
TRAVAILLEURS_AU_PLUS: Final = 60
# Un processus de plus coûte, à démarrer, la lecture de quelques dossiers.
_DOSSIERS_PAR_TRAVAILLEUR: Final = 8
_LOTS_PAR_TRAVAILLEUR: Final = 8
_LOT_AU_PLUS: Final = 16


def travailleurs_utiles(dossiers: int) -> int:
    """Combien de processus valent leur démarrage : au plus un par cœur permis, et un pour huit dossiers."""
    return max(1, min(coeurs_permis(), dossiers // _DOSSIERS_PAR_TRAVAILLEUR, TRAVAILLEURS_AU_PLUS))


def ne_rien_suivre(_faits: int, _total: int) -> None:
    """Ne suit rien."""


def lire_tout(
    lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], *, travailleurs: int, suivre: Suivre = ne_rien_suivre
) -> list[Resultat]:
    """``lire(dossier)`` de chaque dossier, dans leur ordre, sur ``travailleurs`` processus.

    ``lire`` est une fonction d'un module, que chaque processus importe. Si le système arrête un processus, celui-ci
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
        from concurrent.futures.process import BrokenProcessPool

        try:
            with _repartis(lire, dossiers, travailleurs) as resultats:
                for resultat in resultats:
                    yield resultat
                    rendus += 1
        except BrokenProcessPool:
            # Mémoire épuisée, le plus souvent ; à un seul processus, elle peut suffire.
            pass
    for dossier in dossiers[rendus:]:
        yield lire(dossier)


@contextmanager
def _repartis(
    lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], travailleurs: int
) -> Iterator[Iterator[Resultat]]:
    """Les résultats des processus ; à la sortie, aucun ne vit plus, que tout soit lu ou non."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    lot = max(1, min(_LOT_AU_PLUS, len(dossiers) // (travailleurs * _LOTS_PAR_TRAVAILLEUR)))
    anciens = set(active_children())
    # « spawn » existe partout et n'hérite de rien : mêmes résultats sous Linux, macOS et Windows.
    bassin = ProcessPoolExecutor(travailleurs, mp_context=get_context("spawn"), initializer=_preparer_le_processus)
    acheve = False
    try:
        with _sans_interruption():
            resultats = bassin.map(lire, dossiers, chunksize=lot)
        yield resultats
        acheve = True
    finally:
        if not acheve:
            # Ce qu'ils lisent encore ne sert plus ; ils n'écrivent rien.
            for processus in set(active_children()) - anciens:
                processus.kill()
        bassin.shutdown(cancel_futures=True)


def _preparer_le_processus() -> None:
    """Laisse au processus principal de dire, une fois, qu'il est interrompu ; ne lui survit pas."""
    for numero in _signaux_du_clavier():
        signal.signal(numero, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _signaux_du_clavier())
    threading.Thread(target=_finir_avec_le_principal, daemon=True).start()
    espacer_les_recherches()


def _finir_avec_le_principal() -> None:
    """Un processus principal tué ne dit rien à personne : les siens attendraient sans fin."""
    from multiprocessing import connection, parent_process

    principal = parent_process()
    if principal is not None:
        connection.wait([principal.sentinel])
        os._exit(1)


def _signaux_du_clavier() -> tuple[signal.Signals, ...]:
    """Ceux qu'un terminal envoie à tous les processus d'une commande ; Windows n'a que le premier."""
    return tuple(signal.Signals[nom] for nom in ("SIGINT", "SIGHUP", "SIGQUIT") if nom in signal.Signals.__members__)


@contextmanager
def _sans_interruption() -> Iterator[None]:
    """Le temps de lancer les processus, qui héritent ainsi de ne pas répondre au clavier dès leur premier instant.

    Une interruption qui vient pendant ce temps n'est que retardée ; là où le système ne sait que l'ignorer, perdue.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        # Lancé avec les autres, il rendrait à ce processus-ci ses interruptions.
        resource_tracker.ensure_running()
        masque = signal.pthread_sigmask(signal.SIG_BLOCK, _signaux_du_clavier())
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masque)
        return
    ancien = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, ancien)
