"""Un nombre tient dans sa cellule même où Calibri est remplacée par une police plus large : DejaVu Sans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from docx.oxml.ns import qn

from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.lecture import corps
from tests.exports.rendu_docx.petit import petit_document, tableau_large

# Chasses lues dans DejaVuSans.ttf et DejaVuSans-Bold.ttf, en unités du dessin (2 048 par cadratin).
UNITES: Final = 2048
NORMALES: Final = dict.fromkeys("0123456789€", 1303) | {
    ",": 651, "−": 1716, "–": 1024, "/": 690, "%": 1946, "\u00a0": 651, "\u202f": 409
}  # fmt: skip
GRASSES: Final = dict.fromkeys("0123456789€", 1425) | {
    ",": 778, "−": 1716, "–": 1024, "/": 748, "%": 2052, "\u00a0": 713, "\u202f": 409
}  # fmt: skip
NOMBRE: Final = re.compile(r"−?[0-9]+([\u202f,/][0-9]+)*(\u00a0[€%])?")
FILET: Final = 10  # un demi-point, en vingtièmes


@dataclass(frozen=True)
class Nombre:
    """Un nombre du fichier, ce qu’il prend et ce que sa cellule lui laisse, en vingtièmes de point."""

    texte: str
    prise: int
    place: int


def nombres(octets: bytes) -> Iterator[Nombre]:
    for tableau in corps(octets).iter(qn("w:tbl")):
        (marges,) = tableau.iter(qn("w:tblCellMar"))
        blanc = sum(entier(marge, "w") for marge in marges)
        for cellule in tableau.iter(qn("w:tc")):
            texte = "".join(t.text for t in cellule.iter(qn("w:t")))
            if NOMBRE.fullmatch(texte):
                (largeur,) = cellule.iter(qn("w:tcW"))
                (taille,) = cellule.iter(qn("w:sz"))
                chasses = GRASSES if next(cellule.iter(qn("w:b")), None) is not None else NORMALES
                # Un cadratin fait la taille du texte : un demi-point vaut dix vingtièmes.
                prise = -(-sum(chasses[c] for c in texte) * entier(taille, "val") * 10 // UNITES)
                yield Nombre(texte, prise, entier(largeur, "w") - blanc - FILET)


def entier(element: Any, attribut: str) -> int:
    return int(element.get(qn(f"w:{attribut}")))


def test_chaque_nombre_de_l_annexe_tient(annexe_docx: bytes) -> None:
    lus = list(nombres(annexe_docx))
    assert len(lus) > 500
    assert [nombre for nombre in lus if nombre.prise > nombre.place] == []


@pytest.mark.parametrize("colonnes", [3, 9, 14, 20, 60])
def test_chaque_nombre_d_un_tableau_tient_quelle_que_soit_sa_page(colonnes: int) -> None:
    lus = list(nombres(rendre_docx(petit_document(tableaux=(tableau_large(colonnes),), chiffres_cles=()))))
    assert sum(nombre.texte.startswith("100\u202f000\u202f000,") for nombre in lus) == colonnes
    assert [nombre for nombre in lus if nombre.prise > nombre.place] == []
