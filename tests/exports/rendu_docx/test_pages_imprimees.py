"""Les pages qu’imprime LibreOffice d’un dossier aux noms longs : la première dit tout, aucune n’est presque blanche."""

import re
import subprocess

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from exports.annexe.annexe import composer_annexe
from exports.rendus.docx import rendre_docx
from tests.exports.conftest import AU
from tests.exports.dossiers import dossier_de_tension
from tests.exports.rendu_docx.conftest import Imprimeur
from tests.exports.rendu_docx.lecture import ouvrir, parties, tableaux_par_titre

MOTS_AU_MOINS = 60
VIDE = "Findepartie"
MONTANT = re.compile("−?[0-9\u202f]+,[0-9]{2}|–")


@pytest.fixture(scope="module")
def pages(imprimeur: Imprimeur, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    octets = rendre_docx(composer_annexe(dossier_de_tension(operations=15), au=AU))
    pdf = imprimeur.imprimer(octets, tmp_path_factory.mktemp("pages"))
    texte = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return texte.split("\f")[:-1]


@pytest.mark.exige_libreoffice
@pytest.mark.exige_poppler
def test_la_premiere_page_dit_qui_doit_quoi_et_ce_qui_bloque(pages: list[str]) -> None:
    assert "TOTAL DES CONCOURS" in pages[0]
    assert "Ce qui bloque" in pages[0]
    assert "Rien ne bloque" in pages[0]
    assert "aucune dépense définitive ne fonde" in pages[0]


@pytest.mark.exige_libreoffice
@pytest.mark.exige_poppler
def test_aucune_page_n_est_presque_blanche(pages: list[str]) -> None:
    mots = [len(re.findall(r"\w+", page)) for page in pages]
    assert min(mots) > MOTS_AU_MOINS, mots


def test_nulle_colonne_n_est_de_zeros(annexe_docx: bytes) -> None:
    """Ce qu’un tableau a de tout nul se dit en note ; la décision, dont chaque colonne répond, le garde."""
    gros = rendre_docx(composer_annexe(dossier_de_tension(operations=15), au=AU))
    vus = 0
    for octets in (annexe_docx, gros):
        for titre, volets in tableaux_par_titre(ouvrir(octets)).items():
            if titre in {"Décision", "Qui doit quoi, par financeur", "Ce qui bloque", "Signatures"}:
                continue
            for volet in volets:
                rangees = [[cellule.text for cellule in rangee.cells] for rangee in volet.rows]
                donnees = [rangee for rangee in rangees if any(MONTANT.fullmatch(texte) for texte in rangee)]
                vus += bool(donnees)
                for rang in range(len(volet.columns)):
                    assert {rangee[rang] for rangee in donnees} - {"", "–"} or not donnees, (titre, rangees[:2])
    assert vus > 8


def test_rien_n_est_ecrit_sous_sept_points_et_demi(annexe_docx: bytes) -> None:
    """Corps, en-têtes, pieds et styles de texte, en demi-points ; des noms longs serrent les tableaux."""
    gros = rendre_docx(composer_annexe(dossier_de_tension(operations=15), au=AU))
    for octets in (annexe_docx, gros):
        lues = parties(octets)
        racines = [
            parse_xml(lues[nom]) for nom in lues if re.fullmatch(r"word/(document|header\d+|footer\d+).xml", nom)
        ]
        ecrits = [morceau for racine in racines for morceau in racine.iter(qn("w:r")) if morceau.findtext(qn("w:t"))]
        # Un paragraphe sans texte, qui sépare deux sections, est d'un style d'un point : celui-là seul.
        styles = [s for s in parse_xml(lues["word/styles.xml"]).iter(qn("w:style")) if s.get(qn("w:styleId")) != VIDE]
        tailles = [int(taille.get(qn("w:val"))) for lu in (*ecrits, *styles) for taille in lu.iter(qn("w:sz"))]
        assert len(tailles) > 100
        assert min(tailles) >= 2 * 7.5
