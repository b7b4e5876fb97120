"""La page dans un vrai navigateur : tri, explications, clavier, ancres, thèmes, impression, et aucun appel."""

import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from exports.document.document import Document
from exports.document.tableau import GenreColonne, GenreLigne
from exports.rendus.html import rendre_html
from tests.chromium import Page, capturer
from tests.exports.rendu_html.petit import petit_document

pytestmark = pytest.mark.exige_chromium

ENTREE = ("Enter", 13, "\r")
ESPACE = (" ", 32, " ")
CODES = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Home": 36, "End": 35, "Tab": 9}


LUES = """new Promise((resolve) => {
  const attendre = () => {
    const etat = document.documentElement.dataset.explications;
    if (etat) resolve(etat); else setTimeout(attendre, 5);
  };
  attendre();
})"""


def ouvrir(page: Page, url: str) -> None:
    """Ouvre une page et attend que ses explications soient décomprimées."""
    page.aller(url)
    assert page.evaluer(LUES) == "lues"


@pytest.fixture
def page(navigateur: Page, url_petite: str) -> Page:
    """Le petit document, ouvert à neuf."""
    navigateur.preferer("light")
    ouvrir(navigateur, url_petite)
    return navigateur


@pytest.fixture(scope="module")
def grande(navigateur: Page, url_annexe: str) -> Iterator[Page]:
    """L’annexe, ouverte une fois."""
    navigateur.evenements.clear()
    navigateur.preferer("light")
    ouvrir(navigateur, url_annexe)
    yield navigateur
    navigateur.preferer("light")


def ordinaire(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


def touche(page: Page, nom: str) -> None:
    page.taper(nom, CODES.get(nom, 0))


def noms(page: Page, tableau: str) -> list[str]:
    """La première cellule de chaque ligne, dans l’ordre de l’écran."""
    selecteur = json.dumps(f"#tableau-{tableau} .cadre > table > tbody > tr:not(.explication):not([hidden])")
    lus: list[str] = page.evaluer(
        f"[...document.querySelectorAll({selecteur})].map(l => l.cells[0].textContent.trim())"
    )
    return lus


def entete(tableau: str, colonne: int) -> str:
    return f"#tableau-{tableau} .cadre > table > thead > tr:last-child > :nth-child({colonne}) button"


def sens(page: Page, tableau: str) -> list[str]:
    selecteur = json.dumps(f"#tableau-{tableau} .cadre > table > thead > tr:last-child > th")
    lus: list[str] = page.evaluer(f"[...document.querySelectorAll({selecteur})].map(e => e.getAttribute('aria-sort'))")
    return lus


def volet(page: Page) -> str:
    lu = page.evaluer("document.querySelector('.volet')?.innerText ?? ''")
    return ordinaire(lu)


def foyer(page: Page) -> str:
    return ordinaire(page.evaluer("document.activeElement.textContent"))


ORDRE = [
    "A – Démolition",
    "Ferry",
    "Place <b>Léo</b>",
    "Blum",
    "Total A",
    "B – Création",
    "Zola",
    "Hugo",
    "Total B",
    "Total",
]


def test_un_en_tete_trie_chaque_famille_puis_rend_l_ordre(page: Page) -> None:
    assert noms(page, "operations") == ORDRE
    # Programmé : 900 < 10 000,50 < 1 000 000 d'un côté, 0 < 5 de l'autre ; en texte, l'ordre serait autre.
    page.cliquer(entete("operations", 4))
    croissant = ["A – Démolition", "Ferry", "Blum", "Place <b>Léo</b>", "Total A", "B – Création", "Hugo", "Zola"]
    assert noms(page, "operations") == [*croissant, "Total B", "Total"]
    assert sens(page, "operations") == ["none", "none", "none", "ascending", "none", "none", "none"]
    page.cliquer(entete("operations", 4))
    decroissant = ["A – Démolition", "Place <b>Léo</b>", "Blum", "Ferry", "Total A", "B – Création", "Zola", "Hugo"]
    assert noms(page, "operations") == [*decroissant, "Total B", "Total"]
    assert sens(page, "operations")[3] == "descending"
    page.cliquer(entete("operations", 4))
    assert noms(page, "operations") == ORDRE
    assert set(sens(page, "operations")) == {"none"}


def test_une_date_se_trie_par_jour_et_une_cellule_vide_reste_a_la_fin(page: Page) -> None:
    page.cliquer(entete("operations", 3))
    assert noms(page, "operations")[1:4] == ["Place <b>Léo</b>", "Ferry", "Blum"]
    page.cliquer(entete("operations", 3))
    assert noms(page, "operations")[1:4] == ["Ferry", "Place <b>Léo</b>", "Blum"]


def test_un_nom_se_trie_en_francais_au_clavier(page: Page) -> None:
    page.evaluer(f"document.querySelector({json.dumps(entete('operations', 1))}).focus()")
    page.taper(*ENTREE)
    assert noms(page, "operations")[1:4] == ["Blum", "Ferry", "Place <b>Léo</b>"]
    assert sens(page, "operations")[0] == "ascending"


def test_un_clic_deplie_la_derivation(page: Page) -> None:
    page.cliquer("#ligne-operations-2 > :nth-child(5)")
    lu = volet(page)
    assert lu.startswith("Engagé – Ferry – A : 100,00 €")
    for attendu in (
        "engagement, pièce Place <b>Léo</b> 150,00 € engagements − dégagements règlement (confiance B)",
        "règlement (confiance B) journal.csv, ligne 9",
        "dégagement −50,00 €",
        "pour mémoire",
        "Total 100,00 €",
    ):
        assert attendu in lu
    assert page.evaluer("document.querySelector('#ligne-operations-2').nextElementSibling.className") == "explication"
    assert page.evaluer("document.querySelector('#ligne-operations-2').cells[4].ariaExpanded") == "true"
    page.cliquer("#ligne-operations-2 > :nth-child(5)")
    assert volet(page) == ""
    assert page.evaluer("document.querySelector('#ligne-operations-2').cells[4].ariaExpanded") == "false"


def test_le_clavier_deplie_un_calcul_et_suit_un_terme(page: Page) -> None:
    page.evaluer(f"document.querySelector({json.dumps(entete('operations', 1))}).focus()")
    for nom in ("ArrowDown", "ArrowDown", "End", "ArrowLeft"):
        touche(page, nom)
    assert foyer(page) == "800,00"
    page.taper(*ENTREE)
    lu = volet(page)
    # 900 − 100 = 800
    assert "Reste à engager – Ferry – A : 800,00 €" in lu
    assert "« Programmé » − « Engagé », sur cette ligne." in lu
    assert "Programmé 900,00 € Engagé 100,00 €" in lu
    touche(page, "Escape")
    assert volet(page) == ""
    page.taper(*ESPACE)
    assert "900,00 €" in volet(page)
    # Le terme « Engagé » mène à sa cellule, qui se déplie à son tour.
    page.cliquer(".volet tr:nth-child(2) a")
    assert foyer(page) == "100,00"
    page.taper(*ENTREE)
    assert "Total 100,00 €" in volet(page)


def test_une_somme_liste_ses_lignes(page: Page) -> None:
    page.cliquer("#ligne-operations-5 > :nth-child(4)")
    lu = volet(page)
    assert "Somme de 3 lignes de cette colonne." in lu
    assert "Ferry – A 900,00 € Place <b>Léo</b> – A 1 000 000,00 € Blum – A 10 000,50 €" in lu
    page.cliquer("#ligne-synthese-1 > :nth-child(2)")
    lu = ordinaire(page.evaluer("document.querySelector('#tableau-synthese .volet').innerText"))
    assert "Somme de « Programmé » du tableau « Opérations », sur les lignes dont « Famille » est « Famille » de" in lu
    assert "Opérations – Blum – A – Programmé 10 000,50 €" in lu


def test_une_donnee_le_dit(page: Page) -> None:
    page.cliquer("#ligne-operations-2 > :nth-child(4)")
    assert "Donnée du dossier" in volet(page)
    page.cliquer("#ligne-operations-2 > :nth-child(2)")  # un texte ne s'explique pas, et ne ferme rien
    assert "Donnée du dossier" in volet(page)


def test_une_seule_etape_de_tabulation_par_tableau(page: Page) -> None:
    def etapes() -> list[int]:
        lues: list[int] = page.evaluer(
            "[...document.querySelectorAll('.cadre table')].map(t => t.querySelectorAll('[tabindex=\"0\"]').length)"
        )
        return lues

    # Le premier tableau, celui du graphique, n'a rien à ouvrir.
    assert etapes() == [0, 1, 1]
    page.cliquer("#ligne-operations-3 > :nth-child(4)")
    touche(page, "ArrowDown")
    touche(page, "ArrowRight")
    assert etapes() == [0, 1, 1]
    assert foyer(page) == "12 000,50"
    assert page.evaluer("document.querySelector('section.tableau table').getAttribute('role')") == "grid"


def test_une_ancre_mene_a_son_tableau_et_une_tuile_a_sa_cellule(page: Page) -> None:
    page.dimensionner(1000, 500)
    page.evaluer("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluer("location.hash = '#tableau-synthese'")
    haut = page.evaluer("document.querySelector('#tableau-synthese').getBoundingClientRect().top")
    assert -1 <= haut < 500
    assert page.evaluer("scrollY") > 300
    page.cliquer(".tuiles a")
    page.evaluer("new Promise(resolve => setTimeout(resolve, 50))")
    assert foyer(page) == "1 010 905,50"
    page.dimensionner(1600, 1000)


def centimes(texte: str) -> int:
    """Les centimes d’un montant affiché, deux décimales ou un tiret."""
    chiffres = texte.replace("\u202f", "").replace(",", "").replace("\u2212", "-")
    return 0 if chiffres == "–" else int(chiffres)


def test_le_filtre_garde_les_totaux(grande: Page, annexe: Document) -> None:
    tableau = annexe.tableaux[0]
    for tableau in annexe.tableaux:
        if len(tableau.lignes) > 100:
            break
    donnees = [ligne for ligne in tableau.lignes if ligne.genre is GenreLigne.DONNEE]
    premiere = donnees[0].cellules[0].valeur
    assert isinstance(premiere, str)
    grande.evaluer(f"document.querySelector('#tableau-{tableau.cle} input').focus()")
    grande.demander("Input.insertText", text=premiere.lower())
    restantes = noms(grande, tableau.cle)
    assert len(restantes) == 1 + len(tableau.lignes) - len(donnees)
    statut = grande.evaluer(f"document.querySelector('#tableau-{tableau.cle} [role=status]').textContent")
    assert ordinaire(statut).startswith(f"1 ligne sur {len(donnees)} ;")
    grande.evaluer(
        f"const c = document.querySelector('#tableau-{tableau.cle} input'); c.value = ''; "
        "c.dispatchEvent(new Event('input'))"
    )
    assert len(noms(grande, tableau.cle)) == len(tableau.lignes)


def test_toutes_les_colonnes_de_montants_de_l_annexe_se_trient(grande: Page, annexe: Document) -> None:
    for tableau in annexe.tableaux:
        rangs = [rang for rang, colonne in enumerate(tableau.colonnes) if colonne.genre is GenreColonne.MONTANT]
        if not rangs:
            continue
        rang = rangs[-1]
        grande.evaluer(f"document.querySelector({json.dumps(entete(tableau.cle, rang + 1))}).click()")
        lues: list[list[Any]] = grande.evaluer(
            f"[...document.querySelector('#tableau-{tableau.cle} table').tBodies[0].rows]"
            f".map(l => [l.className, l.id, l.cells[{rang}]?.textContent ?? ''])"
        )
        for (classe, _, avant), (suivante, _, apres) in pairwise(lues):
            if not classe and not suivante and apres:
                assert centimes(avant) <= centimes(apres)
        fixes = [
            f"ligne-{tableau.cle}-{place}"
            for place, ligne in enumerate(tableau.lignes, 1)
            if ligne.genre is not GenreLigne.DONNEE
        ]
        assert [identifiant for classe, identifiant, _ in lues if classe] == fixes
        places = {identifiant: place for place, (_, identifiant, _) in enumerate(lues, 1)}
        assert all(identifiant == f"ligne-{tableau.cle}-{places[identifiant]}" for identifiant in fixes)


def test_une_explication_de_l_annexe_dit_les_montants_du_document(grande: Page, annexe: Document) -> None:
    derivation = next(d for d in annexe.derivations if len(d.etapes) > 1 and all(e.montant for e in d.etapes))
    tableau = annexe.tableau(derivation.lieu.tableau)
    ligne, colonne = tableau.rang_ligne(derivation.lieu.ligne), tableau.rang_colonne(derivation.lieu.colonne)
    grande.cliquer(f"#ligne-{tableau.cle}-{ligne + 1} > :nth-child({colonne + 1})")
    lu = volet(grande)
    for etape in derivation.etapes:
        entiers, centimes = divmod(abs(etape.montant or 0), 100)
        assert f"{entiers:,}".replace(",", " ") + f",{centimes:02d} €" in lu
        assert ordinaire(etape.libelle) in lu
    grande.cliquer(f"#ligne-{tableau.cle}-{ligne + 1} > :nth-child({colonne + 1})")


CONTRASTES = """
(() => {
  const canaux = couleur => couleur.match(/[\\d.]+/g).map(Number);
  const lumiere = couleur => {
    const lineaire = c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const [r, v, b] = canaux(couleur).slice(0, 3).map(c => lineaire(c / 255));
    return .2126 * r + .7152 * v + .0722 * b;
  };
  const fond = element => {
    for (let e = element; e; e = e.parentElement) {
      const couleur = getComputedStyle(e).backgroundColor;
      if (canaux(couleur)[3] !== 0) return couleur;
    }
    return "rgb(255, 255, 255)";
  };
  const faibles = new Map();
  for (const element of document.querySelectorAll("body *:not(script):not(svg *)")) {
    if (![...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const a = lumiere(getComputedStyle(element).color), b = lumiere(fond(element));
    const contraste = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contraste < 4.5) faibles.set(element.tagName + "." + element.className, contraste);
  }
  return [...faibles];
})()
"""


@pytest.mark.parametrize("ouverture", ["light", "dark"])
def test_les_deux_themes_se_lisent(grande: Page, annexe: Document, ouverture: str) -> None:
    grande.preferer(ouverture)
    fonds = {}
    derivation = annexe.derivations[0].lieu
    tableau = annexe.tableau(derivation.tableau)
    ligne, colonne = tableau.rang_ligne(derivation.ligne), tableau.rang_colonne(derivation.colonne)
    grande.cliquer(f"#ligne-{tableau.cle}-{ligne + 1} > :nth-child({colonne + 1})")
    assert volet(grande)
    for choix in ("", "clair", "sombre"):
        grande.evaluer(f"document.querySelector('#theme [data-choix=\"{choix}\"]').click()")
        fonds[choix] = grande.evaluer("getComputedStyle(document.body).backgroundColor")
        assert grande.evaluer(CONTRASTES) == []
        presses = grande.evaluer(
            "[...document.querySelectorAll('#theme [aria-pressed=true]')].map(b => b.dataset.choix)"
        )
        assert presses == [choix]
    assert fonds["clair"] != fonds["sombre"]
    assert fonds[""] == fonds["clair" if ouverture == "light" else "sombre"]
    grande.evaluer("document.querySelector('#theme [data-choix=\"\"]').click()")
    touche(grande, "Escape")
    assert volet(grande) == ""


def test_l_annexe_n_appelle_rien_et_ne_signale_rien(grande: Page, url_annexe: str) -> None:
    appels = grande.signalements("Network.requestWillBeSent")
    assert {appel["request"]["url"].split("#")[0] for appel in appels} <= {url_annexe}
    assert grande.signalements("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded") == []


def test_un_dossier_hostile_n_execute_rien(navigateur: Page, tmp_path: Path) -> None:
    nom = "</script><script>document.title='pris'</script><img src=x onerror=\"document.title='pris'\">"
    chemin = tmp_path / "hostile.html"
    chemin.write_bytes(rendre_html(petit_document(nom), dossier=json.dumps(nom)))
    navigateur.evenements.clear()
    ouvrir(navigateur, chemin.as_uri())
    navigateur.cliquer("#ligne-operations-2 > :nth-child(5)")
    assert nom in volet(navigateur)
    assert "pris" not in navigateur.evaluer("document.title").replace(nom, "")
    assert navigateur.evaluer("document.images.length") == 0
    assert {a["request"]["url"] for a in navigateur.signalements("Network.requestWillBeSent")} == {chemin.as_uri()}
    assert navigateur.signalements("Runtime.exceptionThrown", "Log.entryAdded") == []


DEBORDEMENTS = """(() => {
  const large = document.documentElement.clientWidth;
  const sortis = [...document.querySelectorAll("body *")].filter((element) =>
    !element.closest(".evitement, .cadre, .dessin") && element.getBoundingClientRect().right > large + 1);
  return [document.documentElement.scrollWidth - large, ...sortis.map((element) => element.tagName + "#" + element.id)];
})()"""
COUPES = """[...document.querySelectorAll("#partie-decision .cadre, #partie-constats .cadre")]
  .filter((cadre) => cadre.scrollWidth > cadre.clientWidth).map((cadre) => cadre.parentElement.id)"""


@pytest.mark.parametrize("largeur", [1400, 1000, 390])
def test_la_page_ne_defile_pas_de_cote(navigateur: Page, url_annexe: str, largeur: int) -> None:
    navigateur.dimensionner(largeur, 900)
    try:
        ouvrir(navigateur, url_annexe)
        assert navigateur.evaluer(DEBORDEMENTS) == [0]
        # Sur un téléphone, ce qui se décide et ce qui bloque se lisent sans défiler non plus.
        if largeur < 400:
            assert navigateur.evaluer(COUPES) == []
    finally:
        navigateur.dimensionner(1600, 1000)


def test_une_page_se_photographie(url_petite: str, tmp_path: Path) -> None:
    image = tmp_path / "page.png"
    capturer(url_petite, image, 800, 600)
    octets = image.read_bytes()
    assert octets[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])) == (800, 600)


def test_un_verificateur_d_accessibilite_n_y_trouve_rien(page: Page) -> None:
    """axe, qui applique les règles WCAG à la page telle qu’elle est à l’écran."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluer(f"{axe}; null")
    grave: list[str] = page.evaluer("axe.run().then(r => r.violations.map(v => v.id + ' : ' + v.nodes[0].html))")
    assert grave == []
    jugees: int = page.evaluer("axe.run({runOnly: ['wcag2a', 'wcag2aa']}).then(r => r.passes.length)")
    assert jugees > 10
