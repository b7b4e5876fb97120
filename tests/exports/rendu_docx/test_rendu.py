"""Le fichier entier : les tableaux qu’il retient, des textes hostiles, et ce qu’en fait LibreOffice."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import GenreGraphique
from exports.document.tableau import Cellule, GenreColonne, Ligne, Niveau, Partie
from exports.document.typographie import composer_espaces
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.emf import ecrire_emf
from exports.rendus.docx import rendre_docx
from tests.construction import jour
from tests.exports.dossiers import HOSTILES, dossier_hostile
from tests.exports.rendu_docx.conftest import Imprimeur
from tests.exports.rendu_docx.lecture import corps, ouvrir, parties, tableaux_par_titre, textes
from tests.exports.rendu_docx.petit import petit_document, tableau_large
from tests.exports.rendu_html.petit import graphique
from tests.exports.rendu_html.petit import petit_document as document_html


def test_sans_synthese_les_tableaux_etroits() -> None:
    detail = petit_document().tableaux[1]
    large = replace(tableau_large(9), niveau=Niveau.DETAIL)
    octets = rendre_docx(petit_document(tableaux=(detail, large), chiffres_cles=()))
    assert [titre for titre in tableaux_par_titre(ouvrir(octets)) if titre.startswith(("Le ", "Un "))] == ["Le détail"]
    rang = next(rang for rang, (_, texte) in enumerate(textes(octets)) if texte.endswith("non repris ici\u00a0:"))
    assert textes(octets)[rang + 1] == ("List Bullet", "Un tableau large")


def test_un_document_sans_tableau_a_deliberer_reste_lisible() -> None:
    large = replace(tableau_large(9), niveau=Niveau.DETAIL)
    octets = rendre_docx(petit_document(tableaux=(large,), chiffres_cles=()))
    assert [texte for style, texte in textes(octets) if style == "Heading 1"][-2:] == [
        "Signatures",
        "Identification et sceau",
    ]


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return rendre_docx(composer_annexe(dossier_hostile(), au=jour("2014-03-31")))


def _sans_calcul(ligne: Ligne) -> Ligne:
    return replace(ligne, cellules=tuple(Cellule(valeur=cellule.valeur) for cellule in ligne.cellules))


def test_un_texte_hostile_reste_un_texte() -> None:
    tableau = composer_annexe(dossier_hostile(), au=jour("2014-03-31")).tableau("maitres-ouvrage")
    seul = replace(tableau, lignes=tuple(map(_sans_calcul, tableau.lignes)))
    document = petit_document(chiffres_cles=(), tableaux=(seul,))
    (lu,) = tableaux_par_titre(ouvrir(rendre_docx(document)))[tableau.titre]
    noms = [rangee.cells[0].text for rangee in lu.rows[2:-1]]
    # Un saut de ligne est une espace ; une autre commande se voit : son image, ou la marque de remplacement.
    visibles = str.maketrans({"\x01": "␁", "\x1b": "␛", "\n": " ", "\t": " ", "\u202e": "\ufffd"})
    # Les espaces de la ponctuation y sont insécables, comme dans toute phrase.
    assert noms == [composer_espaces(texte.strip().translate(visibles)) for texte in HOSTILES]


def test_un_texte_hostile_n_ajoute_aucun_element(hostile: bytes, annexe_docx: bytes, petit_docx: bytes) -> None:
    """Une annexe ordinaire, et un petit document qui a des cadres de signature."""
    balises, *ordinaires = ({e.tag for e in corps(octets).iter()} for octets in (hostile, annexe_docx, petit_docx))
    assert balises <= set().union(*ordinaires)
    # Nos seuls liens mènent ailleurs dans le document : aucun n'est fait d'un texte du dossier.
    liens = [element for element in corps(hostile).iter() if element.tag == qn("w:hyperlink")]
    assert liens
    assert all(set(lien.attrib) == {qn("w:anchor"), qn("w:history")} for lien in liens)
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
        if tableau.partie is Partie.DECISION or tableau.cle in {"financeurs", "familles", "evolution-financeurs"}:
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


def test_un_graphique_est_une_image_vectorielle_qui_dit_ce_qu_elle_montre() -> None:
    voulus = tuple(replace(graphique(genre, "programme", "engage"), cle=genre.value) for genre in GenreGraphique)
    document = document_html(graphiques=voulus)
    octets = rendre_docx(document)
    images = {nom: image for nom, image in parties(octets).items() if nom.startswith("word/media/")}
    dessins = [dessiner(document, voulu, Cadre(largeur=493, hauteur=620))[0] for voulu in voulus]
    assert list(images.values()) == [ecrire_emf(dessin) for dessin in dessins]
    proprietes = list(corps(octets).iter(qn("wp:docPr")))
    assert [propriete.get("descr") for propriete in proprietes] == [voulu.description for voulu in voulus]
    assert len({propriete.get("id") for propriete in proprietes}) == 3
    # La largeur utile d'une page A4 debout, en points.
    etendues = [
        (int(e.get("cx", "0")) / 12_700, int(e.get("cy", "0")) / 12_700) for e in corps(octets).iter(qn("wp:extent"))
    ]
    assert etendues == [(493, dessin.hauteur / 100) for dessin in dessins]
