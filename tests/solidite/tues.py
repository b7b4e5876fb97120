"""Des commandes tuées à des instants tirés : ce qui reste est l'ancien entier, ou le neuf entier, et rien d'autre."""

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from tests.maquettes.dossier_type import changer, poser
from tests.solidite.bilan import Bilan
from tests.solidite.enfant import NE, Course, attendre, charger, partir, partir_a_froid, vivants

__all__ = ["eprouver"]

INTERROMPU: Final = "financement : interrompu ; aucun fichier n'a été laissé à moitié écrit.\n"
SYNTHESE: Final = "financement : synthèse : la.xlsx\n"
SIGNAUX: Final = ("SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
A_FROID_UNE_FOIS_SUR: Final = 12
DUREE_DES_IMPORTS: Final = 0.8
AU: Final = "2012-12-31"
PROVISOIRES: Final = ".financement-*"
# Python le dit des sémaphores d'un processus tué : il n'y peut rien, et nous non plus.
AVIS_DE_PYTHON: Final = "resource_tracker"


@dataclass(frozen=True, slots=True)
class Scene:
    """Une commande : ses mots, le dernier, qui est où elle écrit, et ce qui s'y trouve avant elle."""

    mots: tuple[str, ...]
    ou: str
    avant: Callable[[Path], None]
    poids: int = 4


def _un_dossier(lieu: Path) -> None:
    poser(lieu / "dossier")


def _un_repertoire_vide(lieu: Path) -> None:
    poser(lieu / "dossier")
    (lieu / "la").mkdir()


def _une_ancienne_annexe(lieu: Path) -> None:
    from exports.ecriture_annexe import ecrire_annexe
    from maquettes import lire_dossier

    projet = lire_dossier(poser(lieu / "dossier"))
    ecrire_annexe(projet, au=date(2008, 6, 30), sortie=lieu / "la", formats=("csv", "xlsx", "html"))


def _des_dossiers(lieu: Path) -> None:
    (lieu / "dossiers").mkdir()
    for rang in range(16):
        convention = changer("convention.toml", ('code = "C1"', f'code = "C{rang}"'))
        poser(lieu / "dossiers" / f"d{rang}", convention=convention)


_ANNEXE: Final = ("annexe", "dossier", "--au", AU, "--remplacer", "--formats")
_PORTEFEUILLE: Final = ("portefeuille", "dossiers", "--au", AU, "--travailleurs", "2", "--xlsx")

SCENES: Final[Mapping[str, Scene]] = {
    "convertir, répertoire": Scene(("convertir", "dossier"), "la", _un_dossier, 8),
    "convertir, répertoire vide": Scene(("convertir", "dossier"), "la", _un_repertoire_vide, 8),
    "convertir, xlsx": Scene(("convertir", "dossier"), "la.xlsx", _un_dossier),
    "convertir, json": Scene(("convertir", "dossier"), "la.json", _un_dossier),
    "maquette": Scene(("maquette", "dossier"), "la.xlsx", _un_dossier),
    "annexe neuve": Scene((*_ANNEXE, "csv,xlsx,html", "--sortie"), "la", _un_dossier),
    "annexe remplacée": Scene((*_ANNEXE, "csv,xlsx,html", "--sortie"), "la", _une_ancienne_annexe, 8),
    "annexe en pdf": Scene((*_ANNEXE, "pdf,docx", "--sortie"), "la", _un_dossier),
    "avenant": Scene(("avenant", "dossier", "--au", AU, "--vers"), "la", _un_dossier),
    "exemple": Scene(("exemple",), "la", _un_dossier),
    "portefeuille": Scene(_PORTEFEUILLE, "la.xlsx", _des_dossiers, 4),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """Ce que la commande trouve, écrit et dure quand rien ne l'arrête."""

    ancien: Mapping[str, bytes]
    neuf: Mapping[str, bytes]
    duree: float


def _contenu(chemin: Path) -> dict[str, bytes]:
    """Les fichiers d'une destination, provisoires exceptés ; « . » pour un fichier seul."""
    if chemin.is_file():
        return {".": chemin.read_bytes()}
    fichiers = (entree for entree in chemin.rglob("*") if entree.is_file()) if chemin.is_dir() else ()
    return {str(f.relative_to(chemin)): f.read_bytes() for f in fichiers if not f.match(PROVISOIRES)}


def _provisoires(lieu: Path) -> list[str]:
    return sorted(str(trouve.relative_to(lieu)) for trouve in lieu.rglob(PROVISOIRES))


def _lancer(scene: Scene, lieu: Path, ou: str) -> int:
    os.environ["TMPDIR"] = str(lieu / "temporaires")
    return partir((*scene.mots, ou), lieu)


def _preparer(scene: Scene, lieu: Path) -> None:
    (lieu / "temporaires").mkdir()
    scene.avant(lieu)


@cache
def _reference(nom: str) -> Reference:
    scene = SCENES[nom]
    with tempfile.TemporaryDirectory(prefix="tues-") as temporaire:
        lieu = Path(temporaire)
        _preparer(scene, lieu)
        ancien, debut = _contenu(lieu / scene.ou), time.monotonic()
        course = attendre(_lancer(scene, lieu, scene.ou), lieu)
        assert course.code == 0, f"{nom} : {course}"
        duree = time.monotonic() - debut
        return Reference(ancien, _contenu(lieu / scene.ou), duree)


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
    """Le nom de l'issue ; « ! » et ce qui a été vu, si elle contredit la loi."""
    scene, reference = SCENES[nom], _reference(nom)
    _preparer(scene, lieu)
    if tirage.randrange(A_FROID_UNE_FOIS_SUR):
        enfant = _lancer(scene, lieu, scene.ou)
        _attendre_l_instant(enfant, lieu, reference.duree, tirage)
    else:
        enfant = partir_a_froid((*scene.mots, scene.ou), lieu)
        _attendre_que(enfant, (lieu / NE).exists)
        time.sleep(tirage.uniform(0, DUREE_DES_IMPORTS))
    with suppress(ProcessLookupError):
        os.kill(enfant, numero)
    course = attendre(enfant, lieu)
    reste, provisoires = _contenu(lieu / scene.ou), _provisoires(lieu)
    faute = (
        _survivants(enfant)
        or _fin_incorrecte(course, numero)
        or _reste_incorrect(reste, reference, course)
        or (f"provisoires {provisoires}" if provisoires and course.code >= 0 else "")
        or _suite_incorrecte(nom, lieu)
    )
    if faute:
        return f"!{faute} ; code {course.code}, {sorted(reste)}, {course.erreur!r}"
    quoi = "neuf" if reste == reference.neuf else "ancien" if reste == reference.ancien else "sans convention ou mêlé"
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
        return "" if course.erreur in ("", SYNTHESE) else "sortie d'erreur"
    return "sortie d'erreur" if course.erreur and AVIS_DE_PYTHON not in course.erreur else ""


def _reste_incorrect(reste: Mapping[str, bytes], reference: Reference, course: Course) -> str:
    """Après un arrêt demandé, l'ancien ou le neuf ; tué net, chaque fichier est l'un ou l'autre, un dossier entier."""
    if course.code == 0:
        return "" if reste == reference.neuf else "finie sans le résultat"
    if reste in (reference.neuf, reference.ancien):
        return ""
    if course.code > 0:
        return "ni l'ancien ni le neuf"
    if "convention.toml" in reste:
        return "dossier partiel, avec sa convention"
    for nom, octets in reste.items():
        if octets not in (reference.neuf.get(nom), reference.ancien.get(nom)):
            return f"{nom} est à moitié écrit"
    return ""


def _suite_incorrecte(nom: str, lieu: Path) -> str:
    """La même commande, ailleurs au même endroit, réussit et balaie."""
    scene, ailleurs = SCENES[nom], f"suite-{SCENES[nom].ou}"
    course = attendre(_lancer(scene, lieu, ailleurs), lieu)
    if course.code or _contenu(lieu / ailleurs) != _reference(nom).neuf:
        return f"la suite rend {course}"
    # Dans un répertoire que remplissait la première, seule une seconde écriture balaie.
    if (lieu / scene.ou).is_dir() and _provisoires(lieu / scene.ou):
        attendre(_lancer(scene, lieu, scene.ou), lieu)
    return f"provisoires après la suite {_provisoires(lieu)}" if _provisoires(lieu) else ""
