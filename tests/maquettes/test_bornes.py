"""Un montant que la clôture ne pourrait pas écrire est refusé à la lecture, à son lieu, dans les trois formes."""

import json
from datetime import date
from pathlib import Path

import openpyxl

from maquettes import convertir, lire_dossier
from tests.maquettes.dossier_type import poser, refus
from tests.maquettes.maquette.petite import maquette_serree

ENTETE = "date;type;operation;financeur;nature;montant;piece;libelle\n"
JOURNAL = ENTETE + "2008-01-15;depense;OP1;;;99999999999,99;;\n2008-01-16;depense;OP1;;;0,02;;\n"
OPERATIONS = """\
version;operation;famille;libelle;maitre_ouvrage;nature_cout;cout_ht;taux_tva;base
0;OP1;08;Square;VILLE;brut;83333333333,34;20 %;ttc
"""


def test_un_repertoire(tmp_path: Path) -> None:
    assert refus(poser(tmp_path, journal=JOURNAL, operations=OPERATIONS)) == [
        "operations.csv, ligne 2, colonne cout_ht [VALEUR-02]",
        "journal.csv, ligne 3, colonne montant [VALEUR-02]",
    ]


def test_un_json(tmp_path: Path) -> None:
    convertir(poser(tmp_path / "d"), tmp_path / "d.json")
    document = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    document["operations"][0] |= {"cout_ht": "83333333333.34", "taux_tva": "20 %", "base": "ttc"}
    depense = {"date": "2008-01-15", "type": "depense", "operation": "OP1"}
    document["journal"] = [{**depense, "montant": "99999999999.99"}, {**depense, "montant": "0.02"}]
    (tmp_path / "d.json").write_text(json.dumps(document), encoding="utf-8")
    assert refus(tmp_path / "d.json") == [
        "d.json, operations[0].cout_ht [VALEUR-02]",
        "d.json, journal[1].montant [VALEUR-02]",
    ]


def test_une_maquette(tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_bytes(maquette_serree(lire_dossier(poser(tmp_path / "d"))))
    classeur = openpyxl.load_workbook(tmp_path / "d.xlsx")
    operations, journal = classeur["Opérations"], classeur["Journal"]
    for place, valeur in (("J7", 83333333333.34), ("K7", 0.2), ("L7", "ttc")):
        operations[place] = valeur
    for ligne, montant in ((7, 99999999999.99), (8, 0.02)):
        for colonne, saisie in zip("ABCDF", (date(2008, 1, 15), "depense", "OP1", None, montant), strict=True):
            journal[f"{colonne}{ligne}"] = saisie
    classeur.save(tmp_path / "d.xlsx")
    assert refus(tmp_path / "d.xlsx") == [
        "d.xlsx, feuille Opérations, J7, colonne cout_ht [VALEUR-02]",
        "d.xlsx, feuille Journal, F8, colonne montant [VALEUR-02]",
    ]


def test_un_centime_de_moins_se_lit(tmp_path: Path) -> None:
    """83 333 333 333,33 × 1,2 = 99 999 999 999,996, arrondi à 100 milliards tout juste."""
    journal, operations = JOURNAL.replace("0,02", "0,01"), OPERATIONS.replace("333,34", "333,33")
    convertir(poser(tmp_path / "d", journal=journal, operations=operations), tmp_path / "d.json")
