"""Ce qui entoure les tableaux : première page, articles, signatures, identification."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from exports.document.chiffres import afficher_chiffre
from exports.document.document import Document
from exports.document.elements import ChiffreCle, Signature
from exports.document.identite import TITRE_DE_L_IDENTIFICATION, identifier, identite_courte
from exports.document.tableau import TITRES_DES_PARTIES, Partie
from exports.document.typographie import composer_espaces
from exports.rendus.docx.grille import ENCRE, FILET, Apparence, bloc, cellule, grille, ligne, rangee
from exports.rendus.docx.noeuds import noeud, paragraphe
from exports.rendus.docx.page import A4_DEBOUT
from exports.texte.mots import NON_SIGNABLE

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["articles", "avertissements", "identification", "premiere_page", "signatures"]

_TAILLE: Final = 20
_MARGE: Final = 85
_FOND: Final = "F4F6FA"
_LARGEURS_DES_MENTIONS: Final = (3_200, 6_666)
_LARGEURS_DES_CHIFFRES: Final = (1_800, 2_266, 5_800)
_SIGNATURES_PAR_RANGEE: Final = 3
_HAUTEUR_DE_SIGNATURE: Final = 2_400
_NUMERO_DES_ARTICLES: Final = 1
_LIGNES_POUR_SIGNER: Final = 4
_TIRET: Final = re.compile(r"–\s+")


def premiere_page(document: Document) -> Iterator["Noeud"]:
    """Titre, identité, bandeau et chiffres clés."""
    yield paragraphe("Titre", document.titre)
    yield paragraphe("Soustitre", document.sous_titre)
    yield paragraphe("Notedetableau", identite_courte(document))
    if document.bandeau:
        yield paragraphe("Bandeau", document.bandeau)
    yield paragraphe("Titre1", TITRES_DES_PARTIES[Partie.DECISION])
    yield from _chiffres_cles(document)


def avertissements(document: Document) -> Iterator["Noeud"]:
    """Ce qui doit se lire sur la première page."""
    for avertissement in document.avertissements:
        yield paragraphe("Puce", composer_espaces(avertissement))


def _paires(titre: str, description: str, paires: Iterable[tuple[str, str]]) -> "Noeud":
    """Un tableau de deux colonnes : libellé, valeur ; une page qui change ne le coupe pas."""
    libelle = Apparence(taille=_TAILLE, couleur=ENCRE, fond=_FOND, est_liee=True)
    valeur = Apparence(taille=_TAILLE, est_liee=True)
    gauche, droite = _LARGEURS_DES_MENTIONS
    rangees = [rangee([cellule(nom, gauche, libelle), cellule(lue, droite, valeur)]) for nom, lue in paires]
    return grille(rangees, _LARGEURS_DES_MENTIONS, titre=titre, description=description, marge=_MARGE, filet="single")


def _chiffres_cles(document: Document) -> Iterator["Noeud"]:
    """Un tableau : le chiffre, sa valeur, ce qu’elle précise."""
    if not document.chiffres_cles:
        return
    yield grille(
        [_chiffre(document, chiffre) for chiffre in document.chiffres_cles],
        _LARGEURS_DES_CHIFFRES,
        titre="Chiffres clés",
        description="Les montants à retenir, repris des tableaux du document.",
        marge=_MARGE,
        filet="single",
    )


def _chiffre(document: Document, chiffre: ChiffreCle) -> "Noeud":
    libelle, montant, precision = _LARGEURS_DES_CHIFFRES
    return rangee(
        [
            cellule(chiffre.libelle, libelle, Apparence(taille=_TAILLE, couleur=ENCRE, fond=_FOND)),
            cellule(
                afficher_chiffre(document, chiffre),
                montant,
                Apparence(taille=_TAILLE, est_grasse=True, alignement="right"),
            ),
            cellule(composer_espaces(chiffre.precision), precision, Apparence(taille=_TAILLE)),
        ]
    )


def articles(document: Document) -> Iterator["Noeud"]:
    """Un titre numéroté par le traitement de texte et ses alinéas, par article."""
    if not document.articles:
        return
    yield paragraphe("Titre1", "Articles")
    for article in document.articles:
        numero = noeud("numPr", noeud("ilvl", val=0), noeud("numId", val=_NUMERO_DES_ARTICLES))
        yield paragraphe("Titre2", composer_espaces(article.titre), proprietes=[numero])
        yield from (_alinea(alinea) for alinea in article.alineas)


def _alinea(texte: str) -> "Noeud":
    """Un alinéa ; celui qu’ouvre un tiret est un élément de liste, dont le traitement de texte écrit le tiret."""
    trouve = _TIRET.match(texte)
    if trouve is None:
        return paragraphe("Alinea", composer_espaces(texte))
    return paragraphe("Tiret", composer_espaces(texte[trouve.end() :]))


def signatures(document: Document) -> Iterator["Noeud"]:
    """Un bloc par signataire, trois par rangée ; ou ce qui empêche de signer."""
    if document.empechements:
        yield paragraphe("Titre1", "Signatures")
        yield paragraphe("Bandeau", composer_espaces(NON_SIGNABLE))
        yield from (paragraphe("Puce", composer_espaces(empechement)) for empechement in document.empechements)
    if not document.signatures:
        return
    largeur = A4_DEBOUT.utile // _SIGNATURES_PAR_RANGEE
    debuts = range(0, len(document.signatures), _SIGNATURES_PAR_RANGEE)
    yield paragraphe("Titre1", "Signatures")
    yield grille(
        [_signataires(document.signatures[debut : debut + _SIGNATURES_PAR_RANGEE], largeur) for debut in debuts],
        [largeur] * _SIGNATURES_PAR_RANGEE,
        titre="Signatures",
        description="Un bloc par signataire : organisme, qualité, ce qu’il arrête, place de la signature.",
        marge=_MARGE,
        filet="nil",
    )
    if document.note_de_signature:
        yield paragraphe("Alinea", composer_espaces(document.note_de_signature))


def _signataires(groupe: Sequence[Signature], largeur: int) -> "Noeud":
    vides = _SIGNATURES_PAR_RANGEE - len(groupe)
    blocs = [
        *(_signataire(signature, largeur) for signature in groupe),
        *(cellule("", largeur, Apparence(taille=_TAILLE)) for _ in range(vides)),
    ]
    return rangee(blocs, noeud("trHeight", val=_HAUTEUR_DE_SIGNATURE, hRule="atLeast"))


def _signataire(signature: Signature, largeur: int) -> "Noeud":
    ordinaire = Apparence(taille=_TAILLE - 2)
    lignes = (
        ligne(signature.organisme, Apparence(taille=_TAILLE, est_grasse=True)),
        ligne(signature.qualite, ordinaire),
        ligne(composer_espaces(signature.objet), ordinaire),
        ligne(composer_espaces(signature.signataire), ordinaire),
        ligne(composer_espaces("Date et signature :"), ordinaire),
        *(ligne("", ordinaire) for _ in range(_LIGNES_POUR_SIGNER)),
    )
    return bloc(lignes, largeur, ordinaire, _cadre())


def _cadre() -> "Noeud":
    bords = (noeud(cote, val="single", sz=4, space=0, color=FILET) for cote in ("top", "left", "bottom", "right"))
    return noeud("tcBorders", *bords)


def identification(document: Document) -> Iterator["Noeud"]:
    """Ce qu’est le document et de quoi il est fait, en entier : mentions, logiciel, empreintes, sceau."""
    yield paragraphe("Titre1", TITRE_DE_L_IDENTIFICATION)
    yield _paires(
        TITRE_DE_L_IDENTIFICATION,
        "Les mentions du document, le logiciel, les empreintes du dossier et des règles, et le sceau qui les réunit.",
        identifier(document),
    )
