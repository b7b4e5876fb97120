"""Des lignes de commande tirées au hasard, sur deux dossiers corrects : un résultat ou un refus, jamais une panne."""

import io
import json
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final

from exports.commandes.execution import executer
from tests.solidite.bilan import Bilan
from tests.solidite.dossiers_semes import DOSSIERS
from tests.solidite.mutations import NOMBRES, TEXTES

__all__ = ["eprouver"]

REFUS: Final = 2
LIEUX: Final = tuple(f"d{rang}" for rang in range(len(DOSSIERS)))
JOUR: Final = "2015-03-31"
# Un mot d'une ligne de commande n'a jamais de caractère nul ; un demi-caractère y est un octet qui n'est pas du texte.
VALEURS: Final = (
    *(valeur for valeur in (*TEXTES, *NOMBRES) if "\0" not in valeur),
    *(
        JOUR,
        "financeur",
        "operation,financeur",
        "famille",
        "exercice,famille",
        "engage",
        "csv",
        "json",
        "html,csv",
        "ANRU",
    ),
    *("VILLE", "--", "-", ".", "..", "/", "/dev/null", "a/b", "neuf", "neuf.xlsx", "neuf.json", "\udcff", "x" * 300),
)
FILTRES: Final = ("--financeur", "--famille", "--maitre-ouvrage")
PERMISES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("--au", "--signature"), (JOUR, "31/12/2012", "1970-01-01", "2099-12-31")),
    **dict.fromkeys(("--version", "--de", "--a"), ("0", "1", "4")),
    "--format": ("json", "csv", "table"),
    "--par": ("financeur", "famille,exercice", "operation,financeur", "maitre_ouvrage"),
    "--grandeur": ("engage", "paye", "reste_a_payer"),
    "--largeur": ("40", "80", "200"),
    "--financeur": ("ANRU", "VILLE", "OPH"),
    "--famille": ("08", "21", "31"),
    "--maitre-ouvrage": ("VILLE", "SEM"),
    "--vers": ("neuf", "neuf.json"),
    "--journal": ("d0/journal.csv",),
    "--travailleurs": ("1", "2"),
}
OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "controler": ("--au", "--format", "--annoter", *FILTRES),
    "situation": ("--au", "--format", "--par", "--grandeur", "--version", "--largeur", *FILTRES),
    "cloture": ("--au", "--format", "--tous", "--largeur", *FILTRES),
    "echeancier": ("--au", "--format", "--largeur", *FILTRES),
    "comparer": ("--de", "--a", "--au", "--format", "--largeur", *FILTRES),
    "expliquer": ("--au", "--format"),
    "portefeuille": ("--au", "--format", "--journal", "--travailleurs", "--largeur"),
    "verifier": ("--format",),
    "avenant": ("--au", "--vers", "--signature", "--largeur"),
    "convertir": (),
    "exemple": (),
    "maquette": ("--au", "--vierge"),
}


def eprouver(graine: int, nombre: int) -> Bilan:
    """``nombre`` lignes de commande tirées de ``graine``, exécutées dans ce processus, et ce qu’elles rendent."""
    bilan = Bilan()
    with tempfile.TemporaryDirectory() as racine:
        # « ../.. » ne sort pas d'ici.
        lieu = Path(racine) / "a" / "b" / "c"
        lieu.mkdir(parents=True)
        with chdir(lieu):
            for rang, fichiers in zip(LIEUX, DOSSIERS, strict=True):
                Path(rang).mkdir()
                for nom, texte in fichiers.items():
                    Path(rang, nom).write_text(texte, encoding="utf-8")
            for rang_d_essai in range(nombre):
                _essayer(bilan, _mots(Random(f"{graine}/{rang_d_essai}")), f"graine {graine}, rang {rang_d_essai}")
                _nettoyer(lieu)
    return bilan


def _mots(hasard: Random) -> list[str]:
    commande = hasard.choice(tuple(OPTIONS))
    mots = [commande, hasard.choice((*LIEUX, *LIEUX, *LIEUX, hasard.choice(VALEURS)))]
    if commande in {"expliquer", "convertir"} or hasard.random() < 0.1:
        mots += [hasard.choice(("OP1", hasard.choice(VALEURS))), hasard.choice(("ANRU", hasard.choice(VALEURS)))]
    options = OPTIONS[commande]
    for option in hasard.sample(options, min(len(options), hasard.randrange(4))):
        valeur = hasard.choice(PERMISES.get(option, VALEURS) if hasard.random() < 0.7 else VALEURS)
        mots += [option, valeur] if hasard.random() < 0.8 else [f"{option}={valeur}"]
    if "--au" in options and "--au" not in mots and hasard.random() < 0.7:
        mots += ["--au", JOUR]
    return mots


def _essayer(bilan: Bilan, mots: list[str], ou: str) -> None:
    sortie, erreur = io.StringIO(), io.StringIO()
    with redirect_stdout(sortie), redirect_stderr(erreur):
        code = executer(mots)
    defaut = _defaut(mots, code, sortie.getvalue(), erreur.getvalue())
    if defaut is None:
        bilan.compter({0: "réussite", 1: "constats"}.get(code, "refus"))
    else:
        bilan.signaler(f"{ou}, {mots} : {defaut}")


def _defaut(mots: list[str], code: int, sortie: str, erreur: str) -> str | None:
    if code not in {0, 1, REFUS}:
        return f"code {code}, {sortie} {erreur}"
    if code != REFUS:
        return None
    if ("--format", "json") in pairwise(mots) or "--format=json" in mots:
        return None if json.loads(sortie)["erreurs"] else "un refus sans erreur"
    return None if erreur and not sortie else f"un refus qui imprime « {sortie[:80]} »"


def _nettoyer(lieu: Path) -> None:
    """Ce qu’une commande a écrit ne doit rien changer à la suivante."""
    for entree in lieu.iterdir():
        if entree.name not in LIEUX:
            rmtree(entree) if entree.is_dir() else entree.unlink()
