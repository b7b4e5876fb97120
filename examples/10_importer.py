"""Des fichiers reçus — tableaux, extraits, retours — à un dossier : la proposition, puis l’importation."""

import sys
from collections import Counter
from pathlib import Path

from maquettes import importer, proposer_correspondance

RECUS = Path(__file__).parent / "fichiers_recus"
sources = sorted(chemin for chemin in RECUS.iterdir() if chemin.suffix in {".xlsx", ".csv", ".xml"})

# Ce que les colonnes paraissent dire. Rien n'en est appliqué : une personne lit, corrige, et garde sa correspondance.
for proposee in proposer_correspondance(sources).sources:
    certitudes = Counter(str(colonne.certitude) for colonne in proposee.colonnes)
    print(f"{proposee.fichier}, {proposee.feuille or 'sans feuille'} : {proposee.role}, {dict(certitudes)}")

# Celle de l'exemple a été corrigée. Tout ce qui surprend est un constat ; rien n'est deviné ni corrigé.
importation = importer(sources, RECUS / "correspondance.toml")
for gravite, nombre in Counter(constat.gravite for constat in importation.constats).items():
    print(f"{gravite} : {nombre}")

# Le dossier et son rapport ne s'écrasent jamais ; ils vont où dit le premier argument, ou dans « terrasses ».
dossier = Path(sys.argv[1] if len(sys.argv) > 1 else "terrasses")
importation.ecrire(dossier, dossier.with_name(f"{dossier.name}-rapport.xlsx"))
print(f"Dossier écrit : {dossier}, {len(importation.projet.journal)} mouvements")
