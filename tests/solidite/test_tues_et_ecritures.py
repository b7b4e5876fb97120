"""De petits lots des épreuves des commandes tuées ou empêchées d'écrire ; « make solidite » en joue davantage."""

import sys
from collections.abc import Callable

import pytest

from tests.solidite import ecritures, tues
from tests.solidite.bilan import Bilan


@pytest.mark.skipif(sys.platform != "linux", reason="les processus se suivent dans /proc, et /dev/full est de Linux")
@pytest.mark.parametrize(("eprouver", "graine", "nombre"), [(tues.eprouver, 4, 3), (ecritures.eprouver, 3, 6)])
def test_rien_n_est_a_moitie_ecrit(eprouver: Callable[[int, int], Bilan], graine: int, nombre: int) -> None:
    bilan = eprouver(graine, nombre)
    assert bilan.essais == nombre
    assert bilan.anomalies == []
