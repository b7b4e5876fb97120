"""Durées comparées : deux commandes lancées tour à tour, médianes et rapport.

Seul le rapport compte : il dépend bien moins de la machine que les durées. Rien n’échoue sur une durée.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

__all__ = ["Comparaison", "comparer_commandes", "comparer_gestes", "environnement_ordinaire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """Médianes, en secondes, de la commande mesurée et de son témoin."""

    libelle: str
    mesuree: float
    temoin: float
    cible: float

    @property
    def rapport(self) -> float:
        """Durée mesurée sur durée du témoin."""
        return self.mesuree / self.temoin

    def __str__(self) -> str:
        verdict = "tenue" if self.rapport <= self.cible else "DÉPASSÉE"
        return (
            f"{self.libelle}\n"
            f"  mesuré {_millisecondes(self.mesuree)}, témoin {_millisecondes(self.temoin)},"
            f" rapport {_nombre(self.rapport)} (cible : au plus {_nombre(self.cible)}, {verdict})"
        )


def comparer_commandes(
    libelle: str,
    mesuree: Sequence[str],
    temoin: Sequence[str],
    *,
    cible: float,
    tours: int = 11,
) -> Comparaison:
    """Lance ``mesuree`` et ``temoin`` tour à tour, ``tours`` fois chacune après un tour d’échauffement.

    Une commande qui échoue arrête le banc : la durée d’un échec ne mesure rien.
    """
    durees: tuple[list[float], list[float]] = ([], [])
    for tour in range(tours + 1):
        for commande, liste in zip((mesuree, temoin), durees, strict=True):
            duree = _duree(commande)
            if tour > 0:
                liste.append(duree)
    return Comparaison(libelle=libelle, mesuree=median(durees[0]), temoin=median(durees[1]), cible=cible)


def comparer_gestes(
    libelle: str,
    mesuree: Callable[[], object],
    temoin: Callable[[], object],
    *,
    cible: float,
    tours: int = 5,
) -> Comparaison:
    """Appelle ``mesuree`` et ``temoin`` tour à tour, ``tours`` fois chacun après un tour d’échauffement."""
    durees: tuple[list[float], list[float]] = ([], [])
    for tour in range(tours + 1):
        for geste, liste in zip((mesuree, temoin), durees, strict=True):
            debut = perf_counter()
            geste()
            duree = perf_counter() - debut
            if tour:
                liste.append(duree)
    return Comparaison(libelle=libelle, mesuree=median(durees[0]), temoin=median(durees[1]), cible=cible)


def environnement_ordinaire() -> dict[str, str]:
    """L’environnement d’une installation ordinaire : Python y garde son code compilé d’un lancement à l’autre."""
    return {nom: valeur for nom, valeur in os.environ.items() if nom != "PYTHONDONTWRITEBYTECODE"}


def _duree(commande: Sequence[str]) -> float:
    environnement = environnement_ordinaire()
    debut = perf_counter()
    resultat = subprocess.run(commande, capture_output=True, text=True, check=False, env=environnement)
    duree = perf_counter() - debut
    if resultat.returncode != 0:
        sys.exit(f"La commande du banc a échoué ({resultat.returncode}) : {' '.join(commande)}\n{resultat.stderr}")
    return duree


def _nombre(valeur: float) -> str:
    return f"{valeur:.2f}".replace(".", ",")


def _millisecondes(secondes: float) -> str:
    return f"{secondes * 1000:.0f} ms"
