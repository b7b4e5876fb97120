"""La page d’un gros dossier dans un navigateur : rien ne déborde, rien ne se répète, rien ne s’éloigne trop."""

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from exports.annexe.annexe import composer_annexe
from exports.rendus.html import rendre_html
from tests.chromium import Page
from tests.exports.conftest import AU
from tests.exports.dossiers import dossier_de_tension
from tests.exports.rendu_html.petit import DOSSIER

pytestmark = pytest.mark.exige_chromium

DEBORDENT: Final = """([textes, boites]) => [...document.querySelectorAll(textes)].filter((texte) => {
    const etendue = document.createRange();
    etendue.selectNodeContents(texte);
    return etendue.getBoundingClientRect().right > texte.closest(boites).getBoundingClientRect().right - 1;
}).map((texte) => texte.textContent)"""


DE_ZEROS: Final = """(() => {
    dispatchEvent(new Event("beforeprint"));
    const vues = document.querySelectorAll("main .cadre:not(.remplace) > table, .impression > table");
    const trouvees = [];
    for (const table of vues) {
        if (table.closest("[data-joint], #partie-decision")) continue;
        const titres = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
        const lignes = [...table.tBodies[0].rows].filter((ligne) => ligne.cells.length === titres.length);
        titres.forEach((titre, rang) => {
            const textes = lignes.map((ligne) => ligne.cells[rang].textContent);
            if (textes.every((texte) => ["", "–"].includes(texte))) trouvees.push(titre.textContent);
        });
    }
    dispatchEvent(new Event("afterprint"));
    return [vues.length, trouvees];
})()"""


@pytest.fixture(scope="module")
def chemin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Des dizaines de millions d’euros, des opérations dans chaque famille, des constats par dizaines."""
    chemin = tmp_path_factory.mktemp("gros") / "annexe.html"
    chemin.write_bytes(rendre_html(composer_annexe(dossier_de_tension(operations=36), au=AU), dossier=DOSSIER))
    return chemin


def ouverte(navigateur: Page, chemin: Path, largeur: int) -> Page:
    navigateur.preferer("light")
    navigateur.dimensionner(largeur, 1000)
    navigateur.aller(chemin.as_uri())
    return navigateur


@pytest.mark.parametrize("largeur", [390, 800, 1280, 1920])
def test_une_tuile_contient_son_montant(navigateur: Page, chemin: Path, largeur: int) -> None:
    page = ouverte(navigateur, chemin, largeur)
    assert len(page.evaluer("document.querySelector('.tuiles strong').textContent")) >= len("68 306 676,08 €")
    assert page.evaluer(f"({DEBORDENT})(['.tuiles strong', 'a'])") == []


def test_un_code_tient_dans_sa_colonne_sur_un_ecran_etroit(navigateur: Page, chemin: Path) -> None:
    page = ouverte(navigateur, chemin, 390)
    codes = "#tableau-tableau-de-cloture tbody tr:not([class]) > th"
    assert page.evaluer(f"document.querySelectorAll('{codes}').length") == 36
    assert page.evaluer(f"({DEBORDENT})(['{codes}', 'th'])") == []


def test_la_suite_des_constats_reste_a_portee_sur_un_ecran_etroit(navigateur: Page, chemin: Path) -> None:
    page = ouverte(navigateur, chemin, 390)
    assert page.evaluer("document.querySelectorAll('#partie-constats tbody tr').length") > 50
    assert page.evaluer("document.getElementById('partie-constats').offsetHeight") < 2_000


def test_le_mode_d_emploi_ne_se_dit_qu_une_fois(navigateur: Page, chemin: Path) -> None:
    page = ouverte(navigateur, chemin, 1280)
    assert page.evaluer("document.querySelectorAll('main p.outils').length") == 1


def test_imprimee_nulle_colonne_n_est_de_zeros(navigateur: Page, chemin: Path, url_annexe: str) -> None:
    """Ni celles d’un tableau, dites en note, ni celles des montants d’un graphique ; la décision garde les siennes."""
    for url in (chemin.as_uri(), url_annexe):
        navigateur.aller(url)
        vues, trouvees = navigateur.evaluer(DE_ZEROS)
        assert vues > 15
        assert trouvees == []


@pytest.fixture(scope="module")
def feuilles(navigateur: Page, chemin: Path) -> list[str]:
    """Le texte de chaque feuille A4 imprimée."""
    imprime = chemin.with_suffix(".pdf")
    imprime.write_bytes(ouverte(navigateur, chemin, 1280).imprimer())
    texte = subprocess.run(["pdftotext", "-layout", imprime, "-"], capture_output=True, check=True).stdout.decode()
    return [feuille.rstrip() for feuille in texte.split("\f")][:-1]


@pytest.mark.exige_poppler
def test_imprimee_la_premiere_feuille_porte_la_decision_de_quinze_financeurs(feuilles: list[str]) -> None:
    for attendu in ("TOTAL DES CONCOURS", "Rien ne bloque", "Ce qui est une interprétation"):
        assert attendu in feuilles[0]


@pytest.mark.exige_poppler
def test_imprimee_une_famille_garde_ses_operations_et_un_total_sa_derniere(feuilles: list[str]) -> None:
    assert len(feuilles) > 20
    assert [f for f in feuilles if re.search(r"\n *[01][0-9] – [^0-9\n]+$", f)] == []
    assert re.findall(r"N° d’opération.*\n+ *(?:Sous-total|TOTAL).*", "\f".join(feuilles)) == []
