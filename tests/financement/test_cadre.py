"""Les montants d’un cadre : centimes entiers ou euros décimaux, exacts aux bornes, jamais flottants."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.affichage.cadre import UniteCadre, colonne_de_montants
from financement.fautes.faute import ValeurImpossible
from financement.valeurs.montants import TOTAL_MAXIMAL


def test_les_centimes_restent_des_entiers() -> None:
    colonne = colonne_de_montants([1, -250, TOTAL_MAXIMAL], "centime")
    assert (colonne.dtype, colonne.tolist()) == (np.dtype("int64"), [1, -250, 10**15])


@given(st.lists(st.integers(-TOTAL_MAXIMAL, TOTAL_MAXIMAL)))
def test_les_euros_sont_les_centimes_exactement(centimes: list[int]) -> None:
    """Le texte décimal fait foi ; la précision du contexte de l’appelant ne compte pas."""
    with localcontext(prec=3):
        colonne = colonne_de_montants(centimes, UniteCadre.EURO)
    assert [type(euros) for euros in colonne] == [Decimal] * len(centimes)
    assert [str(euros) for euros in colonne] == [
        f"{'-' if c < 0 else ''}{abs(c) // 100}.{abs(c) % 100:02d}" for c in centimes
    ]


@pytest.mark.parametrize("unite", ["euros", "EURO", "", None])
def test_une_autre_unite_est_refusee(unite: Any) -> None:
    with pytest.raises(ValeurImpossible, match="Choisir parmi : centime, euro"):
        colonne_de_montants([1], unite)
