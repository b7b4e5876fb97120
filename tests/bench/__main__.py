"""Tous les bancs d'essai : ``python -m tests.bench``."""

from tests.bench import demarrage

BANCS = {"Démarrage de la commande": demarrage.mesurer}

for titre, mesurer in BANCS.items():
    print(f"== {titre} ==", flush=True)
    for comparaison in mesurer():
        print(comparaison, flush=True)
