"""Le json lu strictement : types, clés, et chemin de chaque faute."""

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from financement.fautes.provenance import Provenance
from maquettes import lire_dossier, texte_canonique
from tests.maquettes.dossier_type import poser, refus

Document = dict[str, Any]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """Le dossier type, en json."""
    lu: Document = json.loads(texte_canonique(lire_dossier(poser(tmp_path / "type"))))
    return lu


def ecrire(lieu: Path, texte: str | bytes) -> Path:
    chemin = lieu / "dossier.json"
    chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    return chemin


def test_une_origine_est_un_chemin(document: Document, tmp_path: Path) -> None:
    projet = lire_dossier(ecrire(tmp_path, json.dumps(document)))
    assert projet.plan[1].provenance == Provenance(fichier="dossier.json", cellule="plan[1]")
    assert projet == lire_dossier(tmp_path / "type")


def changement(table: str, cle: str, valeur: object) -> Callable[[Document], None]:
    def changer(document: Document) -> None:
        objet = document[table] if isinstance(document[table], dict) else document[table][0]
        objet[cle] = valeur

    return changer


@pytest.mark.parametrize(
    ("changer", "attendues"),
    [
        (changement("plan", "montant", 50000.5), ["plan[0].montant [CLE-05]"]),
        (changement("plan", "montant", 10**3000), ["plan[0].montant [MONTANT-06]"]),
        (changement("plan", "montant", True), ["plan[0].montant [CLE-03]"]),
        (changement("plan", "montant", None), ["plan[0].montant [CLE-03]"]),
        (changement("plan", "montant", ""), ["plan[0].montant [VALEUR-01]"]),
        (changement("plan", "version", "0"), ["plan[0].version [CLE-03]"]),
        (changement("plan", "version", 7), ["plan[0].version [CODE-04]"]),
        (changement("plan", "financeur", "ANUR"), ["plan[0].financeur [CODE-02]"]),
        (changement("plan", "Nature", "pret"), ["plan[0].Nature [CLE-01]"]),
        (changement("plan", "piece\ud800\n", "x"), ["plan[0].piece\\ud800\\u000a [CLE-01]"]),
        (changement("operations", "taux_tva", 0.2), ["operations[0].taux_tva [TAUX-01]"]),
        (changement("operations", "taux_tva", 20), ["operations[0].taux_tva [TAUX-01]"]),
        (changement("operations", "libelle", "\ud83c"), ["operations[0].libelle [VALEUR-02]"]),
        (changement("operations", "libelle", "a\0b"), ["operations[0].libelle [VALEUR-02]"]),
        (changement("journal", "date", ["2008"]), ["journal[0].date [CLE-03]"]),
        (changement("convention", "reglement", "anru"), ["convention.reglement [CODE-06]"]),
        (changement("convention", "date_signature", "2004"), ["convention.date_signature [DATE-01]"]),
        (changement("avenants", "enveloppes", {"VILE": "1"}), ["avenants[0].enveloppes.VILE [CODE-02]"]),
        (changement("avenants", "enveloppes", {"VILLE": 1.5}), ["avenants[0].enveloppes.VILLE [CLE-05]"]),
        (changement("avenants", "enveloppes", {"": "1"}), ["avenants[0].enveloppes. [VALEUR-01]"]),
        (lambda document: document["plan"].append(document["plan"][0]), ["plan[2].operation [DOUBLON-01]"]),
        (lambda document: document["plan"].append("x"), ["plan[2] [CLE-03]"]),
        (lambda document: document.update(plan={}), ["plan [CLE-03]"]),
        (lambda document: document.update(plan=None), ["plan [CLE-03]"]),
        (lambda document: document.update(operation=document.pop("operations")), ["operation [CLE-01]"]),
        (lambda document: document["operations"][0].pop("base"), ["operations[0].base [CLE-02]"]),
    ],
)
def test_une_cle_refusee_est_situee_par_son_chemin(
    changer: Callable[[Document], object], attendues: list[str], document: Document, tmp_path: Path
) -> None:
    changer(document)
    assert refus(ecrire(tmp_path, json.dumps(document))) == [f"dossier.json, {attendue}" for attendue in attendues]


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        pytest.param("", "dossier.json, ligne 1, colonne 1 [LECTURE-09]", id="vide"),
        pytest.param("[]", "dossier.json [CLE-03]", id="liste"),
        pytest.param("3", "dossier.json [CLE-03]", id="nombre"),
        pytest.param('{"format": NaN}', "dossier.json [LECTURE-09]", id="NaN"),
        pytest.param('{"format": -Infinity}', "dossier.json [LECTURE-09]", id="infini"),
        pytest.param('{"format": ' + "9" * 5000 + "}", "dossier.json [LECTURE-09]", id="entier démesuré"),
        pytest.param('{"a": ' + "[" * 100_000, "dossier.json [LECTURE-09]", id="imbrication"),
        pytest.param('{"a":' * 50_000, "dossier.json [LECTURE-09]", id="imbrication d’objets"),
        pytest.param('{"format": 1} {}', "dossier.json, ligne 1, colonne 15 [LECTURE-09]", id="suite"),
        pytest.param('{"nom": "é"}'.encode("cp1252"), "dossier.json, ligne 1 [LECTURE-05]", id="cp1252"),
        pytest.param('{"nom": "é"}'.encode("utf-16"), "dossier.json, ligne 1 [LECTURE-05]", id="utf-16"),
    ],
)
def test_un_texte_illisible_est_une_seule_faute(texte: str | bytes, attendue: str, tmp_path: Path) -> None:
    assert refus(ecrire(tmp_path, texte)) == [attendue]


def test_une_cle_en_double_est_refusee_ou_qu_elle_soit(document: Document, tmp_path: Path) -> None:
    texte = json.dumps(document).replace('"nature": "subvention"', '"nature": "pret", "nature": "subvention"')
    texte = texte.replace('"format": 1', '"format": 1, "format": 1')
    texte = texte.replace('"VILLE": "1000000.00"', '"VILLE": "1", "VILLE": "2"')
    assert refus(ecrire(tmp_path, texte)) == [
        "dossier.json, format [CLE-04]",
        "dossier.json, avenants[0].enveloppes.VILLE [CLE-04]",
        "dossier.json, plan[0].nature [CLE-04]",
    ]


@pytest.mark.parametrize("marques", [1, 2, 5])
def test_la_marque_d_ordre_est_admise(marques: int, document: Document, tmp_path: Path) -> None:
    lu = lire_dossier(ecrire(tmp_path, codecs.BOM_UTF8 * marques + json.dumps(document).encode()))
    assert len(lu.plan) == 2
