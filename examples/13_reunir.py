"""Une maquette par maître d’ouvrage, remplie par l’un d’eux, puis réunie au dossier, sans trancher de conflit."""

import sys
from pathlib import Path

from openpyxl import load_workbook

from exports import chemin_exemple
from maquettes import ecrire_maquette, lire_dossier, reunir

sorties = Path(sys.argv[1] if len(sys.argv) > 1 else "parts")
sorties.mkdir()
dossier = chemin_exemple()
for code in ("SEM92", "SEMIDEP"):
    ecrire_maquette(lire_dossier(dossier), sorties / f"{code}.xlsx", maitre_ouvrage=code)

# L'aménageur corrige un coût, et une subvention de l'ANRU, qui n'est pas à lui ; l'autre maquette revient telle quelle.
classeur = load_workbook(sorties / "SEM92.xlsx")
classeur["Opérations"]["J9"] = 3_000_000
classeur["Plan de financement"]["E7"] = 1
classeur.save(sorties / "retour SEM92.xlsx")

reunion = reunir(dossier, [sorties / "SEMIDEP.xlsx", sorties / "retour SEM92.xlsx"])
for reprise in reunion.modifications:
    print(f"{reprise.objet}, {reprise.champ} : {reprise.avant.affichee} → {reprise.apres.affichee}")
for dite in reunion.non_suivies:
    print(f"non suivi, {dite.apres.provenance} : {dite.motif}")
print(f"conflits : {len(reunion.conflits)}, sans réponse : {len(reunion.sans_reponse)}")
reunion.ecrire(sorties / "réuni", sorties / "rapport.xlsx")
