"""Le fichier entier : les tableaux qu'il retient, des textes hostiles, et ce qu'en fait LibreOffice."""

import re
import subprocess
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from exports.annexe import composer_annexe
from exports.document import Document
from exports.document_tableau import GenreColonne, Niveau
from exports.rendu_docx import rendre_docx
from tests.construction import jour
from tests.exports.dossiers import HOSTILES, dossier_hostile
from tests.exports.rendu_docx.conftest import Imprimeur
from tests.exports.rendu_docx.lecture import corps, ouvrir, parties, tableaux_par_titre, textes
from tests.exports.rendu_docx.petit import petit_document, tableau_large


def test_sans_synthese_les_tableaux_etroits() -> None:
    detail = petit_document().tableaux[1]
    large = tableau_large(9).model_copy(update={"niveau": Niveau.DETAIL})
    octets = rendre_docx(petit_document(tableaux=(detail, large), chiffres_cles=()))
    assert [titre for titre in tableaux_par_titre(ouvrir(octets)) if titre.startswith(("Le ", "Un "))] == ["Le détail"]
    assert textes(octets)[-3][1].endswith("non repris ici\u00a0: Un tableau large.")


def test_un_document_sans_tableau_a_deliberer_reste_lisible() -> None:
    large = tableau_large(9).model_copy(update={"niveau": Niveau.DETAIL})
    octets = rendre_docx(petit_document(tableaux=(large,), chiffres_cles=()))
    assert [texte for style, texte in textes(octets) if style == "Heading 1"][-2:] == ["Signatures", "Empreintes"]


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return rendre_docx(composer_annexe(dossier_hostile(), au=jour("2014-03-31")))


def test_un_texte_hostile_reste_un_texte(hostile: bytes) -> None:
    (lu,) = tableaux_par_titre(ouvrir(hostile))["Synthèse des concours par maître d'ouvrage"]
    noms = [rangee.cells[0].text for rangee in lu.rows[2:-1]]
    # Un saut de ligne est une espace ; une autre commande se voit : son image, ou la marque de remplacement.
    visibles = str.maketrans({"\x01": "␁", "\x1b": "␛", "\n": " ", "\t": " ", "\u202e": "\ufffd"})
    assert noms == [texte.strip().translate(visibles) for texte in HOSTILES]


def test_un_texte_hostile_n_ajoute_aucun_element(hostile: bytes, annexe_docx: bytes) -> None:
    balises, ordinaires = ({element.tag for element in corps(octets).iter()} for octets in (hostile, annexe_docx))
    assert balises <= ordinaires
    assert qn("w:hyperlink") not in balises
    assert {re.sub("[0-9]+", "", nom) for nom in parties(hostile)} == {
        re.sub("[0-9]+", "", n) for n in parties(annexe_docx)
    }


@pytest.mark.exige_libreoffice
@pytest.mark.exige_poppler
def test_libreoffice_imprime_chaque_montant(
    annexe: Document, annexe_docx: bytes, imprimeur: Imprimeur, tmp_path: Path
) -> None:
    pdf = imprimeur.imprimer(annexe_docx, tmp_path)
    texte = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    # Poppler rend l'espace fine comme une espace ordinaire.
    mots = f" {' '.join(texte.split())} "
    for tableau in annexe.tableaux:
        if tableau.niveau is Niveau.SYNTHESE:
            for ligne in tableau.lignes:
                for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True):
                    if colonne.genre is GenreColonne.MONTANT and isinstance(cellule.valeur, int) and cellule.valeur:
                        euros, centimes = divmod(abs(cellule.valeur), 100)
                        signe = "−" if cellule.valeur < 0 else ""
                        attendu = f"{signe}{f'{euros:,}'.replace(',', ' ')},{centimes:02d}"
                        assert f" {attendu} " in mots, (tableau.cle, ligne.cle, colonne.cle)
    pages = texte.count("\f")
    assert [f"page {rang} / {pages}" in mots for rang in range(1, pages + 1)] == [True] * pages
    assert "Article 1 – " in texte
