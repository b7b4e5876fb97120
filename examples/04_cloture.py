"""Ce que la clôture au 31 mars 2015 laisse à verser, à reverser et à économiser, puis les risques."""

from datetime import date

from exports import chemin_exemple
from financement import calculer_cloture, points_de_vigilance
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier

cloture = calculer_cloture(lire_dossier(chemin_exemple()), au=date(2015, 3, 31))

# Un total est une somme de lignes : un trop-perçu n'y compense jamais un solde à verser.
print(f"{'':20} {'clôture':>15} {'solde à verser':>15} {'trop-perçu':>15} {'économie':>15}")
for financeur, total in (*cloture.par_financeur().items(), ("Total", cloture.total)):
    montants = (total.montant_cloture, total.solde_a_verser, total.trop_percu, total.economie)
    print(f"{financeur:20}", *(f"{afficher_montant(montant, ''):>15}" for montant in montants))

# Aucun texte ne publie la formule du solde : la lecture retenue (C) est dite partout où elle compte.
print("Points de vigilance, par montant en jeu :")
for point in points_de_vigilance(cloture)[:5]:
    print(f"{afficher_montant(point.enjeu):>15}  {point.explication}")
