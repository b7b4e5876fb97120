"""Les remèdes d’une correspondance et des fichiers qu’elle désigne, et toutes leurs voies."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from financement.fautes.faute import Faute
from tests.maquettes.catalogue_erreurs import DOSSIER
from tests.maquettes.remedes.gestes import Remede

__all__ = ["REMEDES_DE_CORRESPONDANCE"]

CORRESPONDANCE: Final = "correspondance.toml"


def remplacer(avant: str, apres: str, nom: str = CORRESPONDANCE) -> Callable[[Faute], object]:
    """Écrit ``apres`` à la place d’``avant`` dans un fichier du dossier, où il doit être."""

    def geste(_: Faute) -> None:
        chemin = Path(DOSSIER, nom)
        texte = chemin.read_text(encoding="utf-8")
        assert avant in texte
        chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")

    return geste


def ajouter(texte: str, nom: str = CORRESPONDANCE) -> Callable[[Faute], object]:
    """Ajoute ce texte à la fin d’un fichier du dossier."""

    def geste(_: Faute) -> None:
        with Path(DOSSIER, nom).open("a", encoding="utf-8") as flux:
            flux.write(texte)

    return geste


def ecrire(nom: str, texte: str) -> Callable[[Faute], object]:
    return lambda _: Path(DOSSIER, nom).write_text(texte, encoding="utf-8")


def renommer(constatee: Faute) -> None:
    """Désigne le fichier sous le nom qu’il a."""
    remplacer('"depenses.csv"', '"ecritures.csv"')(constatee)
    ecrire("ecritures.csv", DEPENSES)(constatee)


DEPENSES: Final = "Code;Date;Montant\n01-0001;12/03/2010;350,00\n"
SOURCE: Final = """
[[sources]]
fichier = "depenses.csv"
role = "depenses"
regles = [{ si = { colonne = "Montant", signe = "negatif" }, type = "annulation" }]

[sources.colonnes]
operation = "Code"
date = "Date"
montant = "Montant"
"""
REGLE: Final = '\n[[sources.regles]]\nsi = { colonne = "Montant", signe = "negatif" }\ntype = "annulation"\n'
TABLEAU: Final = "N°;Libellé;MO;Coût HT;ANRU\n01-0001;Démolition de la tour A;Ville;100000,00;60000,00\n"

REMEDES_DE_CORRESPONDANCE: Final[Mapping[str, tuple[Remede, ...]]] = {
    "IMPORT-14": (Remede("Choisir parmi", remplacer("cout =", "cout_ht =")),),
    "IMPORT-15": (Remede("Écrire dans la correspondance le libellé", remplacer("Coût total HT", "Coût HT")),),
    "IMPORT-16": (
        Remede("Ajouter maitre_ouvrage à [sources.colonnes]", ajouter('maitre_ouvrage = "MO"\n')),
        Remede("à [sources.constantes]", ajouter('\n[sources.constantes]\nmaitre_ouvrage = "VILLE"\n')),
    ),
    "IMPORT-17": (Remede("Ajouter une règle à [[sources.regles]]", ajouter(REGLE)),),
    "IMPORT-18": (Remede("Donner sa version", remplacer('base = "ht"', 'base = "ht"\nversion = 0')),),
    "IMPORT-19": (Remede("Écrire par exemple entete", remplacer("[3, 1]", "[1, 1]")),),
    "IMPORT-20": (
        Remede("Corriger son nom", renommer, "Import de `recu.csv ecritures.csv`."),
        Remede("donner ce fichier", ecrire("depenses.csv", DEPENSES), "Import de `recu.csv depenses.csv`."),
    ),
    "IMPORT-21": (Remede("Ôter feuille", remplacer('feuille = "Avenant 1"\n', "")),),
    "IMPORT-22": (Remede("Lui ajouter une source", ajouter(SOURCE)),),
    "IMPORT-23": (
        Remede("Y écrire convention", remplacer("format = 1\n", 'format = 1\nconvention = "convention.toml"\n')),
    ),
    "IMPORT-24": (Remede("Donner un libellé à ses colonnes", ecrire("recu.csv", TABLEAU)),),
    "IMPORT-25": (Remede("Vérifier son chemin", ecrire("recu.csv", TABLEAU)),),
}
