"""``financement importer`` : proposer, importer, comparer ; ce qui s’écrit, ce qui se dit, les codes de sortie."""

import json
from pathlib import Path

import pytest

from maquettes import lire_dossier
from tests.exports.commandes.conftest import Commande

RECUS = Path(__file__).parents[3] / "examples" / "fichiers_recus"
SOURCES = tuple(
    str(RECUS / nom)
    for nom in (
        "tableaux_financiers.xlsx",
        "extrait_anru.xlsx",
        "grand_livre_ville.csv",
        "mandats_2009.xml",
        "retour_bailleur_A.xlsx",
        "retour_bailleur_B.xlsx",
    )
)
CORRESPONDANCE = ("--correspondance", str(RECUS / "correspondance.toml"))


def test_un_import_a_constats_bloquants_rend_1_et_les_nomme(financement: Commande, tmp_path: Path) -> None:
    rapport = tmp_path / "rapport.xlsx"
    reponse = financement("importer", *SOURCES, *CORRESPONDANCE, "--vers", tmp_path / "d", "--rapport", rapport)
    assert (reponse.code, reponse.erreur) == (1, "")
    assert "à lever avant de s’en servir : IMPORT-69 (14), IMPORT-60 (1)." in reponse.sortie
    assert rapport.is_file()
    assert len(lire_dossier(tmp_path / "d").journal) == 76


def test_le_json_est_celui_du_contrat(financement: Commande, tmp_path: Path) -> None:
    vers = tmp_path / "d.json"
    lu = json.loads(financement("importer", *SOURCES, *CORRESPONDANCE, "--vers", vers, "--format", "json").sortie)
    assert list(lu) == ["sources", "constats", "dossier"]
    assert lu["dossier"] == str(vers)
    avenant = next(source for source in lu["sources"] if source["feuille"] == "Avenant 1")
    assert list(avenant) == [
        *("fichier", "feuille", "role", "lignes_lues", "lignes_ignorees", "lignes_signalees", "cellules", "totaux"),
    ]
    assert avenant["cellules"] == {"lues": 336, "ignorees": 86, "signalees": 0}
    faux = next(total for total in avenant["totaux"] if total["cellule"] == "F27")
    assert (faux["annonce"], faux["calcule"], faux["ecart"]) == ("4140000.00", "4555250.00", "-415250.00")


def test_un_dossier_qui_existe_n_est_jamais_ecrase(financement: Commande, tmp_path: Path) -> None:
    vers = tmp_path / "d"
    financement("importer", *SOURCES, *CORRESPONDANCE, "--vers", vers)
    encore = financement("importer", *SOURCES, *CORRESPONDANCE, "--vers", vers)
    assert encore.code == 0
    assert "dit déjà tout ce qui est importé : rien n’est écrit" in encore.sortie
    journal = vers / "journal.csv"
    texte = journal.read_text(encoding="utf-8-sig").replace("107640,00", "107640,01", 1)
    journal.write_text(texte, encoding="utf-8")
    reponse = financement("importer", *SOURCES, *CORRESPONDANCE, "--vers", vers)
    assert reponse.code == 2
    assert "107 640,01" in reponse.sortie.replace("\u202f", " ")
    assert "n’est jamais écrasé : rien n’est écrit" in reponse.sortie
    assert journal.read_text(encoding="utf-8") == texte


def test_un_refus_rend_2_et_n_ecrit_rien(financement: Commande, tmp_path: Path) -> None:
    vers, rapport = tmp_path / "d", tmp_path / "r.xlsx"
    reponse = financement("importer", *SOURCES[:2], *CORRESPONDANCE, "--vers", vers, "--rapport", rapport)
    assert reponse.code == 2
    assert reponse.erreur.startswith("financement : 5 fautes empêchent de continuer.")
    assert "[IMPORT-20]" in reponse.erreur
    assert list(tmp_path.iterdir()) == []


def test_proposer_ecrit_une_correspondance_et_aucun_dossier(financement: Commande, tmp_path: Path) -> None:
    proposee = tmp_path / "proposee.toml"
    reponse = financement("importer", SOURCES[1], "--proposer", proposee)
    assert (reponse.code, reponse.erreur) == (0, "")
    assert "extrait_anru.xlsx, feuille Extraction : journal ; 9 colonnes sûres" in reponse.sortie
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["proposee.toml"]
    assert financement("importer", SOURCES[1], "--proposer", proposee).code == 2


@pytest.mark.parametrize(
    "mots",
    [
        ("--vers", "d"),
        ("--correspondance", "c.toml"),
        ("--proposer", "p.toml", "--vers", "d"),
        ("--proposer", "p.toml", "--rapport", "r.xlsx"),
    ],
)
def test_ce_qui_ne_va_pas_ensemble_est_refuse(financement: Commande, mots: tuple[str, ...]) -> None:
    assert financement("importer", "x.csv", *mots).code == 2
