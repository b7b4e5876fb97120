"""Le document en fichier Word, pour la délibération : le texte en A4, les tableaux de synthèse, les signatures."""

from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exports.document.document import Document
from exports.document.elements import FormatDePage
from exports.document.renvois import marques
from exports.document.tableau import TITRES_DES_PARTIES, GenreColonne, Niveau, Partie, Tableau
from exports.document.typographie import PRECISIONS, composer_espaces
from exports.mise_en_page.imprime import imprimer
from exports.mise_en_page.page import PAGES
from exports.mise_en_page.tableau_texte import TableauTexte
from exports.rendus.docx import blocs
from exports.rendus.docx.archive import archiver, modele
from exports.rendus.docx.disposition import TableauDispose, choisir_la_page, tenir_debout
from exports.rendus.docx.graphiques import graphiques, joindre_a
from exports.rendus.docx.noeuds import noeud, paragraphe
from exports.rendus.docx.page import A4_DEBOUT, A4_DES_GRAPHIQUES, Format, regler
from exports.rendus.docx.sommaire import composer_le_sommaire
from exports.rendus.docx.tableau import composer_volet
from financement.valeurs.dates import afficher_date

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["rendre_docx", "tableaux_retenus"]

_VOTES: Final = ("financeurs", "familles", "evolution-financeurs")
"""Ce qu’une assemblée vote : le plan de chaque financeur, son exécution par famille, ce qu’il devient à la clôture."""
_COLONNES_AU_PLUS: Final = 10
_DISPOSITIONS: Final = {FormatDePage.A3_COUCHE: choisir_la_page, FormatDePage.A4_DEBOUT: tenir_debout}
"""Comment chaque tableau trouve sa page, selon celle du document."""
_AVANT_LA_SECTION: Final = -2
"""Où est, dans le corps, le paragraphe qui porte la section que l’on vient de finir."""


def rendre_docx(document: Document) -> bytes:
    """Le fichier Word, octet pour octet le même pour un même document.

    Il n’a que les tableaux de synthèse, et nomme les autres. Lève ``ImportError`` si python-docx n’est pas installé.
    """
    import docx

    fichier = docx.Document(modele(document))
    corps = fichier.element.body
    for rang, (page, morceaux) in enumerate(
        groupby(_parties(document, joindre_a(fichier)), key=lambda partie: partie[0])
    ):
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
    """Les trois tableaux que l’on vote ; à défaut, les synthèses, ou tous ceux de dix colonnes au plus.

    La décision, que porte la première page, n’y est pas ; un tableau joint non plus.
    """
    tableaux = [tableau for tableau in document.tableaux if tableau.partie is not Partie.DECISION]
    votes = tuple(tableau for tableau in tableaux if tableau.cle in _VOTES)
    if votes:
        return votes
    syntheses = tuple(tableau for tableau in tableaux if tableau.niveau is Niveau.SYNTHESE)
    return syntheses or tuple(t for t in tableaux if len(t.colonnes) <= _COLONNES_AU_PLUS and not t.est_joint)


def _parties(document: Document, joindre: Callable[[bytes], str]) -> Iterator[tuple[Format, "Noeud"]]:
    """Chaque élément du corps et la page qu’il demande, dans l’ordre ; le sommaire suit la décision."""
    ouverture, suite = list(_ouverture(document)), list(_suite(document, joindre))
    yield from ouverture
    if PAGES[document.page].a_un_sommaire:
        yield from ((A4_DEBOUT, element) for element in composer_le_sommaire(e for _, e in (*ouverture, *suite)))
    yield from suite


def _montres(document: Document) -> set[str]:
    """Les clés des tableaux que le fichier montre."""
    return {tableau.cle for tableau in (*_decision(document), *tableaux_retenus(document))}


def _decision(document: Document) -> tuple[Tableau, ...]:
    return dict(document.parties).get(Partie.DECISION, ())


def _ouverture(document: Document) -> Iterator[tuple[Format, "Noeud"]]:
    """La première page : ce qui se décide."""
    montres = _montres(document)
    composes = [_composer(document, tableau, tenir_debout, montres) for tableau in _decision(document)]
    premiere = max((page for page, _ in composes), key=lambda page: page.largeur, default=A4_DEBOUT)
    yield from ((premiere, element) for element in blocs.premiere_page(document))
    yield from ((premiere, element) for _, elements in composes for element in elements)
    yield from ((premiere, element) for element in blocs.avertissements(document))


def _suite(document: Document, joindre: Callable[[bytes], str]) -> Iterator[tuple[Format, "Noeud"]]:
    """Articles, graphiques, tableaux que l’on vote, signatures, identification."""
    retenus, montres = tableaux_retenus(document), _montres(document)
    yield from ((A4_DEBOUT, element) for element in blocs.articles(document))
    # Le titre d'un graphique haut resterait seul au bas d'une page.
    yield from ((A4_DES_GRAPHIQUES, element) for element in graphiques(document, joindre))
    disposer = _DISPOSITIONS[document.page]
    partie = None
    for tableau in retenus:
        page, elements = _composer(document, tableau, disposer, montres)
        if tableau.partie is not partie:
            partie = tableau.partie
            yield page, paragraphe("Titre1", TITRES_DES_PARTIES[partie])
        yield from ((page, element) for element in elements)
    autres = [tableau.titre for tableau in document.tableaux if tableau.cle not in montres]
    if autres:
        yield A4_DEBOUT, paragraphe("Notedetableau", composer_espaces("Autres tableaux de l’annexe, non repris ici :"))
        yield from ((A4_DEBOUT, paragraphe("Puce", composer_espaces(titre))) for titre in autres)
    for bloc in (blocs.signatures, blocs.identification):
        yield from ((A4_DEBOUT, element) for element in bloc(document))
    # Un corps ne finit pas par un tableau.
    yield A4_DEBOUT, paragraphe("Findepartie")


def _composer(
    document: Document,
    tableau: Tableau,
    disposer: Callable[[TableauTexte], TableauDispose],
    montres: Collection[str],
) -> tuple[Format, list["Noeud"]]:
    """La page qu’un tableau demande, et ses éléments : titre, unité, notes, volets."""
    tableau, textes = imprimer(document, tableau)
    dispose = disposer(textes)
    elements = [paragraphe("Titre2", tableau.titre)]
    if tableau.partie is not Partie.DECISION:
        elements.append(paragraphe("Notedetableau", _precision(document, tableau)))
    elements += [paragraphe("Notedetableau", composer_espaces(note)) for note in tableau.notes]
    marquees = marques(document, tableau, montres)
    nombre = len(dispose.volets)
    # Un tableau sans ligne se dit par ses notes.
    for rang, volet in enumerate(dispose.volets if tableau.lignes else (), 1):
        if nombre > 1:
            phrase = composer_espaces(f"{tableau.titre} : volet {rang} sur {nombre}")
            elements.append(paragraphe("Notedetableau", phrase))
        elements.append(composer_volet(tableau, textes, dispose, volet, document.sceau.unite, marquees))
        # Un nom ne désigne qu'un lieu : une colonne répétée au volet suivant n'y porte plus de marque.
        marquees = {lieu: marque for lieu, marque in marquees.items() if lieu[1] not in volet.rangs}
    return dispose.page, elements


def _precision(document: Document, tableau: Tableau) -> str:
    porte_des_montants = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    unite = f" – {PRECISIONS[document.sceau.unite]}" if porte_des_montants else ""
    return f"Arrêté au {afficher_date(document.date_arrete)}{unite}"
