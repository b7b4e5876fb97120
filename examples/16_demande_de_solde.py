"""La demande de solde d’une opération du Noyer Doré (illustratif) au 30 juin 2012, en Word, en classeur et en pdf."""

import tempfile
from datetime import date
from pathlib import Path

from exports import GenrePerimetre, Perimetre, chemin_exemple, composer_demande_de_solde, ecrire_demande_de_solde
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier

AU = date(2012, 6, 30)
LIAISONS = Perimetre(genre=GenrePerimetre.OPERATION, code="9200201-08-0015-001")

projet = lire_dossier(chemin_exemple())
demande = composer_demande_de_solde(projet, au=AU, perimetre=LIAISONS)
soldes = demande.tableau("soldes-par-financeur")
for ligne in soldes.lignes:
    nom, montant = (soldes.cellule(ligne.cle, colonne).valeur for colonne in ("financeur", "a_demander"))
    if isinstance(montant, int):
        print(f"{nom} : {afficher_montant(montant)}")
for empechement in demande.empechements:
    print(f"ce qui bloque : {empechement}")

with tempfile.TemporaryDirectory() as sortie:
    for chemin in ecrire_demande_de_solde(projet, au=AU, sortie=Path(sortie), perimetre=LIAISONS):
        print(chemin.name)
