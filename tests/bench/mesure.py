"""Durées et mémoires comparées : deux commandes lancées tour à tour, médianes et rapport.

Seul le rapport compte : il dépend bien moins de la machine que les durées. Rien n’échoue sur une durée.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile
from time import perf_counter
from typing import Final

__all__ = [
    "Comparaison",
    "Mesure",
    "comparer_commandes",
    "comparer_gestes",
    "croissance",
    "en_francais",
    "environnement_ordinaire",
    "lancer",
    "mesurer_tour_a_tour",
]

LANCEUR: Final = Path(__file__).with_name("lanceur.py")
RACINE: Final = Path(__file__).parents[2]
TOURS: Final = 5
# Un outil qui dure plus longtemps n'a que deux tours, le premier compris.
LONG: Final = 60
UNE_PART: Final = 0.1
MILLIERS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """Un rapport, ou un exposant, et ce qu’il doit être au plus ; ``empechement`` : pourquoi rien n’est mesuré.

    ``libelle`` : la commande telle qu’on la tape, ou la fonction publique, et son témoin.
    """

    libelle: str
    valeur: float | None
    au_plus: float
    empechement: str = ""

    @property
    def mesure(self) -> str:
        """La valeur en français, ou pourquoi il n’y en a pas."""
        return f"non mesuré : {self.empechement}" if self.valeur is None else en_francais(self.valeur)

    @property
    def verdict(self) -> str:
        """« tenue » ou « NON TENUE », rien si rien n’est mesuré."""
        return "" if self.valeur is None else "tenue" if self.valeur <= self.au_plus else "NON TENUE"

    def __str__(self) -> str:
        jugement = ", ".join(filter(None, (f"au plus {en_francais(self.au_plus)}", self.verdict)))
        return f"{self.libelle}\n  {self.mesure} ({jugement})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """La médiane des durées et celle des temps de processeur, en secondes, et la pointe de mémoire, en octets.

    Le temps de processeur d’une commande compte celui des processus qu’elle a lancés.
    """

    duree: float
    processeur: float
    memoire: float


def en_francais(valeur: float) -> str:
    """Trois chiffres significatifs ; sous un dixième, une fraction : « 1/15 », quinze fois moins."""
    if 0 < valeur < UNE_PART:
        return f"1/{en_francais(1 / valeur)}"
    texte = f"{valeur:.3g}" if valeur < MILLIERS else f"{valeur:.0f}"
    return texte.replace(".", ",")


def environnement_ordinaire() -> dict[str, str]:
    """L’environnement d’une installation ordinaire : Python y garde son code compilé d’un lancement à l’autre."""
    return {nom: valeur for nom, valeur in os.environ.items() if nom != "PYTHONDONTWRITEBYTECODE"}


def lancer(commande: Sequence[str], sortie: Path) -> Mesure:
    """Durée et mémoire de pointe d’une commande, sortie dans le fichier ``sortie`` ; un échec arrête le banc."""
    environnement = environnement_ordinaire() | {"BEANCOUNT_DISABLE_LOAD_CACHE": "1", "PYTHONPATH": str(RACINE)}
    rendu = subprocess.run(
        [sys.executable, "-I", "-S", str(LANCEUR), str(sortie), *commande],
        capture_output=True,
        text=True,
        check=True,
        env=environnement,
    )
    lue = json.loads(rendu.stdout)
    if lue["code"]:
        sys.exit(f"La commande du banc a échoué ({lue['code']}) : {' '.join(commande)}\n{rendu.stderr}")
    return Mesure(duree=lue["duree"], processeur=lue["processeur"], memoire=lue["memoire"])


def mesurer_tour_a_tour(
    commandes: Mapping[str, Sequence[str]],
    sortie: Path,
    verifier: Callable[[str], None] = lambda _nom: None,
    tours: int = TOURS,
) -> dict[str, Mesure]:
    """Les ``commandes``, tour à tour ; au premier, ``verifier`` relit ce que chacune a laissé dans ``sortie``."""
    prises: dict[str, list[Mesure]] = {}
    for nom, commande in commandes.items():
        prises[nom] = [lancer(commande, sortie)]
        verifier(nom)
    for tour in range(tours):
        for nom, commande in commandes.items():
            if tour == 0 or prises[nom][0].duree <= LONG:
                prises[nom].append(lancer(commande, sortie))
    mesures = {}
    for nom, siennes in prises.items():
        # Un premier tour court n'est qu'un échauffement ; long, il compte.
        retenues = siennes if siennes[0].duree > LONG else siennes[1:]
        mesures[nom] = Mesure(
            duree=median(prise.duree for prise in retenues),
            processeur=median(prise.processeur for prise in retenues),
            memoire=max(prise.memoire for prise in siennes),
        )
    return mesures


def comparer_commandes(
    libelle: str, mesuree: Sequence[str], temoin: Sequence[str], *, au_plus: float, tours: int = 11
) -> Comparaison:
    """Le rapport des durées de deux commandes lancées tour à tour."""
    with NamedTemporaryFile() as sortie:
        mesures = mesurer_tour_a_tour({"mesuree": mesuree, "temoin": temoin}, Path(sortie.name), tours=tours)
    return Comparaison(libelle=libelle, valeur=mesures["mesuree"].duree / mesures["temoin"].duree, au_plus=au_plus)


def comparer_gestes(
    libelle: str,
    mesuree: Callable[[], object],
    temoin: Callable[[], object],
    *,
    au_plus: float,
    tours: int = TOURS,
) -> Comparaison:
    """Le rapport des durées de deux appels faits tour à tour, après un tour d’échauffement."""
    durees: tuple[list[float], list[float]] = ([], [])
    for tour in range(tours + 1):
        for geste, liste in zip((mesuree, temoin), durees, strict=True):
            debut = perf_counter()
            geste()
            duree = perf_counter() - debut
            if tour:
                liste.append(duree)
    return Comparaison(libelle=libelle, valeur=median(durees[0]) / median(durees[1]), au_plus=au_plus)


def croissance(durees: Mapping[int, float]) -> float:
    """Exposant de la durée en fonction de la taille : pente des moindres carrés sur les logarithmes."""
    points = [(log(taille), log(duree)) for taille, duree in durees.items()]
    milieu = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    carres = sum((x - milieu[0]) ** 2 for x, _ in points)
    return sum((x - milieu[0]) * (y - milieu[1]) for x, y in points) / carres
