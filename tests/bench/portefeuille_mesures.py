"""Mesure des outils, tour à tour, dans une même exécution ; tous doivent d’abord trouver les mêmes soldes."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.grands_livres import Soldes
from tests.bench.mesure import environnement_ordinaire
from tests.bench.portefeuille_moteurs import SIGNES
from tests.bench.portefeuille_outils import Outil

__all__ = [
    "LONG",
    "TOURS",
    "Mesure",
    "croissance",
    "empechement",
    "lancer",
    "mesurer_les_outils",
    "mesurer_tour_a_tour",
    "soldes_de_reference",
    "tours_apres",
]

LANCEUR: Final = Path(__file__).with_name("portefeuille_lanceur.py")
RACINE: Final = Path(__file__).parents[2]
TOURS: Final = 5
LONG: Final = 60
TROP_LONG: Final = 300
# Au-delà de cette part de la mémoire libre, un outil ferait ramer la machine et fausserait les autres mesures.
PART_DE_LA_MEMOIRE: Final = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """Médiane des durées (secondes), pointe de mémoire (octets) et nombre de tours ; ou pourquoi rien n’est mesuré."""

    duree: float = 0
    memoire: int = 0
    tours: int = 0
    empechement: str = ""


def lancer(commande: list[str], sortie: Path) -> dict[str, float]:
    """Durée, temps de processeur et mémoire de pointe d’une commande ; un échec arrête le banc."""
    environnement = environnement_ordinaire() | {"BEANCOUNT_DISABLE_LOAD_CACHE": "1", "PYTHONPATH": str(RACINE)}
    rendu = subprocess.run(
        [sys.executable, "-I", "-S", str(LANCEUR), str(sortie), *commande],
        capture_output=True,
        text=True,
        check=True,
        env=environnement,
    )
    mesure: dict[str, float] = json.loads(rendu.stdout)
    if mesure["code"]:
        sys.exit(f"La commande du banc a échoué ({mesure['code']}) : {' '.join(commande)}\n{rendu.stderr}")
    return mesure


def soldes_de_reference(journal: Path) -> Soldes:
    """Les soldes en entiers de Python, par le module csv et rien d’autre."""
    soldes: Soldes = {}
    with journal.open(encoding="utf-8", newline="") as flux:
        lecteur = csv.reader(flux, delimiter=";")
        next(lecteur)
        for date, genre, operation, financeur, _, montant, *_ in lecteur:
            if genre in SIGNES:
                mesure, signe = SIGNES[genre]
                cle = mesure, operation, financeur, int(date[:4])
                soldes[cle] = soldes.get(cle, 0) + signe * int(montant.replace(",", ""))
    return {cle: solde for cle, solde in soldes.items() if solde}


def tours_apres(premiere: float) -> int:
    """Nombre de tours qui suivent le premier : cinq, ou un seul pour un outil qui dure plus d’une minute."""
    return TOURS if premiere <= LONG else 1


def mesurer_les_outils(
    outils: Mapping[str, Outil], repertoire: Path, attendus: Soldes, dire: Callable[[str], None]
) -> dict[str, Mesure]:
    """Les ``outils``, tour à tour ; le premier tour vérifie que chacun trouve les soldes ``attendus``."""
    commandes = {nom: outil.commande(repertoire, repertoire / "soldes.csv") for nom, outil in outils.items()}

    def verifier(nom: str, sortie: Path) -> None:
        _verifier(outils[nom], sortie, repertoire / "soldes.csv", attendus)

    return mesurer_tour_a_tour(commandes, repertoire / "sortie.txt", verifier, dire)


def mesurer_tour_a_tour(
    commandes: Mapping[str, list[str]],
    sortie: Path,
    verifier: Callable[[str, Path], None],
    dire: Callable[[str], None],
) -> dict[str, Mesure]:
    """Les ``commandes``, tour à tour ; au premier, ``verifier`` relit ce que chacune a laissé dans ``sortie``."""
    durees: dict[str, list[float]] = {}
    memoires: dict[str, float] = {}
    for nom, commande in commandes.items():
        dire(nom)
        mesure = lancer(commande, sortie)
        verifier(nom, sortie)
        durees[nom], memoires[nom] = [mesure["duree"]], mesure["memoire"]
    for tour in range(TOURS):
        for nom, commande in commandes.items():
            if tour < tours_apres(durees[nom][0]):
                mesure = lancer(commande, sortie)
                durees[nom].append(mesure["duree"])
                memoires[nom] = max(memoires[nom], mesure["memoire"])
    mesures = {}
    for nom, liste in durees.items():
        # Un premier tour court n'est qu'un échauffement ; long, il compte.
        retenues = liste if liste[0] > LONG else liste[1:]
        mesures[nom] = Mesure(duree=median(retenues), memoire=int(memoires[nom]), tours=len(retenues))
    return mesures


def _verifier(outil: Outil, sortie: Path, fichier: Path, attendus: Soldes) -> None:
    if outil.lire is None:
        return
    lus = outil.lire((sortie if sortie.stat().st_size else fichier).read_text(encoding="utf-8"))
    if lus != attendus:
        ecarts = len(lus.items() ^ attendus.items())
        sys.exit(f"{outil.nom} ne trouve pas les mêmes soldes : {ecarts} écarts sur {len(attendus)} cases.")


def empechement(outil: Outil, precedente: Mesure | None, facteur: float) -> str:
    """Pourquoi l’outil ne sera pas mesuré, rien s’il peut l’être.

    ``precedente`` : sa mesure à une taille ``facteur`` fois moindre.
    """
    if not outil.present:
        return "absent"
    if precedente is None or precedente.empechement:
        return "" if precedente is None else precedente.empechement
    if precedente.memoire * facteur > PART_DE_LA_MEMOIRE * memoire_libre():
        return "mémoire"
    return "durée" if precedente.duree * facteur > TROP_LONG else ""


def memoire_libre() -> int:
    """Ce que le noyau estime pouvoir donner, en octets."""
    lignes = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(ligne.split()[1]) * 1024 for ligne in lignes if ligne.startswith("MemAvailable"))


def croissance(durees: Mapping[int, float]) -> float:
    """Exposant de la durée en fonction de la taille : pente des moindres carrés sur les logarithmes."""
    points = [(log(taille), log(duree)) for taille, duree in durees.items()]
    milieu = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    carres = sum((x - milieu[0]) ** 2 for x, _ in points)
    return sum((x - milieu[0]) * (y - milieu[1]) for x, y in points) / carres
