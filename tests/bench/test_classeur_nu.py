"""Le script nu : tout ce qu’un classeur montre est relevé, puis récrit."""

import datetime
from io import BytesIO

import openpyxl
import xlsxwriter

from tests.bench.classeur_nu import ecrire_nu, relever

MINUIT = datetime.datetime.combine(datetime.date(2015, 3, 31), datetime.time())


def _classeur(couleur: str = "#123456") -> bytes:
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    gras = classeur.add_format({"bold": True, "num_format": "#,##0.00", "font_color": couleur, "top": 7, "indent": 1})
    jour = classeur.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#FFEEAA", "valign": "vcenter"})
    feuille = classeur.add_worksheet("Une")
    feuille.write_string(0, 0, "Total", gras)
    feuille.write_number(1, 2, 1250.5, gras)
    feuille.write_formula(2, 2, "=SUM(C2:C2)", gras, 1250.5)
    feuille.write_datetime(3, 1, MINUIT, jour)
    feuille.write_blank(4, 0, None, jour)
    classeur.add_worksheet("Vide")
    classeur.close()
    return flux.getvalue()


def test_les_memes_cellules_sont_recrites() -> None:
    contenu = relever(_classeur())
    assert contenu.nombre == 5
    assert relever(ecrire_nu(contenu)).cellules() == contenu.cellules()


def test_un_autre_format_se_voit() -> None:
    assert relever(_classeur("#654321")).cellules() != relever(_classeur()).cellules()


def test_openpyxl_y_relit_valeurs_formules_et_formats() -> None:
    octets = ecrire_nu(relever(_classeur()))
    formules = openpyxl.load_workbook(BytesIO(octets))["Une"]
    valeurs = openpyxl.load_workbook(BytesIO(octets), data_only=True)["Une"]
    assert (formules["A1"].value, formules["C3"].value, valeurs["C3"].value) == ("Total", "=SUM(C2:C2)", 1250.5)
    assert (formules["C2"].number_format, formules["C2"].font.b, formules["C2"].border.top.style) == (
        "#,##0.00",
        True,
        "hair",
    )
    assert formules["B4"].value == MINUIT
    assert formules["A5"].fill.fgColor.rgb == "FFFFEEAA"
