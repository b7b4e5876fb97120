"""``financement expliquer`` : le contrat json, les sommes d’étapes, la table et le csv."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exports.commandes.conftest import Commande

AU = "2015-03-31"
OPERATION = "9200201-06-0003-001"
FIGURES = [
    "programme",
    "engage",
    "paye",
    "reste_a_engager",
    "reste_a_payer",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
    "economie",
]
PROVENANCE = ["fichier", "feuille", "cellule", "ligne", "colonne"]


def figures_de(financement: Commande, dossier: Path, financeur: str = "ANRU") -> list[dict[str, Any]]:
    reponse = financement("expliquer", dossier, OPERATION, financeur, "--au", AU, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, list[dict[str, Any]]] = json.loads(reponse.sortie)
    assert list(contenu) == ["figures"]
    return contenu["figures"]


def test_contrat_json(financement: Commande, noyer: Path) -> None:
    figures = figures_de(financement, noyer)
    assert [figure["cle"] for figure in figures] == FIGURES
    for figure in figures:
        assert list(figure) == ["cle", "nature", "montant", "etapes"]
        for etape in figure["etapes"]:
            assert list(etape) == ["libelle", "montant", "regle", "reference", "provenance"]
            assert list(etape["provenance"]) == PROVENANCE
        montants = [figure["montant"], *(e["montant"] for e in figure["etapes"] if e["montant"] is not None)]
        assert all(re.fullmatch(r"-?\d+\.\d\d", montant) for montant in montants)
        assert sum(map(Decimal, montants[1:])) == Decimal(montants[0])


def test_les_figures_sont_celles_de_la_cloture(financement: Commande, noyer: Path) -> None:
    cloture = json.loads(financement("cloture", noyer, "--au", AU, "--format", "json").sortie)
    (ligne,) = [ligne for ligne in cloture["lignes"] if (ligne["operation"], ligne["financeur"]) == (OPERATION, "ANRU")]
    montants = {figure["cle"]: figure["montant"] for figure in figures_de(financement, noyer)}
    assert {cle: montant for cle, montant in montants.items() if cle in ligne} == {
        cle: ligne[cle] for cle in FIGURES if cle in ligne
    }
    assert (montants["montant_cloture"], montants["trop_percu"]) == ("208760.38", "25213.62")


def test_la_provenance_mene_a_la_ligne_du_fichier(financement: Commande, noyer: Path) -> None:
    (etape,) = figures_de(financement, noyer)[0]["etapes"]
    origine = etape["provenance"]
    assert (origine["fichier"], origine["colonne"]) == ("plan.csv", "montant")
    rangee = (noyer / "plan.csv").read_text(encoding="utf-8-sig").splitlines()[origine["ligne"] - 1]
    assert rangee.startswith(f"0;{OPERATION};ANRU;subvention;242460,75;")


def test_csv(financement: Commande, noyer: Path) -> None:
    reponse = financement("expliquer", noyer, OPERATION, "ANRU", "--au", AU, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    assert list(rangees[0]) == ["cle", "nature", "libelle", "montant", "regle", "reference", "provenance"]
    etapes = [(figure["cle"], e) for figure in figures_de(financement, noyer) for e in figure["etapes"]]
    assert [(r["cle"], r["montant"].replace(",", ".") or None) for r in rangees] == [
        (cle, etape["montant"]) for cle, etape in etapes
    ]
    assert rangees[0]["provenance"] == "plan.csv, ligne 126, colonne montant"


def test_table(financement: Commande, noyer: Path) -> None:
    reponse = financement("expliquer", noyer, OPERATION, "ANRU", "--au", AU)
    texte = reponse.sortie.replace("\u00a0", " ")
    assert (reponse.code, reponse.erreur) == (0, "")
    assert texte.startswith(f"{OPERATION}, ANRU — au 31/03/2015, tableau financier version 5\n")
    for attendu in (
        "Montant de clôture (subvention) : 208 760,38 €",
        "Trop-perçu (subvention) : 25 213,62 €",
        "[journal.csv, ligne 252, colonne montant]",
        "règle : payé − montant de clôture",
        "lecture C",
    ):
        assert attendu in texte


def test_le_json_dit_les_memes_montants_et_d_autres_lieux(financement: Commande, noyer: Path, tmp_path: Path) -> None:
    copie = tmp_path / "noyer.json"
    assert financement("convertir", noyer, copie).code == 0

    def sans_lieu(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [f | {"etapes": [e | {"provenance": None} for e in f["etapes"]]} for f in figures]

    depuis_json = figures_de(financement, copie)
    assert sans_lieu(depuis_json) == sans_lieu(figures_de(financement, noyer))
    origine = depuis_json[0]["etapes"][0]["provenance"]
    assert (origine["fichier"], origine["cellule"]) == ("noyer.json", "plan[124].montant")


def test_un_financeur_etranger_a_l_operation(financement: Commande, noyer: Path) -> None:
    assert figures_de(financement, noyer, "FEDER") == []
    reponse = financement("expliquer", noyer, OPERATION, "FEDER", "--au", AU)
    assert "Ce financeur n’a ni montant programmé ni mouvement sur cette opération." in reponse.sortie


def test_codes_inconnus(financement: Commande, noyer: Path) -> None:
    mots = ("expliquer", noyer, "9200201-06-0003-01", "ANRRU", "--au", AU)
    reponse = financement(*mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    erreurs = json.loads(reponse.sortie)["erreurs"]
    assert [(e["code"], e["lu"]) for e in erreurs] == [("CODE-01", "9200201-06-0003-01"), ("CODE-02", "ANRRU")]
    assert all(list(erreur) == ["code", "message", "lu", "remede", "provenance"] for erreur in erreurs)
    assert OPERATION in erreurs[0]["message"] + erreurs[0]["remede"]
    assert "« ANRU »" in (erreurs[1]["message"] + erreurs[1]["remede"]).replace("\u00a0", " ")
    pour_une_personne = financement(*mots)
    assert (pour_une_personne.code, pour_une_personne.sortie) == (2, "")
    assert "CODE-01" in pour_une_personne.erreur


@pytest.mark.parametrize("mots", [(), (OPERATION,), (OPERATION, "ANRU")])
def test_ce_qui_manque_est_dit(financement: Commande, noyer: Path, mots: tuple[str, ...]) -> None:
    reponse = financement("expliquer", noyer, *mots)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "il manque : " in reponse.erreur
    assert "--au" in reponse.erreur


def test_un_financeur_se_nomme_a_la_casse_pres(financement: Commande, noyer: Path) -> None:
    assert figures_de(financement, noyer, "anru") == figures_de(financement, noyer)
