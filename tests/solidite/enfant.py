"""La commande « financement » dans un processus enfant, né après les imports : mille courses en peu de minutes."""

import encodings
import io
import os
import pkgutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

__all__ = ["NE", "Course", "attendre", "charger", "ne_rien_preparer", "partir", "partir_a_froid", "vivants"]

SORTIE: Final = "sortie.txt"
ERREUR: Final = "erreur.txt"
NE: Final = "ne.txt"
RACINE: Final = Path(__file__).parents[2]
A_FROID: Final = f"import sys, exports.commandes; open({NE!r}, 'x').close(); sys.exit(exports.commandes.lancer())"
SIGNAUX: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


@dataclass(frozen=True, slots=True)
class Course:
    """Ce qu’a rendu une commande : son code (``-n`` si un signal l’a tuée), ce qu’elle a imprimé."""

    code: int
    sortie: str
    erreur: str


def charger() -> None:
    """Importe ce que les commandes importent à la demande, que chaque enfant n’ait pas à le faire."""
    for paquet in ("exports", "maquettes", "financement"):
        module = import_module(paquet)
        for trouve in pkgutil.walk_packages(module.__path__, f"{paquet}."):
            import_module(trouve.name)
    for tardif in (
        "typst",
        "pikepdf",
        "docx",
        "xlsxwriter",
        "openpyxl",
        "pypdf",
        "tabulate",
        "multiprocessing.popen_spawn_posix",
    ):
        import_module(tardif)
    for encodage in pkgutil.iter_modules(encodings.__path__, "encodings."):
        with suppress(ImportError):
            import_module(encodage.name)


def ne_rien_preparer() -> None:
    """L’enfant est une commande ordinaire."""


def partir(mots: Sequence[str], journal: Path, preparer: Callable[[], None] = ne_rien_preparer) -> int:
    """Lance la commande ``mots``, chef de sa session, et rend son numéro.

    ``journal`` est son répertoire courant, et reçoit ce qu’elle imprime. ``preparer`` est exécuté dans l’enfant :
    limites, utilisateur, flux fermés.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    # Retenus jusqu'à ce que la commande commence : un signal n'atteint jamais que la commande.
    masque = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNAUX)
    enfant = os.fork()
    if enfant:
        signal.pthread_sigmask(signal.SIG_SETMASK, masque)
        return enfant
    code = 99
    with suppress(BaseException):
        code = _vivre(mots, journal, preparer)
    os._exit(code)


def partir_a_froid(mots: Sequence[str], journal: Path) -> int:
    """La même commande dans un Python neuf, imports compris ; le fichier ``NE`` paraît quand elle commence."""
    enfant = os.fork()
    if enfant:
        return enfant
    with suppress(BaseException):
        _se_detacher(journal)
        environnement = {**os.environ, "PYTHONPATH": str(RACINE)}
        os.execve(sys.executable, [sys.executable, "-c", A_FROID, *mots], environnement)  # noqa: S606 -- sans shell
    os._exit(99)


def _se_detacher(journal: Path) -> None:
    os.setsid()
    os.chdir(journal)
    for numero, nom in ((1, SORTIE), (2, ERREUR)):
        ouvert = os.open(journal / nom, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o666)
        os.dup2(ouvert, numero)
        os.close(ouvert)
    for signe in SIGNAUX:
        signal.signal(signe, signal.SIG_DFL)


def _vivre(mots: Sequence[str], journal: Path, preparer: Callable[[], None]) -> int:
    _se_detacher(journal)
    tempfile.tempdir = None
    sys.argv = ["financement", *mots]
    try:
        preparer()
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(n, "wb", closefd=False), "utf-8") for n in (1, 2))
        from exports.commandes import lancer

        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNAUX)
        code = lancer()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        with suppress(OSError):
            traceback.print_exc()
            sys.stderr.flush()
        raise
    return code


def attendre(enfant: int, journal: Path, secondes: int = 60) -> Course:
    """La fin de l’enfant ; s’il dure plus de ``secondes``, il est tué, et son code est celui du signal n° 9."""
    fin = time.monotonic() + secondes
    while True:
        trouve, etat = os.waitpid(enfant, os.WNOHANG)
        if trouve:
            break
        if time.monotonic() > fin:
            with suppress(ProcessLookupError):
                os.killpg(enfant, signal.SIGKILL)
            _, etat = os.waitpid(enfant, 0)
            break
        time.sleep(0.0005)
    sortie, erreur = (
        (journal / nom).read_bytes().decode("utf-8", "surrogateescape") if (journal / nom).exists() else ""
        for nom in (SORTIE, ERREUR)
    )
    return Course(os.waitstatus_to_exitcode(etat), sortie, erreur)


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
