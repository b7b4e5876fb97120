"""Où en est l’opération au 31 mars 2015 : programmé, engagé, payé et restes, par financeur."""

from datetime import date

from exports import chemin_exemple
from financement import Axe, calculer_situation
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier

# chemin_exemple() est le dossier du Noyer Doré ; remplacer par le chemin du vôtre.
projet = lire_dossier(chemin_exemple())
situation = calculer_situation(projet, au=date(2015, 3, 31))
financeurs = situation.par(Axe.FINANCEUR)

print(f"{projet.convention.nom}, au 31/03/2015, en euros")
for libelle, programme, engage in zip(
    financeurs.libelles, financeurs.grandeurs.programme, financeurs.grandeurs.engage, strict=True
):
    # Les montants sont des centimes entiers ; afficher_montant les écrit en euros.
    print(f"{libelle:72} {afficher_montant(int(programme), ''):>15} {afficher_montant(int(engage), ''):>15}")
print(f"{'Total':72} {afficher_montant(int(situation.total.programme), ''):>15}")

# Un tableau pandas, en centimes : prêt à trier, filtrer ou comparer.
print(financeurs.cadre().head(3).to_string())
