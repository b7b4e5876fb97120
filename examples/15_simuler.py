"""Ce que devient la clôture du Noyer Doré si les coûts montent, si un financeur part ; puis cinq mille tirages."""

from datetime import date
from pathlib import Path

from exports import chemin_exemple
from financement import dispersions, simuler, tirer
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier, lire_scenarios

AU = date(2015, 3, 31)
projet = lire_dossier(chemin_exemple())
lus = lire_scenarios(Path(__file__).parent / "scenarios_noyer.toml")

# La clôture d'un scénario est, au centime, celle du dossier que l'on aurait modifié à la main.
cote_a_cote = simuler(projet, lus.scenarios, au=AU)
for scenario, ecart in zip(cote_a_cote.scenarios, cote_a_cote.ecarts, strict=True):
    print(scenario.nom)
    for maitre_ouvrage, reste in ecart.restes_a_charge.items():
        if reste.ecart:
            print(f"  {maitre_ouvrage:16} reste à charge {afficher_montant(reste.ecart):>16}")

# Chaque tirage est une clôture exacte, et se rejoue seul : tirages.scenario(rang).
tirages = tirer(projet, lus.aleas, au=AU, nombre=5000, graine=2015)
for dispersion in dispersions(tirages):
    if dispersion.grandeur.nom == "reste_a_charge" and dispersion.erreur_type:
        p80 = dispersion.quantiles[2] - dispersion.base
        print(f"{dispersion.grandeur.cle or 'Tous':16} P80 {afficher_montant(p80):>16} de plus que la base")
