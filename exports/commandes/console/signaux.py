"""Les signaux qui arrêtent une commande : chacun y met fin comme une interruption au clavier, ménage fait."""

import os
import signal
import sys
from types import FrameType
from typing import Any, Final

__all__ = ["CODE_D_UN_SIGNAL", "Arret", "Vigie", "numero_du_signal"]

CODE_D_UN_SIGNAL: Final = 128
"""Un signal n° ``n`` rend ``128 + n``, comme le dit tout interpréteur de commandes : 130 au clavier, 143 pour TERM."""

# Windows n'a que les deux premiers.
_NOMS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
_DELAI_DE_RAPPEL: Final = 0.01


class Arret(KeyboardInterrupt):
    """Un signal demande la fin de la commande."""

    def __init__(self, numero: int) -> None:
        self.numero = numero
        super().__init__(numero)


def numero_du_signal(arret: KeyboardInterrupt) -> int:
    """Le signal qui a demandé l’arrêt ; sans autre précision, l’interruption au clavier."""
    return arret.numero if isinstance(arret, Arret) else signal.SIGINT


class Vigie:
    """Fait du premier signal d’arrêt une :class:`Arret`, et tait les suivants le temps du ménage.

    Pour le processus d’une commande : un programme qui appelle la bibliothèque garde ses propres réponses.
    """

    def __init__(self) -> None:
        self.recu: int | None = None
        self._signaux: list[int] = []

    def veiller(self) -> None:
        """Commence de répondre aux signaux, sauf à ceux que l’appelant (« nohup ») a demandé d’ignorer."""
        for nom in _NOMS:
            numero = getattr(signal, nom, None)
            if numero is not None and signal.getsignal(numero) is not signal.SIG_IGN:
                self._signaux.append(numero)
        self._rappeler_ce_que_python_avale()
        self._repondre(self._recevoir)

    def clore(self) -> None:
        """La commande est finie : plus aucun signal n’en change le code."""
        self._repondre(signal.SIG_IGN)

    def _repondre(self, reponse: Any) -> None:
        for numero in self._signaux:
            signal.signal(numero, reponse)

    def _recevoir(self, numero: int, _cadre: FrameType | None) -> None:
        self.recu = numero
        self.clore()
        raise Arret(numero)

    def _rappeler_ce_que_python_avale(self) -> None:
        """Une exception levée dans un destructeur est tue par Python : le signal revient, hors de lui."""
        ordinaire = sys.unraisablehook

        def dire(avalee: Any) -> None:
            if not isinstance(avalee.exc_value, Arret):
                ordinaire(avalee)
                return
            from threading import Timer

            self._repondre(self._recevoir)
            Timer(_DELAI_DE_RAPPEL, os.kill, (os.getpid(), avalee.exc_value.numero)).start()

        sys.unraisablehook = dire
