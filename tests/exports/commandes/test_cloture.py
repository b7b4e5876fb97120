"""``financement cloture`` : le contrat json, les totaux refaits par addition, la table et le csv."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import poser

AU = "2015-03-31"
MONTANTS = [
    "programme",
    "engage",
    "paye",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
    "economie",
]
LIGNE = ["operation", "financeur", "nature", "etat", *MONTANTS, "motif"]
ETATS = {
    "abandonnee",
    "residu",
    "forclose",
    "a_engager",
    "soldee",
    "achevee",
    "en_cours",
    "engagee_non_demarree",
}


def json_de(financement: Commande, dossier: Path, au: str = AU) -> dict[str, Any]:
    reponse = financement("cloture", dossier, "--au", au, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


def somme(lignes: list[dict[str, Any]]) -> dict[str, str]:
    return {nom: str(sum(Decimal(ligne[nom]) for ligne in lignes)) for nom in MONTANTS}


def test_contrat_json(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer)
    assert list(contenu) == ["au", "version", "lignes", "par_financeur", "total"]
    assert (contenu["au"], contenu["version"]) == (AU, 5)
    assert all(list(ligne) == LIGNE for ligne in contenu["lignes"])
    assert all(list(ligne) == ["financeur", "enveloppe", *MONTANTS] for ligne in contenu["par_financeur"])
    assert list(contenu["total"]) == MONTANTS
    assert {ligne["etat"] for ligne in contenu["lignes"]} == ETATS
    for ligne in (*contenu["lignes"], *contenu["par_financeur"], contenu["total"]):
        assert all(re.fullmatch(r"-?\d+\.\d\d", ligne[nom]) for nom in MONTANTS)


def test_les_totaux_sont_des_sommes_de_lignes(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer)
    assert contenu["total"] == somme(contenu["lignes"]) == somme(contenu["par_financeur"])
    assert contenu["total"]["programme"] == "167000000.00"
    for total in contenu["par_financeur"]:
        siennes = [ligne for ligne in contenu["lignes"] if ligne["financeur"] == total["financeur"]]
        assert {nom: total[nom] for nom in MONTANTS} == somme(siennes)


def test_les_lois_tiennent_sur_chaque_ligne_imprimee(financement: Commande, noyer: Path) -> None:
    for ligne in json_de(financement, noyer)["lignes"]:
        m = {nom: Decimal(ligne[nom]) for nom in MONTANTS}
        assert m["montant_cloture"] == m["paye"] + m["solde_a_verser"] - m["trop_percu"]
        assert m["engage"] + m["a_engager"] == m["montant_cloture"] + m["a_degager"]
        assert m["programme"] == m["montant_cloture"] + m["economie"]


def test_une_ligne_connue_et_son_motif(financement: Commande, noyer: Path) -> None:
    """17 % × 1 228 002,26 = 208 760,38 ; payé 233 974,00."""
    (ligne,) = [
        ligne
        for ligne in json_de(financement, noyer)["lignes"]
        if (ligne["operation"], ligne["financeur"]) == ("9200201-06-0003-001", "ANRU")
    ]
    assert ligne | {"motif": ligne["motif"].replace("\u00a0", " ").replace("\u202f", " ")} == {
        "operation": "9200201-06-0003-001",
        "financeur": "ANRU",
        "nature": "subvention",
        "etat": "soldee",
        "programme": "242460.75",
        "engage": "242460.75",
        "paye": "233974.00",
        "montant_cloture": "208760.38",
        "solde_a_verser": "0.00",
        "trop_percu": "25213.62",
        "a_degager": "33700.37",
        "a_engager": "0.00",
        "economie": "33700.37",
        "motif": "soldée ; 17 % × 1 228 002,26 € (dépense retenue) = 208 760,38 €",
    }


def test_l_enveloppe_en_vigueur_ou_nulle(financement: Commande, noyer: Path) -> None:
    enveloppes = {ligne["financeur"]: ligne["enveloppe"] for ligne in json_de(financement, noyer)["par_financeur"]}
    assert enveloppes["ANRU"] == "23000000.00"
    assert None in enveloppes.values()


def test_la_date_choisit_la_version(financement: Commande, noyer: Path) -> None:
    assert json_de(financement, noyer, "2006-01-01")["version"] == 1


def test_csv(financement: Commande, noyer: Path) -> None:
    reponse = financement("cloture", noyer, "--au", "31/03/2015", "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    assert (reponse.code, list(rangees[0])) == (0, LIGNE)
    attendues = json_de(financement, noyer)["lignes"]
    assert [[rangee["operation"], *(rangee[nom].replace(",", ".") for nom in MONTANTS)] for rangee in rangees] == [
        [ligne["operation"], *(ligne[nom] for nom in MONTANTS)] for ligne in attendues
    ]


def test_table(financement: Commande, noyer: Path) -> None:
    reponse = financement("cloture", noyer, "--au", AU)
    assert (reponse.code, reponse.erreur) == (0, "")
    lignes = reponse.sortie.splitlines()
    assert lignes[0].endswith("clôture au 31/03/2015, tableau financier version 5, en euros")
    totaux = [ligne for ligne in lignes if ligne.startswith("Total")]
    assert len(totaux) == 2
    assert all("167 000 000,00" in total and "25 213,62" in total for total in totaux)
    assert "Points de vigilance, par montant en jeu (10 premiers sur 15) :" in lignes
    assert "Montants de clôture : lecture C des règles de solde, qu'aucun texte ne publie." in lignes


def test_la_table_dit_les_constats_bloquants(financement: Commande, noyer: Path) -> None:
    derniere = financement("cloture", noyer, "--au", AU).sortie.splitlines()[-1]
    assert re.match(r"PROJET — \d+ constats? bloquants? : les voir par « financement controler »\.", derniere)


@pytest.mark.parametrize("forme", ["json", "csv", "table"])
def test_meme_sortie_depuis_le_json(financement: Commande, noyer: Path, tmp_path: Path, forme: str) -> None:
    copie = tmp_path / "noyer.json"
    assert financement("convertir", noyer, copie).code == 0
    mots = ("--au", AU, "--format", forme)
    assert financement("cloture", copie, *mots).sortie == financement("cloture", noyer, *mots).sortie


def test_un_dossier_sans_mouvement_ni_constat(financement: Commande, tmp_path: Path) -> None:
    dossier = poser(tmp_path / "d")
    assert financement("cloture", dossier, "--au", AU).code == 0


def test_sans_date_d_arrete(financement: Commande, noyer: Path) -> None:
    reponse = financement("cloture", noyer)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "il manque : --au" in reponse.erreur


def test_dossier_illisible_en_json(financement: Commande, tmp_path: Path) -> None:
    reponse = financement("cloture", tmp_path / "absent", "--au", AU, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    assert list(json.loads(reponse.sortie)) == ["erreurs"]
