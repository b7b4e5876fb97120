"""La typographie française d’un document : ce qu’affiche chaque cellule, le même texte dans tout format imprimé."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from exports.document_elements import Precision
from exports.document_tableau import GenreColonne, Valeur
from financement.arrondi import arrondir
from financement.dates import afficher_date
from financement.montants import ESPACE_FINE, ESPACE_INSECABLE, SIGNE_MOINS, afficher_montant
from financement.quantites import afficher_quantite

__all__ = [
    "PRECISIONS",
    "TIRET",
    "afficher_euros",
    "afficher_pourcentage",
    "afficher_valeur",
    "composer_espaces",
    "composer_valeur",
]

TIRET: Final = "–"
"""Ce qu’un tableau montre d’un montant ou d’une quantité nuls."""

PRECISIONS: Final = {Precision.CENTIME: "montants en euros", Precision.EURO: "montants arrondis à l’euro"}
"""Ce qui dit l’unité des montants d’un tableau, où chacun est écrit sans symbole."""


def afficher_euros(centimes: int, unite: Precision, symbole: str = "€") -> str:
    r"""Le montant dans l’unité du document, ``symbole`` compris s’il n’est pas vide.

    >>> afficher_euros(-125000, Precision.EURO)
    '−1\u202f250\xa0€'
    """
    texte = afficher_montant(centimes, unite="")
    if unite is Precision.EURO:
        texte = texte.removesuffix(",00")
    return f"{texte}{ESPACE_INSECABLE}{symbole}" if symbole else texte


def afficher_pourcentage(taux: Fraction) -> str:
    r"""Un taux en pourcentage, à deux décimales, pour l’affichage seul.

    >>> afficher_pourcentage(Fraction(1, 3))
    '33,33\xa0%'
    """
    return f"{afficher_montant(arrondir(taux * 100 * 100), unite='')}{ESPACE_INSECABLE}%"


def afficher_valeur(  # noqa: PLR0911 -- un retour par genre de valeur
    valeur: Valeur, genre: GenreColonne, unite: Precision = Precision.CENTIME
) -> str:
    r"""Le texte d’une cellule de tableau, vide si elle l’est.

    Montants sans symbole (la colonne ou la note donne l’unité), milliers en espace fine, tiret pour un montant ou une
    quantité nuls, signe moins, dates jour/mois/année.

    >>> afficher_valeur(125050, GenreColonne.MONTANT)
    '1\u202f250,50'
    >>> afficher_valeur(0, GenreColonne.MONTANT)
    '–'
    """
    match valeur:
        case None:
            return ""
        case str():
            return valeur
        case date():
            return afficher_date(valeur)
        case Fraction():
            return afficher_pourcentage(valeur)
        case Decimal():
            return _signe(valeur, afficher_quantite(abs(valeur))) if valeur else TIRET
        case int() if not valeur:
            return TIRET
        case int() if genre is GenreColonne.MONTANT:
            return afficher_euros(valeur, unite, symbole="")
        case int():
            return _signe(valeur, afficher_quantite(Decimal(abs(valeur))))


def _signe(valeur: int | Decimal, absolu: str) -> str:
    return f"{SIGNE_MOINS}{absolu}" if valeur < 0 else absolu


_AVANT: Final = {":": ESPACE_INSECABLE, ";": ESPACE_FINE, "!": ESPACE_FINE, "?": ESPACE_FINE, "»": ESPACE_INSECABLE}


def composer_espaces(phrase: str) -> str:
    r"""La phrase dont les espaces devant la ponctuation double, dans les guillemets et les unités sont insécables.

    >>> composer_espaces("Total : « 12 % » ; n° 3")
    'Total\xa0: «\xa012\xa0%\xa0»\u202f; n°\xa03'
    """
    for signe, espace in _AVANT.items():
        phrase = phrase.replace(f" {signe}", f"{espace}{signe}")
    for avant, apres in (("« ", f"«{ESPACE_INSECABLE}"), ("n° ", f"n°{ESPACE_INSECABLE}")):
        phrase = phrase.replace(avant, apres)
    for unite in ("€", "%", "k€", "M€", "m²"):
        phrase = phrase.replace(f" {unite}", f"{ESPACE_INSECABLE}{unite}")
    return phrase


def composer_valeur(valeur: Valeur, genre: GenreColonne, unite: Precision) -> str:
    r"""Le texte d’une cellule qui peut se replier : celui qu’elle affiche, composé comme une phrase s’il en est une.

    Un code reste tel quel.

    >>> composer_valeur("Rien à corriger : décret n° 12", GenreColonne.TEXTE, Precision.CENTIME)
    'Rien à corriger\xa0: décret n°\xa012'
    """
    texte = afficher_valeur(valeur, genre, unite)
    return composer_espaces(texte) if genre is GenreColonne.TEXTE else texte
