"""``financement importer`` d’un extrait comptable, devant ce que coûte de le lire deux fois sans rien en comprendre."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.mesure import Comparaison, lancer

__all__ = ["mesurer_l_importation"]

LIGNES: Final = 100_000
GRAINE: Final = 2004
COMMANDE: Final = str(Path(sys.executable).with_name("financement"))
CORRESPONDANCE: Final = """format = 1

[convention]
code = "C1"
nom = "Quartier"
programme = "PNRU"
reglement = "pnru"
porteur = "Ville"
date_signature = 2006-01-01
date_limite_engagement = 2013-12-31

[[financeurs]]
code = "ANRU"
nom = "ANRU"
categorie = "anru"

[[sources]]
fichier = "tableau.csv"
role = "tableau_financier"
base = "ht"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
colonnes = { operation = "N°", libelle = "Libellé", maitre_ouvrage = "MO", cout_ht = "Coût HT" }

[[sources]]
fichier = "grand_livre.csv"
role = "depenses"
base = "ht"
ignorees = [{ colonne = "*" }]
regles = [{ si = { colonne = "Sens", vaut = "ANN" }, type = "annulation" }]
colonnes = { operation = "Opération", date = "Date", montant = "Montant HT", piece = "Pièce", libelle = "Objet" }
"""
TEMOIN: Final = """import csv, sys
from maquettes.description.description import JOURNAL
from maquettes.formes.tables_csv import lire_table
with open(sys.argv[1], encoding="utf-8", newline="") as flux:
    for _ in csv.reader(flux, delimiter=";"):
        pass
with open(sys.argv[2], "rb") as flux:
    lire_table(JOURNAL, "journal.csv", flux.read())
"""


def mesurer_l_importation(lieu: Path) -> Iterator[Comparaison]:
    """L’import de cent mille écritures, devant ``csv.reader`` et la lecture ordinaire du journal qui en vient."""
    tableau, extrait, correspondance = (lieu / n for n in ("tableau.csv", "grand_livre.csv", "c.toml"))
    _ecrire(tableau, extrait)
    correspondance.write_text(CORRESPONDANCE, encoding="utf-8")
    vers = lieu / "dossier"
    importer = (COMMANDE, "importer", str(tableau), str(extrait), "--correspondance", str(correspondance))
    nous = lancer((*importer, "--vers", str(vers)), lieu / "sortie.txt")
    lire = (sys.executable, "-c", TEMOIN, str(extrait), str(vers / "journal.csv"))
    temoin = lancer(lire, lieu / "sortie.txt")
    libelle = "financement importer, 100\u202f000 écritures / csv.reader et lecture ordinaire du journal : durée"
    yield Comparaison(libelle=libelle, valeur=nous.duree / temoin.duree, au_plus=3)


def _ecrire(tableau: Path, extrait: Path) -> None:
    alea = random.Random(GRAINE)  # noqa: S311 -- un tirage semé n’est pas un secret
    operations = [f"01-{rang:04d}" for rang in range(1, 201)]
    lignes = [f"{code};Opération {code};Ville;1000000,00;200000,00\n" for code in operations]
    tableau.write_text("N°;Libellé;MO;Coût HT;ANRU\n" + "".join(lignes), encoding="utf-8")
    with extrait.open("w", encoding="utf-8", newline="") as flux:
        flux.write("Exercice;Pièce;Date;Compte;Opération;Tiers;Objet;Sens;Montant HT;Montant TVA\n")
        for rang in range(LIGNES):
            centimes, annee = alea.randint(100, 9_000_000), alea.randint(2006, 2013)
            jour = f"{alea.randint(1, 28):02d}/{alea.randint(1, 12):02d}/{annee}"
            sens = "ANN" if rang % 97 == 0 else "MDT"
            flux.write(
                f"{annee};{rang};{jour};2313;{alea.choice(operations)};ENTREPRISE {rang % 500};Situation {rang % 30};"
                f"{sens};{centimes // 100},{centimes % 100:02d};{centimes // 500},00\n"
            )
