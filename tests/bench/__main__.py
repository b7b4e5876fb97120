"""Tous les bancs d’essai, aux petites tailles : ``python -m tests.bench``."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tests.bench import commandes, demarrage, exposant, fonctions, rapprochements

BANCS: Final[Mapping[str, Callable[[], Iterable[object]]]] = {
    "Démarrage de la commande": demarrage.mesurer,
    "Fonctions publiques": fonctions.mesurer,
    "Commandes, petites tailles": lambda: commandes.mesurer(commandes.AMPLEURS["rapide"]),
    "Rapprochement d’un extrait national": lambda: rapprochements.mesurer((16, 64)),
    "Exposant du coût, sur des entrées pathologiques": exposant.mesurer,
}

for titre, mesurer in BANCS.items():
    print(f"== {titre} ==", flush=True)
    for comparaison in mesurer():
        print(comparaison, flush=True)
