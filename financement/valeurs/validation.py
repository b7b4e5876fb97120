"""Règles de champ des objets du domaine : chaque fonction rend la faute d’une valeur, ou ``None``.

Les types sont stricts : un booléen n’est pas un entier, une liste n’est pas un tuple, rien n’est converti.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType, NoneType
from typing import Final, TypeVar

from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, ValeurImpossible, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE, DATE_HORS_BORNES, Semestre
from financement.valeurs.montants import MONTANT_MAXIMAL, MONTANT_NEGATIF, MONTANT_TROP_GRAND, ecrire_montant
from financement.valeurs.quantites import QUANTITE_ILLISIBLE, QUANTITE_MAXIMALE
from financement.valeurs.ressemblance import proposition
from financement.valeurs.siret import lire_siret
from financement.valeurs.taux import DENOMINATEUR_MAXIMAL, TAUX_ILLISIBLE, TAUX_TROP_GRAND
from financement.valeurs.textes_abimes import (
    DEBUTS_D_ERREUR,
    EXPOSANT,
    PERDU,
    est_un_nombre_abrege,
    est_une_erreur_de_tableur,
    texte_retabli,
)

__all__ = [
    "ABREGE",
    "CELLULE_EN_ERREUR",
    "CHOIX_INCONNU",
    "CLE_MAUVAIS_TYPE",
    "ENTIER_ILLISIBLE",
    "LONGUEUR_CODE",
    "LONGUEUR_TEXTE",
    "TEXTE_ABIME",
    "VALEUR_ABSENTE",
    "VALEUR_INTERDITE",
    "choix",
    "code",
    "code_facultatif",
    "entier",
    "exiger",
    "instance",
    "jour",
    "jour_facultatif",
    "membre",
    "montant",
    "montant_facultatif",
    "quantite",
    "quantite_facultative",
    "semestre_facultatif",
    "siret_facultatif",
    "suite",
    "taux_facultatif",
    "texte",
    "texte_facultatif",
    "texte_obligatoire",
]

LONGUEUR_TEXTE: Final = 2000
LONGUEUR_CODE: Final = 80
ABREGE: Final = MappingProxyType(
    {
        "cause": "un nombre que le tableur a abrégé, et dont il a perdu des chiffres",
        "correction": "tous les chiffres, d’après la pièce, la colonne du tableur mise au format Texte",
    }
)
"""Les termes de la faute d’un nombre en notation scientifique."""
_NOMS_DES_GENRES: Final[Mapping[type[object], str]] = MappingProxyType(
    {
        str: "un texte",
        bytes: "des octets",
        Sequence: "une suite",
        Iterable: "une suite",
        Collection: "une collection",
        NoneType: "rien (None)",
        int: "un nombre entier",
    }
)
CENTIEME: Final = Decimal("0.01")
Vocabulaire = TypeVar("Vocabulaire", bound=StrEnum)


def exiger(objet: str, *examens: Faute | None) -> None:
    """Lève :class:`ValeurImpossible` avec toutes les fautes des ``examens``, s’il y en a."""
    if any(examens):
        raise ValeurImpossible(objet, [examen for examen in examens if examen is not None])


CLE_MAUVAIS_TYPE: Final = ModeleFaute(
    "CLE-03", "« {lu} » n’est pas de la forme attendue ici : {attendu}.", "Donner {attendu}."
)


def _mauvais_type(champ: str, valeur: object, attendu: str) -> Faute:
    return faute(CLE_MAUVAIS_TYPE, Provenance(colonne=champ), repr(valeur), attendu=attendu)


def texte(champ: str, valeur: object) -> Faute | None:
    """Un texte libre, éventuellement vide : borné, sans blanc autour, encodable."""
    if type(valeur) is not str:
        return _mauvais_type(champ, valeur, "un texte")
    # Imprimable : ni caractère nul, ni demi-caractère. Presque tout texte l'est, et le reste de l'examen coûte plus.
    if valeur.isprintable() and len(valeur) <= LONGUEUR_TEXTE and valeur == valeur.strip() and not _suspect(valeur):
        return None
    return _faute_de_texte(valeur, Provenance(colonne=champ))


def _suspect(valeur: str) -> bool:
    """Le texte a pu être abîmé : l’examen complet le dira."""
    return valeur.startswith(DEBUTS_D_ERREUR) or not valeur.isascii() or EXPOSANT in valeur


VALEUR_INTERDITE: Final = ModeleFaute("VALEUR-02", "« {lu} » n’est pas accepté : {regle}.", "{correction}")
TEXTE_TROP_LONG: Final = ModeleFaute(
    "VALEUR-06", "Le texte compte {longueur} caractères, plus que la limite de {limite}.", "Le raccourcir."
)


def _faute_de_texte(valeur: str, lieu: Provenance) -> Faute | None:
    if len(valeur) > LONGUEUR_TEXTE:
        return faute(TEXTE_TROP_LONG, lieu, valeur, longueur=str(len(valeur)), limite=str(LONGUEUR_TEXTE))
    if valeur != valeur.strip():
        return faute(
            VALEUR_INTERDITE,
            lieu,
            valeur,
            regle="des blancs entourent le texte",
            correction="Retirer les blancs du début et de la fin.",
        )
    if "\0" in valeur:
        return faute(
            VALEUR_INTERDITE,
            lieu,
            valeur,
            regle="le caractère nul ne peut pas être enregistré",
            correction="Le retirer.",
        )
    if not valeur.isascii() and any("\ud800" <= caractere <= "\udfff" for caractere in valeur):
        return faute(
            VALEUR_INTERDITE,
            lieu,
            valeur,
            regle="un demi-caractère Unicode ne peut pas être enregistré",
            correction="Écrire de nouveau le texte.",
        )
    return _faute_de_texte_abime(valeur, lieu)


CELLULE_EN_ERREUR: Final = ModeleFaute(
    "MAQUETTE-06", "La cellule contient l’erreur « {lu} ».", "Corriger la formule ou la référence, ou saisir la valeur."
)
TEXTE_ABIME: Final = ModeleFaute("VALEUR-10", "« {lu} » est un texte abîmé : {cause}.", "Écrire {correction}.")


def _faute_de_texte_abime(valeur: str, lieu: Provenance) -> Faute | None:
    """Une erreur de tableur, un nombre qu’il a abrégé, un texte encodé deux fois, un caractère perdu."""
    if est_une_erreur_de_tableur(valeur):
        return faute(CELLULE_EN_ERREUR, lieu, valeur)
    if est_un_nombre_abrege(valeur):
        return faute(TEXTE_ABIME, lieu, valeur, **ABREGE)
    retabli = texte_retabli(valeur)
    if retabli is not None:
        cause = "de l’UTF-8 lu dans un autre encodage"
        return faute(TEXTE_ABIME, lieu, valeur, cause=cause, correction=f"« {montrer(retabli)} »")
    if PERDU in valeur:
        cause = f"« {PERDU} » y tient la place d’un caractère perdu"
        return faute(TEXTE_ABIME, lieu, valeur, cause=cause, correction="de nouveau le texte d’origine")
    return None


VALEUR_ABSENTE: Final = ModeleFaute("VALEUR-01", "La valeur est obligatoire.", "La renseigner.")


def texte_obligatoire(champ: str, valeur: object) -> Faute | None:
    """Un texte libre non vide."""
    if type(valeur) is str and not valeur:
        return faute(VALEUR_ABSENTE, Provenance(colonne=champ))
    return texte(champ, valeur)


def texte_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un texte libre non vide, ou ``None``."""
    return None if valeur is None else texte_obligatoire(champ, valeur)


CODE_MALFORME: Final = ModeleFaute(
    "VALEUR-07",
    "« {lu} » ne peut pas servir de code : un code tient sur une ligne, sans caractère de contrôle, en {limite} "
    "caractères au plus.",
    "Choisir un code plus simple.",
)


def code(champ: str, valeur: object) -> Faute | None:
    """Un code opaque, non vide : une ligne, sans caractère de contrôle, de longueur bornée."""
    if (
        type(valeur) is str
        and 0 < len(valeur) <= LONGUEUR_CODE
        and valeur.isprintable()
        and valeur == valeur.strip()
        and not _suspect(valeur)
    ):
        return None
    if (examen := texte_obligatoire(champ, valeur)) is not None:
        return examen
    if type(valeur) is str and len(valeur) <= LONGUEUR_CODE and valeur.isprintable():
        return None
    return faute(CODE_MALFORME, Provenance(colonne=champ), str(valeur), limite=str(LONGUEUR_CODE))


def code_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un code, ou ``None``."""
    return None if valeur is None else code(champ, valeur)


def siret_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un SIRET de quatorze chiffres sans espace, sa clé fût-elle fausse, ou ``None``."""
    if valeur is None:
        return None
    try:
        if lire_siret(str(valeur)) == valeur:
            return None
    except TexteRefuse as refus:
        return refus.en_faute(Provenance(colonne=champ))
    return _mauvais_type(champ, valeur, "un texte de quatorze chiffres sans espace")


ENTIER_ILLISIBLE: Final = ModeleFaute(
    "VALEUR-04",
    "« {lu} » n’est pas un nombre entier compris entre {minimum} et {maximum}.",
    "Écrire un entier de {minimum} à {maximum}, sans décimale.",
)


def entier(champ: str, valeur: object, minimum: int, maximum: int) -> Faute | None:
    """Un entier compris entre deux bornes incluses."""
    if type(valeur) is int and minimum <= valeur <= maximum:
        return None
    return faute(
        ENTIER_ILLISIBLE,
        Provenance(colonne=champ),
        str(valeur),
        minimum=str(minimum),
        maximum=str(maximum),
    )


def montant(champ: str, valeur: object) -> Faute | None:
    """Un montant en centimes entiers, entre 0 et :data:`MONTANT_MAXIMAL`."""
    if type(valeur) is not int:
        return _mauvais_type(champ, valeur, "un nombre entier de centimes")
    if valeur < 0:
        return faute(MONTANT_NEGATIF, Provenance(colonne=champ), ecrire_montant(valeur))
    if valeur > MONTANT_MAXIMAL:
        return faute(MONTANT_TROP_GRAND, Provenance(colonne=champ), ecrire_montant(valeur))
    return None


def montant_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un montant, ou ``None``."""
    return None if valeur is None else montant(champ, valeur)


def taux_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un taux rationnel exact entre 0 et 1, ou ``None``."""
    if valeur is None:
        return None
    if type(valeur) is not Fraction:
        return _mauvais_type(champ, valeur, "une fraction exacte (fractions.Fraction)")
    lieu = Provenance(colonne=champ)
    # Une fraction a un dénominateur positif : deux entiers se comparent bien plus vite que deux fractions.
    if valeur.numerator > valeur.denominator:
        return faute(TAUX_TROP_GRAND, lieu, str(valeur))
    if valeur.numerator < 0 or valeur.denominator > DENOMINATEUR_MAXIMAL:
        return faute(TAUX_ILLISIBLE, lieu, str(valeur))
    return None


def quantite(champ: str, valeur: object) -> Faute | None:
    """Une quantité décimale exacte, positive, à deux décimales au plus."""
    if type(valeur) is not Decimal:
        return _mauvais_type(champ, valeur, "un nombre décimal exact (decimal.Decimal)")
    if valeur.is_finite() and 0 <= valeur <= QUANTITE_MAXIMALE and valeur == valeur.quantize(CENTIEME):
        return None
    return faute(QUANTITE_ILLISIBLE, Provenance(colonne=champ), str(valeur))


def quantite_facultative(champ: str, valeur: object) -> Faute | None:
    """Une quantité, ou ``None``."""
    return None if valeur is None else quantite(champ, valeur)


def jour(champ: str, valeur: object) -> Faute | None:
    """Une date, sans heure, entre 1970 et 2099."""
    if not isinstance(valeur, date) or isinstance(valeur, datetime):
        return _mauvais_type(champ, valeur, "une date sans heure")
    if ANNEE_MINIMALE <= valeur.year <= ANNEE_MAXIMALE:
        return None
    return faute(DATE_HORS_BORNES, Provenance(colonne=champ), valeur.isoformat())


def jour_facultatif(champ: str, valeur: object) -> Faute | None:
    """Une date, ou ``None``."""
    return None if valeur is None else jour(champ, valeur)


def semestre_facultatif(champ: str, valeur: object) -> Faute | None:
    """Un :class:`Semestre`, ou ``None``."""
    return None if valeur is None or type(valeur) is Semestre else _mauvais_type(champ, valeur, "un semestre")


def instance(champ: str, valeur: object, *genres: type[object]) -> Faute | None:
    """Un objet de l’un des ``genres``, tel qu’une fonction publique l’attend de qui l’appelle."""
    if isinstance(valeur, genres):
        return None
    attendus = " ou ".join(_NOMS_DES_GENRES.get(genre, f"un objet {genre.__name__}") for genre in genres)
    return _mauvais_type(champ, valeur, attendus)


def choix(champ: str, valeur: object, vocabulaire: type[StrEnum]) -> Faute | None:
    """Un membre du ``vocabulaire`` fermé."""
    if type(valeur) is vocabulaire:
        return None
    return _mauvais_type(champ, valeur, "une valeur de " + vocabulaire.__name__)


CHOIX_INCONNU: Final = ModeleFaute(
    "VALEUR-03", "« {lu} » n’est pas une valeur connue{proposition}.", "Choisir parmi : {choix}."
)


def membre(objet: str, champ: str, valeur: str, vocabulaire: type[Vocabulaire]) -> Vocabulaire:
    """Le membre du ``vocabulaire`` fermé qu’un appelant désigne, par lui-même ou par son texte.

    Lève :class:`ValeurImpossible`, avec les valeurs permises, si ce n’en est pas un : une comparaison d’identité
    prendrait sinon le texte juste pour toute autre valeur.
    """
    try:
        return vocabulaire(valeur)
    except ValueError:
        lu = str(valeur)
        termes = {"proposition": proposition(lu, vocabulaire), "choix": ", ".join(vocabulaire)}
        refus = faute(CHOIX_INCONNU, Provenance(colonne=champ), lu, **termes)
    raise ValeurImpossible(objet, [refus])


def suite(champ: str, valeur: object, genre: type[object]) -> Faute | None:
    """Un tuple dont chaque élément est exactement du ``genre``."""
    if type(valeur) is tuple and _tous(valeur, genre):
        return None
    return _mauvais_type(champ, valeur, f"un tuple de {genre.__name__}")


def _tous(valeurs: Iterable[object], genre: type[object]) -> bool:
    return all(type(element) is genre for element in valeurs)
