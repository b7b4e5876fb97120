"""L’engagé réputé est marqué partout où une commande imprime un engagé."""

import json
from pathlib import Path

import pytest

from financement.dossier.nomenclature import ModeEngagement, Nature
from maquettes import ecrire_dossier
from tests.construction import euros, financeur, ligne, mouvement, projet
from tests.exports.commandes.conftest import Commande

AU = "2012-12-31"
MENTION = "Engagé réputé égal au programmé, au moins au payé, faute d’être suivi (lecture C) : REGION."


@pytest.fixture
def region_reputee(tmp_path: Path) -> Path:
    """La Région, réputée, n’a ni engagement ni paiement ; l’ANRU est engagée."""
    chemin = tmp_path / "region.json"
    region = financeur("REGION", nom="Région", engagement=ModeEngagement.REPUTE)
    reputee = projet(
        financeurs=(financeur("ANRU"), region, financeur("VILLE")),
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("REGION", euros(100_000)),
            ligne("VILLE", euros(450_000), nature=Nature.FONDS_PROPRES),
        ],
        journal=[mouvement("engagement", euros(450_000))],
    )
    ecrire_dossier(reputee, chemin)
    return chemin


@pytest.mark.parametrize("commande", ["situation", "cloture", "echeancier"])
def test_la_table_dit_quels_engages_sont_reputes(financement: Commande, region_reputee: Path, commande: str) -> None:
    lignes = financement(commande, region_reputee, "--au", AU).sortie.splitlines()
    assert MENTION in lignes
    marquees = [lue for lue in lignes if "(réputé)" in lue]
    assert len(marquees) == {"situation": 1, "cloture": 2, "echeancier": 0}[commande]
    assert all("REGION" in lue and "100 000,00" in lue for lue in marquees)


@pytest.mark.parametrize("commande", ["situation", "cloture", "echeancier"])
def test_le_json_dit_quels_financeurs_sont_reputes(financement: Commande, region_reputee: Path, commande: str) -> None:
    contenu = json.loads(financement(commande, region_reputee, "--au", AU, "--format", "json").sortie)
    assert contenu["reputes"] == ["REGION"]


def test_la_cloture_marque_ses_lignes(financement: Commande, region_reputee: Path) -> None:
    contenu = json.loads(financement("cloture", region_reputee, "--au", AU, "--format", "json").sortie)
    assert [lue["financeur"] for lue in contenu["lignes"] if lue.get("engage_repute")] == ["REGION"]
    table = financement("cloture", region_reputee, "--au", AU, "--format", "csv").sortie.splitlines()
    assert [lue.rsplit(";", 1)[1] for lue in table] == ["engage_repute", "non", "oui", "non"]
    region = next(lue for lue in contenu["lignes"] if lue["financeur"] == "REGION")
    assert (region["etat"], region["engage"], region["a_engager"]) == ("engagee_non_demarree", "100000.00", "0.00")
    assert region["motif"] == "engagée, non démarrée ; montant réputé engagé"


def test_l_echeancier_ne_le_date_pas_ni_ne_le_dit_constate(financement: Commande, region_reputee: Path) -> None:
    """Une ligne à part, entre le constaté et le prévu, dans les trois formes."""
    region = financeur("REGION").code
    table = financement("echeancier", region_reputee, "--au", AU).sortie.splitlines()
    assert [lue.split()[:3] for lue in table if lue.startswith("sans date")] == [["sans", "date", "réputé"]]
    contenu = json.loads(financement("echeancier", region_reputee, "--au", AU, "--format", "json").sortie)
    reputees = [lue for lue in contenu["lignes"] if lue.get("engage_repute") and lue["financeur"] == region]
    assert [(lue["exercice"], lue["previsionnel"]) for lue in reputees] == [(None, False)]
    assert {lue["engagement_flux"] for lue in reputees} != {"0.00"}
    rangees = financement("echeancier", region_reputee, "--au", AU, "--format", "csv").sortie.splitlines()
    assert [lue.split(";")[:2] for lue in rangees if lue.startswith("sans_date")][1] == ["sans_date", region]


def test_la_situation_par_exercice_le_met_a_part(financement: Commande, region_reputee: Path) -> None:
    demande = ("situation", region_reputee, "--au", AU, "--par")
    contenu = json.loads(financement(*demande, "exercice", "--format", "json").sortie)
    assert contenu["lignes"][-1]["cle"] == "sans_date"
    assert contenu["lignes"][-1]["engage_cumul"] == contenu["total"]["engage"]
    for axes in ("exercice", "financeur,exercice", "operation,financeur,exercice"):
        sortie = financement(*demande, axes, "--largeur", "200").sortie
        assert "réputé, sans date" in sortie
        assert "sans_date" not in sortie


def test_l_explication_le_dit(financement: Commande, region_reputee: Path) -> None:
    sortie = financement("expliquer", region_reputee, "OP-1", "REGION", "--au", AU).sortie
    assert "programmé, réputé engagé" in sortie
    assert "moins engagé réputé" in sortie
    assert "financeur dont les engagements ne sont pas suivis : lecture C" in sortie


def test_sans_repute_rien_ne_s_ajoute(financement: Commande, noyer: Path) -> None:
    for forme in ("table", "json", "csv"):
        assert "repute" not in financement("cloture", noyer, "--au", "2015-03-31", "--format", forme).sortie
    assert "réputé" not in financement("situation", noyer, "--au", "2015-03-31").sortie
