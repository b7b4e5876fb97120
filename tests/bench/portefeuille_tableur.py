"""Le même journal dans un classeur : une feuille de mouvements, une feuille de SUMIFS que LibreOffice recalcule."""

import csv
import datetime
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from tests.bench.generateur import TYPES, Portefeuille
from tests.bench.portefeuille_conventions import FINANCEURS
from tests.bench.portefeuille_moteurs import SIGNES
from tests.libreoffice import convertir

__all__ = ["FORMULES", "choisir_cases", "ecrire_classeur", "lire_sommes"]

FORMULES: Final = 1000

Case = tuple[str, str, str, int]


def choisir_cases(soldes: Sequence[Case]) -> list[Case]:
    """Au plus mille cases, prises régulièrement dans l’ordre."""
    triees = sorted(soldes)
    return triees[:: max(1, len(triees) // FORMULES)][:FORMULES]


def ecrire_classeur(portefeuille: Portefeuille, cases: Sequence[Case], chemin: Path) -> None:
    """Une somme par case de ``cases``, à quatre critères (aucune formule si ``cases`` est vide)."""
    classeur = xlsxwriter.Workbook(str(chemin), {"constant_memory": True})
    sommes, feuille = classeur.add_worksheet("Sommes"), classeur.add_worksheet("Journal")
    derniere = 1
    mouvements = portefeuille.mouvements
    annees = {jour: datetime.date.fromordinal(jour).year for jour in set(mouvements.jour.tolist())}
    for jour, genre, operation, financeur, _, montant, _ in zip(
        *(colonne.tolist() for colonne in mouvements.colonnes()), strict=True
    ):
        if TYPES[genre] not in SIGNES:
            continue
        mesure, signe = SIGNES[TYPES[genre]]
        textes = mesure, portefeuille.operations[operation], FINANCEURS[financeur][0]
        for colonne, texte in enumerate(textes):
            feuille.write_string(derniere, colonne, texte)
        feuille.write_number(derniere, 3, annees[jour])
        feuille.write_number(derniere, 4, signe * montant / 100)
        derniere += 1
    plages = [f"Journal!${lettre}$2:${lettre}${derniere}" for lettre in "ABCDE"]
    for ligne, (mesure, operation, financeur, annee) in enumerate(cases, 1):
        somme = f'{plages[4]},{plages[0]},"{mesure}",{plages[1]},"{operation}",{plages[2]},"{financeur}",{plages[3]}'
        sommes.write_formula(ligne - 1, 0, f"=SUMIFS({somme},{annee})", None, 0)
    classeur.close()


def lire_sommes(chemin: Path, cases: Sequence[Case]) -> dict[Case, int]:
    """Les sommes que LibreOffice a écrites en csv, en centimes."""
    with chemin.open(encoding="utf-8", newline="") as flux:
        textes = [rangee[0] for rangee in csv.reader(flux) if rangee]
    return {case: _centimes(texte) for case, texte in zip(cases, textes, strict=True)}


def _centimes(texte: str) -> int:
    euros, _, decimales = texte.partition(".")
    # Un tableur additionne des nombres binaires : la somme est ramenée au centime qu'il affiche.
    return int(euros) * 100 + (-1 if euros.startswith("-") else 1) * int(decimales.ljust(2, "0") or 0)


if __name__ == "__main__":
    programme = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
    convertir(programme, [Path(sys.argv[1])], "csv", Path(sys.argv[2]))
