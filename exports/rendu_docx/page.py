"""Les pages d’un document Word : leurs formats, leurs en-têtes et leurs pieds."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from exports.document import Document
from exports.mise_en_page.disposition import LARGEUR_UTILE
from exports.rendu_docx.noeuds import champ, noeud, paragraphe, tabulation
from exports.typographie import composer_espaces
from financement.dates import afficher_date

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud
    from docx.section import Section

__all__ = ["A3_COUCHE", "A4_COUCHE", "A4_DEBOUT", "A4_DES_GRAPHIQUES", "Format", "regler"]

_EMPREINTE_COURTE: Final = 16
_COTE_LONG_D_A3: Final = 23_811
_HAUT: Final = 1_190
_BAS: Final = 1_020
_EN_TETE: Final = 510


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Un format de page, en vingtièmes de point ; ``marge`` de chaque côté.

    ``partie`` distingue, à côtés égaux, ce qui ouvre une page.
    """

    largeur: int
    hauteur: int
    marge: int
    partie: str = ""

    @property
    def utile(self) -> int:
        """La largeur entre les marges, en vingtièmes de point."""
        return self.largeur - 2 * self.marge

    @property
    def hauteur_utile(self) -> int:
        """La hauteur entre l’en-tête et le pied, en vingtièmes de point."""
        return self.hauteur - _HAUT - _BAS


A4_DEBOUT: Final = Format(largeur=11_906, hauteur=16_838, marge=1_020)
A4_DES_GRAPHIQUES: Final = replace(A4_DEBOUT, partie="graphiques")
A4_COUCHE: Final = Format(largeur=16_838, hauteur=11_906, marge=850)
# La largeur utile d'un A3 est celle sur laquelle le pdf dispose ses tableaux : dixièmes, puis vingtièmes de point.
A3_COUCHE: Final = Format(largeur=_COTE_LONG_D_A3, hauteur=16_838, marge=(_COTE_LONG_D_A3 - 2 * LARGEUR_UTILE) // 2)


def regler(section: "Section", page: Format, document: Document) -> None:
    """Donne à une section son format, son en-tête et son pied."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    section.orientation = WD_ORIENT.LANDSCAPE if page.largeur > page.hauteur else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(page.largeur), Twips(page.hauteur)
    section.left_margin = section.right_margin = Twips(page.marge)
    section.top_margin, section.bottom_margin = Twips(_HAUT), Twips(_BAS)
    section.header_distance = section.footer_distance = Twips(_EN_TETE)
    section.gutter = Twips(0)
    for bord, paragraphes in ((section.header, _en_tete(document, page)), (section.footer, _pied(document, page))):
        bord.is_linked_to_previous = False
        element = bord.part.element
        for ancien in list(element):
            element.remove(ancien)
        element.extend(paragraphes)


def _en_tete(document: Document, page: Format) -> list["Noeud"]:
    gauche = f"{document.titre} – convention {document.code}"
    droite = f"Arrêté au {afficher_date(document.date_arrete)}"
    lignes = [paragraphe("Entete", gauche, tabulation(), droite, proprietes=[_tabulation_a_droite(page)])]
    if document.bandeau:
        lignes.append(paragraphe("Bandeaudepage", document.bandeau))
    return lignes


def _pied(document: Document, page: Format) -> list["Noeud"]:
    empreintes = composer_espaces(
        f"Empreintes : dossier {document.empreinte[:_EMPREINTE_COURTE]}, "
        f"règles {document.sceau.regles[:_EMPREINTE_COURTE]}"
    )
    numero: tuple[str | Noeud, ...] = ("page ", *champ("PAGE", "1"), " / ", *champ("NUMPAGES", "1"))
    return [paragraphe("Pieddepage", empreintes, tabulation(), *numero, proprietes=[_tabulation_a_droite(page)])]


def _tabulation_a_droite(page: Format) -> "Noeud":
    return noeud("tabs", noeud("tab", val="right", pos=page.utile))
