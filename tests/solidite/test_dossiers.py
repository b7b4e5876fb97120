"""Tout dossier valide se rend, en petit ; « make solidite » en tire deux mille."""

from pathlib import Path

import pytest

from tests.solidite.bilan import Bilan
from tests.solidite.dossiers import eprouver_un_dossier, verifier_le_partage
from tests.solidite.maquettes_tirees import ecrire_ou_refuser
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


def test_une_maquette_n_est_refusee_que_pour_deux_codes_qu_un_tableur_confond(tmp_path: Path) -> None:
    assert ecrire_ou_refuser(tirer_un_dossier("1-1"), tmp_path / "admise.xlsx")
    assert not ecrire_ou_refuser(tirer_un_dossier("990023-1"), tmp_path / "refusee.xlsx")
