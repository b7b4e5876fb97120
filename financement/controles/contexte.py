"""Ce qu'un contrôle peut lire : la situation, et les mouvements de chaque ligne dans l'ordre des dates."""

from dataclasses import dataclass

from financement.lignes import LigneSuivie, lignes_suivies
from financement.situation import Situation

__all__ = ["Contexte", "preparer"]


@dataclass(frozen=True, slots=True)
class Contexte:
    """Données d'une exécution des contrôles ; ``lignes`` dans l'ordre de la grille."""

    situation: Situation
    lignes: tuple[LigneSuivie, ...]


def preparer(situation: Situation) -> Contexte:
    """Rassemble ce que les contrôles lisent."""
    return Contexte(situation, lignes_suivies(situation))
