"""Un chemin tel que le donne un script : un texte ou un ``Path``, et rien d’autre."""

from collections.abc import Iterable
from pathlib import Path

from financement.valeurs import validation

__all__ = ["chemin_donne", "chemins_donnes"]


def chemin_donne(champ: str, valeur: str | Path) -> Path:
    """Le chemin ; lève :class:`ValeurImpossible` pour toute autre valeur."""
    validation.exiger("Chemin", validation.instance(champ, valeur, str, Path))
    return Path(valeur)


def chemins_donnes(champ: str, valeurs: Iterable[str | Path]) -> tuple[Path, ...]:
    """Les chemins ; un texte seul est refusé : ses lettres se liraient comme autant de chemins."""
    refus = validation.instance(champ, None if isinstance(valeurs, str) else valeurs, Iterable)
    validation.exiger("Chemins", refus)
    return tuple(chemin_donne(champ, valeur) for valeur in valeurs)
