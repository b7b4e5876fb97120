"""Écrire toute une colonne : le texte de chaque valeur, sans le refaire de celles qui se répètent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, Final, TypeVar

from financement.valeurs.montants import ecrire_montant
from maquettes.description.table import Colonne, Genre

__all__ = ["ecrire_par_lots", "ecriture_de"]

T = TypeVar("T")

# Colonne par colonne, sans une boucle par cellule ; par lots, car un journal ne fait ses objets qu'à qui les regarde.
_LOT: Final = 4096


def ecrire_par_lots(
    ecritures: Sequence[tuple[str, Callable[[Any], str]]], objets: Iterable[T]
) -> Iterator[tuple[T, tuple[str, ...]]]:
    """Chaque objet et les textes de ses champs : ``ecritures`` dit lesquels, et comment chacun s’écrit."""
    suite = iter(objets)
    while lot := list(islice(suite, _LOT)):
        textes = zip(*(map(ecrire, map(attrgetter(champ), lot)) for champ, ecrire in ecritures), strict=True)
        yield from zip(lot, textes, strict=True)


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
