"""Plusieurs fils rendent ce qu’un seul rendrait, dans le même ordre."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.fils import en_fils


def doubler(choses: Sequence[int]) -> list[int]:
    return [2 * chose for chose in choses]


@given(st.lists(st.integers(), max_size=20), st.integers(0, 12))
def test_l_ordre_est_celui_des_choses(choses: list[int], fils: int) -> None:
    assert en_fils(doubler, choses, fils) == [2 * chose for chose in choses]


def test_la_premiere_erreur_dans_l_ordre_est_levee() -> None:
    def refuser(choses: Sequence[int]) -> list[int]:
        raise KeyError(choses[0])

    with pytest.raises(KeyError, match="0"):
        en_fils(refuser, range(8), 4)
