"""Lire beaucoup de dossiers sur les cœurs d'une machine : l'ordre des résultats est celui des dossiers."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
    for resultat in _resultats(lire, dossiers, min(travailleurs, len(dossiers))):
        resultats.append(resultat)
        suivre(len(resultats), len(dossiers))
    return resultats


def _resultats(lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], travailleurs: int) -> Iterator[Resultat]:
    rendus = 0
    if travailleurs > 1:
        from concurrent.futures.process import BrokenProcessPool

        try:
            for resultat in _repartir(lire, dossiers, travailleurs):
                yield resultat
                rendus += 1
        except BrokenProcessPool:
            # Mémoire épuisée, le plus souvent ; à un seul processus, elle peut suffire.
            pass
    for dossier in dossiers[rendus:]:
        yield lire(dossier)


def _repartir(lire: Lire[Chose, Resultat], dossiers: Sequence[Chose], travailleurs: int) -> Iterator[Resultat]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    lot = max(1, min(_LOT_AU_PLUS, len(dossiers) // (travailleurs * _LOTS_PAR_TRAVAILLEUR)))
    # « spawn » existe partout et n'hérite de rien : mêmes résultats sous Linux, macOS et Windows.
    bassin = ProcessPoolExecutor(travailleurs, mp_context=get_context("spawn"), initializer=_preparer_le_processus)
    try:
        with _sans_interruption():
            resultats = bassin.map(lire, dossiers, chunksize=lot)
        yield from resultats
    finally:
        # Après une interruption, rien de ce qui attend ne commence.
        bassin.shutdown(cancel_futures=True)


def _preparer_le_processus() -> None:
    """Ne répond pas à l'interruption : c'est au processus principal de dire, une fois, qu'il est interrompu."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    espacer_les_recherches()


@contextmanager
def _sans_interruption() -> Iterator[None]:
    """Le temps de lancer les processus, qui héritent ainsi d'ignorer l'interruption dès leur premier instant."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ancien = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, ancien)
