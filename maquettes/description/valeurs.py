"""Une valeur du dossier : lue d’un texte ou d’un document, écrite pour chaque forme.

La lecture lève :class:`TexteRefuse` ; les règles de champ restent celles des classes du domaine.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Final, TypeVar

from financement.fautes.corrections import corriger_flottant, corriger_taux_flottant
from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.reglement.parametre import Parametre, UniteParametre
from financement.reglement.valeur import lire_valeur
from financement.valeurs.dates import ANNEE_MINIMALE, Semestre, lire_date, lire_semestre
from financement.valeurs.graphies import en_espaces_ordinaires
from financement.valeurs.montants import ecrire_montant, ecrire_montant_decimal, lire_montant
from financement.valeurs.quantites import ecrire_quantite, lire_quantite
from financement.valeurs.ressemblance import proposition
from financement.valeurs.siret import lire_siret
from financement.valeurs.taux import ecrire_taux, lire_taux
from financement.valeurs.textes_abimes import est_un_nombre_abrege, est_une_erreur_de_tableur
from financement.valeurs.validation import (
    ABREGE,
    CELLULE_EN_ERREUR,
    CHOIX_INCONNU,
    CLE_MAUVAIS_TYPE,
    ENTIER_ILLISIBLE,
    TEXTE_ABIME,
)
from maquettes.description.fautes import DOCUMENT_DEMESURE
from maquettes.description.limites_de_lecture import ELEMENTS_D_UNE_VALEUR
from maquettes.description.table import Colonne, Exigence, Genre
from maquettes.description.vocabulaires import orienter_choix, trouver_choix
from maquettes.tableur.limites import en_chiffres

__all__ = [
    "FLOTTANT",
    "NombreFlottant",
    "decrire",
    "ecrire_cellule",
    "ecrire_cle_json",
    "ecrire_cle_toml",
    "lecture_de",
    "lire_cellule",
    "lire_cle",
    "lire_valeur_de_parametre",
    "valeur_a_ecrire",
    "valeur_neutre",
]

T = TypeVar("T")

_ENTIER = re.compile(r"[0-9]{1,9}")
_NOMBRES: Final = frozenset({Genre.MONTANT, Genre.QUANTITE, Genre.TAUX})
# Leur erreur de tableur est celle de la classe du domaine, qui refuse aussi les objets faits sans lire de fichier.
_TEXTES_LIBRES: Final = frozenset({Genre.CODE, Genre.TEXTE})
_JAMAIS_UN_TEXTE: Final = frozenset({Genre.ENTIER, Genre.ENVELOPPES, Genre.CODES})

_CONSTANTES: Final = {None: "null", True: "true", False: "false"}

_ATTENDUS: Final = MappingProxyType(
    {
        Genre.CODE: "un texte entre guillemets",
        Genre.TEXTE: "un texte entre guillemets",
        Genre.MONTANT: "un montant entre guillemets, ou un nombre entier d’euros",
        Genre.TAUX: "un taux entre guillemets",
        Genre.DATE: "une date sans heure",
        Genre.SEMESTRE: "un semestre entre guillemets",
        Genre.ENTIER: "un nombre entier, sans guillemets",
        Genre.QUANTITE: "une quantité entre guillemets, ou un nombre entier",
        Genre.CHOIX: "un texte entre guillemets",
        Genre.SIRET: "un texte entre guillemets",
        Genre.ENVELOPPES: 'une table { FINANCEUR = "montant" }',
        Genre.CODES: "une liste de codes entre guillemets",
        Genre.VALEUR: "une valeur entre guillemets, ou un nombre entier",
    }
)


class NombreFlottant:
    """Nombre à virgule flottante d’un document, gardé tel qu’il est écrit : il n’est jamais calculé."""

    __slots__ = ("texte",)

    def __init__(self, texte: str) -> None:
        self.texte = texte


def decrire(valeur: object) -> str:
    """Une valeur de document, telle qu’une personne l’a écrite."""
    match valeur:
        case None | bool():
            return _CONSTANTES[valeur]
        case NombreFlottant():
            return valeur.texte
        case date() | time():
            return valeur.isoformat()
        case dict() | list():
            return "une table" if isinstance(valeur, dict) else "une liste"
        case _:
            return str(valeur)


def _lire_entier(colonne: Colonne, texte: str) -> int:
    nombre = int(texte) if _ENTIER.fullmatch(texte) else -1
    if colonne.minimum <= nombre <= colonne.maximum:
        return nombre
    raise TexteRefuse(ENTIER_ILLISIBLE, texte, minimum=str(colonne.minimum), maximum=str(colonne.maximum))


def _lire_choix(colonne: Colonne, texte: str) -> str:
    choisi = None if colonne.vocabulaire is None else trouver_choix(colonne.vocabulaire, texte)
    if choisi is not None:
        return choisi
    fin = "" if colonne.exigence is Exigence.VALEUR else ", ou laisser vide"
    oriente = None if colonne.vocabulaire is None else orienter_choix(colonne.vocabulaire, texte)
    debut = "" if oriente is None else f"{oriente}, pour un avoir ou un mandat annulé ; sinon "
    raise TexteRefuse(
        CHOIX_INCONNU,
        texte,
        proposition=proposition(texte, colonne.valeurs) if oriente is None else "",
        choix=debut + ", ".join(valeur for valeur in colonne.valeurs if valeur != oriente) + fin,
    )


_LECTURES: Final[Mapping[Genre, Callable[[str], object]]] = MappingProxyType(
    {
        Genre.CODE: en_espaces_ordinaires,
        Genre.MONTANT: lire_montant,
        Genre.TAUX: lire_taux,
        Genre.DATE: lire_date,
        Genre.SEMESTRE: lire_semestre,
        Genre.QUANTITE: lire_quantite,
        Genre.SIRET: lire_siret,
    }
)


def lire_cellule(colonne: Colonne, texte: str) -> object:
    """La valeur d’un texte non vide et sans blanc autour ; lève :class:`TexteRefuse`."""
    return lecture_de(colonne)(texte)


def lecture_de(colonne: Colonne) -> Callable[[str], object]:
    """La lecture des textes d’une colonne, non vides et sans blanc autour ; elle lève :class:`TexteRefuse`."""
    genre = colonne.genre
    if genre in _TEXTES_LIBRES:
        return _LECTURES.get(genre, str)
    if genre is Genre.CHOIX:
        return partial(_lire_ou_dire_l_erreur, partial(_lire_choix, colonne))
    if genre is Genre.ENTIER:
        return partial(_lire_ou_dire_l_erreur, partial(_lire_entier, colonne))
    return partial(_lire_ou_dire_l_erreur, _LECTURES.get(genre, str))


def _lire_ou_dire_l_erreur(lecture: Callable[[str], T], texte: str) -> T:
    """La valeur du texte ; une erreur de tableur est la même faute en csv et en json que dans un classeur.

    Un nombre qu’un tableur a abrégé est celle d’un texte libre.
    """
    if est_une_erreur_de_tableur(texte):
        raise TexteRefuse(CELLULE_EN_ERREUR, texte)
    if est_un_nombre_abrege(texte):
        raise TexteRefuse(TEXTE_ABIME, texte, **ABREGE)
    return lecture(texte)


FLOTTANT: Final = ModeleFaute(
    "CLE-05", "« {lu} » est un nombre à virgule flottante, qui ne garde pas toujours les centimes.", "{correction}"
)


def lire_cle(colonne: Colonne, valeur: object) -> object:
    """La valeur d’une clé de document (toml ou json), de type strict ; lève :class:`TexteRefuse`.

    Un montant, une quantité sont des textes ou des entiers : un nombre à virgule flottante est refusé.
    """
    genre = colonne.genre
    match valeur:
        case str() if genre not in _JAMAIS_UN_TEXTE:
            return lire_cellule(colonne, valeur)
        case int() if not isinstance(valeur, bool) and (genre is Genre.ENTIER or genre in _NOMBRES):
            return lire_cellule(colonne, str(valeur))
        case NombreFlottant() if genre is Genre.TAUX:
            return lire_taux(valeur.texte)
        case NombreFlottant() if genre in _NOMBRES:
            raise TexteRefuse(FLOTTANT, valeur.texte, correction=corriger_flottant(valeur.texte))
        case date() if genre is Genre.DATE and not isinstance(valeur, datetime):
            return valeur
        case list() if genre is Genre.CODES and len(valeur) > ELEMENTS_D_UNE_VALEUR:
            cause = f"une liste y a plus de {en_chiffres(ELEMENTS_D_UNE_VALEUR)} codes"
            raise TexteRefuse(DOCUMENT_DEMESURE, "", cause=cause)
        case list() if genre is Genre.CODES:
            return tuple(_lire_code(code) for code in valeur)
        case _:
            raise TexteRefuse(CLE_MAUVAIS_TYPE, decrire(valeur), attendu=_ATTENDUS[genre])


def _lire_code(valeur: object) -> str:
    if isinstance(valeur, str):
        return en_espaces_ordinaires(valeur).strip()
    raise TexteRefuse(CLE_MAUVAIS_TYPE, decrire(valeur), attendu=_ATTENDUS[Genre.CODE])


def lire_valeur_de_parametre(unite: object, valeur: object) -> Fraction:
    """La valeur d’un paramètre, que son unité dit comment lire ; lève :class:`TexteRefuse`.

    Une unité inconnue, déjà refusée, laisse la valeur sans examen.
    """
    match valeur:
        case NombreFlottant():
            corriger = corriger_taux_flottant if unite == UniteParametre.TAUX else corriger_flottant
            raise TexteRefuse(FLOTTANT, valeur.texte, correction=corriger(valeur.texte))
        case str() | int() if not isinstance(valeur, bool):
            connue = trouver_choix(UniteParametre, unite) if isinstance(unite, str) else None
            if connue is None:
                return Fraction(0)
            return _lire_ou_dire_l_erreur(partial(lire_valeur, UniteParametre(connue)), str(valeur))
        case _:
            raise TexteRefuse(CLE_MAUVAIS_TYPE, decrire(valeur), attendu=_ATTENDUS[Genre.VALEUR])


_NEUTRES: Final[Mapping[Genre, object]] = MappingProxyType(
    {
        Genre.CODE: "?",
        Genre.TEXTE: "?",
        Genre.MONTANT: 0,
        Genre.TAUX: Fraction(0),
        Genre.DATE: date(ANNEE_MINIMALE, 1, 1),
        Genre.SEMESTRE: Semestre(ANNEE_MINIMALE, 1),
        Genre.QUANTITE: Decimal(0),
        Genre.SIRET: "0" * 14,
        Genre.ENVELOPPES: (),
        Genre.CODES: (),
        Genre.VALEUR: Fraction(0),
    }
)


def valeur_neutre(colonne: Colonne) -> object:
    """Une valeur permise, mise à la place d’une valeur fautive pour examiner le reste de sa ligne."""
    if colonne.vocabulaire is not None:
        return next(iter(colonne.vocabulaire))
    return colonne.minimum if colonne.genre is Genre.ENTIER else _NEUTRES[colonne.genre]


def valeur_a_ecrire(colonne: Colonne, objet: object) -> object:
    """La valeur qu’un objet du domaine a dans une colonne ; celle d’un paramètre, que son unité écrit, en texte."""
    if colonne.genre is Genre.VALEUR and isinstance(objet, Parametre):
        mois = objet.unite is UniteParametre.MOIS
        return objet.valeur.numerator if mois else objet.valeur_ecrite
    valeur: object = getattr(objet, colonne.champ)
    return valeur


def ecrire_cellule(colonne: Colonne, valeur: object) -> str:
    """Le texte d’une valeur du domaine, relu à l’identique ; vide pour ``None``."""
    match valeur:
        # Le genre de presque toutes les valeurs que rien ne répète, d'abord : les derniers s'éprouvent plus lentement.
        case str():
            return str(valeur)
        case int() if colonne.genre is Genre.MONTANT:
            return ecrire_montant(valeur)
        case Fraction():
            return ecrire_taux(valeur)
        case Decimal():
            return ecrire_quantite(valeur)
        case date():
            return valeur.isoformat()
        case _:
            return "" if valeur is None else str(valeur)


def ecrire_cle_json(colonne: Colonne, valeur: object) -> object:
    """La valeur d’une clé du json canonique : point décimal, dates ISO, entiers ; ``None`` si elle est vide."""
    match colonne.genre, valeur:
        case Genre.MONTANT, int():
            return ecrire_montant_decimal(valeur)
        case Genre.ENTIER | Genre.VALEUR, int():
            return valeur
        case Genre.QUANTITE | Genre.VALEUR, Decimal() | str():
            texte = ecrire_cellule(colonne, valeur)
            return texte if "%" in texte else texte.replace(",", ".")
        case Genre.ENVELOPPES, tuple():
            return {e.financeur: ecrire_montant_decimal(e.montant) for e in valeur} or None
        case Genre.CODES, tuple():
            return list(valeur) or None
        case _:
            return ecrire_cellule(colonne, valeur) or None


def ecrire_cle_toml(colonne: Colonne, valeur: object) -> object:
    """La valeur d’une clé de convention.toml : dates TOML, montants en texte français ; ``None`` si elle est vide."""
    match colonne.genre, valeur:
        case (Genre.ENTIER, int()) | (Genre.DATE, date()) | (Genre.VALEUR, _):
            return valeur
        case Genre.ENVELOPPES, tuple():
            return {e.financeur: ecrire_montant(e.montant) for e in valeur} or None
        case Genre.CODES, tuple():
            return list(valeur) or None
        case _:
            return ecrire_cellule(colonne, valeur) or None
