"""Le document en fichier Word, pour la délibération : le texte en A4, les tableaux de synthèse, les signatures."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exports.document import Document
from exports.document_tableau import GenreColonne, Niveau, Tableau
from exports.mise_en_page.tableau_texte import mettre_en_texte
from exports.rendu_docx import blocs
from exports.rendu_docx.archive import archiver, modele
from exports.rendu_docx.disposition import choisir_la_page
from exports.rendu_docx.noeuds import noeud, paragraphe
from exports.rendu_docx.page import A4_DEBOUT, Format, regler
from exports.rendu_docx.tableau import composer_volet
from exports.typographie import PRECISIONS, composer_espaces
from financement.dates import afficher_date

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["rendre_docx", "tableaux_retenus"]

_COLONNES_AU_PLUS: Final = 10
_AVANT_LA_SECTION: Final = -2
"""Où est, dans le corps, le paragraphe qui porte la section que l'on vient de finir."""


def rendre_docx(document: Document) -> bytes:
    """Le fichier Word, octet pour octet le même pour un même document.

    Il n'a que les tableaux de synthèse, et nomme les autres. Lève ``ImportError`` si python-docx n'est pas installé.
    """
    import docx

    fichier = docx.Document(modele(document))
    corps = fichier.element.body
    for rang, (page, morceaux) in enumerate(groupby(_parties(document), key=lambda partie: partie[0])):
        if rang:
            fichier.add_section()
            fin = corps[_AVANT_LA_SECTION]
            fin.pPr.insert(0, noeud("pStyle", val="Findepartie"))
        regler(fichier.sections[-1], page, document)
        for _, element in morceaux:
            corps.insert_element_before(element, "w:sectPr")
    tampon = BytesIO()
    fichier.save(tampon)
    return archiver(tampon.getvalue())


def tableaux_retenus(document: Document) -> tuple[Tableau, ...]:
    """Les tableaux que l'on délibère : les synthèses ; à défaut, tous ceux de dix colonnes au plus."""
    syntheses = tuple(tableau for tableau in document.tableaux if tableau.niveau is Niveau.SYNTHESE)
    return syntheses or tuple(t for t in document.tableaux if len(t.colonnes) <= _COLONNES_AU_PLUS)


def _parties(document: Document) -> Iterator[tuple[Format, "Noeud"]]:
    """Chaque élément du corps et la page qu'il demande, dans l'ordre."""
    for bloc in (blocs.premiere_page, blocs.chiffres_cles, blocs.articles):
        yield from ((A4_DEBOUT, element) for element in bloc(document))
    retenus = tableaux_retenus(document)
    for rang, tableau in enumerate(retenus):
        yield from _tableau(document, tableau, "Tableaux" if rang == 0 else "")
    autres = [tableau.titre for tableau in document.tableaux if tableau not in retenus]
    if autres:
        phrase = f"Autres tableaux de l'annexe, non repris ici : {' ; '.join(autres)}."
        yield A4_DEBOUT, paragraphe("Alinea", composer_espaces(phrase))
    for bloc in (blocs.signatures, blocs.empreintes):
        yield from ((A4_DEBOUT, element) for element in bloc(document))
    # Un corps ne finit pas par un tableau.
    yield A4_DEBOUT, paragraphe("Findepartie")


def _tableau(document: Document, tableau: Tableau, partie: str) -> Iterator[tuple[Format, "Noeud"]]:
    unite = document.sceau.unite
    textes = mettre_en_texte(tableau, unite)
    dispose = choisir_la_page(textes)
    page = dispose.page
    if partie:
        yield page, paragraphe("Titre1", partie)
    yield page, paragraphe("Titre2", tableau.titre)
    yield page, paragraphe("Notedetableau", _precision(document, tableau))
    for note in tableau.notes:
        yield page, paragraphe("Notedetableau", composer_espaces(note))
    nombre = len(dispose.volets)
    for rang, volet in enumerate(dispose.volets, 1):
        if nombre > 1:
            yield page, paragraphe("Notedetableau", composer_espaces(f"{tableau.titre} : volet {rang} sur {nombre}"))
        yield page, composer_volet(tableau, textes, dispose, volet, unite)


def _precision(document: Document, tableau: Tableau) -> str:
    porte_des_montants = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    unite = f" – {PRECISIONS[document.sceau.unite]}" if porte_des_montants else ""
    return f"Arrêté au {afficher_date(document.date_arrete)}{unite}"
