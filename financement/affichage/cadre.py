"""Les montants d’un cadre pandas : des centimes entiers, ou des euros décimaux exacts, jamais des flottants."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from financement.valeurs import validation
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["UniteCadre", "colonne_de_montants", "en_unite"]


class UniteCadre(StrEnum):
    """Ce en quoi un cadre exprime ses montants : centimes (``int64``) ou euros (``decimal.Decimal``)."""

    CENTIME = "centime"
    EURO = "euro"


def colonne_de_montants(centimes: Iterable[int], unite: UniteCadre | str) -> NDArray[np.int64] | NDArray[np.object_]:
    """La colonne de ces montants, en ``centimes``, dans l’unité demandée.

    Lève :class:`ValeurImpossible` si l’unité n’est ni « centime » ni « euro ».
    """
    valeurs = [int(montant) for montant in centimes]
    if validation.membre("Cadre", "unite", unite, UniteCadre) is UniteCadre.CENTIME:
        return np.array(valeurs, dtype=np.int64)
    euros = np.empty(len(valeurs), dtype=np.object_)
    euros[:] = [Decimal(ecrire_montant_decimal(montant)) for montant in valeurs]
    return euros


def en_unite(colonnes: Mapping[str, Iterable[int]], unite: UniteCadre | str) -> dict[str, NDArray[Any]]:
    """Ces colonnes de montants, chacune dans l’unité demandée ; lève comme :func:`colonne_de_montants`."""
    return {nom: colonne_de_montants(centimes, unite) for nom, centimes in colonnes.items()}
