"""Tous les bancs d’essai : ``python -m tests.bench``."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tests.bench import annexe, cloture, demarrage, exposant, maquettes, portefeuille

BANCS: Final[Mapping[str, Callable[[], Iterable[object]]]] = {
    "Démarrage de la commande": demarrage.mesurer,
    "Clôture": cloture.mesurer,
    "Maquettes": maquettes.mesurer,
    "Annexe": annexe.mesurer,
    "Portefeuille, petites tailles": portefeuille.mesurer,
    "Exposant du coût, sur des entrées pathologiques": exposant.mesurer,
}

for titre, mesurer in BANCS.items():
    print(f"== {titre} ==", flush=True)
    for comparaison in mesurer():
        print(comparaison, flush=True)
