"""Le sommaire d’un document Word : un lien par titre, dans l’ordre ; ses listes sont de vraies listes."""

from docx.oxml.ns import qn

from exports.document.document import Document
from exports.document.elements import FormatDePage
from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.lecture import corps, marque, parties, textes
from tests.exports.rendu_docx.petit import petit_document

NIVEAUX = {"Heading 1": "toc 1", "Heading 2": "toc 2"}


def test_chaque_titre_a_son_entree_qui_y_mene(annexe_docx: bytes, annexe: Document) -> None:
    titres, entrees = [], []
    articles = iter(range(1, len(annexe.articles) + 1))
    for style, texte in textes(annexe_docx):
        if style in NIVEAUX:
            est_article = texte in {article.titre for article in annexe.articles}
            titres.append((NIVEAUX[style], f"Article {next(articles)} – {texte}" if est_article else texte))
        elif style.startswith("toc "):
            entrees.append((style, texte))
    assert entrees == titres
    assert ("toc 2", "Article 9 – Réserves") in entrees
    assert ("toc 1", "Signatures") in entrees

    racine = corps(annexe_docx)
    vus: dict[str, str] = {}
    for paragraphe in racine.iter(qn("w:p")):
        for debut in paragraphe.iter(qn("w:bookmarkStart")):
            texte = "".join(lu.text for lu in paragraphe.iter(qn("w:t")))
            assert vus.setdefault(debut.get(qn("w:name")), texte) == texte
    liens = [
        (lien.get(qn("w:anchor")), "".join(lu.text for lu in lien.iter(qn("w:t"))))
        for paragraphe in racine.iter(qn("w:p"))
        if (style := paragraphe.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) is not None
        and style.get(qn("w:val")) in {"TM1", "TM2"}
        for lien in paragraphe.iter(qn("w:hyperlink"))
    ]
    assert len(liens) == len(entrees)
    assert [texte for ancre, texte in liens if not texte.endswith(vus[ancre])] == []


def test_rien_n_est_a_mettre_a_jour_a_l_ouverture(annexe_docx: bytes) -> None:
    assert not marque(corps(annexe_docx), "fldChar")
    assert b"updateFields" not in parties(annexe_docx)["word/settings.xml"]


def test_une_fiche_de_deux_pages_n_a_pas_de_sommaire() -> None:
    fiche = rendre_docx(petit_document(page=FormatDePage.A4_DEBOUT))
    assert not [texte for style, texte in textes(fiche) if style.startswith("toc") or style == "TOC Heading"]


def test_une_liste_est_une_liste(annexe_docx: bytes, annexe: Document) -> None:
    lus = textes(annexe_docx)
    assert [texte for _, texte in lus if texte.startswith(("–", "•", "-"))] == []
    attendus = [alinea for article in annexe.articles for alinea in article.alineas if alinea.startswith("–")]
    assert len([texte for style, texte in lus if style == "Tiret"]) == len(attendus) > 5
    # La forme vient du style seul : aucun paragraphe ne redit la numérotation d'une puce.
    racine = corps(annexe_docx)
    numeros = [numero.get(qn("w:val")) for numero in racine.iter(qn("w:numId"))]
    assert numeros == ["1"] * len(annexe.articles)
    styles, numerotation = (parties(annexe_docx)[f"word/{nom}.xml"].decode() for nom in ("styles", "numbering"))
    assert 'w:numId w:val="3"' in styles
    assert numerotation.count('<w:lvlText w:val="–"/>') == 1


def test_ce_qui_bloque_est_une_liste(annexe_docx: bytes, annexe: Document) -> None:
    puces = [" ".join(texte.split()) for style, texte in textes(annexe_docx) if style == "List Bullet"]
    assert annexe.empechements
    for empechement in annexe.empechements:
        assert " ".join(empechement.split()) in puces
