"""Tout dossier valide se rend, en petit ; « make solidite » en tire deux mille."""

import pytest

from tests.solidite.bilan import Bilan
from tests.solidite.dossiers import eprouver_un_dossier, verifier_le_partage
from tests.solidite.tirage_de_dossiers import tirer_un_dossier


@pytest.mark.exige_poppler
def test_un_dossier_tire_se_rend_dans_tous_les_formats() -> None:
    bilan = Bilan()
    eprouver_un_dossier("1-1", bilan)
    assert bilan.anomalies == []
    assert bilan.essais >= 13
    assert {"composition", "csv", "html", "pdf", "scdl", "explications", "avenant"} <= set(bilan.issues)


@pytest.mark.parametrize("graine", ["a", "b", "c"])
def test_les_extraits_d_un_dossier_tire_se_partagent_ses_totaux(graine: str) -> None:
    verifier_le_partage(tirer_un_dossier(graine))
