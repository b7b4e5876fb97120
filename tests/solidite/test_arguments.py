"""L’épreuve des lignes de commande, en petit, et ce qu’elle doit voir."""

from typing import NoReturn

import pytest

from exports.commandes import execution
from tests.solidite.arguments import eprouver


def test_une_petite_epreuve() -> None:
    bilan = eprouver(1, 40)
    assert bilan.anomalies == []
    assert {"réussite", "refus"} <= set(bilan.issues)


def test_une_panne_est_une_anomalie(monkeypatch: pytest.MonkeyPatch) -> None:
    def tomber(_mots: object) -> NoReturn:
        raise KeyError

    monkeypatch.setattr(execution, "analyser", tomber)
    bilan = eprouver(2, 5)
    assert bilan.issues["anomalie"] == 5
    assert "code 70" in bilan.anomalies[0]
