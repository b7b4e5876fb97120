"""Deux comptes du même argent : les paiements de l’ANRU à la Ville, contre les titres de la Ville."""

import sys
from datetime import date
from pathlib import Path

from financement import Selection, Sens, rapprocher
from maquettes import ecrire_rapprochement, lire_dossier, lire_extrait, restreindre_comptes, voir_rapprochement

RECUS = Path(__file__).parent / "fichiers_recus"
sources = [RECUS / "grand_livre_ville.csv", RECUS / "mandats_2009.xml"]

# Le dossier tient les paiements de l'extrait de l'ANRU ; la correspondance lit la comptabilité sous ses codes.
projet = lire_dossier(RECUS / "dossier")
extrait = lire_extrait(projet, sources, correspondance=RECUS / "comptabilite.toml")
sien, leur = restreindre_comptes(projet, extrait, Selection(maitre_ouvrage="VILLE"))

paiements = rapprocher(sien, leur.journal, au=date(2011, 12, 31), financeurs=("ANRU",), sens=(Sens.PAIEMENT,))
for total in paiements.totaux:
    print(f"{total.financeur}, {total.exercice} : dossier {total.dossier}, extrait {total.extrait} centimes")

# Du plus grand écart au plus petit ; le classeur ne s'écrase jamais, et va où dit le premier argument.
for ecart in paiements.ecarts:
    print(f"{ecart.operation}, {ecart.genre} : {ecart.ecart} centimes. {ecart.motif}")
classeur = Path(sys.argv[1] if len(sys.argv) > 1 else "rapprochement.xlsx")
ecrire_rapprochement(voir_rapprochement(paiements), classeur, projet=projet, dossier=RECUS / "dossier", sources=sources)
print(f"Rapprochement écrit : {classeur}")
