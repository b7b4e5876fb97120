"""Chaque format porte le sceau du document, que tout autre programme y trouve."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import docx
import openpyxl
import pypdf
import pytest

from exports.document.sceau import GenrePerimetre, Perimetre, Sceau
from exports.livraison.annexe_rendue import AnnexeRendue, preparer_annexe
from exports.rendus.xlsx.rendu import proprietes_du_sceau
from tests.exports.verification.jeux import AU, VERIFIABLES, Jeu, petit_projet


def du_classeur(fichier: Path) -> str:
    lues = openpyxl.load_workbook(fichier).custom_doc_props.props  # type: ignore[attr-defined]  # ses types les ignorent
    proprietes = {str(propriete.name): str(propriete.value) for propriete in lues}
    assert all(len(valeur) <= 255 for valeur in proprietes.values())
    return "".join(proprietes[f"financement.sceau.{rang}"] for rang in range(1, len(proprietes) + 1))


def du_csv(fichier: Path) -> str:
    with fichier.open(encoding="utf-8-sig", newline="") as flux:
        return dict(csv.reader(flux, delimiter=";"))["Sceau"]


def du_word(fichier: Path) -> str:
    return str(docx.Document(str(fichier)).core_properties.comments)


def de_la_page(fichier: Path) -> str:
    trouve = re.search(r'<script[^>]* id="sceau"[^>]*>(.*?)</script>', fichier.read_text(encoding="utf-8"))
    assert trouve is not None
    return trouve[1]


def du_pdf(fichier: Path) -> str:
    (piece,) = [p for p in pypdf.PdfReader(fichier).attachment_list if p.name == "sceau.json"]
    return piece.content.decode()


LECTURES: Final[dict[str, Callable[[Path], str]]] = {
    "xlsx": du_classeur,
    "csv": du_csv,
    "docx": du_word,
    "html": de_la_page,
    "pdf": du_pdf,
}


@pytest.fixture(scope="module")
def annexe() -> AnnexeRendue:
    return preparer_annexe(petit_projet(), au=AU)


@pytest.mark.parametrize("forme", VERIFIABLES)
def test_un_autre_programme_lit_le_sceau(forme: str, modele: Jeu, annexe: AnnexeRendue) -> None:
    lu = json.loads(LECTURES[forme](modele.fichier(forme)))
    assert lu == json.loads(annexe.document.sceau.texte())
    assert date.fromisoformat(lu["date_arrete"]) == AU


def test_un_pdf_joint_le_classeur_et_le_dossier(modele: Jeu, annexe: AnnexeRendue) -> None:
    pieces = {p.name: p.content for p in pypdf.PdfReader(modele.fichier("pdf")).attachment_list}
    assert sorted(pieces) == ["annexe-financiere.xlsx", "dossier.json", "sceau.json"]
    assert pieces["annexe-financiere.xlsx"] == modele.fichier("xlsx").read_bytes()
    assert pieces["dossier.json"].decode() == annexe.dossier


@pytest.mark.parametrize("code", ["ANRU", "é" * 90, " ".join("x" * 130), "\\ \" ' 😀"])
def test_un_long_sceau_tient_en_proprietes_qui_ne_perdent_aucune_espace(code: str, annexe: AnnexeRendue) -> None:
    perimetre = Perimetre(genre=GenrePerimetre.FINANCEUR, code=code)
    sceau = replace(annexe.document.sceau, perimetre=perimetre)
    proprietes = proprietes_du_sceau(sceau)
    assert all(len(morceau) <= 255 and morceau == morceau.strip() for morceau in proprietes.values())
    assert list(proprietes) == [f"financement.sceau.{rang}" for rang in range(1, len(proprietes) + 1)]
    assert Sceau.lire("".join(proprietes.values())) == sceau
