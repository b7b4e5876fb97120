"""Le lecteur de classeurs, face à openpyxl, sur des fichiers de xlsxwriter et de LibreOffice."""

import datetime
from collections.abc import Sequence
from decimal import Context, Decimal
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell

from maquettes.tableur.contenu import CelluleLue, ClasseurLu, GenreCellule, Plage
from maquettes.tableur.lecture import lire_classeur
from tests.libreoffice import recalculer
from tests.strategies import textes

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
TEXTE, NOMBRE = GenreCellule.TEXTE, GenreCellule.NOMBRE


def _classeur_complet() -> bytes:
    """Chaque genre de cellule, des feuilles cachées, des noms, des propriétés, des fusions."""
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, OPTIONS)
    formats = {
        code: classeur.add_format({"num_format": code})
        for code in ("dd/mm/yyyy", "[$-40C]d mmmm yyyy", "0.00%", '#,##0.00\\ "€"', '0" jours"', "[Red]-0")
    }
    feuille = classeur.add_worksheet("Plan")
    lignes: tuple[tuple[str | bool | float, str | None], ...] = (
        ("Square des Tilleuls", None),
        ("=1+1", None),
        (" bords et\nlignes ", None),
        ("_x0041_ & <b> é 😀", None),
        (1250.5, None),
        (0.1 + 0.2, None),
        (167_000_000, '#,##0.00\\ "€"'),
        (30, '0" jours"'),
        (-4, "[Red]-0"),
        (0.196, "0.00%"),
        (42_004, "dd/mm/yyyy"),
        (42_004.25, "[$-40C]d mmmm yyyy"),
        (True, None),
        (False, None),
    )
    for rang, (valeur, code) in enumerate(lignes):
        presentation = formats[code] if code is not None else None
        match valeur:
            case bool():
                feuille.write_boolean(rang, 1, valeur, presentation)
            case str():
                feuille.write_string(rang, 1, valeur, presentation)
            case _:
                feuille.write_number(rang, 1, valeur, presentation)
    feuille.write_blank("B20", None, formats["0.00%"])
    feuille.write_formula("D1", "=B5*2", None, 2501)
    feuille.write_formula("D2", '=B1&" !"', None, "Square des Tilleuls !")
    feuille.write_formula("D3", "=1/0", None, "#DIV/0!")
    feuille.write_formula("D4", "=B5>1", None, True)
    feuille.write_formula("D5", "=B11", formats["dd/mm/yyyy"], 42_004)
    feuille.write_array_formula("D6:D7", "{=B5:B6*2}", None, 2501)
    feuille.write_number("D7", 0.6)
    feuille.write_rich_string("D8", "en ", classeur.add_format({"bold": True}), "gras", " ici")
    feuille.merge_range("F1:G3", "fusion")
    classeur.add_worksheet("Cachée").hide()
    classeur.add_worksheet("Très cachée").very_hidden()
    classeur.define_name("plan_montant", "=Plan!$B$5:$B$9")
    classeur.define_name("Cachée!local", "=Plan!$B$1")
    classeur.set_custom_property("financement_maquette", "1")
    classeur.set_custom_property("lignes", 14)
    classeur.set_custom_property("valide", value=True)
    classeur.close()
    return flux.getvalue()


def _selon_openpyxl(cellule: Cell) -> tuple[GenreCellule, str]:
    """Ce qu’openpyxl lit, dit dans nos mots."""
    match cellule.value:
        case bool() as booleen:
            return GenreCellule.BOOLEEN, "VRAI" if booleen else "FAUX"
        case str() as texte:
            return (GenreCellule.ERREUR if cellule.data_type == "e" else TEXTE), texte
        case datetime.datetime() as instant:
            return GenreCellule.DATE, str(instant.date() if instant.time() == datetime.time() else instant)
        case int() | float() as nombre:
            ecrit = format(Context(prec=15).create_decimal(repr(nombre)).normalize(), "f")
            return (GenreCellule.POURCENTAGE if cellule.number_format.endswith("%") else NOMBRE), ecrit
        case autre:
            pytest.fail(f"{cellule.coordinate} : {autre!r}")


def _place(cellule: Cell) -> tuple[int, int]:
    return cellule.row - 1, cellule.column - 1


def _comparer(octets: bytes) -> ClasseurLu:
    """Nos cellules et celles d’openpyxl, valeurs et formules, une à une."""
    lu = lire_classeur("complet.xlsx", octets)
    valeurs = openpyxl.load_workbook(BytesIO(octets), data_only=True)
    formules = openpyxl.load_workbook(BytesIO(octets))
    assert [(feuille.nom, feuille.etat) for feuille in lu.feuilles] == [
        (feuille.title, feuille.sheet_state) for feuille in valeurs.worksheets
    ]
    for feuille in lu.feuilles:
        attendues = {
            _place(cellule): _selon_openpyxl(cellule)
            for ligne in valeurs[feuille.nom].iter_rows()
            for cellule in ligne
            if isinstance(cellule, Cell) and cellule.value is not None
        }
        assert {place: (lue.genre, lue.texte) for place, lue in feuille.cellules.items()} == attendues
        avec_formule = {
            _place(cellule)
            for ligne in formules[feuille.nom].iter_rows()
            for cellule in ligne
            if isinstance(cellule, Cell) and cellule.data_type == "f"
        }
        assert {place for place, lue in feuille.cellules.items() if lue.formule is not None} == avec_formule
        assert {tuple(fusion) for fusion in feuille.fusions} == {
            (fusion.min_row - 1, fusion.min_col - 1, fusion.max_row - 1, fusion.max_col - 1)
            for fusion in valeurs[feuille.nom].merged_cells.ranges
        }
    return lu


def test_un_classeur_de_xlsxwriter_est_lu_comme_par_openpyxl() -> None:
    lu = _comparer(_classeur_complet())
    assert lu.nom == "complet.xlsx"
    assert lu.noms_definis == {"plan_montant": "Plan!$B$5:$B$9"}
    assert lu.proprietes == {"financement_maquette": "1", "lignes": "14", "valide": "true"}


def test_chaque_genre_de_cellule() -> None:
    plan, cachee, tres_cachee = lire_classeur("complet.xlsx", _classeur_complet()).feuilles
    assert (plan.etat, cachee.etat, tres_cachee.etat) == ("visible", "hidden", "veryHidden")
    assert plan.fusions == (Plage(0, 5, 2, 6),)
    assert {place: lue for place, lue in plan.cellules.items() if place[1] == 1} == {
        (0, 1): CelluleLue(TEXTE, "Square des Tilleuls"),
        (1, 1): CelluleLue(TEXTE, "=1+1"),
        (2, 1): CelluleLue(TEXTE, " bords et\nlignes "),
        (3, 1): CelluleLue(TEXTE, "_x0041_ & <b> é 😀"),
        (4, 1): CelluleLue(NOMBRE, "1250.5"),
        (5, 1): CelluleLue(NOMBRE, "0.3"),
        (6, 1): CelluleLue(NOMBRE, "167000000"),
        (7, 1): CelluleLue(NOMBRE, "30"),
        (8, 1): CelluleLue(NOMBRE, "-4"),
        (9, 1): CelluleLue(GenreCellule.POURCENTAGE, "0.196"),
        (10, 1): CelluleLue(GenreCellule.DATE, "2014-12-31"),
        (11, 1): CelluleLue(GenreCellule.DATE, "2014-12-31 06:00:00"),
        (12, 1): CelluleLue(GenreCellule.BOOLEEN, "VRAI"),
        (13, 1): CelluleLue(GenreCellule.BOOLEEN, "FAUX"),
    }
    assert {place: lue for place, lue in plan.cellules.items() if place[1] == 3} == {
        (0, 3): CelluleLue(NOMBRE, "2501", "B5*2"),
        (1, 3): CelluleLue(TEXTE, "Square des Tilleuls !", 'B1&" !"'),
        (2, 3): CelluleLue(GenreCellule.ERREUR, "#DIV/0!", "1/0"),
        (3, 3): CelluleLue(GenreCellule.BOOLEEN, "VRAI", "B5>1"),
        (4, 3): CelluleLue(GenreCellule.DATE, "2014-12-31", "B11"),
        (5, 3): CelluleLue(NOMBRE, "2501", "B5:B6*2"),
        (6, 3): CelluleLue(NOMBRE, "0.6"),
        (7, 3): CelluleLue(TEXTE, "en gras ici"),
    }


@pytest.mark.exige_libreoffice
def test_un_classeur_enregistre_par_libreoffice_est_lu_comme_par_openpyxl(libreoffice: str, tmp_path: Path) -> None:
    source = tmp_path / "complet.xlsx"
    source.write_bytes(_classeur_complet())
    (produit,) = recalculer(libreoffice, [source], tmp_path)
    lu = _comparer(produit.read_bytes())
    avant = lire_classeur("complet.xlsx", _classeur_complet())
    for ancienne, nouvelle in zip(avant.feuilles, lu.feuilles, strict=True):
        assert {place: lue[:2] for place, lue in nouvelle.cellules.items() if place != (6, 3)} == {
            place: lue[:2] for place, lue in ancienne.cellules.items() if place != (6, 3)
        }
    assert lu.noms_definis["plan_montant"] == "Plan!$B$5:$B$9"
    assert lu.proprietes["financement_maquette"] == "1"


def _colonne(valeurs: Sequence[str | float]) -> list[CelluleLue]:
    """Une colonne écrite par xlsxwriter, relue."""
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, OPTIONS)
    feuille = classeur.add_worksheet()
    for rang, valeur in enumerate(valeurs):
        if isinstance(valeur, str):
            assert feuille.write_string(rang, 0, valeur) == 0
        else:
            assert feuille.write_number(rang, 0, valeur) == 0
    classeur.close()
    (lue,) = lire_classeur("colonne.xlsx", flux.getvalue()).feuilles
    return [lue.cellules[rang, 0] for rang in range(len(valeurs))]


@given(st.lists(textes(), min_size=1, max_size=20))
def test_tout_texte_revient_identique(valeurs: list[str]) -> None:
    assert _colonne(valeurs) == [CelluleLue(TEXTE, valeur) for valeur in valeurs]


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=20))
def test_tout_montant_revient_exact(centimes: list[int]) -> None:
    lues = _colonne([montant / 100 for montant in centimes])
    assert [lue.genre for lue in lues] == [NOMBRE] * len(centimes)
    assert [Decimal(lue.texte) * 100 for lue in lues] == centimes
