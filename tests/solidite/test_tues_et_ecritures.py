"""De petits lots des épreuves des commandes tuées ou empêchées d’écrire ; « make solidite » en joue davantage."""

import sys

import pytest

from tests.solidite.epreuves import EPREUVES, lots


@pytest.mark.skipif(sys.platform != "linux", reason="les processus se suivent dans /proc, et /dev/full est de Linux")
@pytest.mark.parametrize(("nom", "graine", "nombre"), [("tues", 4, 2), ("ecritures", 3, 4)])
def test_rien_n_est_a_moitie_ecrit(nom: str, graine: int, nombre: int) -> None:
    # Dans un processus neuf : celui des tests a pu lancer des fils d'exécution, qui ne survivent pas à une naissance.
    (bilan,) = lots(EPREUVES[nom], nombre, graine, coeurs=1)
    assert bilan.essais == nombre
    assert bilan.anomalies == []
