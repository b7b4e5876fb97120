"""``financement echeancier`` : le contrat json, flux et cumuls refaits par addition, la table et le csv."""

import csv
import io
import json
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exports.commandes.conftest import Commande

AU = "2015-03-31"
MONTANTS = ["engagement_flux", "engagement_cumul", "paiement_flux", "paiement_cumul"]
LIGNE = ["exercice", "financeur", *MONTANTS, "previsionnel"]


def lignes_de(financement: Commande, dossier: Path) -> list[dict[str, Any]]:
    reponse = financement("echeancier", dossier, "--au", AU, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    assert list(contenu) == ["lignes", "autofinancement"]
    lignes: list[dict[str, Any]] = contenu["lignes"]
    return lignes


def test_contrat_json(financement: Commande, noyer: Path) -> None:
    lignes = lignes_de(financement, noyer)
    assert lignes
    for ligne in lignes:
        assert list(ligne) == LIGNE
        assert isinstance(ligne["exercice"], int)
        assert isinstance(ligne["previsionnel"], bool)
        assert all(re.fullmatch(r"-?\d+\.\d\d", ligne[nom]) for nom in MONTANTS)
    assert {ligne["previsionnel"] for ligne in lignes} == {False, True}


def test_un_cumul_est_la_somme_des_flux(financement: Commande, noyer: Path) -> None:
    cumuls: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for ligne in lignes_de(financement, noyer):
        for genre in ("engagement", "paiement"):
            cumuls[genre, ligne["financeur"]] += Decimal(ligne[f"{genre}_flux"])
            assert cumuls[genre, ligne["financeur"]] == Decimal(ligne[f"{genre}_cumul"])


def test_le_constate_est_celui_de_la_situation(financement: Commande, noyer: Path) -> None:
    flux: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"engage": Decimal(), "paye": Decimal()})
    for ligne in lignes_de(financement, noyer):
        if not ligne["previsionnel"]:
            flux[ligne["financeur"]]["engage"] += Decimal(ligne["engagement_flux"])
            flux[ligne["financeur"]]["paye"] += Decimal(ligne["paiement_flux"])
    situation = json.loads(financement("situation", noyer, "--au", AU, "--format", "json").sortie)
    for ligne in situation["lignes"]:
        assert {nom: str(flux[ligne["cle"]][nom] or Decimal("0.00")) for nom in ("engage", "paye")} == {
            nom: ligne["concours"][nom] for nom in ("engage", "paye")
        }


def test_le_dernier_cumul_est_la_cloture_des_concours(financement: Commande, noyer: Path) -> None:
    """L’autofinancement n’a pas d’échéance : il ne se lit que pour mémoire, et les deux font la clôture."""
    cloture = json.loads(financement("cloture", noyer, "--au", AU, "--format", "json").sortie)
    derniers = {ligne["financeur"]: ligne["paiement_cumul"] for ligne in lignes_de(financement, noyer)}
    assert derniers == {f["financeur"]: f["concours"]["montant_cloture"] for f in cloture["par_financeur"]}
    contenu = json.loads(financement("echeancier", noyer, "--au", AU, "--format", "json").sortie)
    propre = cloture["total"]["autofinancement"]
    assert contenu["autofinancement"] == {nom: propre[nom] for nom in ("programme", "montant_cloture", "economie")}


def test_csv(financement: Commande, noyer: Path) -> None:
    reponse = financement("echeancier", noyer, "--au", AU, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    assert (reponse.code, list(rangees[0])) == (0, LIGNE)
    for rangee, ligne in zip(rangees, lignes_de(financement, noyer), strict=True):
        assert [rangee["exercice"], rangee["financeur"]] == [str(ligne["exercice"]), ligne["financeur"]]
        assert [rangee[nom].replace(",", ".") for nom in MONTANTS] == [ligne[nom] for nom in MONTANTS]
        assert rangee["previsionnel"] == ("oui" if ligne["previsionnel"] else "non")


def test_table(financement: Commande, noyer: Path) -> None:
    reponse = financement("echeancier", noyer, "--au", AU)
    lignes = reponse.sortie.splitlines()
    assert (reponse.code, reponse.erreur) == (0, "")
    assert lignes[0].endswith("échéancier au 31/03/2015, en euros")
    assert any(re.match(r"2004 +constaté ", ligne) for ligne in lignes)
    assert any(re.match(r"2015 +prévu ", ligne) for ligne in lignes)
    assert "À préfinancer" in reponse.sortie
    assert any(ligne.startswith("Prévision : lecture C") for ligne in lignes)


def test_le_total_de_la_table_est_la_somme_des_financeurs(financement: Commande, noyer: Path) -> None:
    attendu = sum(
        Decimal(ligne["engagement_flux"])
        for ligne in lignes_de(financement, noyer)
        if (ligne["exercice"], ligne["previsionnel"]) == (2008, False)
    )
    (ligne,) = [
        ligne
        for ligne in financement("echeancier", noyer, "--au", AU).sortie.splitlines()
        if re.match(r"2008 +constaté ", ligne)
    ]
    assert re.split(r"\s{2,}", ligne)[2].replace(" ", "") == str(attendu).replace(".", ",")


@pytest.mark.parametrize("forme", ["json", "csv", "table"])
def test_meme_sortie_depuis_le_json(financement: Commande, noyer: Path, tmp_path: Path, forme: str) -> None:
    copie = tmp_path / "noyer.json"
    assert financement("convertir", noyer, copie).code == 0
    mots = ("--au", AU, "--format", forme)
    assert financement("echeancier", copie, *mots).sortie == financement("echeancier", noyer, *mots).sortie


def test_sans_date_d_arrete(financement: Commande, noyer: Path) -> None:
    """Un programme reçoit du json, même d’une commande mal écrite."""
    reponse = financement("echeancier", noyer, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    (erreur,) = json.loads(reponse.sortie)["erreurs"]
    assert (erreur["code"], "il manque : --au" in erreur["message"]) == ("USAGE-01", True)


def test_ce_qui_est_a_rendre_ne_compense_pas_ce_qui_est_a_verser(financement: Commande, noyer: Path) -> None:
    """Les lignes « prévu » vont au total à engager et à verser de la clôture, « à rendre » à celui à dégager."""
    cloture = json.loads(financement("cloture", noyer, "--au", AU, "--format", "json").sortie)["total"]["concours"]
    rangees = [
        re.split(r" {2,}", ligne.replace("−", "-"))
        for ligne in financement("echeancier", noyer, "--au", AU, "--largeur", 200).sortie.splitlines()
        if re.match(r"20\d\d +prévu", ligne)
    ]

    def somme(nature: str, colonne: int) -> Decimal:
        montants = [r[colonne].replace(" ", "").replace(",", ".") for r in rangees if r[1] == nature]
        return sum((Decimal(montant) for montant in montants if montant != "–"), Decimal())

    assert somme("prévu", 2) == Decimal(cloture["a_engager"])
    assert somme("prévu", 4) == Decimal(cloture["solde_a_verser"])
    assert somme("prévu, à rendre", 2) == -Decimal(cloture["a_degager"])
    assert somme("prévu, à rendre", 4) == -Decimal(cloture["trop_percu"])
