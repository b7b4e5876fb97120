"""L’éventail de l’échéancier : les concours versés après l’arrêté, cumulés, sur des tirages rejoués en entier.

Un échéancier suit le calendrier de chaque opération : il ne se calcule pas en colonnes, mais par le moteur, sur les
premiers tirages seulement.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from financement.aleas.statistiques import QUANTILES, quantile
from financement.aleas.tirages import Tirages
from financement.cloture.resultat import Cloture, calculer_cloture
from financement.echeancier import calculer_echeancier

__all__ = ["REJOUES_AU_PLUS", "ExerciceTire", "eventail"]

REJOUES_AU_PLUS: Final = 100
"""Les tirages rejoués : quelques dizaines de millisecondes chacun."""


@dataclass(frozen=True, slots=True)
class ExerciceTire:
    """Les concours versés de l’arrêté à la fin d’un exercice, en centimes : à la base, puis leurs quantiles."""

    exercice: int
    base: int
    quantiles: tuple[int, ...]


def eventail(tirages: Tirages) -> tuple[ExerciceTire, ...]:
    """Chaque exercice, de celui de l’arrêté au dernier d’un tirage."""
    au = tirages.cloture.au
    cumuls = [_cumuls(tirages.cloture)]
    for rang in range(min(REJOUES_AU_PLUS, tirages.nombre)):
        suppose = tirages.scenario(rang).appliquer(tirages.cloture.projet, au=au)
        cumuls.append(_cumuls(calculer_cloture(suppose, au=au)))
    dernier = max(max(cumul, default=au.year) for cumul in cumuls)
    exercices = []
    for exercice in range(au.year, dernier + 1):
        base, *tires = (_au(cumul, exercice) for cumul in cumuls)
        colonne = np.array(tires, dtype=np.int64)
        exercices.append(ExerciceTire(exercice, base, tuple(quantile(colonne, p) for p in QUANTILES)))
    return tuple(exercices)


def _cumuls(cloture: Cloture) -> dict[int, int]:
    """Ce que tous les financeurs versent après l’arrêté, à la fin de chaque exercice qui a un flux."""
    flux: dict[int, int] = {}
    for ligne in calculer_echeancier(cloture).lignes:
        if ligne.exercice is not None and ligne.previsionnel:
            flux[ligne.exercice] = flux.get(ligne.exercice, 0) + ligne.paiement_flux
    cumuls, somme = {}, 0
    for exercice in sorted(flux):
        somme += flux[exercice]
        cumuls[exercice] = somme
    return cumuls


def _au(cumuls: dict[int, int], exercice: int) -> int:
    passes = [annee for annee in cumuls if annee <= exercice]
    return cumuls[max(passes)] if passes else 0
