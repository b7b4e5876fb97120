"""Quantités physiques : logements, m², équivalents temps plein, heures, avec deux décimales au plus."""

import re
from decimal import Decimal
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse

__all__ = ["QUANTITE_ILLISIBLE", "QUANTITE_MAXIMALE", "afficher_quantite", "ecrire_quantite", "lire_quantite"]

QUANTITE_MAXIMALE: Final = Decimal(10**9)

_ESPACES = " \u00a0\u202f\u2009"
_FORME = re.compile(rf"([0-9]{{1,3}}(?:[{_ESPACES}][0-9]{{3}})+|[0-9]{{1,12}})(?:[,.]([0-9]{{1,2}}))?")


QUANTITE_ILLISIBLE: Final = ModeleFaute(
    "VALEUR-05",
    "« {lu} » n’est pas une quantité : un nombre positif, au plus un milliard, avec deux décimales au plus.",
    "Écrire par exemple 144 ou 0,8.",
)


def lire_quantite(texte: str) -> Decimal:
    """La quantité d’un texte ``144``, ``2 102`` ou ``0,8`` ; lève :class:`TexteRefuse` sinon.

    >>> lire_quantite("2 102,50")
    Decimal('2102.5')
    """
    texte = texte.strip()
    forme = _FORME.fullmatch(texte)
    if forme is None:
        raise TexteRefuse(QUANTITE_ILLISIBLE, texte)
    entiers = re.sub(rf"[{_ESPACES}]", "", forme[1])
    quantite = _normaliser(Decimal(f"{entiers}.{forme[2] or '0'}"))
    if quantite > QUANTITE_MAXIMALE:
        raise TexteRefuse(QUANTITE_ILLISIBLE, texte)
    return quantite


def _normaliser(quantite: Decimal) -> Decimal:
    """La quantité sans zéro final, ni exposant, ni zéro négatif."""
    entiere = quantite.to_integral_value()
    return entiere + 0 if quantite == entiere else quantite.normalize()


def ecrire_quantite(quantite: Decimal) -> str:
    """La quantité en texte relu à l’identique : ``144`` ou ``0,8``."""
    return f"{_normaliser(quantite):f}".replace(".", ",")


def afficher_quantite(quantite: Decimal) -> str:
    """La quantité pour une personne : ``2 102`` (espace fine), ``0,8``."""
    return f"{_normaliser(quantite):,f}".replace(",", "\u202f").replace(".", ",")
