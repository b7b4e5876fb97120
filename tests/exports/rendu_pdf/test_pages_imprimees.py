"""Ce que montre chaque page : tous les montants, des en-têtes répétés, rien d’orphelin, rien qui déborde."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from exports.document.document import Document
from exports.document.elements import Signature
from exports.document.tableau import TITRES_DES_PARTIES, Colonne, GenreColonne, GenreLigne, Partie, Valeur
from exports.document.typographie import afficher_valeur
from exports.mise_en_page.colonnes import resserrer
from exports.mise_en_page.police import largeur
from exports.rendus.pdf import rendre_pdf
from tests.exports.dossiers import HOSTILES
from tests.exports.rendu_pdf import documents
from tests.exports.rendu_pdf.documents import complet, familles, large
from tests.exports.rendu_pdf.lecture import Page, lire_pages, texte_de_page

pytestmark = pytest.mark.exige_poppler

MARGE = 34.0  # 12 mm
INSECABLES = str.maketrans("\u202f\u00a0", "  ")


def ecrire(document: Document, tmp_path: Path) -> list[Page]:
    chemin = tmp_path / "essai.pdf"
    chemin.write_bytes(rendre_pdf(document))
    return lire_pages(chemin)


@pytest.mark.parametrize("nom", ["annexe", "tension"])
def test_chaque_nombre_est_entier_dans_les_pages_de_son_tableau(nom: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(nom)
    pages = lire_pages(request.getfixturevalue(f"pdf_{nom}"))
    trouves = 0
    for source in document.tableaux:
        if source.est_joint:
            continue
        # En haut d'une page, ses tableaux, ou leur partie s'ils sont trop nombreux.
        titres = ["Décision"] if source.partie is Partie.DECISION else [source.titre, TITRES_DES_PARTIES[source.partie]]
        tableau = resserrer(document, source)
        attendus = Counter(
            afficher_valeur(cellule.valeur, colonne.genre).translate(INSECABLES)
            for ligne in tableau.lignes
            for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True)
            if colonne.genre not in {GenreColonne.TEXTE, GenreColonne.CODE} and cellule.valeur is not None
        )
        lus = Counter(
            texte for page in pages if any(titre in page.textes[0] for titre in titres) for texte in page.textes
        )
        assert not attendus - lus, tableau.cle
        trouves += attendus.total()
    assert trouves > 2_000


def test_une_ligne_plus_haute_que_la_page_se_coupe_et_garde_ses_totaux(tmp_path: Path) -> None:
    colonnes = (
        *(Colonne(cle=f"nom{rang}", libelle="Nom", genre=GenreColonne.TEXTE, largeur=8) for rang in range(12)),
        Colonne(cle="montant", libelle="Montant", genre=GenreColonne.MONTANT),
    )
    vides = (None,) * 11
    lignes: list[tuple[GenreLigne, tuple[Valeur, ...]]] = [
        (GenreLigne.FAMILLE, ("Famille", *vides, None)),
        (GenreLigne.DONNEE, (*("W" * 2_000 for _ in range(12)), 12_345)),
        (GenreLigne.SOUS_TOTAL, ("Sous-total", *vides, 12_346)),
        (GenreLigne.TOTAL, ("TOTAL", *vides, 12_347)),
    ]
    longue = Signature(organisme="W" * 2_000, qualite="Financeur", objet="Arrête " + "W" * 2_000, signataire="")
    pages = ecrire(documents.document([documents.tableau("haut", colonnes, lignes)], signatures=(longue,)), tmp_path)
    textes = [texte for page in pages for texte in page.textes]
    assert {"123,45", "123,46", "123,47", "Cachet et signature"} <= set(textes)
    # Douze noms, dont deux repris au second volet, et la signature, entiers ; au bas de chaque page, rien que le pied.
    assert sum(texte.count("W") for texte in textes) == (12 + 2 + 2) * 2_000
    assert all(fragment.bas < page.hauteur - 40 for page in pages for fragment in page.fragments[:-3])
    # Le nom d'un signataire, plus grand que le reste, tient aussi dans son cadre, d'un tiers de la largeur.
    cadre = MARGE + (pages[0].largeur - 2 * MARGE - 20) / 3
    signees = [page for page in pages if "Signatures" in page.textes[0] and "W" in page.fragments[5].texte]
    assert signees
    assert all(f.droite < cadre for page in signees for f in page.corps if "WW" in f.texte)


def test_un_code_long_ne_chasse_pas_la_date_du_pied_de_page(tmp_path: Path) -> None:
    convention = "94017-PNRU-" + "VITRY-SUR-SEINE-" * 6
    pages = ecrire(replace(complet(), code=convention), tmp_path)
    assert all(page.textes[-3].endswith("… – arrêté au 31/03/2015") for page in pages)


def test_les_pages_sont_numerotees_et_titrees(annexe: Document, pdf_annexe: Path) -> None:
    pages = lire_pages(pdf_annexe)
    assert len(pages) > 10
    for rang, page in enumerate(pages, start=1):
        assert (page.largeur, page.hauteur) == pytest.approx((1190.55, 841.89), abs=0.01)
        assert page.textes[0].startswith("Annexe financière – ")
        assert page.textes[1] == annexe.bandeau
        assert page.textes[-3:] == [
            "Convention 92002-PNRU – arrêté au 31/03/2015",
            f"Empreintes : dossier {annexe.empreinte[:16]}, règles {annexe.sceau.regles[:16]}",
            f"page {rang} / {len(pages)}",
        ]


def test_la_premiere_page_dit_l_essentiel(pdf_complet: Path) -> None:
    (page_une, *_) = lire_pages(pdf_complet)
    premiere = page_une.textes
    for texte in (
        "Annexe d’essai",
        "Quartier du Levant",
        "Un avertissement à lire.",
        "Payé en tout",
        "−2 999 999,94 €",
        "toutes familles",
        f"Arrêté au 31/03/2015 – empreinte {'0a' * 8}",
    ):
        assert texte in premiere
    # Ce qui identifie en entier est à la fin.
    derniere = lire_pages(pdf_complet)[-1].textes
    for texte in ("Ville de Levant", "0a" * 32, "1b" * 32, "essai 1"):
        assert texte in derniere
        assert texte not in premiere
    # Le bandeau est en haut de la page et dans son cadre.
    assert premiere.count("PROJET — 3 constats bloquants") == 2
    for entree, page in (("Synthèse des coûts", 2), ("Articles", 3), ("Article 1 – Objet", 3), ("Signatures", 4)):
        (sommaire,) = (f for f in page_une.fragments if f.texte == entree)
        suivants = [f.texte for f in page_une.fragments if f.bas == sommaire.bas and f.gauche > sommaire.droite]
        assert suivants == [str(page)], "des points de conduite, ou un numéro sur une autre ligne"


def test_articles_notes_figures_et_signatures_sont_la(pdf_complet: Path) -> None:
    texte = texte_de_page(pdf_complet)
    for attendu in (
        "Article 1 – Objet",
        "Le présent avenant clôt la convention.",
        "Montants : hors taxes.",
        "montants en euros",
        "Coûts par opération",
        "Organisme 7",
        "Arrête son concours n° 7.",
        "Pour Organisme 7, le directeur n° 7",
        "Cachet et signature",
    ):
        assert attendu in texte


def _corps_du_tableau(page: Page) -> list[str]:
    """Les premiers textes de chaque ligne, sous l’en-tête du tableau."""
    textes = [fragment.texte for fragment in page.corps if fragment.gauche < 60]
    return textes[textes.index("Nom") + 1 :]


@pytest.mark.parametrize("tailles", [[1, 2, 3, 4, 5, 6, 7] * 12, [2] * 70, [3, 1] * 50, [9, 4, 1, 1] * 20])
@pytest.mark.parametrize("mots", [1, 12])
def test_rien_n_est_orphelin_et_l_en_tete_se_repete(tailles: Sequence[int], mots: int, tmp_path: Path) -> None:
    # Entre la décision et l'identification.
    pages = ecrire(familles(tailles, mots), tmp_path)[1:-1]
    assert len(pages) >= 4
    lues = []
    for page in pages:
        corps = [texte for texte in _corps_du_tableau(page) if not texte.startswith("mot")]
        assert corps[0].startswith(("Famille", "Ligne")), "un total est séparé de ce qu’il totalise"
        assert not corps[-1].startswith("Famille"), "une famille est séparée de sa première ligne"
        lues += corps
    assert Counter(texte.split()[0] for texte in lues) == {
        "Famille": len(tailles),
        "Ligne": sum(tailles),
        "Sous-total": len(tailles),
        "TOTAL": 1,
    }


@pytest.mark.parametrize(("montants", "volets"), [(12, 1), (20, 2), (60, 4)])
def test_un_tableau_trop_large_se_lit_en_volets(montants: int, volets: int, tmp_path: Path) -> None:
    pages = ecrire(large(montants), tmp_path)
    textes = [texte for page in pages for texte in page.textes]
    assert [texte for texte in textes if "volet" in texte] == (
        [f"Large : volet {rang} sur {volets}" for rang in range(1, volets + 1)] if volets > 1 else []
    )
    assert textes.count("Place du marché") == volets
    lus = [int(texte[-2:]) for texte in textes if texte.startswith("9 999 999 0")]
    assert lus == list(range(montants))
    groupes = [texte for texte in textes if texte.startswith("Groupe ")]
    assert sorted(set(groupes)) == sorted(groupes), "un groupe est coupé entre deux volets"


@pytest.mark.parametrize("fixture", ["pdf_annexe", "pdf_hostile", "pdf_tension"])
def test_rien_ne_deborde_ni_ne_se_recouvre(fixture: str, request: pytest.FixtureRequest) -> None:
    for numero, page in enumerate(lire_pages(request.getfixturevalue(fixture)), start=1):
        droites: dict[float, tuple[float, str]] = {}
        for fragment in page.fragments:
            assert fragment.gauche >= MARGE - 0.5, (numero, fragment)
            assert fragment.droite <= page.largeur - MARGE + 0.5, (numero, fragment)
            assert fragment.haut >= 20, (numero, fragment)
            assert fragment.bas <= page.hauteur - 15, (numero, fragment)
            precedente, texte = droites.get(fragment.bas, (0.0, ""))
            assert fragment.gauche >= precedente - 0.1, (numero, texte, fragment)
            droites[fragment.bas] = (fragment.droite, fragment.texte)


def test_les_textes_hostiles_sont_des_textes(pdf_hostile: Path) -> None:
    texte = texte_de_page(pdf_hostile).replace(" ", "")
    for attendu in HOSTILES:
        if attendu.isascii() and attendu.isprintable():
            assert "".join(attendu.split()) in texte, attendu
    for attendu in ("contrôle␁␛etsautici", "‹U+6F22›‹U+5B57›‹U+1F600›∑≠½", "‹U+FFFD›", "עברית"):
        assert attendu in texte


def test_la_place_d_un_texte_est_celle_que_lit_un_autre_logiciel(tmp_path: Path) -> None:
    page = ecrire(complet(), tmp_path)[1]
    lu = next(fragment for fragment in page.fragments if fragment.texte == "Place du marché")
    assert lu.droite - lu.gauche == pytest.approx(largeur("Place du marché") * 9 / 1000, abs=0.15)
