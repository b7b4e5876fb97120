"""Les pages : leurs formats, ce que porte chacune, et des tableaux qui n’en débordent pas."""

import pytest
from docx.oxml.ns import qn

from exports.annexe.annexe import composer_annexe
from exports.rendus.docx import rendre_docx
from tests.construction import jour
from tests.exports.dossiers import dossier_de_tension
from tests.exports.rendu_docx.lecture import corps, ouvrir, parties
from tests.exports.rendu_docx.petit import petit_document, tableau_large

A4_DEBOUT, A4_COUCHE, A3_COUCHE = (11_906, 16_838), (16_838, 11_906), (23_811, 16_838)


def formats(octets: bytes) -> list[tuple[int, int]]:
    return [(int(p.get(qn("w:w"))), int(p.get(qn("w:h")))) for p in corps(octets).iter(qn("w:pgSz"))]


@pytest.mark.parametrize(
    ("colonnes", "attendus"),
    [
        (3, [A4_DEBOUT]),
        (9, [A4_DEBOUT, A4_COUCHE, A4_DEBOUT]),
        (18, [A4_DEBOUT, A3_COUCHE, A4_DEBOUT]),
        (60, [A4_DEBOUT, A3_COUCHE, A4_DEBOUT]),
    ],
)
def test_le_texte_est_en_a4_et_un_tableau_large_sur_sa_page(colonnes: int, attendus: list[tuple[int, int]]) -> None:
    octets = rendre_docx(petit_document(tableaux=(tableau_large(colonnes),), chiffres_cles=()))
    assert formats(octets) == attendus
    couches = [p.get(qn("w:orient")) == "landscape" for p in corps(octets).iter(qn("w:pgSz"))]
    assert couches == [format_ != A4_DEBOUT for format_ in attendus]


def debordements(octets: bytes) -> list[str]:
    """Les tableaux plus larges que la place entre les marges de leur section."""
    trouves, en_attente = [], []
    for element in corps(octets).body:
        if element.tag == qn("w:tbl"):
            en_attente.append(sum(int(colonne.get(qn("w:w"))) for colonne in element.iter(qn("w:gridCol"))))
        for section in element.iter(qn("w:sectPr")):
            page, marges = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
            utile = int(page.get(qn("w:w"))) - int(marges.get(qn("w:left"))) - int(marges.get(qn("w:right")))
            trouves += [f"{largeur} > {utile}" for largeur in en_attente if largeur > utile]
            en_attente = []
    assert not en_attente
    return trouves


def test_aucun_tableau_ne_deborde(annexe_docx: bytes) -> None:
    assert debordements(annexe_docx) == []
    tension = rendre_docx(composer_annexe(dossier_de_tension(40), au=jour("2014-03-31")))
    assert debordements(tension) == []


def test_chaque_section_a_son_en_tete_et_son_pied(annexe_docx: bytes) -> None:
    for octets, code, bandeau, empreinte in (
        (
            rendre_docx(petit_document(tableaux=(tableau_large(18),), chiffres_cles=())),
            "C-7",
            "2 constats",
            "0123456789abcdef",
        ),
        (annexe_docx, "92002-PNRU", "constats bloquants", None),
    ):
        sections = list(ouvrir(octets).sections)
        assert len(sections) >= 3
        for section in sections:
            assert not section.header.is_linked_to_previous
            haut = "\n".join(paragraphe.text for paragraphe in section.header.paragraphs)
            bas = "\n".join(paragraphe.text for paragraphe in section.footer.paragraphs)
            assert f"convention {code}" in haut
            assert "Arrêté au 31/03/2015" in haut
            assert bandeau in haut
            assert empreinte is None or f"dossier {empreinte}," in bas
            assert bas.endswith("page 1 / 1")


def textes_des_parties(octets: bytes) -> dict[str, bytes]:
    """Les parties écrites en xml : les dessins sont en octets."""
    return {nom: contenu for nom, contenu in parties(octets).items() if not nom.endswith(".emf")}


def test_les_seuls_champs_sont_les_numeros_de_page(annexe_docx: bytes) -> None:
    for nom, contenu in textes_des_parties(annexe_docx).items():
        texte = contenu.decode()
        instructions = texte.count("instrText xml:space") + texte.count("fldSimple")
        if nom.startswith("word/footer"):
            assert instructions == 2
            assert "> PAGE <" in texte
            assert "> NUMPAGES <" in texte
        else:
            assert instructions == 0, nom


def test_le_document_est_en_francais(annexe_docx: bytes) -> None:
    styles = parties(annexe_docx)["word/styles.xml"].decode()
    assert '<w:lang w:val="fr-FR"' in styles
    assert "en-US" not in "".join(contenu.decode() for contenu in textes_des_parties(annexe_docx).values())
