"""Un petit lot de l'épreuve des commandes tuées ; « make solidite » en tue davantage."""

import sys

import pytest

from tests.solidite.tues import eprouver


@pytest.mark.skipif(sys.platform != "linux", reason="les processus se suivent dans /proc")
def test_une_commande_tuee_ne_laisse_rien_d_a_moitie_ecrit() -> None:
    bilan = eprouver(graine=1, nombre=6)
    assert bilan.essais == 6
    assert bilan.anomalies == []
