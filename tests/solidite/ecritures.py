"""Des commandes empêchées d’écrire : support plein, flux fermés, droits, liens, noms hostiles. La loi est la vérité.

Rien n’est à moitié écrit, rien d’étranger n’est touché, le code est celui d’une commande (0, 1 ou 2), le message est en
français, nomme ce qui est en cause et dit si quelque chose a été écrit ; rien de ce qui s’imprime ne commande l’écran.
"""

import os
import random
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.maquettes.dossier_type import changer, poser
from tests.solidite.bilan import Bilan
from tests.solidite.enfant import Course, attendre, charger, ne_rien_preparer, partir
from tests.solidite.scenes import SCENES, Scene, contenu, lancer, preparer, provisoires, reference

__all__ = ["eprouver"]

PERSONNE: Final = 65534
ANGLAIS: Final = re.compile(r"Traceback|Errno|[A-Z][a-z]+Error|[Pp]ermission denied|No such|not permitted|[Ww]arning")
COMMANDES: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
RIEN: Final = ("Rien n’a été écrit", "aucun autre fichier n’a été écrit")
NOMS: Final = (
    b"\xff\xe9t\xe9",
    "été".encode(),
    b"\x1b[31mrouge\x1b[2J",
    "a\u202efdp.csv".encode(),
    b"deux\nlignes",
    b"retour\rchariot",
    "\u2066isole\u2069".encode(),
    b"\x07\x08",
    b"=1+1",
    b"-tiret"[1:],
    b"long" * 60,
    b"trop-long" * 40,
)


@dataclass(frozen=True, slots=True)
class Essai:
    """Une commande dans son lieu, et ce qui l’empêche ; ``ou`` : où elle écrit."""

    scene: Scene
    lieu: Path
    ou: str
    tirage: random.Random


@dataclass(frozen=True, slots=True)
class Empechement:
    """Ce qu’une injection fait dans l’enfant, et ce que la loi en attend de plus."""

    dans_l_enfant: Callable[[], None] = ne_rien_preparer
    ou: str | None = None
    refuse: str = ""
    """Un mot que le refus contient ; vide si la commande peut aussi réussir."""
    muette: bool = False
    """La sortie d’erreur ne peut rien recevoir."""
    sourde: bool = False
    """La sortie standard ne peut rien recevoir."""


def _taille(essai: Essai) -> Empechement:
    limite = essai.tirage.randrange(4096, 60_000)
    return Empechement(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite)))


def _descripteurs(essai: Essai) -> Empechement:
    limite = essai.tirage.randrange(3, 64)
    return Empechement(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limite, limite)))


def _vers(numero: int, chemin: str) -> Callable[[], None]:
    def detourner() -> None:
        os.dup2(os.open(chemin, os.O_WRONLY), numero)

    return detourner


def _tuyau_ferme(numero: int) -> Callable[[], None]:
    def detourner() -> None:
        lecture, ecriture = os.pipe()
        os.dup2(ecriture, numero)
        os.close(lecture)
        os.close(ecriture)

    return detourner


def _sortie_pleine(_essai: Essai) -> Empechement:
    return Empechement(_vers(1, "/dev/full"), sourde=True)


def _erreur_pleine(_essai: Essai) -> Empechement:
    return Empechement(_vers(2, "/dev/full"), muette=True)


def _sortie_lue_par_personne(_essai: Essai) -> Empechement:
    return Empechement(_tuyau_ferme(1))


def _erreur_lue_par_personne(_essai: Essai) -> Empechement:
    return Empechement(_tuyau_ferme(2), muette=True)


def _devenir_personne() -> None:
    os.setgroups([])
    os.setgid(PERSONNE)
    os.setuid(PERSONNE)


def _utilisateur(essai: Essai) -> Empechement:
    """Un utilisateur ordinaire, à qui il manque un droit ; l’administrateur les aurait tous."""
    if os.geteuid():
        return Empechement()
    essai.lieu.chmod(0o755)
    (essai.lieu / "temporaires").chmod(0o777)
    if essai.tirage.getrandbits(1):
        return Empechement(_devenir_personne, refuse="accès refusé")
    essai.lieu.chmod(0o777)
    if (essai.lieu / essai.ou).is_dir():
        return Empechement(_devenir_personne, refuse="accès refusé")
    return Empechement(_devenir_personne)


def _tube(essai: Essai) -> Empechement:
    os.mkfifo(essai.lieu / "tube")
    return Empechement(ou="tube", refuse="tube")


def _peripherique(essai: Essai) -> Empechement:
    (essai.lieu / "nul").symlink_to("/dev/null")
    nom = essai.tirage.choice(("nul", "/dev/null", "/dev/full"))
    return Empechement(ou=nom, refuse=Path(nom).name)


def _boucle(essai: Essai) -> Empechement:
    (essai.lieu / "b").symlink_to("b")
    nom = essai.tirage.choice(("b", "b/c"))
    return Empechement(ou=nom + Path(essai.ou).suffix if nom == "b/c" else nom, refuse=nom)


def _lien_sortant(essai: Essai) -> Empechement:
    """Un fichier de l’annexe est déjà là, un lien qui mène ailleurs ; ou la destination entière l’est."""
    if essai.scene.mots[0] != "annexe":
        (essai.lieu / essai.ou).unlink() if (essai.lieu / essai.ou).is_file() else None
        (essai.lieu / f"lien-{essai.ou}").symlink_to("dehors/absent")
        return Empechement(ou=f"lien-{essai.ou}", refuse="existe déjà")
    (essai.lieu / essai.ou).mkdir(exist_ok=True)
    for fin in ("html", "pdf"):
        lien = essai.lieu / essai.ou / f"annexe-financiere.{fin}"
        lien.unlink(missing_ok=True)
        lien.symlink_to("../dehors/intact.txt")
    return Empechement(refuse="c’est un lien, qui mène hors de son répertoire")


def _dans_la_source(essai: Essai) -> Empechement:
    dossier = "dossiers/d0" if essai.scene.mots[0] == "portefeuille" else "dossier"
    return Empechement(ou=f"{dossier}/{essai.ou}", refuse="dans le dossier source")


def _nom(essai: Essai) -> Empechement:
    nom = os.fsdecode(essai.tirage.choice(NOMS) + os.fsencode(Path(essai.ou).suffix))
    return Empechement(ou=nom)


def _sans_temporaire(_essai: Essai) -> Empechement:
    def aucun() -> list[str]:
        return []

    return Empechement(lambda: setattr(tempfile, "_candidate_tempdir_list", aucun))


INJECTIONS: Final[Mapping[str, Callable[[Essai], Empechement]]] = {
    "taille": _taille,
    "descripteurs": _descripteurs,
    "sortie pleine": _sortie_pleine,
    "erreur pleine": _erreur_pleine,
    "sortie lue par personne": _sortie_lue_par_personne,
    "erreur lue par personne": _erreur_lue_par_personne,
    "utilisateur": _utilisateur,
    "tube": _tube,
    "périphérique": _peripherique,
    "boucle": _boucle,
    "lien sortant": _lien_sortant,
    "dans la source": _dans_la_source,
    "nom": _nom,
    "sans temporaire": _sans_temporaire,
}
# L'exemple n'a pas de source où écrire ; un pdf ne se compose que dans un répertoire temporaire.
SANS_OBJET: Final = frozenset({("exemple", "dans la source")})
LISTE_EXIGE: Final = {"sans temporaire": "annexe en pdf"}


def eprouver(graine: int, nombre: int) -> Bilan:
    """Empêche ``nombre`` commandes d’écrire, ou de dire ce qu’elles ont fait."""
    charger()
    tirage, bilan = random.Random(graine), Bilan()
    for rang in range(nombre):
        injection = tirage.choice([*INJECTIONS, "support plein", "codes"])
        nom = LISTE_EXIGE.get(injection, tirage.choice(list(SCENES)))
        if (nom, injection) in SANS_OBJET:
            nom = "maquette"
        with tempfile.TemporaryDirectory(prefix="ecritures-") as temporaire:
            lieu = Path(temporaire)
            if injection == "codes":
                faute, issue = _codes(lieu, tirage), "code gardé"
            elif injection == "support plein":
                faute, issue = _support_plein(nom, lieu, tirage)
            else:
                faute, issue = _essayer(nom, injection, lieu, tirage)
        if faute:
            bilan.signaler(f"graine {graine}, essai {rang}, {nom}, {injection} : {faute}")
        else:
            bilan.compter(issue)
    return bilan


def _essayer(nom: str, injection: str, lieu: Path, tirage: random.Random) -> tuple[str, str]:
    scene = SCENES[nom]
    preparer(scene, lieu)
    (lieu / "dehors").mkdir()
    (lieu / "dehors" / "intact.txt").write_text("intact", encoding="utf-8")
    empechement = INJECTIONS[injection](Essai(scene, lieu, scene.ou, tirage))
    ou = empechement.ou or scene.ou
    avant = contenu(lieu / ou)
    course = attendre(lancer(scene, lieu, ou, empechement.dans_l_enfant), lieu)
    faute = _jugement(course, empechement, nom, lieu / ou, avant) or _dehors_touche(lieu)
    return faute and f"{faute} ; {course}", f"code {course.code}"


def _jugement(course: Course, empechement: Empechement, nom: str, ou: Path, avant: Mapping[str, bytes]) -> str:
    if course.code not in {0, 2}:
        return "code"
    ecrit = contenu(ou)
    entier = ecrit == reference(nom).neuf
    if ecrit != avant and not entier:
        return f"ni l’ancien ni le neuf : {sorted(ecrit)}"
    if course.code == 0 and not entier:
        return "réussie, sans le résultat"
    return _message_faux(course, empechement, entier)


def _message_faux(course: Course, empechement: Empechement, entier: bool) -> str:  # noqa: FBT001 -- un constat
    dit = course.sortie + course.erreur
    if trouve := ANGLAIS.search(dit) or COMMANDES.search(dit):
        return f"s’imprime {trouve[0]!r}"
    if empechement.muette:
        return ""
    if course.code == 2:
        return _refus_faux(course.erreur, empechement.refuse, entier)
    return "aurait dû être refusée" if empechement.refuse or empechement.sourde else ""


def _refus_faux(erreur: str, attendu: str, entier: bool) -> str:  # noqa: FBT001 -- un constat
    if not erreur.startswith("financement : ") or attendu not in erreur:
        return f"le refus ne dit pas « {attendu} »"
    if entier and any(rien in erreur for rien in RIEN):
        return "dit n’avoir rien écrit, à tort"
    return "ne dit pas ce qui est écrit" if entier and "est écrit, en entier : " not in erreur else ""


def _dehors_touche(lieu: Path) -> str:
    if contenu(lieu / "dehors") != {"intact.txt": b"intact"}:
        return "un fichier d’ailleurs est touché"
    if not Path("/dev/null").is_char_device() or ((lieu / "tube").exists() and not (lieu / "tube").is_fifo()):
        return "un périphérique ou un tube est remplacé"
    reste = provisoires(lieu)
    return f"provisoires {reste}" if reste else ""


@contextmanager
def _petit_support(lieu: Path, octets: int) -> Iterator[bool]:
    """Un support de quelques blocs monté dans ``lieu`` ; faux si le système ne le permet pas."""
    monter = shutil.which("mount")
    commande = ["-t", "tmpfs", "-o", f"size={octets},mode=777", "tmpfs", str(lieu)]
    if monter is None or subprocess.run([monter, *commande], capture_output=True, check=False).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(lieu)], check=True)


def _support_plein(nom: str, lieu: Path, tirage: random.Random) -> tuple[str, str]:
    scene = SCENES[nom]
    preparer(scene, lieu)
    (lieu / "dehors").mkdir()
    (lieu / "dehors" / "intact.txt").write_text("intact", encoding="utf-8")
    petit = lieu / "petit"
    petit.mkdir()
    with _petit_support(petit, 4096 * tirage.randrange(1, 24)) as monte:
        if not monte:
            return "", "support plein impossible ici"
        ou = f"petit/{scene.ou}"
        course = attendre(lancer(scene, lieu, ou), lieu)
        faute = _jugement(course, Empechement(), nom, lieu / ou, {}) or _dehors_touche(lieu)
        if not faute and course.code == 2 and "le support est plein" not in course.erreur:
            faute = "ne dit pas que le support est plein"
    return faute and f"{faute} ; {course}", f"code {course.code}"


def _codes(lieu: Path, tirage: random.Random) -> str:
    """Le code de ``controler``, 1 sur ce dossier, ne dépend pas de qui le lit."""
    poser(lieu / "dossier", plan=changer("plan.csv", ("50000,00", "40000,00")))
    injection = tirage.choice(("erreur pleine", "sortie lue par personne", "erreur lue par personne"))
    scene = Scene(("controler", "dossier", "--format"), tirage.choice(("json", "table", "csv")), lambda _: None)
    empechement = INJECTIONS[injection](Essai(scene, lieu, scene.ou, tirage))
    course = attendre(partir((*scene.mots, scene.ou), lieu, empechement.dans_l_enfant), lieu)
    return "" if course.code == 1 else f"{injection} : {replace(course, sortie=course.sortie[:200])}"
