"""D’où vient chaque chiffre de l’ANRU sur une opération soldée, jusqu’à la ligne du fichier."""

from datetime import date

from exports import chemin_exemple
from financement import expliquer
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier

projet = lire_dossier(chemin_exemple())
explication = expliquer(projet, "9200201-06-0003-001", "ANRU", au=date(2015, 3, 31))

for figure in explication.figures:
    print(f"{figure.cle} = {afficher_montant(figure.montant)}")
    for etape in figure.etapes:
        # Une étape sans montant est un fait (une dépense, un taux) ; la somme des autres fait la figure.
        montant = "" if etape.montant is None else afficher_montant(etape.montant)
        print(f"  {montant:>16}  {etape.libelle}  {etape.provenance}")
    sources = dict.fromkeys(etape.reference for etape in figure.etapes)
    print(f"  {'source':>16}  {' ; '.join(sources)}")
