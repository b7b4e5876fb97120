"""Le programmé de plusieurs lignes tel qu’une phrase le dit : concours et autofinancement, jamais confondus."""

from collections.abc import Iterable

from financement.dossier.plan import LignePlan
from financement.valeurs.montants import afficher_montant

__all__ = ["dire_le_programme"]


def dire_le_programme(lignes: Iterable[LignePlan]) -> str:
    """« 472 000,00 € de concours et 278 000,00 € d’autofinancement » ; une part nulle n’est pas dite."""
    parts = {"de concours": 0, "d’autofinancement": 0}
    for ligne in lignes:
        parts["de concours" if ligne.cle.est_concours else "d’autofinancement"] += ligne.montant
    dites = [f"{afficher_montant(montant)} {nom}" for nom, montant in parts.items() if montant]
    return " et ".join(dites) or afficher_montant(0)
