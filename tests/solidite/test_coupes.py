"""Un petit lot de coupes et de réécritures ; « make solidite OPTIONS=coupes » en joue davantage."""

from tests.solidite.coupes import eprouver


def test_aucune_coupe_n_est_lue_en_silence() -> None:
    bilan = eprouver(7, 250)
    assert bilan.essais == 250
    assert bilan.anomalies == []
    assert {"refusé", "lu et dit", "coupé entre deux lignes"} <= set(bilan.issues)
