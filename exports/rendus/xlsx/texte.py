"""Les feuilles de texte : les articles, et les blocs de signature."""

from typing import Final

from exports.document.document import Document
from exports.document.elements import Signature
from exports.rendus.xlsx import styles
from exports.rendus.xlsx.feuille import ecrire_titre
from exports.rendus.xlsx.page import LARGEURS, mise_en_page
from exports.texte.mots import NON_SIGNABLE
from maquettes.classeur.classeur import Classeur, Feuille, Style
from maquettes.classeur.mesure import hauteur_de_ligne, nombre_de_lignes

__all__ = ["FEUILLE_ARTICLES", "FEUILLE_SIGNATURES", "ecrire_articles", "ecrire_signatures"]

FEUILLE_ARTICLES: Final = "Articles"
FEUILLE_SIGNATURES: Final = "Signatures"

_LARGEUR: Final = 200.0
_TAILLE: Final = 11
_HAUTEUR_DE_CACHET: Final = 70.0
_LIEU: Final = "Fait à …………………………, le …………………………"
_HAUTEUR_MAXIMALE: Final = 400.0
_ORGANISME: Final = Style(taille=11, graisse="grasse", couleur="#1F3864", repli="replie", vertical="top")
_BLOC: Final = Style(taille=10, couleur="#44546A", repli="replie", vertical="top", retrait=1, filet_haut=1, filet_bas=1)
# Sans lui, les lignes de deux cadres voisins se lisent d'un trait.
_PLACE_DU_RETRAIT: Final = 1.3


def ecrire_articles(classeur: Classeur, document: Document) -> None:
    """La feuille des articles, s’il y en a : un titre, puis un alinéa par ligne."""
    if not document.articles:
        return
    feuille = classeur.feuille(FEUILLE_ARTICLES)
    feuille.largeur(0, _LARGEUR)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {FEUILLE_ARTICLES}", 0) + 1
    for numero, article in enumerate(document.articles, 1):
        feuille.texte(rangee, 0, f"Article {numero} – {article.titre}", styles.ARTICLE)
        feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE) + 8)
        rangee += 1
        for alinea in article.alineas:
            feuille.texte(rangee, 0, alinea, styles.ALINEA)
            feuille.hauteur(rangee, hauteur_de_ligne(nombre_de_lignes(alinea, _LARGEUR, _TAILLE), _TAILLE) + 2)
            rangee += 1
    feuille.mettre_en_page(mise_en_page(document, FEUILLE_ARTICLES, None, (rangee - 1, 0)))


def ecrire_signatures(classeur: Classeur, document: Document) -> None:
    """La feuille des signatures : des blocs, place comprise pour le cachet, ou ce qui empêche de signer.

    Un bloc tient dans une cellule : une ligne de tableur ne se coupe pas d’une page à l’autre.
    """
    if not document.signatures and not document.empechements:
        return
    feuille = classeur.feuille(FEUILLE_SIGNATURES)
    page = LARGEURS[document.page]
    for rang in range(page.signatures):
        feuille.largeur(rang, page.signature)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {FEUILLE_SIGNATURES}", page.signatures - 1) + 1
    for debut in range(0, len(document.signatures), page.signatures):
        blocs = document.signatures[debut : debut + page.signatures]
        for colonne, bloc in enumerate(blocs):
            feuille.texte_titre(rangee, colonne, (bloc.organisme, _suite(bloc)), (_ORGANISME, _BLOC))
        lignes = max(_lignes(bloc, page.signature - _PLACE_DU_RETRAIT) for bloc in blocs)
        feuille.hauteur(rangee, min(hauteur_de_ligne(lignes, _TAILLE) + _HAUTEUR_DE_CACHET, _HAUTEUR_MAXIMALE))
        rangee += 1
    rangee = _ecrire_phrases(feuille, document, rangee)
    feuille.mettre_en_page(mise_en_page(document, FEUILLE_SIGNATURES, None, (rangee - 1, page.signatures - 1)))


def _ecrire_phrases(feuille: Feuille, document: Document, rangee: int) -> int:
    """Ce qui empêche de signer, ou la note des cadres, une phrase par ligne ; rend le rang de la ligne suivante."""
    phrases = [(texte, styles.ALINEA) for texte in (*document.empechements, document.note_de_signature) if texte]
    if document.empechements:
        phrases.insert(0, (NON_SIGNABLE, styles.BANDEAU))
    page = LARGEURS[document.page]
    for texte, style in phrases:
        feuille.fusion(rangee, (0, page.signatures - 1), texte, style)
        lignes = nombre_de_lignes(texte, page.signatures * page.signature, _TAILLE)
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, _TAILLE) + 2)
        rangee += 1
    return rangee


def _suite(bloc: Signature) -> str:
    return f"{bloc.qualite}\n{bloc.objet}\n{bloc.signataire}\n{_LIEU}\nCachet et signature :"


def _lignes(bloc: Signature, place: float) -> int:
    """Le nombre de lignes d’un bloc, replis compris."""
    textes = (bloc.organisme, *_suite(bloc).split("\n"))
    return sum(nombre_de_lignes(texte, place, _TAILLE, "grasse") for texte in textes)
