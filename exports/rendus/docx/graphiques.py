"""Les graphiques d’un document Word : des images vectorielles, chacune sous son titre et ce qu’elle dit."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from exports.document.document import Document
from exports.document.typographie import composer_espaces
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.emf import ecrire_emf
from exports.graphiques.formes import POINT
from exports.rendus.docx.noeuds import noeud, paragraphe
from exports.rendus.docx.page import A4_DEBOUT

if TYPE_CHECKING:
    from docx.document import Document as Fichier
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["graphiques", "joindre_a"]

_CADRE: Final = Cadre(largeur=A4_DEBOUT.utile // 20, hauteur=620)
_MESURE: Final = 12_700
"""Un point, dans l’unité des dessins d’un document Word."""


def joindre_a(fichier: "Fichier") -> Callable[[bytes], str]:
    """De quoi joindre une image au fichier : elle y devient une partie, désignée par ce qui est rendu."""

    def joindre(image: bytes) -> str:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        deja = sum(lien.reltype == RELATIONSHIP_TYPE.IMAGE for lien in fichier.part.rels.values())
        nom = PackURI(f"/word/media/image{deja + 1}.emf")
        partie = Part(nom, CONTENT_TYPE.X_EMF, image, fichier.part.package)
        return fichier.part.relate_to(partie, RELATIONSHIP_TYPE.IMAGE)

    return joindre


def graphiques(document: Document, joindre: Callable[[bytes], str]) -> Iterator["Noeud"]:
    """La partie des graphiques, s’il y en a ; le texte de remplacement de chaque image est sa description."""
    if not document.graphiques:
        return
    yield paragraphe("Titre1", "Graphiques")
    rang = 0
    for graphique in document.graphiques:
        yield paragraphe("Titre2", composer_espaces(graphique.titre))
        dite = composer_espaces(graphique.description)
        yield paragraphe("Notedetableau", dite, proprietes=(noeud("keepNext"),))
        for planche in dessiner(document, graphique, _CADRE):
            rang += 1
            cotes = planche.largeur // POINT * _MESURE, planche.hauteur // POINT * _MESURE
            image = _image(rang, joindre(ecrire_emf(planche)), cotes, graphique.description)
            yield paragraphe("Alinea", noeud("r", image))


def _image(rang: int, designation: str, cotes: tuple[int, int], description: str) -> "Noeud":
    from docx.oxml.shape import CT_Inline
    from docx.shared import Emu

    image = CT_Inline.new_pic_inline(rang, designation, f"Graphique {rang}", Emu(cotes[0]), Emu(cotes[1]))
    image.docPr.set("descr", description)
    return noeud("drawing", image)
