"""Le meilleur emploi des économies de l’ANRU au Noyer Doré (illustratif), ses mouvements, l’avenant qui les porte."""

from datetime import date
from pathlib import Path

from financement import controler, generer_avenant_de_redeploiement, redeployer
from financement.valeurs.montants import afficher_montant
from maquettes import lire_demande_de_redeploiement, lire_dossier

AU = date(2014, 12, 1)
ICI = Path(__file__).parent

projet = lire_dossier(ICI / "noyer_dore")
trouve = redeployer(projet, lire_demande_de_redeploiement(ICI / "redeploiement" / "anru.toml"), au=AU)

print(f"{trouve.statut} : {afficher_montant(trouve.employe)} employés, {afficher_montant(trouve.rendu)} rendus")
for mouvement in trouve.mouvements:
    print(f"{mouvement.de} → {mouvement.vers} : {afficher_montant(mouvement.montant)}, voie {mouvement.voie}")
for active in trouve.contraintes_actives:
    print(active.limite.texte)

# L'avenant inscrit ces mouvements ; il n'ajoute rien de bloquant à ce que le dossier avait.
avenant = generer_avenant_de_redeploiement(trouve, signature=AU)
bloquants = [{c.code for c in controler(p, au=AU) if c.est_bloquant} for p in (projet, avenant)]
print(f"rien de bloquant en plus : {bloquants[1] <= bloquants[0]}")
