"""La clôture de l’exemple, comparée à ce que coûte un simple ``import pandas``."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from financement import calculer_cloture
from maquettes import lire_dossier
from tests.bench.mesure import Comparaison

EXEMPLE = Path(__file__).parents[2] / "examples" / "noyer_dore"
ARRETE = date(2015, 3, 31)
TOURS = 9
IMPORT_DE_PANDAS = "from time import perf_counter as p; d = p(); import pandas; print(p() - d)"


def mesurer() -> Iterator[Comparaison]:
    """Clôture en mémoire et import mesurés tour à tour, le premier tour pour l’échauffement."""
    projet = lire_dossier(EXEMPLE)
    clotures, imports = [], []
    for _ in range(TOURS + 1):
        debut = perf_counter()
        calculer_cloture(projet, au=ARRETE)
        clotures.append(perf_counter() - debut)
        sortie = subprocess.run(
            [sys.executable, "-c", IMPORT_DE_PANDAS], capture_output=True, text=True, check=True
        ).stdout
        imports.append(float(sortie))
    yield Comparaison(
        libelle=f"clore l’exemple ({len(projet.operations)} lignes d’opérations)  /  import pandas",
        mesuree=median(clotures[1:]),
        temoin=median(imports[1:]),
        cible=1,
    )
