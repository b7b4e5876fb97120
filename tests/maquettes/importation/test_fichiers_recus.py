"""Les fichiers d’exemple, importés : le dossier fait à la main, et chaque piège planté dit par son constat."""

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from financement import controler
from financement.controles.constat import EcartMontant
from maquettes import Importation, comparer_dossiers, importer, lire_dossier
from maquettes.description.comparaison import Sorte
from tests.maquettes.importation.test_lois import exiger_le_compte

RECUS = Path(__file__).parents[3] / "examples" / "fichiers_recus"
SOURCES = (
    "tableaux_financiers.xlsx",
    "extrait_anru.xlsx",
    "grand_livre_ville.csv",
    "mandats_2009.xml",
    "retour_bailleur_A.xlsx",
    "retour_bailleur_B.xlsx",
)


@pytest.fixture(scope="module")
def importation() -> Importation:
    return importer([RECUS / nom for nom in SOURCES], RECUS / "correspondance.toml")


def test_le_dossier_est_celui_fait_a_la_main_a_l_ordre_des_lignes_pres(importation: Importation) -> None:
    changements = comparer_dossiers(lire_dossier(RECUS / "dossier"), importation.projet)
    assert [c for c in changements if c.sorte is not Sorte.ORDRE] == []


def test_les_trois_lois_tiennent(importation: Importation) -> None:
    for extraction in importation.extractions:
        exiger_le_compte(extraction)


@pytest.mark.parametrize(
    ("code", "lieu", "message"),
    [
        ("IMPORT-62", "Avenant 1, G5", "Coût HT convention 2007"),
        ("IMPORT-71", "Avenant 1, B16", "OPH"),
        ("IMPORT-60", "Avenant 2, R25", "p.m."),
        ("IMPORT-89", "Avenant 2, P29", "1 montant"),
        ("IMPORT-73", "Avenant 2, AD25", "Retrait du Département"),
        ("IMPORT-64", "Avenant 2", "5951203-06-0002-001"),
        ("IMPORT-61", "Extraction, ligne 21", "21"),
        ("IMPORT-75", "grand_livre_ville.csv", "391 334,20"),
        ("IMPORT-87", "grand_livre_ville.csv", "Montant HT"),
        ("IMPORT-75", "mandats_2009.xml", "8 400,00"),
        ("IMPORT-74", "Dépenses", "13 mouvements"),
        ("IMPORT-88", "Dépenses, A8", "5951203-05-0001-001"),
        ("IMPORT-79", "Dépenses, I9", "en chantier"),
        ("IMPORT-79", "Livraisons, B3", "prévue au 2e sem. 2012"),
        ("IMPORT-75", "Pièces", "5 755,80"),
    ],
)
def test_chaque_piege_est_un_constat(importation: Importation, code: str, lieu: str, message: str) -> None:
    semblables = [c for c in importation.constats if c.code == code and lieu in str(c.provenance)]
    assert any(message in c.message.replace("\u202f", " ") for c in semblables), [c.message for c in semblables]


def test_les_totaux_faux_de_l_avenant_1_et_de_l_avenant_2_sont_dits_au_centime(importation: Importation) -> None:
    ecarts = Counter(
        (str(c.provenance.feuille), c.provenance.cellule, -c.mesure.ecart)
        for c in importation.constats
        if c.code == "IMPORT-69" and isinstance(c.mesure, EcartMontant)
    )
    du_sous_total = {"F27": 41_525_000, "I27": 49_663_900, "K27": 41_525_000, "M27": 12_457_500, "Q27": 6_000_000}
    attendus = {("Avenant 1", cellule, ecart): 1 for cellule, ecart in du_sous_total.items()}
    assert attendus.items() <= ecarts.items()
    assert ecarts["Avenant 1", "Y27", 23_067_500] == 1
    assert ecarts["Avenant 2", "P30", 35_000_000] == ecarts["Avenant 2", "P34", 35_000_000] == 1
    assert sum(ecarts.values()) == 14


def test_le_repertoire_ecrit_garde_la_cellule_de_chaque_ligne(importation: Importation, tmp_path: Path) -> None:
    importation.ecrire(tmp_path / "dossier", tmp_path / "rapport.xlsx")
    with (tmp_path / "dossier" / "origines.csv").open(encoding="utf-8-sig", newline="") as flux:
        origines = list(csv.DictReader(flux, delimiter=";"))
    projet = importation.projet
    des_lignes = [o for o in origines if o["cle"].count("|") == {"operations": 1, "plan": 3, "journal": 0}[o["table"]]]
    assert len(des_lignes) == len(projet.operations) + len(projet.plan) + len(projet.journal)
    assert {origine["fichier"] for origine in origines} == set(SOURCES)
    relu = lire_dossier(tmp_path / "dossier")
    (tour,) = [o for o in relu.operations if (o.code, o.version) == ("5951203-01-0001-001", 2)]
    assert "tableaux_financiers.xlsx, feuille Avenant 2, A8" in str(tour.provenance)


def test_chaque_cout_et_chaque_livraison_citent_la_cellule_qui_les_porte(
    importation: Importation, tmp_path: Path
) -> None:
    """Openpyxl ouvre le fichier cité, à la feuille et à la cellule citées, et y trouve la valeur du dossier."""
    importation.ecrire(tmp_path / "dossier")
    relu = lire_dossier(tmp_path / "dossier")
    classeurs = {nom: load_workbook(RECUS / nom, data_only=True) for nom in SOURCES if nom.endswith("xlsx")}
    cites = Counter[str]()
    for operation in relu.operations:
        cout = operation.provenance.a_la_colonne("cout_ht").origine
        assert cout is not None
        cellule = classeurs[cout.fichier][cout.feuille][cout.cellule].value
        unite = 1000 if cout.feuille == "Avenant 1" else 1
        assert round(Decimal(str(cellule)) * unite * 100) == operation.cout_ht
        if operation.achevement is not None:
            livraison = operation.provenance.a_la_colonne("achevement").origine
            assert livraison is not None
            cites[livraison.fichier] += 1
            ecrite = classeurs[livraison.fichier][livraison.feuille][livraison.cellule].value
            texte = f"{ecrite:%d/%m/%Y}" if isinstance(ecrite, datetime) else str(ecrite)
            assert f"{operation.achevement:%d/%m/%Y}" in texte
    assert cites == {"retour_bailleur_A.xlsx": 3, "retour_bailleur_B.xlsx": 1}


def test_controler_cite_le_retour_du_bailleur_et_non_le_tableau(importation: Importation, tmp_path: Path) -> None:
    importation.ecrire(tmp_path / "dossier")
    constats = controler(lire_dossier(tmp_path / "dossier"), au=date(2012, 6, 30))
    (avance,) = [str(c.provenance) for c in constats if c.provenance.colonne == "achevement"]
    assert avance == "operations.csv, ligne 31, colonne achevement (de retour_bailleur_A.xlsx, feuille Dépenses, I6)"


def test_le_rapport_a_les_memes_octets_et_mene_aux_cellules(importation: Importation, tmp_path: Path) -> None:
    importation.ecrire(tmp_path / "un", tmp_path / "un.xlsx")
    importation.ecrire(tmp_path / "deux", tmp_path / "deux.xlsx")
    assert (tmp_path / "un.xlsx").read_bytes() == (tmp_path / "deux.xlsx").read_bytes()
    classeur = load_workbook(tmp_path / "un.xlsx")
    assert classeur.sheetnames == ["Synthèse", "Totaux", "Constats", "Lignes"]
    premier = classeur["Lignes"]["A5"].hyperlink
    assert (premier.target, premier.location) == ("tableaux_financiers.xlsx", "'Convention initiale'!A8")
    lignes = len(importation.projet.operations) + len(importation.projet.plan) + len(importation.projet.journal)
    # Une de plus : à l'avenant 2, les fonds propres de la Foncière sont sa colonne (X14) et « Fonds propres » (Z14).
    sommes = [r for r in classeur["Lignes"].iter_rows(min_row=5) if "autre cellule de la somme" in str(r[2].value)]
    assert [str(r[0].value) for r in sommes] == ["tableaux_financiers.xlsx, feuille Avenant 2, Z14"]
    assert classeur["Lignes"].max_row == 4 + lignes + 1
    assert {feuille.page_setup.paperSize for feuille in classeur} == {8}
    assert {feuille.page_setup.orientation for feuille in classeur} == {"landscape"}


def test_le_rapport_se_lit_imprime(importation: Importation, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    importation.ecrire(tmp_path / "dossier", tmp_path / "rapport.xlsx")
    classeur = load_workbook(tmp_path / "rapport.xlsx")
    constats, totaux = classeur["Constats"], classeur["Totaux"]
    # Deux lignes de texte à dix points ne tiennent pas en moins de vingt-quatre.
    assert len(str(constats["D5"].value)) > 130
    assert constats.row_dimensions[5].height > 24
    assert [ligne[2].value for ligne in classeur["Synthèse"].iter_rows(min_row=5)] == [
        *["tableau financier"] * 3,
        *["journal"] * 3,
        *["dépenses"] * 2,
        "opérations",
    ]
    annonces, calcules = ([c.value for c in totaux[colonne][4:]] for colonne in "EF")
    tombent = [annonce == calcule for annonce, calcule in zip(annonces, calcules, strict=True)]
    assert tombent == [False] * 14 + [True] * (len(tombent) - 14)
    assert [c.value for c in totaux[4][3:]] == ["Lignes", "Annoncé (€)", "Calculé (€)", "Écart (€)"]
    assert totaux["D17"].value == "29"
