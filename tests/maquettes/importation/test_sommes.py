"""Un montant de plan qui somme plusieurs cellules les cite toutes : origines.csv, dossier relu, rapport, json."""

import csv
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from exports.commandes.affichage.sortie import provenance_pour_programme
from financement.fautes.provenance import Origine
from maquettes import convertir, lire_dossier
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from maquettes.importation.importation import Importation
from tests.maquettes.importation.importations import importer_grilles

SOURCES: Final = """
[[sources]]
fichier = "tableau.csv"
role = "tableau_financier"
base = "ht"
financeurs = [
  { colonne = "ANRU 2008", financeur = "ANRU", nature = "subvention" },
  { colonne = "ANRU 2009", financeur = "ANRU", nature = "subvention" },
  { colonne = "Ville", financeur = "VILLE", nature = "subvention" },
]
colonnes = { operation = "N°", libelle = "Libellé", maitre_ouvrage = "MO", cout_ht = "Coût HT" }

[[sources]]
fichier = "suite.csv"
role = "tableau_financier"
base = "ht"
constantes = { nature = "subvention" }

[sources.colonnes]
operation = "N°"
libelle = "Libellé"
maitre_ouvrage = "MO"
financeur = "Financeur"
montant = "Montant"
cout_ht = "Coût HT"
"""


@pytest.fixture
def importation() -> Importation:
    """L’ANRU paie OP-1 en deux colonnes du premier tableau, D2 et E2, puis en deux lignes du second, E2 et E4."""
    tableau = [
        ["N°", "Libellé", "MO", "ANRU 2008", "ANRU 2009", "Ville", "Coût HT"],
        ["01-1", "École", "Ville", "1000,00", "200,50", "300,00", "9000,00"],
    ]
    suite = [
        ["N°", "Libellé", "MO", "Financeur", "Montant", "Coût HT"],
        ["01-1", "École", "Ville", "ANRU", "40,25", "9000,00"],
        ["01-2", "Voirie", "Ville", "VILLE", "5,00", "70,00"],
        ["01-1", "École", "Ville", "ANRU", "0,75", "9000,00"],
    ]
    grilles = [
        Grille(fichier=nom, cellules=CellulesDeTexte(rangees))
        for nom, rangees in (("tableau.csv", tableau), ("suite.csv", suite))
    ]
    return importer_grilles(SOURCES, *grilles)


def test_origines_csv_a_une_ligne_par_cellule_de_la_somme(importation: Importation, tmp_path: Path) -> None:
    """1 000,00 + 200,50 + 40,25 + 0,75 = 1 241,50 €."""
    importation.ecrire(tmp_path / "dossier")
    plan = (tmp_path / "dossier" / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(";ANRU;" in ligne and ";1241,50" in ligne for ligne in plan)
    with (tmp_path / "dossier" / "origines.csv").open(encoding="utf-8-sig", newline="") as flux:
        rangees = [r for r in csv.DictReader(flux, delimiter=";") if r["table"] == "plan" and "ANRU" in r["cle"]]
    assert [(r["cle"], r["fichier"], r["cellule"]) for r in rangees] == [
        ("0|01-1|ANRU|subvention", "tableau.csv", "D2"),
        ("0|01-1|ANRU|subvention|montant#2", "tableau.csv", "E2"),
        ("0|01-1|ANRU|subvention|montant#3", "suite.csv", "E2"),
        ("0|01-1|ANRU|subvention|montant#4", "suite.csv", "E4"),
        ("0|01-1|ANRU|subvention|operation", "tableau.csv", "A2"),
    ]


def test_le_dossier_relu_les_cite_et_sa_copie_aussi(importation: Importation, tmp_path: Path) -> None:
    importation.ecrire(tmp_path / "dossier")
    convertir(tmp_path / "dossier", tmp_path / "copie")
    origines = [(tmp_path / nom / "origines.csv").read_bytes() for nom in ("dossier", "copie")]
    assert origines[0] == origines[1]
    for nom in ("dossier", "copie"):
        (ligne,) = (li for li in lire_dossier(tmp_path / nom).plan if li.financeur == "ANRU")
        assert str(ligne.provenance.a_la_colonne("montant")).endswith("(de tableau.csv, D2 + E2 + suite.csv, E2 + E4)")
        origine = provenance_pour_programme(ligne.provenance)["origine"]
        assert isinstance(origine, dict)
        assert [autre["cellule"] for autre in origine["avec"]] == ["E2", "E2", "E4"]
        assert {"avec"} == set(origine) - {"fichier", "feuille", "cellule", "empreinte"}


def test_une_seule_cellule_se_dit_comme_avant(importation: Importation, tmp_path: Path) -> None:
    importation.ecrire(tmp_path / "dossier")
    projet = lire_dossier(tmp_path / "dossier")
    villes = [str(ligne.provenance.origine) for ligne in projet.plan if ligne.financeur == "VILLE"]
    assert villes == ["tableau.csv, F2", "suite.csv, E3"]
    (cout,) = (o.provenance.a_la_colonne("cout_ht") for o in projet.operations if o.code == "01-1")
    assert provenance_pour_programme(cout)["origine"] == {
        "fichier": "tableau.csv",
        "feuille": "",
        "cellule": "G2",
        "empreinte": "0" * 16,
    }


def test_le_rapport_lie_chaque_cellule_et_ne_compte_le_montant_qu_une_fois(
    importation: Importation, tmp_path: Path
) -> None:
    importation.ecrire(tmp_path / "dossier", tmp_path / "rapport.xlsx")
    classeur = openpyxl.load_workbook(BytesIO((tmp_path / "rapport.xlsx").read_bytes()))
    lignes = [r for r in classeur["Lignes"].iter_rows() if "ANRU" in str(r[2].value)]
    assert [(r[0].value, r[3].value) for r in lignes] == [
        ("tableau.csv, D2", 1241.5),
        ("tableau.csv, E2", None),
        ("suite.csv, E2", None),
        ("suite.csv, E4", None),
    ]
    assert str(lignes[0][2].value).endswith(" : somme de 4 cellules")
    liens = [r[0].hyperlink for r in lignes]
    assert [lien and lien.target for lien in liens] == ["tableau.csv", "tableau.csv", "suite.csv", "suite.csv"]


def test_au_dela_de_dix_les_autres_sont_comptees() -> None:
    cellules = [Origine(fichier="t.xlsx", feuille="Plan", cellule=f"D{rang}") for rang in range(2, 14)]
    somme = Origine(fichier="t.xlsx", feuille="Plan", cellule="D1", avec=tuple(cellules))
    dix = " + ".join(f"D{rang}" for rang in range(1, 11))
    assert str(somme) == f"t.xlsx, feuille Plan, {dix} et 3 autres"
