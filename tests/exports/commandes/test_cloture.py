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
PARTS = ["concours", "autofinancement"]
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
    assert list(contenu) == ["au", "version", "lignes", "par_financeur", "operations", "total"]
    assert (contenu["au"], contenu["version"]) == (AU, 5)
    assert all(list(ligne) == LIGNE for ligne in contenu["lignes"])
    assert all(list(ligne) == ["financeur", "enveloppe", *MONTANTS, *PARTS] for ligne in contenu["par_financeur"])
    assert list(contenu["total"]) == [*MONTANTS, *PARTS]
    assert all(list(contenu["total"][part]) == MONTANTS for part in PARTS)
    assert all(list(operation) == ["operation", "etat", "forclose"] for operation in contenu["operations"])
    assert {ligne["etat"] for ligne in contenu["lignes"]} == ETATS
    for ligne in (*contenu["lignes"], *contenu["par_financeur"], contenu["total"]):
        assert all(re.fullmatch(r"-?\d+\.\d\d", ligne[nom]) for nom in MONTANTS)


def test_les_totaux_sont_des_sommes_de_lignes(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer)
    total = {nom: contenu["total"][nom] for nom in MONTANTS}
    assert total == somme(contenu["lignes"]) == somme(contenu["par_financeur"])
    assert contenu["total"]["programme"] == "167000000.00"
    for total in contenu["par_financeur"]:
        siennes = [ligne for ligne in contenu["lignes"] if ligne["financeur"] == total["financeur"]]
        assert {nom: total[nom] for nom in MONTANTS} == somme(siennes)


def test_chaque_part_est_la_somme_de_ses_lignes(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer)
    for total in (*contenu["par_financeur"], contenu["total"]):
        siennes = [
            ligne for ligne in contenu["lignes"] if ligne["financeur"] == total.get("financeur", ligne["financeur"])
        ]
        concours = [ligne for ligne in siennes if ligne["nature"] in {"subvention", "pret"}]
        propres = [ligne for ligne in siennes if ligne["nature"] == "fonds_propres"]
        for part, lignes in (("concours", concours), ("autofinancement", propres)):
            assert {nom: Decimal(total[part][nom]) for nom in MONTANTS} == {
                nom: sum((Decimal(ligne[nom]) for ligne in lignes), Decimal()) for nom in MONTANTS
            }
    assert contenu["total"]["concours"]["solde_a_verser"] == "7786976.70"


def test_aucune_operation_soldee_n_a_de_reste(financement: Commande, noyer: Path) -> None:
    """L’état d’une opération, refait de ses lignes de concours : la moins avancée ; soldée, rien n’y reste à verser."""
    contenu = json_de(financement, noyer)
    ordre = ["a_engager", "engagee_non_demarree", "en_cours", "achevee", "soldee"]
    for operation in contenu["operations"]:
        concours = [
            ligne
            for ligne in contenu["lignes"]
            if ligne["operation"] == operation["operation"] and ligne["nature"] != "fonds_propres"
        ]
        etats = {ligne["etat"] for ligne in concours}
        if operation["etat"] == "abandonnee":
            assert etats <= {"abandonnee"}
        else:
            assert operation["forclose"] == ("forclose" in etats)
            assert operation["etat"] == min(etats & set(ordre), key=ordre.index, default="forclose")
        if operation["etat"] == "soldee":
            assert sum(Decimal(ligne["solde_a_verser"]) for ligne in concours) == 0
    assert len(contenu["operations"]) == 103


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
    assert all("97 005 229,70" in total and "7 786 976,70" in total and "25 213,62" in total for total in totaux)
    memoire = next(ligne for ligne in lignes if ligne.startswith("Pour mémoire : autofinancement"))
    assert re.split(r" {2,}", memoire)[1:] == ["69 994 770,30", "66 506 396,94", "3 488 373,36"]
    assert any(ligne.startswith("Points de vigilance, par montant en jeu (10 premiers sur ") for ligne in lignes)
    assert "Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie." in lignes


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
