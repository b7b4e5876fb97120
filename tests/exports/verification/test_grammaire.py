"""Chaque partie de nos rendus suit la grammaire ; un élément, un attribut ou une valeur de plus est une faute."""

import re
from zipfile import ZipFile

import pytest

from exports.document.elements import GenreGraphique
from exports.rendus.docx import rendre_docx
from exports.verification.docx.apparence import apparence_du_document
from exports.verification.ooxml.arbre import lire_arbre
from exports.verification.ooxml.grammaire import classeur, dessin, document
from exports.verification.ooxml.grammaire.examen import Examen
from tests.exports.rendu_docx.lecture import parties
from tests.exports.rendu_html.petit import graphique, petit_document
from tests.exports.verification.jeux import Jeu

GRAMMAIRES = (
    (r"xl/workbook\.xml", classeur.CLASSEUR, "workbook"),
    (r"xl/styles\.xml", classeur.STYLES, "styleSheet"),
    (r"xl/sharedStrings\.xml", classeur.TEXTES, "sst"),
    (r"xl/worksheets/sheet\d+\.xml", classeur.FEUILLE, "worksheet"),
    (r"xl/drawings/drawing\d+\.xml", dessin.DESSIN, "xdr:wsDr"),
    (r"xl/charts/chart\d+\.xml", dessin.GRAPHIQUE, "c:chartSpace"),
    (r"word/document\.xml", document.TEXTE, "w:document"),
    (r"word/header\d+\.xml", document.TEXTE, "w:hdr"),
    (r"word/footer\d+\.xml", document.TEXTE, "w:ftr"),
    (r"word/styles\.xml", document.STYLES, "w:styles"),
    (r"word/numbering\.xml", document.LISTES, "w:numbering"),
    (r"word/settings\.xml", document.REGLAGES, "w:settings"),
)


@pytest.mark.parametrize(("forme", "examinees"), [("xlsx", 6), ("docx", 6)])
def test_nos_rendus_suivent_la_grammaire(forme: str, examinees: int, jeu: Jeu) -> None:
    fautes, genres = [], set()
    with ZipFile(jeu.fichier(forme)) as archive:
        for partie in archive.namelist():
            for motif, grammaire, racine in GRAMMAIRES:
                if re.fullmatch(motif, partie):
                    examen = Examen(partie, grammaire, racine)
                    lire_arbre(partie, archive.read(partie), examen=examen)
                    fautes += examen.fautes
                    genres.add(motif)
    assert fautes == []
    assert len(genres) == examinees


def test_les_images_suivent_la_grammaire() -> None:
    voulu = graphique(GenreGraphique.AVANT_APRES, "programme", "engage")
    ecrites = dict(parties(rendre_docx(petit_document(graphiques=(voulu,)))))
    assert list(apparence_du_document(ecrites, ecrites)) == []


def test_ce_qu_une_image_n_admet_pas_est_dit() -> None:
    texte = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        "<w:body><w:p><w:r><w:drawing><wp:anchor/></w:drawing></w:r></w:p><w:sectPr/></w:body></w:document>"
    )
    examen = Examen("texte", document.TEXTE, "w:document")
    lire_arbre("word/document.xml", texte.encode(), examen=examen)
    assert [faute.lieu.rpartition(", ")[2] for faute in examen.fautes] == ["image posée par-dessus"]
