"""Taux : des rationnels exacts, écrits ``45 %`` ou ``9/20``."""

import re
from fractions import Fraction
from typing import Final

from financement.fautes.corrections import corriger_taux
from financement.fautes.faute import ModeleFaute, TexteRefuse

__all__ = [
    "DENOMINATEUR_MAXIMAL",
    "TAUX_ILLISIBLE",
    "TAUX_TROP_GRAND",
    "afficher_taux",
    "ecrire_taux",
    "est_un_pourcentage",
    "lire_proportion",
    "lire_taux",
]

# Un taux est un rapport de deux montants : quinze chiffres, soit un total du dossier, y suffisent.
DENOMINATEUR_MAXIMAL: Final = 10**15

_POURCENTAGE = re.compile("([0-9]{1,3})(?:[,.]([0-9]{1,6}))?[ \u00a0\u202f]?%")
_FRACTION = re.compile(r"([0-9]{1,16}) ?/ ?([0-9]{1,16})")
_NOMBRE_NU = re.compile(r"[0-9]+(?:[,.][0-9]+)?")
# Zéro est le même, part ou pourcentage : seul nombre nu qui ne soit pas ambigu.
_NUL = re.compile(r"0+(?:[.,]0+)?")
_DECIMALES_MAXIMALES = 6


TAUX_TROP_GRAND: Final = ModeleFaute("TAUX-03", "Le taux « {lu} » dépasse 100 %.", "Écrire un taux de 100 % au plus.")


def lire_taux(texte: str) -> Fraction:
    """Le taux exact d’un texte ``45 %``, ``5,5 %`` ou ``1/3``, compris entre 0 et 1.

    ``0,45`` et ``45`` sont refusés : rien ne dit s’il s’agit de 45 % ou de 0,45 %. Un taux supérieur à
    100 % est refusé. Lève :class:`TexteRefuse`.

    >>> lire_taux("45 %"), lire_taux("1/3")
    (Fraction(9, 20), Fraction(1, 3))
    """
    taux = lire_proportion(texte)
    if taux > 1:
        raise TexteRefuse(TAUX_TROP_GRAND, texte.strip())
    return taux


TAUX_AMBIGU: Final = ModeleFaute("TAUX-01", "« {lu} » est ambigu pour un taux.", "{correction}")
TAUX_ILLISIBLE: Final = ModeleFaute(
    "TAUX-02",
    "« {lu} » n’est pas un taux.",
    "Écrire un pourcentage (45 %, six décimales au plus) ou une fraction (1/3).",
)


def lire_proportion(texte: str) -> Fraction:
    """Comme :func:`lire_taux`, mais une proportion peut dépasser 100 % : ``130 %``."""
    texte = texte.strip()
    if pourcentage := _POURCENTAGE.fullmatch(texte):
        entiers, decimales = pourcentage[1], pourcentage[2] or ""
        taux = Fraction(int(entiers + decimales), 100 * 10 ** len(decimales))
    elif (fraction := _FRACTION.fullmatch(texte)) and int(fraction[2]):
        taux = Fraction(int(fraction[1]), int(fraction[2]))
    elif _NUL.fullmatch(texte):
        taux = Fraction(0)
    elif _NOMBRE_NU.fullmatch(texte):
        raise TexteRefuse(TAUX_AMBIGU, texte, correction=corriger_taux(texte))
    else:
        raise TexteRefuse(TAUX_ILLISIBLE, texte)
    if taux.denominator > DENOMINATEUR_MAXIMAL:
        raise TexteRefuse(TAUX_ILLISIBLE, texte)
    return taux


def _pourcentage_exact(taux: Fraction) -> str | None:
    """Le taux en pourcentage décimal exact (virgule), ou ``None`` s’il demande plus de six décimales."""
    millioniemes = taux * 100 * 10**_DECIMALES_MAXIMALES
    if millioniemes.denominator != 1:
        return None
    entiers, reste = divmod(millioniemes.numerator, 10**_DECIMALES_MAXIMALES)
    decimales = f"{reste:0{_DECIMALES_MAXIMALES}d}".rstrip("0")
    return f"{entiers},{decimales}" if decimales else f"{entiers}"


def est_un_pourcentage(taux: Fraction) -> bool:
    """Le taux s’écrit exactement en pourcentage, six décimales au plus ; sinon il s’écrit en fraction."""
    return _pourcentage_exact(taux) is not None


def ecrire_taux(taux: Fraction) -> str:
    """Le taux en texte relu à l’identique : ``45 %`` s’il est décimal exact, sinon ``1/3``."""
    pourcentage = _pourcentage_exact(taux)
    return f"{taux.numerator}/{taux.denominator}" if pourcentage is None else f"{pourcentage} %"


def afficher_taux(taux: Fraction) -> str:
    """Le taux pour une personne : ``45 %`` avec espace insécable, ``1/3`` s’il n’est pas décimal."""
    return ecrire_taux(taux).replace(" ", "\u00a0")
