"""``financement comparer`` : le contrat json, le total refait par addition, deux versions ou deux dossiers."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exports.commandes.conftest import Commande

MONTANTS = ["avant", "apres", "ecart"]
LIGNE = ["operation", "financeur", "nature", *MONTANTS]


def json_de(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("comparer", *mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


@pytest.fixture
def modifie(financement: Commande, noyer: Path, tmp_path: Path) -> Path:
    """Le Noyer Doré où l'ANRU met un euro de plus sur la première opération."""
    autre = tmp_path / "autre"
    assert financement("exemple", autre).code == 0
    plan = autre / "plan.csv"
    texte = plan.read_text(encoding="utf-8-sig")
    ancienne = "0;9200201-01-0001-001;ANRU;subvention;699935,87;"
    assert ancienne in texte
    plan.write_text(texte.replace(ancienne, ancienne.replace("699935", "699936")), encoding="utf-8")
    assert noyer != autre
    return autre


def test_contrat_json(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer, "--de", 0, "--a", 5)
    assert list(contenu) == ["lignes", "total"]
    assert list(contenu["total"]) == MONTANTS
    assert contenu["lignes"]
    for ligne in contenu["lignes"]:
        assert list(ligne) == LIGNE
        assert all(re.fullmatch(r"-?\d+\.\d\d", ligne[nom]) for nom in MONTANTS)
        assert Decimal(ligne["ecart"]) == Decimal(ligne["apres"]) - Decimal(ligne["avant"]) != 0


def test_le_total_est_la_somme_des_lignes(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer, "--de", 3, "--a", 4)
    assert contenu["total"] == {
        nom: f"{sum((Decimal(ligne[nom]) for ligne in contenu['lignes']), Decimal('0.00'))}" for nom in MONTANTS
    }


def test_l_ecart_est_celui_des_situations(financement: Commande, noyer: Path) -> None:
    programmes = [
        Decimal(
            json.loads(financement("situation", noyer, "--version", version, "--format", "json").sortie)["total"][
                "programme"
            ]
        )
        for version in (0, 5)
    ]
    ecart = Decimal(json_de(financement, noyer, "--de", 0, "--a", 5)["total"]["ecart"])
    assert ecart == programmes[1] - programmes[0]


def test_sans_version_de_la_convention_initiale_a_la_derniere(financement: Commande, noyer: Path) -> None:
    assert json_de(financement, noyer) == json_de(financement, noyer, "--de", 0, "--a", 5)


def test_une_version_avec_elle_meme(financement: Commande, noyer: Path) -> None:
    zero = dict.fromkeys(MONTANTS, "0.00")
    assert json_de(financement, noyer, "--de", 2, "--a", 2) == {"lignes": [], "total": zero}
    assert "Aucune ligne ne change." in financement("comparer", noyer, "--de", 2, "--a", 2).sortie
    assert financement("comparer", noyer, "--de", 2, "--a", 2, "--format", "csv").sortie == ";".join(LIGNE) + "\n"


def test_deux_dossiers(financement: Commande, noyer: Path, modifie: Path) -> None:
    attendue = {"avant": "699935.87", "apres": "699936.87", "ecart": "1.00"}
    assert json_de(financement, noyer, modifie) == {
        "lignes": [{"operation": "9200201-01-0001-001", "financeur": "ANRU", "nature": "subvention"} | attendue],
        "total": attendue,
    }
    assert json_de(financement, noyer, noyer)["lignes"] == []
    assert json_de(financement, noyer, noyer, "--de", 0) == json_de(financement, noyer)


def test_csv(financement: Commande, noyer: Path) -> None:
    reponse = financement("comparer", noyer, "--de", 3, "--a", 4, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    attendues = json_de(financement, noyer, "--de", 3, "--a", 4)["lignes"]
    assert list(rangees[0]) == LIGNE
    assert [{nom: rangee[nom].replace(",", ".") for nom in LIGNE} for rangee in rangees] == attendues


def test_table(financement: Commande, noyer: Path) -> None:
    reponse = financement("comparer", noyer, "--de", 0, "--a", 5)
    assert (reponse.code, reponse.erreur) == (0, "")
    lignes = reponse.sortie.splitlines()
    assert lignes[0] == "Programmé, version 0 → version 5, en euros"
    assert len([ligne for ligne in lignes if ligne.startswith("Total")]) == 1
    assert any(re.match(r"Famille +Avant +Après +Écart", ligne) for ligne in lignes)
    assert any(re.match(r"Financeur +Fongible +Redéployé +Économie +Complément", ligne) for ligne in lignes)
    assert lignes[-1].startswith("Fongible : ")
    assert "lecture C" in lignes[-1]


@pytest.mark.parametrize("forme", ["json", "csv", "table"])
def test_meme_sortie_depuis_le_json(financement: Commande, noyer: Path, tmp_path: Path, forme: str) -> None:
    copie = tmp_path / "noyer.json"
    assert financement("convertir", noyer, copie).code == 0
    mots = ("--de", 1, "--a", 4, "--format", forme)
    assert financement("comparer", copie, *mots).sortie == financement("comparer", noyer, *mots).sortie
    assert json_de(financement, noyer, copie)["lignes"] == []


@pytest.mark.parametrize("mots", [("--de", 7), ("--a", 7)])
def test_version_inconnue(financement: Commande, noyer: Path, mots: tuple[str, int]) -> None:
    reponse = financement("comparer", noyer, *mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    (erreur,) = json.loads(reponse.sortie)["erreurs"]
    assert list(erreur) == ["code", "message", "lu", "remede", "provenance"]
    assert (erreur["lu"], erreur["provenance"]["colonne"]) == ("7", "version")
    assert "0, 1, 2, 3, 4, 5" in erreur["message"] + erreur["remede"]
    sans_json = financement("comparer", noyer, *mots)
    assert (sans_json.code, sans_json.sortie) == (2, "")


def test_second_dossier_illisible(financement: Commande, noyer: Path, tmp_path: Path) -> None:
    reponse = financement("comparer", noyer, tmp_path / "absent", "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    assert json.loads(reponse.sortie)["erreurs"]
