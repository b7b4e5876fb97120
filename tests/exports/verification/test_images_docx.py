"""L’image d’un graphique changée, agrandie, cachée ou autrement décrite est nommée ; renommée, elle reste la même."""

from collections.abc import Callable

import pytest

from exports.document.elements import GenreGraphique
from exports.rendus.docx import rendre_docx
from exports.verification.docx.apparence import apparence_du_document
from tests.exports.rendu_docx.lecture import parties
from tests.exports.rendu_html.petit import graphique, petit_document

IMAGE = "word/media/image1.emf"
CORPS = "word/document.xml"
LIENS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"


@pytest.fixture(scope="module")
def attendues() -> dict[str, bytes]:
    voulu = graphique(GenreGraphique.AVANT_APRES, "programme", "engage")
    return dict(parties(rendre_docx(petit_document(graphiques=(voulu,)))))


def changer(attendues: dict[str, bytes], nom: str, avant: str, apres: str) -> dict[str, bytes]:
    texte = attendues[nom].decode()
    assert avant in texte
    return attendues | {nom: texte.replace(avant, apres, 1).encode()}


def test_la_meme_image_sous_un_autre_nom_reste_la_meme(attendues: dict[str, bytes]) -> None:
    assert list(apparence_du_document(attendues, attendues)) == []
    renommee = changer(attendues, LIENS, "media/image1.emf", "media/image9.wmf")
    # LibreOffice déclare le type de chaque image qu'il renomme.
    neuf = '<Override PartName="/word/media/image9.wmf" ContentType="image/x-wmf"/></Types>'
    renommee = changer(renommee, TYPES, "</Types>", neuf)
    image = renommee.pop(IMAGE)
    assert list(apparence_du_document(renommee | {"word/media/image9.wmf": image}, attendues)) == []


@pytest.mark.parametrize(
    ("faux", "nomme"),
    [
        (lambda a: a | {IMAGE: a[IMAGE][:-200] + bytes(200)}, "image n° 1"),
        (lambda a: changer(a, CORPS, 'descr="Par opération."', 'descr="Tout est payé."'), "texte de remplacement"),
        (lambda a: changer(a, CORPS, '<wp:extent cx="6261100"', '<wp:extent cx="12700"'), "dimensions"),
        (lambda a: changer(a, CORPS, '<wp:docPr id="1"', '<wp:docPr hidden="1" id="1"'), "cachée"),
        (lambda a: changer(a, CORPS, "<a:fillRect/>", '<a:fillRect r="90000"/>'), "cadrage"),
        (lambda a: changer(a, CORPS, "<a:stretch>", "<a:tile/><a:stretch>"), "élément a:tile"),
        (lambda a: a | {"word/media/image2.emf": a[IMAGE]}, "partie ajoutée word/media/image2.emf"),
    ],
    ids=["octets", "texte", "taille", "cachee", "cadrage", "element", "partie"],
)
def test_une_image_changee_est_nommee(
    attendues: dict[str, bytes], faux: Callable[[dict[str, bytes]], dict[str, bytes]], nomme: str
) -> None:
    lieux = [ecart.lieu for ecart in apparence_du_document(faux(attendues), attendues)]
    assert any(nomme in lieu for lieu in lieux), lieux
