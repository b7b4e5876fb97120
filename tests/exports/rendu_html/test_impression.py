"""La page imprimée par un navigateur, en A4 et en A3 : PROJET partout, des textes lisibles, des liens qui mènent."""

import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from exports.document.document import Document
from exports.document.tableau import GenreLigne
from exports.document.typographie import afficher_valeur
from exports.rendus.html import rendre_html
from exports.rendus.html.impression import planifier_l_impression
from tests.chromium import Page
from tests.exports.rendu_html.petit import DOSSIER, petit_document

pytestmark = [pytest.mark.exige_chromium, pytest.mark.exige_poppler]

COTES: Final = {"a4": (210, 297), "a3": (297, 420)}
COUCHEES: Final = {"a4": (842, 596), "a3": (1191, 842)}
PAGES_AU_PLUS: Final = {"a4": 52, "a3": 28}
AU_MOINS: Final = 7.5
ZOOM: Final = 3
"""Le plus grand que prenne pdftohtml : une taille s’y lit au tiers de point."""


class Imprimee(NamedTuple):
    """L’annexe imprimée sur une feuille : le fichier, le texte de chaque page."""

    feuille: str
    chemin: Path
    pages: list[str]

    @property
    def texte(self) -> str:
        return " ".join(self.pages)


@pytest.fixture(scope="module", params=["a4", "a3"])
def imprimee(
    request: pytest.FixtureRequest, navigateur: Page, url_annexe: str, tmp_path_factory: pytest.TempPathFactory
) -> Imprimee:
    navigateur.preferer("light")
    navigateur.aller(url_annexe)
    chemin = tmp_path_factory.mktemp("imprime") / f"{request.param}.pdf"
    chemin.write_bytes(navigateur.imprimer(*COTES[request.param]))
    return Imprimee(request.param, chemin, feuilles(chemin))


def ordinaire(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


def feuilles(pdf: Path) -> list[str]:
    """Le texte de chaque page, ligatures défaites."""
    texte = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    return [ordinaire(unicodedata.normalize("NFKC", feuille)) for feuille in texte.split("\f")][:-1]


def tailles(pdf: Path) -> Iterator[tuple[float, str]]:
    """La taille imprimée de chaque texte, en points, échelle de la page comprise."""
    commande = ["pdftohtml", "-xml", "-i", "-zoom", str(ZOOM), "-stdout", str(pdf)]
    racine = ET.fromstring(subprocess.run(commande, capture_output=True, check=True).stdout)  # noqa: S314
    polices = {police.get("id"): int(police.get("size", "0")) / ZOOM for police in racine.iter("fontspec")}
    for texte in racine.iter("text"):
        if (lu := "".join(texte.itertext())).strip():
            yield polices[texte.get("font")], lu


def test_la_feuille_choisie_est_couchee_et_porte_projet(imprimee: Imprimee, annexe: Document) -> None:
    with PdfReader(imprimee.chemin) as pdf:
        cotes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages}
    assert cotes == {COUCHEES[imprimee.feuille]}
    assert len(imprimee.pages) <= PAGES_AU_PLUS[imprimee.feuille]
    assert annexe.bandeau
    assert [rang for rang, page in enumerate(imprimee.pages, 1) if annexe.bandeau not in page] == []


def test_rien_ne_s_imprime_trop_petit(imprimee: Imprimee) -> None:
    petits = {(taille, texte) for taille, texte in tailles(imprimee.chemin) if taille < AU_MOINS}
    assert petits == set()


def test_la_premiere_feuille_porte_toute_la_decision(imprimee: Imprimee, annexe: Document) -> None:
    premiere = imprimee.pages[0]
    for tableau in annexe.tableaux:
        if tableau.cle.startswith("decision"):
            assert ordinaire(tableau.titre) in premiere
            derniere = tableau.lignes[-1].cellules[0].valeur
            assert ordinaire(str(derniere)) in premiere
    assert "Constats et points de vigilance" not in premiere


def test_un_titre_ne_se_detache_jamais_de_ce_qu_il_titre(navigateur: Page, tmp_path: Path) -> None:
    """Où que tombe le bas de la feuille, titre, notes de plusieurs lignes et tableau passent ensemble à la suivante."""
    note = "Ce que dit cette note, en deux lignes au moins, ne se lit qu’avec le tableau qu’elle annonce. " * 4
    document = petit_document(graphiques=())
    tableaux = [replace(tableau, notes=(note.strip(),)) for tableau in document.tableaux]
    chemin = tmp_path / "page.html"
    chemin.write_bytes(rendre_html(replace(document, tableaux=tuple(tableaux)), dossier=DOSSIER))
    navigateur.aller(chemin.as_uri())
    # Une cale pousse les tableaux vers le bas de la première feuille, ligne à ligne.
    navigateur.evaluer(
        "document.getElementById('partie-decision').after(Object.assign(document.createElement('div'), {id: 'cale'}))"
    )
    hauts = set()
    for cale in range(0, 120, 8):
        navigateur.evaluer(f"document.getElementById('cale').style.height = '{cale}mm'")
        imprime = tmp_path / "imprime.pdf"
        imprime.write_bytes(navigateur.imprimer(*COTES["a4"]))
        for page in feuilles(imprime):
            for tableau in tableaux:
                fin = page[-40:]
                assert not page.endswith(tableau.titre), cale
                assert fin not in note, (cale, fin)
            hauts.add(page[:60])
    assert len(hauts) > 4, "la cale n’a déplacé aucun tableau"


def test_chaque_montant_d_un_tableau_en_volets_s_imprime(imprimee: Imprimee, annexe: Document) -> None:
    tableau = annexe.tableau("tableau-de-cloture")
    plan = planifier_l_impression(annexe, (tableau,))["tableau-tableau-de-cloture"]
    volets = plan.get(imprimee.feuille, plan["a4"])
    assert len(volets) > 1
    assert f"{tableau.titre} : volet {len(volets)} sur {len(volets)}" in imprimee.texte
    imprimes = {rang for rangs in volets for rang in rangs}
    for ligne in tableau.lignes:
        for rang, (colonne, cellule) in enumerate(zip(tableau.colonnes, ligne.cellules, strict=True)):
            if rang in imprimes and ligne.genre is not GenreLigne.FAMILLE and isinstance(cellule.valeur, int):
                texte = ordinaire(afficher_valeur(cellule.valeur, colonne.genre, annexe.sceau.unite))
                assert texte in imprimee.texte, (ligne.cle, colonne.cle)


def test_les_tableaux_joints_ne_s_impriment_pas_et_sont_nommes(imprimee: Imprimee, annexe: Document) -> None:
    joints = [ordinaire(tableau.titre) for tableau in annexe.tableaux if tableau.est_joint]
    assert joints
    for titre in joints:
        assert imprimee.texte.count(f"« {titre} »") >= 1
    assert "Vérifications et lecture" not in imprimee.texte
    tout = imprimee.texte
    assert [t.titre for t in annexe.tableaux if not t.est_joint and ordinaire(t.titre) not in tout] == []


def test_ce_qui_se_replie_est_ouvert_et_les_outils_sont_absents(imprimee: Imprimee) -> None:
    for plie in ("Montants du graphique", "Tableau complet :"):
        assert imprimee.texte.count(plie) == 3
    for outil in ("Thème", "Filtrer", "Sommaire", "Aller au contenu"):
        assert outil not in imprimee.texte
    # Les en-têtes se répètent sur chaque page d'un long tableau.
    assert sum("Libellé précis de l’opération" in page for page in imprimee.pages) > 5


def test_chaque_lien_mene_a_une_page(imprimee: Imprimee) -> None:
    with PdfReader(imprimee.chemin) as pdf:
        noms = {nom.strip("/") for nom in pdf.named_destinations}
        liens = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    assert 20 < len(liens) < 200
    assert not any("/A" in lien for lien in liens)
    assert {str(lien["/Dest"]).strip("/") for lien in liens} <= noms


def test_apres_l_impression_la_page_est_celle_d_avant(navigateur: Page, url_annexe: str) -> None:
    navigateur.aller(url_annexe)
    avant = navigateur.evaluer("document.body.innerHTML")
    navigateur.evaluer("dispatchEvent(new Event('beforeprint'))")
    assert navigateur.evaluer("document.querySelectorAll('.impression').length") > 10
    identifiants = navigateur.evaluer("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(set(identifiants)) == len(identifiants)
    navigateur.evaluer("dispatchEvent(new Event('afterprint'))")
    est_la_meme = navigateur.evaluer("document.body.innerHTML") == avant
    assert est_la_meme


def test_sans_programme_tout_se_lit(navigateur: Page, url_petite: str, tmp_path: Path) -> None:
    navigateur.demander("Emulation.setScriptExecutionDisabled", value=True)
    try:
        navigateur.aller(url_petite)
        arbre = navigateur.demander("DOM.getDocument", depth=0)["root"]["nodeId"]
        assert navigateur.demander("DOM.querySelectorAll", nodeId=arbre, selector="button, input")["nodeIds"] == []
        imprime = tmp_path / "sans-programme.pdf"
        imprime.write_bytes(navigateur.imprimer())
        textes = " ".join(feuilles(imprime))
        for attendu in ("1 010 905,50 €", "Total A", "1 012 100,49", "Place <b>Léo</b>", "Second alinéa."):
            assert attendu in textes
    finally:
        navigateur.demander("Emulation.setScriptExecutionDisabled", value=False)
