"""En mémoire, imports faits : ``python -m tests.bench.portefeuille_memoire REPERTOIRE TOURS`` écrit ses durées en json.

Deux tableaux : « fichier », du csv aux soldes ; « colonnes », de colonnes d’entiers déjà en mémoire aux soldes. Les
outils passent tour à tour ; le premier tour, qui échauffe, vérifie aussi que tous trouvent les mêmes soldes.
"""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from financement.calculs.soldes import Soldes
from tests.bench import portefeuille_nous
from tests.bench.portefeuille_colonnes import compacter, gestes_des_colonnes, lire_colonnes
from tests.bench.portefeuille_moteurs import agreger_duckdb, agreger_pandas, agreger_polars, somme_des_octets

__all__ = ["mesurer_les_colonnes", "mesurer_les_fichiers", "mesurer_une_convention"]

Durees = dict[str, list[float]]


def _chronometrer(calculs: dict[str, Callable[[], Any]], tours: int, verifier: Callable[[str, Any], None]) -> Durees:
    durees: Durees = {nom: [] for nom in calculs}
    for tour in range(tours + 1):
        for nom, calcul in calculs.items():
            gc.collect()
            debut = perf_counter()
            resultat = calcul()
            duree = perf_counter() - debut
            if tour:
                durees[nom].append(duree)
            else:
                verifier(nom, resultat)
            del resultat
    return durees


def mesurer_les_fichiers(repertoire: Path, tours: int) -> Durees:
    """Du csv aux soldes, sans les écrire ; DuckDB est rendu en colonnes, ce qui le fait calculer."""
    journal = repertoire / "journal.csv"
    calculs: dict[str, Callable[[], Any]] = {
        "polars": lambda: agreger_polars(journal),
        "pandas": lambda: agreger_pandas(journal),
        "DuckDB": lambda: agreger_duckdb(journal).fetchnumpy(),
        "numpy, somme des octets": lambda: somme_des_octets(journal),
        **portefeuille_nous.calculs_de_fichier(repertoire),
    }
    totaux: dict[str, int] = {}

    def verifier(nom: str, resultat: Any) -> None:
        if "octets" not in nom:
            totaux[nom] = (
                portefeuille_nous.total_des_soldes(resultat)
                if isinstance(resultat, Soldes)
                else int(np.asarray(resultat["centimes"]).sum())
            )
            assert len(set(totaux.values())) == 1, f"les outils se contredisent : {totaux}"

    return _chronometrer(calculs, tours, verifier)


def mesurer_les_colonnes(repertoire: Path, tours: int) -> Durees:
    """Des colonnes aux soldes ; chaque case est comparée."""
    colonnes = lire_colonnes(repertoire)
    cases, rangs = compacter(colonnes)
    gestes = gestes_des_colonnes(colonnes, cases, rangs, repertoire)
    gestes |= portefeuille_nous.gestes_des_colonnes(repertoire, cases)
    attendus = np.zeros(len(cases), dtype=np.int64)
    np.add.at(attendus, rangs, colonnes.montant)

    def verifier(nom: str, resultat: Any) -> None:
        assert np.array_equal(gestes[nom].ranger(resultat), attendus), f"{nom} : d’autres soldes"

    return _chronometrer({nom: geste.calculer for nom, geste in gestes.items()}, tours, verifier)


def mesurer_une_convention(repertoire: Path, tours: int) -> Durees:
    """Une convention demandée à des soldes nationaux déjà faits, comparée à tout recalculer."""
    return _chronometrer(portefeuille_nous.calculs_d_une_convention(repertoire), tours, lambda *_: None)


if __name__ == "__main__":
    ou, nombre = Path(sys.argv[1]), int(sys.argv[2])
    mesures = {
        "colonnes": mesurer_les_colonnes(ou, nombre),
        "convention": mesurer_une_convention(ou, nombre),
        "fichier": mesurer_les_fichiers(ou, nombre),
    }
    print(json.dumps(mesures))
