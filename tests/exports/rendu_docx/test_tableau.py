"""Les tableaux, relus cellule par cellule dans le fichier."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.table import Table

from exports.document.document import Document
from exports.document.tableau import GenreColonne, Ligne, Tableau
from exports.mise_en_page.colonnes import resserrer
from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.lecture import en_centimes, marque, ouvrir, tableaux_par_titre
from tests.exports.rendu_docx.petit import petit_document, tableau_large

FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def synthese(petit_docx: bytes) -> Table:
    (lu,) = tableaux_par_titre(ouvrir(petit_docx))["La synthèse"]
    return lu


def lire(tableau: Table) -> list[list[str]]:
    return [[cellule.text for cellule in rangee.cells] for rangee in tableau.rows]


def test_chaque_cellule_en_toutes_lettres(synthese: Table) -> None:
    famille = "01 – Démolition"
    assert lire(synthese)[2:] == [
        [famille] * 5,  # une seule cellule, étendue sur les cinq colonnes
        ["Tour A", f"1{FINE}234{FINE}567,89", "–", f"33,33{INSECABLE}%", "01/07/2004"],
        ["Barre B", f"−1{FINE}250,50", "0,05", "", ""],
        ["TOTAL", f"1{FINE}233{FINE}317,39", "0,05", f"100,00{INSECABLE}%", ""],
    ]


def test_les_en_tetes_se_repetent_et_rien_ne_se_coupe(synthese: Table) -> None:
    assert lire(synthese)[:2] == [
        ["Nom", "Montants", "Montants", "Taux", "Signé le"],
        ["Nom", "Prévu", "Payé", "Taux", "Signé le"],
    ]
    assert [marque(rangee._tr, "tblHeader") for rangee in synthese.rows] == [True, True, False, False, False, False]
    assert all(marque(rangee._tr, "cantSplit") for rangee in synthese.rows)


def test_un_tableau_court_ne_se_coupe_pas(synthese: Table) -> None:
    liees = [marque(rangee._tr, "keepNext") for rangee in synthese.rows]
    assert liees == [True, True, True, True, True, False]


def test_dans_un_long_tableau_une_famille_suit_et_un_total_precede() -> None:
    document = petit_document()
    court = document.tableau("synthese")
    lignes = tuple(
        Ligne(cle=f"{ligne.cle}-{tour}", genre=ligne.genre, cellules=ligne.cellules)
        for tour in range(5)
        for ligne in court.lignes
    )
    long = replace(court, lignes=lignes)
    (lu,) = tableaux_par_titre(ouvrir(rendre_docx(petit_document(tableaux=(long,), chiffres_cles=()))))["La synthèse"]
    liees = [marque(rangee._tr, "keepNext") for rangee in lu.rows]
    assert liees == [True, True, *[True, True, True, False] * 5]


def test_trois_lignes_au_moins_accompagnent_leur_total() -> None:
    """Une ligne et son total s’imprimaient seuls en haut d’une page."""
    court = petit_document().tableau("synthese")
    famille, une, _, total = court.lignes
    lignes = [famille, *[une] * 20, total, total]
    long = replace(court, lignes=tuple(replace(ligne, cle=f"l{rang}") for rang, ligne in enumerate(lignes)))
    (lu,) = tableaux_par_titre(ouvrir(rendre_docx(petit_document(tableaux=(long,), chiffres_cles=()))))["La synthèse"]
    liees = [marque(rangee._tr, "keepNext") for rangee in lu.rows]
    assert liees == [True, True, True, *[False] * 17, True, True, True, True, False]


def test_un_montant_negatif_a_son_signe_a_droite_et_la_couleur_des_autres(synthese: Table) -> None:
    """Le rouge ne dit qu’une chose : ce qui empêche de signer."""
    negatifs = {
        (cellule.text, str(paragraphe.alignment), str(run.font.color.rgb))
        for rangee in synthese.rows
        for cellule in rangee.cells
        for paragraphe in cellule.paragraphs
        for run in paragraphe.runs
        if "−" in cellule.text
    }
    assert negatifs == {(f"−1{FINE}250,50", "RIGHT (2)", "None")}


def test_un_lecteur_d_ecran_sait_ce_qu_est_le_tableau(synthese: Table) -> None:
    proprietes = synthese._tbl.tblPr
    lus = {nom: proprietes.find(qn(f"w:{nom}")).get(qn("w:val")) for nom in ("tblCaption", "tblDescription")}
    assert lus == {"tblCaption": "La synthèse", "tblDescription": "La synthèse : 4 lignes, 5 colonnes."}


def attendus(tableau: Tableau) -> list[list[int | None]]:
    rangs = [rang for rang, colonne in enumerate(tableau.colonnes) if colonne.genre is GenreColonne.MONTANT]
    valeurs = [[ligne.cellules[rang].valeur for rang in rangs] for ligne in tableau.lignes]
    assert all(valeur is None or isinstance(valeur, int) for ligne in valeurs for valeur in ligne)
    return [[valeur if isinstance(valeur, int) else None for valeur in ligne] for ligne in valeurs]


def lus(tableau: Tableau, volets: Sequence[Table]) -> list[list[int | None]]:
    """Les montants de chaque ligne, d’un volet à l’autre ; chaque volet reprend ce qui nomme la ligne."""
    nomment = (GenreColonne.TEXTE, GenreColonne.CODE)
    reprises = 2 if len(tableau.colonnes) > 1 and tableau.colonnes[1].genre in nomment else 1
    rangees: list[list[str]] = [[] for _ in tableau.lignes]
    for volet in volets:
        for lues, rangee in zip(rangees, volet.rows[-len(tableau.lignes) :], strict=True):
            cellules = rangee.cells
            # Le libellé d'une famille ou d'un total s'étend sur des cellules vides.
            textes = ["" if rang and c._tc is cellules[0]._tc else c.text for rang, c in enumerate(cellules)]
            lues.extend(textes[reprises:] if lues else textes)
    rangs = [rang for rang, colonne in enumerate(tableau.colonnes) if colonne.genre is GenreColonne.MONTANT]
    return [[en_centimes(ligne[rang]) for rang in rangs] for ligne in rangees]


def test_rien_ne_se_coupe_devant_un_signe_double_ni_apres_numero(annexe_docx: bytes) -> None:
    cellules = {c.text for t in ouvrir(annexe_docx).tables for rangee in t.rows for c in rangee.cells}
    assert "Avenant n°\u00a02" in cellules
    assert {texte for texte in cellules if re.search(" [:;!?»%€]|« |n° ", texte)} == set()


def test_la_decision_et_les_trois_tableaux_que_l_on_vote(annexe: Document, annexe_docx: bytes) -> None:
    ecrits = tableaux_par_titre(ouvrir(annexe_docx))
    decision = ["decision", "decision-blocages", "decision-interpretations"]
    montres = [*decision, "financeurs", "familles", "evolution-financeurs"]
    for tableau in annexe.tableaux:
        assert (tableau.titre in ecrits) == (tableau.cle in montres), tableau.cle
        if tableau.cle in montres:
            imprime = resserrer(annexe, tableau)
            assert lus(imprime, ecrits[tableau.titre]) == attendus(imprime), tableau.cle


def test_un_tableau_trop_large_est_en_volets_sans_rien_perdre() -> None:
    document = petit_document(tableaux=(tableau_large(60),), chiffres_cles=())
    volets = [lire(volet) for volet in tableaux_par_titre(ouvrir(rendre_docx(document)))["Un tableau large"]]
    assert len(volets) > 1
    assert [volet[1][:2] for volet in volets] == [["OP-1", "Une opération"]] * len(volets)
    assert [en_centimes(texte) for volet in volets for texte in volet[1][2:]] == [
        10_000_000_000 + rang for rang in range(60)
    ]
    assert [titre for volet in volets for titre in volet[0][2:]] == [f"Montant {rang}" for rang in range(60)]
