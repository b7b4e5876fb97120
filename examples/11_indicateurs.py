"""Les indicateurs d’une convention, comparés au pays : ce que coûte un logement, ce qu’attend un paiement."""

from datetime import date

from exports import chemin_exemple
from maquettes import lire_tableau_de_bord

# Un ou plusieurs dossiers, ou un répertoire qui en contient : de plusieurs viennent aussi les quantiles.
bord = lire_tableau_de_bord([chemin_exemple()], au=date(2015, 3, 31))

nationales = {m.indicateur.cle: m for m in bord.mesures() if str(m.perimetre.genre) == "national"}
for mesure in bord.des_conventions()["92002-PNRU"]:
    indicateur, repere = mesure.indicateur, nationales.get(mesure.indicateur.cle)
    if repere is not None:
        # « valeur » est une fraction exacte ; « texte », son arrondi à l'unité de l'indicateur.
        print(f"{indicateur.libelle} : {mesure.texte} {indicateur.unite.nom} (France en 2011 : {repere.texte})")

# Chaque délai, chaque demande impayée, chaque solde jamais demandé dit ses opérations.
(releve,) = bord.releves
for attente in releve.vieillissement:
    print(f"{attente.financeur}, {attente.tranche.libelle} : {', '.join(attente.operations)}")
for solde in releve.soldes_non_demandes:
    print(f"{solde.maitre_ouvrage} n’a pas demandé le solde de : {', '.join(solde.operations)}")
