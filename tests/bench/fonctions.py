"""Les fonctions publiques, comparées à ce que coûterait un script écrit à la main avec les mêmes bibliothèques."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import openpyxl

from financement import calculer_cloture, tirer
from maquettes import ecrire_maquette, lire_dossier, lire_maquette, lire_scenarios
from tests.bench.classeur_nu import ecrire_nu, relever
from tests.bench.commandes import EXEMPLE
from tests.bench.mesure import Comparaison, comparer_gestes

__all__ = ["mesurer"]

ARRETE = date(2015, 3, 31)
TOURS = 9
IMPORT_DE_PANDAS = "from time import perf_counter as p; d = p(); import pandas; print(p() - d)"


def mesurer() -> Iterator[Comparaison]:
    """La clôture, dix mille tirages, puis la maquette de l’exemple : relue, écrite."""
    projet = lire_dossier(EXEMPLE)
    clotures, imports = [], []
    for _ in range(TOURS):
        debut = perf_counter()
        calculer_cloture(projet, au=ARRETE)
        clotures.append(perf_counter() - debut)
        importe = subprocess.run([sys.executable, "-c", IMPORT_DE_PANDAS], capture_output=True, text=True, check=True)
        imports.append(float(importe.stdout))
    yield Comparaison(
        libelle="calculer_cloture(projet de l’exemple) / import pandas",
        valeur=median(clotures) / median(imports),
        au_plus=1,
    )
    aleas = lire_scenarios(EXEMPLE.parent / "scenarios_noyer.toml").aleas
    yield comparer_gestes(
        "tirer(projet de l’exemple), 10 000 tirages / calculer_cloture(projet de l’exemple)",
        lambda: tirer(projet, aleas, au=ARRETE, nombre=10_000, graine=0),
        lambda: calculer_cloture(projet, au=ARRETE),
        au_plus=25,
    )
    with TemporaryDirectory() as lieu:
        yield from _de_la_maquette(Path(lieu))


def _de_la_maquette(lieu: Path) -> Iterator[Comparaison]:
    projet, rangs = lire_dossier(EXEMPLE), count()

    def ecrire() -> Path:
        chemin = lieu / f"{next(rangs)}.xlsx"
        ecrire_maquette(projet, chemin, au=ARRETE)
        return chemin

    maquette = ecrire()

    def deux_lectures() -> None:
        openpyxl.load_workbook(maquette)
        openpyxl.load_workbook(maquette, data_only=True)

    yield comparer_gestes(
        "lire_maquette(maquette de l’exemple) / openpyxl, valeurs puis formules",
        lambda: lire_maquette(maquette),
        deux_lectures,
        au_plus=1,
    )
    # En dernier : la liste des cellules, gardée en mémoire, ralentirait les lectures.
    contenu = relever(maquette.read_bytes())
    yield comparer_gestes(
        f"ecrire_maquette(projet de l’exemple) / script xlsxwriter nu, mêmes {contenu.nombre} cellules",
        ecrire,
        lambda: ecrire_nu(contenu),
        au_plus=1.5,
    )
