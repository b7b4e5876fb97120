"""Chaque format est relu à sa place, depuis des fichiers écrits par un autre que la bibliothèque, ou à la main."""

import gzip
from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from exports.verification.commun.lecture import DocumentLu
from exports.verification.docx.lecture import DOCX
from exports.verification.formats import reconnaitre
from exports.verification.html.lecture import HTML
from exports.verification.lecture_csv import CSV
from exports.verification.pdf.lecture import PDF
from maquettes.fichiers.sources import SourceRefusee


def document(octets: bytes, nom: str = "annexe") -> DocumentLu:
    return DocumentLu(nom, octets)


def word() -> bytes:
    """Deux paragraphes, un tableau de deux lignes dont une cellule a deux paragraphes, un pied de page."""
    ecrit = docx.Document()
    ecrit.add_paragraph("Annexe")
    ecrit.add_paragraph("un\tdeux")
    tableau = ecrit.add_table(2, 2)
    for rang, texte in enumerate(("Financeur", "Montant", "ANRU", "450 000,00")):
        tableau.rows[rang // 2].cells[rang % 2].text = texte
    tableau.rows[1].cells[0].add_paragraph("seconde ligne")
    ecrit.add_paragraph("Fait à Antony")
    ecrit.sections[0].footer.paragraphs[0].text = "page 1"
    ecrit.core_properties.title, ecrit.core_properties.comments = "Titre", "le sceau"
    tampon = BytesIO()
    ecrit.save(tampon)
    return tampon.getvalue()


def test_un_document_word() -> None:
    lus = dict(DOCX.passages(document(word())))
    assert lus["paragraphe 1"] == "Annexe"
    assert lus["paragraphe 2"] == "un\tdeux"
    assert lus["tableau 1, ligne 1, colonne 2"] == "Montant"
    assert lus["tableau 1, ligne 2, colonne 1"] == "ANRU\nseconde ligne"
    assert lus["tableau 1, ligne 2, colonne 2"] == "450 000,00"
    assert lus["paragraphe 3"] == "Fait à Antony"
    assert lus["propriété title"] == "Titre"
    assert [texte for lieu, texte in lus.items() if lieu.startswith("pied de page (")] == ["page 1"]
    assert DOCX.sceau(document(word())) == "le sceau"


PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Annexe</title>
<script id="sceau" type="application/json">{"a":1}</script>
<script id="dossier-canonique">%s</script></head>
<body><h1 id="haut">Annexe &lt;financière&gt;</h1><p>Un<br>deux</p>
<table id="synthese"><tr id=l1><th>ANRU<td data-v=45000000><b>450</b> 000</tr>
<tr id="l2"><th>Ville</th><td>1</td></tr></table>
<section id="suite"><table><thead><tr><th>Nom</thead>
<tbody><tr><th>Région<td>2</tr>
<tr><th>État<td data-v=1/3>33 %%</tr></tbody></table></section>
</div><p>Fin</p></body></html>"""


def page(dossier: bytes) -> DocumentLu:
    return document((PAGE % b64encode(dossier).decode()).encode())


def test_une_page_html() -> None:
    lus = HTML.passages(page(gzip.compress(b"{}", mtime=0)))
    textes = {passage.texte: passage.lieu for passage in lus}
    assert textes["Annexe <financière>"] == "#haut, texte 1"
    assert textes["000"] == "#l1, colonne 2, texte 2"
    assert textes["45000000"] == "#l1, colonne 2, valeur exacte"
    assert textes["Ville"] == "#l2, colonne 1, texte 1"
    assert textes["Annexe"] == "début de la page, texte 1"
    assert textes["Nom"] == "#suite, ligne 1, colonne 1, texte 1"
    assert textes["2"] == "#suite, ligne 1, colonne 2, texte 1"
    assert textes["État"] == "#suite, ligne 2, colonne 1, texte 1"
    assert textes["1/3"] == "#suite, ligne 2, colonne 2, valeur exacte"
    assert textes["Fin"] == "#suite, texte 1"
    assert HTML.sceau(page(b"")) == '{"a":1}'
    assert HTML.dossier(page(gzip.compress(b'{"format": 1}', mtime=0))) == b'{"format": 1}'
    assert HTML.dossier(document(b"<!doctype html>")) is None


@pytest.mark.parametrize("octets", [b"pas du gzip", gzip.compress(b"x" * 1000, mtime=0)[:-20]])
def test_un_dossier_joint_qui_ne_se_decompresse_pas_est_refuse(octets: bytes) -> None:
    with pytest.raises(SourceRefusee, match="le dossier qu’il contient ne se décompresse pas"):
        HTML.dossier(page(octets))


@pytest.mark.parametrize("motif", ["<a ", "<!--", "</", "<?", '<a b="', "<script>", "<", "<![x["])
def test_une_page_hostile_est_refusee_aussitot(motif: str) -> None:
    """Le lecteur de la bibliothèque standard y passerait des heures."""
    with pytest.raises(SourceRefusee, match="n’a pas de fin"):
        HTML.passages(document(b"<!doctype html>" + motif.encode() * 200_000))


def test_une_bombe_est_refusee() -> None:
    """Trois cents millions d’octets tiennent en trois cent mille : ils ne sont jamais tous en mémoire."""
    morceau = gzip.compress(b"\0" * 10_000_000, mtime=0)
    with pytest.raises(SourceRefusee, match="le dossier qu’il contient est démesuré"):
        HTML.dossier(page(morceau * 30))
    tampon = BytesIO()
    with ZipFile(tampon, "w", 8) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(SourceRefusee, match="plus de 50 millions d’octets"):
        DOCX.passages(document(tampon.getvalue()))


def test_deux_parties_du_meme_nom_sont_refusees() -> None:
    """L’une serait lue ici, l’autre par le traitement de texte."""
    tampon = BytesIO(word())
    with ZipFile(tampon, "a") as archive:
        archive.writestr("word/Document.xml", b"<faux/>")
    with pytest.raises(SourceRefusee, match="l’archive a deux parties du même nom"):
        DOCX.passages(document(tampon.getvalue()))


def test_un_csv_d_identification() -> None:
    lu = document('libelle;valeur\nSceau;"{""a"":1}"\nTitre;Annexe\n'.encode("utf-8-sig"), "i.csv")
    assert CSV.sceau(lu) == '{"a":1}'
    assert dict(CSV.passages(lu))["i.csv, ligne 3, colonne 2"] == "Annexe"


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"", "il est vide"),
        (b"bonjour", "son contenu n’est celui d’aucun format connu"),
        (b"\0\1;", "son contenu n’est celui d’aucun format connu"),
        (b"PK\x03\x04 mimetype", "c’est une archive d’un autre genre"),
    ],
)
def test_un_format_inconnu_est_refuse(octets: bytes, attendu: str) -> None:
    with pytest.raises(SourceRefusee, match=attendu):
        reconnaitre(document(octets))


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04xl/workbook.xml", "xlsx"),
        (b"PK\x03\x04word/document.xml", "docx"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>", "html"),
        (b"libelle;valeur", "csv"),
    ],
)
def test_un_format_se_reconnait_a_son_contenu(octets: bytes, attendu: str) -> None:
    assert reconnaitre(document(octets)) == attendu


def test_une_page_sans_sceau_n_est_pas_decoupee_en_balises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quarante-cinq millions d’octets de balises prenaient une demi-minute."""
    monkeypatch.delattr("exports.verification.html.lecture.trouver_le_script")
    assert HTML.sceau(document("<!doctype html><p>été</p>".encode())) is None


def test_le_sceau_se_lit_dans_le_premier_script_qui_en_a_l_identifiant() -> None:
    page = '<p id="sceau">&lt;</p><script id="a">sceau</script><style>x</style><SCRIPT type=b id=sceau>&lt;</script>'
    assert HTML.sceau(document(page.encode())) == "&lt;"


@pytest.mark.parametrize(
    ("balise", "nombre", "cause"),
    [("<b>", 1_000_001, "1\u202f000\u202f000 balises"), ("<script></script>", 101, "100 scripts")],
)
def test_une_page_demesuree_est_refusee(balise: str, nombre: int, cause: str) -> None:
    """Quarante-cinq millions d’octets de balises, et le mot « sceau », prenaient une demi-minute."""
    with pytest.raises(SourceRefusee, match=f"il a plus de {cause}"):
        HTML.sceau(document(f'{balise * nombre}<i id="sceau">'.encode()))


@pytest.mark.parametrize("objet", [b"1 0 obj\n1\nendobj\n", b"1 0\nobj 1 endobj ", b"0000000000 65535 f \n"])
def test_un_pdf_aux_objets_sans_nombre_est_refuse_avant_d_etre_ouvert(objet: bytes) -> None:
    """Sept cent mille objets se lisaient en dix secondes avant que le sceau manque."""
    with pytest.raises(SourceRefusee, match="il a plus de 150\u202f000 objets"):
        PDF.sceau(document(b"%PDF-1.7\n" + objet * 150_001))
    with pytest.raises(SourceRefusee, match="incomplet ou mal formé"):
        PDF.sceau(document(b"%PDF-1.7\n" + objet * 20))


def test_des_proprietes_demesurees_de_word_sont_refusees() -> None:
    """Cent millions d’octets de balises vides en prenaient mille de mémoire et dix-sept secondes."""
    flux = BytesIO()
    with ZipFile(flux, "w") as archive:
        archive.writestr("docProps/core.xml", b"<a>" + b"<b/>" * 250_001 + b"</a>")
    with pytest.raises(SourceRefusee, match="ses propriétés sont démesurées"):
        DOCX.sceau(document(flux.getvalue()))
