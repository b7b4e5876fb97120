"""Un signal d’arrêt met fin à la commande et à ses processus, en français, avec le code 128 + n."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import exports.commandes
from tests.exports.commandes.test_console import NOYER, environnement

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="les processus se lisent dans /proc")

INTERROMPU: Final = "financement : interrompu ; aucun fichier n’a été laissé à moitié écrit.\n"
# Une commande qui dure une minute, et dit qu'elle commence ; une autre, dont deux processus durent une minute.
ATTENTES: Final = """
import sys, time
import exports.commandes
import exports.commandes.situation as commande
from maquettes.portefeuille.lectures_reparties import lire_tout

def attendre(_):
    print("prêt", flush=True)
    time.sleep(60)

commande.executer = {attente}
if __name__ == "__main__":
    sys.exit(exports.commandes.lancer())
"""
LENTE: Final = ATTENTES.format(attente="attendre")
REPARTIE: Final = ATTENTES.format(attente="lambda _: lire_tout(time.sleep, [60, 60], travailleurs=2)")


def lancer(script: str, *avant: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*avant, sys.executable, "-c", script, "situation", NOYER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environnement(),
        start_new_session=True,
    )


def vivants(session: int) -> set[int]:
    """Les processus d’une session qui ne sont pas déjà morts."""
    trouves = set()
    for etat in Path("/proc").glob("[0-9]*/stat"):
        try:
            mots = etat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(mots[3]) == session and mots[0] not in "ZX":
            trouves.add(int(etat.parent.name))
    return trouves


def attendre(condition: Callable[[], bool]) -> bool:
    fin = time.monotonic() + 50
    while not condition():
        if time.monotonic() > fin:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("nom", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_un_signal_d_arret_se_dit_et_rend_128_plus_n(nom: str) -> None:
    with lancer(LENTE) as commande:
        assert commande.stdout is not None
        assert commande.stdout.readline() == "prêt\n"
        commande.send_signal(signal.Signals[nom])
        _, erreur = commande.communicate(timeout=120)
    assert (commande.returncode, erreur) == (128 + signal.Signals[nom], INTERROMPU)


def test_un_signal_que_l_appelant_ignore_reste_ignore() -> None:
    with lancer(LENTE, "/usr/bin/env", "nohup") as commande:
        assert commande.stdout is not None
        assert commande.stdout.readline() == "prêt\n"
        commande.send_signal(signal.SIGHUP)
        commande.send_signal(signal.SIGTERM)
        commande.communicate(timeout=120)
    assert commande.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize("nom", ["SIGTERM", "SIGKILL"])
def test_aucun_processus_ne_survit_a_la_commande(nom: str) -> None:
    """Le processus principal, trois au moins avec les siens, est seul à recevoir le signal."""
    with lancer(REPARTIE) as commande:
        assert attendre(lambda: len(vivants(commande.pid)) > 3)
        commande.send_signal(signal.Signals[nom])
        assert attendre(lambda: not vivants(commande.pid))
        _, erreur = commande.communicate(timeout=120)
    attendu = {"SIGTERM": (128 + signal.SIGTERM, INTERROMPU), "SIGKILL": (-signal.SIGKILL, "")}[nom]
    assert (commande.returncode, erreur if nom == "SIGTERM" else "") == attendu


def test_une_interruption_pendant_les_imports_se_dit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrompre() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(exports.commandes, "_lancer", interrompre)
    assert exports.commandes.lancer() == 130
    assert capsys.readouterr().err == INTERROMPU


def test_la_bibliotheque_ne_change_pas_les_reponses_aux_signaux(capsys: pytest.CaptureFixture[str]) -> None:
    avant = [signal.getsignal(numero) for numero in (signal.SIGTERM, signal.SIGINT)]
    assert exports.commandes.principal(["situation", NOYER]) == 0
    assert [signal.getsignal(numero) for numero in (signal.SIGTERM, signal.SIGINT)] == avant
    assert capsys.readouterr().err == ""
    assert os.getpid() in vivants(os.getsid(0))
