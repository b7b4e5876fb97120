"""Valeur d’un paramètre de règlement : son unité décide de ce qui est permis, lu et écrit."""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from financement.fautes.faute import TexteRefuse
from financement.valeurs.montants import MONTANT_MAXIMAL, ecrire_montant, lire_montant
from financement.valeurs.quantites import QUANTITE_MAXIMALE, ecrire_quantite, lire_quantite
from financement.valeurs.taux import DENOMINATEUR_MAXIMAL, TAUX_TROP_GRAND, ecrire_taux, lire_proportion
from financement.valeurs.validation import ENTIER_ILLISIBLE

__all__ = ["ATTENDUS", "MOIS_MAXIMAL", "UniteParametre", "ecrire_valeur", "est_permise", "lire_valeur"]

MOIS_MAXIMAL: Final = 1200
# Une assiette forfaitaire va jusqu'à 130 % : un taux de règlement peut dépasser 100 %, en trois chiffres.
_TAUX_EXCLU: Final = 10
_ENTIER = re.compile(r"[0-9]{1,9}")


class UniteParametre(StrEnum):
    """Unité d’une valeur de paramètre ; les euros sont en centimes dans le noyau."""

    TAUX = "taux"
    EUROS = "euros"
    EUROS_PAR_LOGEMENT = "euros_par_logement"
    EUROS_PAR_AN = "euros_par_an"
    MOIS = "mois"
    ETP = "etp"


_CENTIMES: Final = "un nombre entier de centimes, au plus cent milliards d’euros"

ATTENDUS: Final = MappingProxyType(
    {
        UniteParametre.TAUX: "un taux exact, positif et inférieur à 1000 %",
        UniteParametre.EUROS: _CENTIMES,
        UniteParametre.EUROS_PAR_LOGEMENT: _CENTIMES,
        UniteParametre.EUROS_PAR_AN: _CENTIMES,
        UniteParametre.MOIS: f"un nombre entier de mois, au plus {MOIS_MAXIMAL}",
        UniteParametre.ETP: "un nombre d’équivalents temps plein, à deux décimales au plus",
    }
)


def est_permise(unite: UniteParametre, valeur: Fraction) -> bool:
    """La valeur peut être celle d’un paramètre de cette unité : elle s’écrit et se relit à l’identique."""
    if valeur < 0:
        return False
    match unite:
        case UniteParametre.TAUX:
            return valeur < _TAUX_EXCLU and valeur.denominator <= DENOMINATEUR_MAXIMAL
        case UniteParametre.MOIS:
            return valeur.denominator == 1 and valeur <= MOIS_MAXIMAL
        case UniteParametre.ETP:
            return (valeur * 100).denominator == 1 and valeur <= Fraction(QUANTITE_MAXIMALE)
        case _:
            return valeur.denominator == 1 and valeur <= MONTANT_MAXIMAL


def lire_valeur(unite: UniteParametre, texte: str) -> Fraction:
    """La valeur d’un texte : ``45 %``, ``50 000,00`` (euros, rendus en centimes), ``24``, ``0,5``.

    Lève :class:`TexteRefuse`.

    >>> lire_valeur(UniteParametre.TAUX, "130 %"), lire_valeur(UniteParametre.EUROS, "1 250,50")
    (Fraction(13, 10), Fraction(125050, 1))
    """
    match unite:
        case UniteParametre.TAUX:
            taux = lire_proportion(texte)
            if not est_permise(unite, taux):
                raise TexteRefuse(TAUX_TROP_GRAND, texte)
            return taux
        case UniteParametre.MOIS:
            nombre = int(texte) if _ENTIER.fullmatch(texte) else -1
            if not 0 <= nombre <= MOIS_MAXIMAL:
                raise TexteRefuse(ENTIER_ILLISIBLE, texte, minimum="0", maximum=str(MOIS_MAXIMAL))
            return Fraction(nombre)
        case UniteParametre.ETP:
            return Fraction(lire_quantite(texte))
        case _:
            return Fraction(lire_montant(texte))


def ecrire_valeur(unite: UniteParametre, valeur: Fraction) -> str:
    """Le texte d’une valeur permise, relu à l’identique par :func:`lire_valeur` : ``45 %``, ``50000,00``, ``24``."""
    match unite:
        case UniteParametre.TAUX:
            return ecrire_taux(valeur)
        case UniteParametre.MOIS:
            return str(valeur.numerator)
        case UniteParametre.ETP:
            return ecrire_quantite(Decimal(valeur.numerator) / valeur.denominator)
        case _:
            return ecrire_montant(valeur.numerator)
