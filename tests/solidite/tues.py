"""Des commandes tuées à des instants tirés : ce qui reste est l’ancien entier, ou le neuf entier, et rien d’autre."""

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.solidite.bilan import Bilan
from tests.solidite.enfant import NE, Course, attendre, charger, partir_a_froid, vivants
from tests.solidite.scenes import PROVISOIRES, SCENES, Reference, contenu, lancer, preparer, provisoires, reference

__all__ = ["eprouver"]

INTERROMPU: Final = "financement : interrompu ; aucun fichier n’a été laissé à moitié écrit.\n"
SYNTHESE: Final = "financement : synthèse : la.xlsx\n"
SIGNAUX: Final = ("SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
A_FROID_UNE_FOIS_SUR: Final = 12
DUREE_DES_IMPORTS: Final = 0.8
# Python le dit des sémaphores d'un processus tué : il n'y peut rien, et nous non plus.
AVIS_DE_PYTHON: Final = "resource_tracker"


def eprouver(graine: int, nombre: int) -> Bilan:
    """Tue ``nombre`` commandes, à des instants tirés de ``graine``."""
    charger()
    tirage, bilan = random.Random(graine), Bilan()
    noms = list(SCENES)
    for rang in range(nombre):
        nom = tirage.choices(noms, [SCENES[nom].poids for nom in noms])[0]
        numero = signal.Signals[tirage.choice(SIGNAUX)]
        with tempfile.TemporaryDirectory(prefix="tues-") as lieu:
            issue = _essai(nom, numero, tirage, Path(lieu))
        if issue.startswith("!"):
            bilan.signaler(f"graine {graine}, essai {rang}, {nom}, {numero.name} : {issue[1:]}")
        else:
            bilan.compter(issue)
    return bilan


def _essai(nom: str, numero: signal.Signals, tirage: random.Random, lieu: Path) -> str:
    """Le nom de l’issue ; « ! » et ce qui a été vu, si elle contredit la loi."""
    scene, prevu = SCENES[nom], reference(nom)
    preparer(scene, lieu)
    if tirage.randrange(A_FROID_UNE_FOIS_SUR):
        enfant = lancer(scene, lieu, scene.ou)
        _attendre_l_instant(enfant, lieu, prevu.duree, tirage)
    else:
        enfant = partir_a_froid((*scene.mots, scene.ou), lieu)
        _attendre_que(enfant, (lieu / NE).exists)
        time.sleep(tirage.uniform(0, DUREE_DES_IMPORTS))
    with suppress(ProcessLookupError):
        os.kill(enfant, numero)
    course = attendre(enfant, lieu)
    reste, provisoire = contenu(lieu / scene.ou), provisoires(lieu)
    faute = (
        _survivants(enfant)
        or _fin_incorrecte(course, numero)
        or _reste_incorrect(reste, prevu, course)
        or (f"provisoires {provisoire}" if provisoire and course.code >= 0 else "")
        or _suite_incorrecte(nom, lieu)
    )
    if faute:
        return f"!{faute} ; code {course.code}, {sorted(reste)}, {course.erreur!r}"
    quoi = "neuf" if reste == prevu.neuf else "ancien" if reste == prevu.ancien else "sans convention ou mêlé"
    return f"{'tuée' if course.code < 0 else 'finie' if course.code == 0 else 'arrêtée'}, {quoi}"


def _attendre_l_instant(enfant: int, lieu: Path, duree: float, tirage: random.Random) -> None:
    """Un instant tiré de la durée de la commande ; ou, une fois sur deux, de ses écritures, qui sont brèves."""
    if tirage.getrandbits(1):
        time.sleep(tirage.uniform(0, duree * 1.1))
        return
    delai = tirage.uniform(0, 0.02)
    _attendre_que(enfant, lambda: any(lieu.rglob(PROVISOIRES)))
    time.sleep(delai)


def _attendre_que(enfant: int, condition: Callable[[], bool]) -> None:
    fin = time.monotonic() + 20
    while not condition() and time.monotonic() < fin:
        if os.waitid(os.P_PID, enfant, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(0.0003)


def _survivants(session: int) -> str:
    fin = time.monotonic() + 10
    while restants := vivants(session):
        if time.monotonic() > fin:
            return f"processus survivants {restants}"
        time.sleep(0.01)
    return ""


def _fin_incorrecte(course: Course, numero: signal.Signals) -> str:
    # Avant que la commande ait posé ses réponses, le signal tue comme il tue tout programme.
    permis = {0, -numero} if numero == signal.SIGKILL else {0, -numero, 128 + numero}
    if course.code not in permis:
        return f"code {course.code}"
    if course.code > 0:
        return "" if course.erreur == INTERROMPU else "message"
    if course.code == 0:
        return "" if course.erreur in ("", SYNTHESE) else "sortie d’erreur"
    return "sortie d’erreur" if course.erreur and AVIS_DE_PYTHON not in course.erreur else ""


def _reste_incorrect(reste: Mapping[str, bytes], prevu: Reference, course: Course) -> str:
    """Après un arrêt demandé, l’ancien ou le neuf ; tué net, chaque fichier est l’un ou l’autre, un dossier entier."""
    if course.code == 0:
        return "" if reste == prevu.neuf else "finie sans le résultat"
    if reste in (prevu.neuf, prevu.ancien):
        return ""
    if course.code > 0:
        return "ni l’ancien ni le neuf"
    if "convention.toml" in reste:
        return "dossier partiel, avec sa convention"
    for nom, octets in reste.items():
        if octets not in (prevu.neuf.get(nom), prevu.ancien.get(nom)):
            return f"{nom} est à moitié écrit"
    return ""


def _suite_incorrecte(nom: str, lieu: Path) -> str:
    """La même commande, ailleurs au même endroit, réussit et balaie."""
    scene, ailleurs = SCENES[nom], f"suite-{SCENES[nom].ou}"
    course = attendre(lancer(scene, lieu, ailleurs), lieu)
    if course.code or contenu(lieu / ailleurs) != reference(nom).neuf:
        return f"la suite rend {course}"
    # Dans un répertoire que remplissait la première, seule une seconde écriture balaie.
    if (lieu / scene.ou).is_dir() and provisoires(lieu / scene.ou):
        attendre(lancer(scene, lieu, scene.ou), lieu)
    return f"provisoires après la suite {provisoires(lieu)}" if provisoires(lieu) else ""
