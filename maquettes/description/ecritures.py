"""Écrire toute une colonne : le texte de chaque valeur, sans le refaire de celles qui se répètent."""

from collections.abc import Callable
from typing import Any

from financement.valeurs.montants import ecrire_montant
from maquettes.description.table import Colonne, Genre

__all__ = ["ecriture_de"]


def ecriture_de(colonne: Colonne, ecrire: Callable[[Colonne, object], str]) -> Callable[[Any], str]:
    """L’écriture d’une valeur de la colonne, telle que la donne ``ecrire``.

    Dates, types et codes se répètent ; un montant, presque jamais, et le retenir coûterait plus que de l’écrire.
    """
    if colonne.genre is Genre.MONTANT:
        return lambda centimes: "" if centimes is None else ecrire_montant(centimes)
    return _Retenues(colonne, ecrire).__getitem__


class _Retenues(dict[object, str]):
    """Le texte de chaque valeur d’une colonne, écrit une fois."""

    def __init__(self, colonne: Colonne, ecrire: Callable[[Colonne, object], str]) -> None:
        self._colonne = colonne
        self._ecrire = ecrire

    def __missing__(self, valeur: object) -> str:
        texte = self[valeur] = self._ecrire(self._colonne, valeur)
        return texte
