"""L’annexe de l’exemple : tous ses formats, comparés à la seule compilation typst de son pdf.

Chaque mesure est prise dans un processus neuf : le compilateur garde en mémoire ce qu’il a déjà composé, et une seconde
compilation du même document ne coûterait presque rien.
"""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from exports.livraison.annexe_rendue import FORMATS
from tests.bench.mesure import Comparaison

TOURS = 7
PREPARATION = """
import datetime
from time import perf_counter
from exports.livraison.annexe_rendue import FORMATS, preparer_annexe
from exports.exemple import chemin_exemple
from exports.rendus.pdf.compilation import compiler
from exports.rendus.pdf.donnees import decrire_document
from maquettes import lire_dossier
projet = lire_dossier(chemin_exemple())
"""
TOUS_LES_FORMATS = """
depart = perf_counter()
annexe = preparer_annexe(projet, au=datetime.date(2015, 3, 31))
print(perf_counter() - depart)
for demande in FORMATS:
    depart = perf_counter()
    annexe.rendre(demande)
    print(perf_counter() - depart)
"""
COMPILATION_SEULE = """
donnees = decrire_document(preparer_annexe(projet, au=datetime.date(2015, 3, 31)).document)
import typst
depart = perf_counter()
compiler(donnees, ())
print(perf_counter() - depart)
"""


def _durees(programme: str) -> list[float]:
    """Les durées qu’imprime un programme, en secondes, dans un processus neuf."""
    commande = [sys.executable, "-c", PREPARATION + programme]
    return [float(ligne) for ligne in subprocess.run(commande, capture_output=True, check=True).stdout.split()]


def mesurer() -> Iterator[Comparaison]:
    """Composer et rendre tous les formats, en regard de la compilation typst seule ; puis chaque étape."""
    releves: list[list[float]] = []
    compilations: list[float] = []
    for tour in range(TOURS + 1):
        tous, (compilation,) = _durees(TOUS_LES_FORMATS), _durees(COMPILATION_SEULE)
        if tour:
            releves.append(tous)
            compilations.append(compilation)
    temoin = median(compilations)
    yield Comparaison(
        libelle=f"composer et rendre l’annexe ({', '.join(FORMATS)})  /  compilation typst seule",
        mesuree=median(map(sum, releves)),
        temoin=temoin,
        cible=3,
    )
    for etape, durees in zip(("composition", *FORMATS), zip(*releves, strict=True), strict=True):
        yield Comparaison(
            libelle=f"  dont {etape}  /  compilation typst seule", mesuree=median(durees), temoin=temoin, cible=3
        )
