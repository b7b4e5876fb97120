"""Tous les bancs d'essai : ``python -m tests.bench``."""

from tests.bench import annexe, cloture, demarrage, maquettes, portefeuille

BANCS = {
    "Démarrage de la commande": demarrage.mesurer,
    "Clôture": cloture.mesurer,
    "Maquettes": maquettes.mesurer,
    "Annexe": annexe.mesurer,
    "Portefeuille, petites tailles": portefeuille.mesurer,
}

for titre, mesurer in BANCS.items():
    print(f"== {titre} ==", flush=True)
    for comparaison in mesurer():
        print(comparaison, flush=True)
