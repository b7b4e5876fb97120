"""La page imprimée se lit : des textes assez grands, des pages pleines, aucune colonne pour rien, peu de pages."""

import subprocess
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pytest
from pypdf import PdfReader

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.tableau import TITRES_DES_PARTIES, Niveau
from exports.rendus.pdf import rendre_pdf
from financement.dossier.projet import Projet
from tests.exports.conftest import AU
from tests.exports.rendu_pdf.lecture import Page, lire_pages

pytestmark = pytest.mark.exige_poppler

PLUS_PETITE: Final = 7.5
PAGES_AU_PLUS: Final = 20
HAUT, BAS = 57.0, 48.0
ENCRE: Final = bytes.fromhex("1f3864")
ENTRE: Final = ("Articles", "Signatures", "Identification et sceau", "Constats et points de vigilance")


def tailles(chemin: Path) -> Iterator[tuple[float, str]]:
    """La taille de chaque texte tel qu’il est posé, échelles comprises."""
    for page in PdfReader(chemin).pages:
        lues: list[tuple[float, str]] = []

        def voir(texte: str, courante: Any, matrice: Any, police: Any, taille: float, lues: Any = lues) -> None:  # noqa: ARG001
            if texte.strip():
                lues.append((round(abs(taille * matrice[3] * courante[3]), 2), texte))

        page.extract_text(visitor_text=voir)
        yield from lues


@pytest.mark.parametrize("nom", ["annexe", "complet", "hostile", pytest.param("tension", marks=pytest.mark.long)])
def test_aucun_texte_n_est_plus_petit_que_sept_points_et_demi(nom: str, request: pytest.FixtureRequest) -> None:
    vues = list(tailles(request.getfixturevalue(f"pdf_{nom}")))
    assert len(vues) > 50
    assert min(vues) >= (PLUS_PETITE, "")


def remplie(page: Page) -> float:
    """La part de la hauteur utile au-dessus du dernier texte."""
    return (max(fragment.bas for fragment in page.corps) - HAUT) / (page.hauteur - HAUT - BAS)


def ouvre_une_partie(page: Page) -> bool:
    titres = {*TITRES_DES_PARTIES.values(), *ENTRE}
    return bool(titres & {fragment.texte for fragment in page.corps if fragment.gauche < 40})


@pytest.mark.parametrize("nom", ["annexe", "tension"])
def test_une_page_a_moitie_vide_finit_une_partie(nom: str, request: pytest.FixtureRequest) -> None:
    pages = lire_pages(request.getfixturevalue(f"pdf_{nom}"))
    creuses = [rang for rang, page in enumerate(pages[:-1]) if remplie(page) < 0.5]
    assert all(ouvre_une_partie(pages[rang + 1]) for rang in creuses), creuses


def test_l_exemple_tient_en_vingt_pages(pdf_annexe: Path) -> None:
    assert len(lire_pages(pdf_annexe)) <= PAGES_AU_PLUS


def test_ce_qui_ne_dit_rien_n_est_pas_imprime(pdf_annexe: Path) -> None:
    """Origine, la même partout, et prêts, tous de la Caisse des Dépôts, ne prennent pas deux colonnes."""
    pages = [page for page in lire_pages(pdf_annexe) if "Tableau financier de clôture" in page.textes[0]]
    textes = [texte for page in pages for texte in page.textes]
    assert "Origine : illustratif sur toutes les lignes." in textes
    assert "Origine" not in textes
    assert "illustratif" not in textes
    assert "Prêts = dont" in textes


def test_le_tableau_en_vigueur_est_joint_et_celui_de_cloture_imprime(annexe: Document) -> None:
    assert annexe.tableau("tableau-financier").niveau is Niveau.JOINT
    assert annexe.tableau("tableau-de-cloture").niveau is Niveau.DETAIL


def test_deux_tableaux_d_une_page_y_sont_tous_deux_nommes(annexe: Document, pdf_annexe: Path) -> None:
    pages = lire_pages(pdf_annexe)
    cloture = [page for page in pages if "Fondement des montants de clôture" in page.textes]
    assert [page.textes[0] for page in cloture if page is not pages[0]] == [
        f"{annexe.titre} – Tableau financier de clôture ; Fondement des montants de clôture"
    ]


def test_les_euros_entiers_ne_prennent_pas_une_page_de_plus(
    noyer_dore: Projet, pdf_annexe: Path, tmp_path: Path
) -> None:
    chemin = tmp_path / "euros.pdf"
    chemin.write_bytes(rendre_pdf(composer_annexe(noyer_dore, au=AU, unite=Precision.EURO)))
    assert len(lire_pages(chemin)) <= len(lire_pages(pdf_annexe))


def test_les_quatre_chiffres_ont_la_meme_hauteur(pdf_annexe: Path) -> None:
    """Celui dont la précision prend deux lignes dépassait les autres ; son filet de gauche en donne la hauteur."""
    commande = ["pdftoppm", "-r", "72", "-l", "1", "-singlefile", "-aa", "no", "-aaVector", "no", str(pdf_annexe)]
    image = subprocess.run(commande, capture_output=True, check=True).stdout
    _, cotes, _, points = image.split(b"\n", 3)
    large, haut = map(int, cotes.split())
    hauteurs = []
    for x in range(large):
        colonne = [points[place : place + 3] for place in range(3 * x, large * haut, 3 * large)]
        suites = [len(list(suite)) for couleur, suite in groupby(colonne) if couleur == ENCRE]
        hauteurs += [suite for suite in suites if suite > 30]
    # Chaque filet a trois points de large.
    assert len(hauteurs) >= 4 * 2
    assert max(hauteurs) - min(hauteurs) <= 1
