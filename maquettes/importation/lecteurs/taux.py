"""Les taux comme on les écrit : ``45 %``, ``9/20``, ``0,45`` ; en fraction exacte.

Un nombre nu est une part (``0,45``) ou un pourcentage (``45``) selon sa colonne : :func:`ecriture_des_taux` le dit.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.importation.lecteurs.cellule import texte_lisible
from maquettes.importation.lecteurs.recues import TauxRecu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["EcritureDeTaux", "ecriture_des_taux", "lire_taux_recu"]

_NOMBRE: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,15})?)")
_POURCENTAGE: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,15})?) ?%")
_FRACTION: Final = re.compile(r"([0-9]{1,15}) ?/ ?([0-9]{1,15})")
# Un tableur garde quinze chiffres d'un quotient : un tiers y est 0,333333333333333.
_CHIFFRES_D_UN_QUOTIENT: Final = 13
_DENOMINATEUR_SIMPLE: Final = 1_000

TAUX_RECU_ILLISIBLE: Final = ModeleFaute(
    "IMPORT-12",
    "« {lu} » ne se lit pas comme un taux : {cause}.",
    "L’écrire dans le fichier reçu, comme 45 %.",
)


class EcritureDeTaux(StrEnum):
    """Ce que vaut un nombre nu dans une colonne de taux."""

    PART = "part"
    POURCENTAGE = "pourcentage"


def ecriture_des_taux(cellules: Iterable[CelluleLue]) -> EcritureDeTaux:
    """L’écriture d’une colonne : en pourcentages si l’un de ses nombres nus dépasse 1."""
    for cellule in cellules:
        nombre = _NOMBRE.fullmatch(cellule.texte.strip())
        if cellule.genre in {GenreCellule.NOMBRE, GenreCellule.TEXTE} and nombre and _decimal(nombre[1]) > 1:
            return EcritureDeTaux.POURCENTAGE
    return EcritureDeTaux.PART


def lire_taux_recu(cellule: CelluleLue, ecriture: EcritureDeTaux = EcritureDeTaux.PART) -> TauxRecu:
    """Le taux d’une cellule ; lève :class:`TexteRefuse`, et au-delà de 100 %."""
    texte = texte_lisible(cellule)
    taux = _taux(texte, cellule.genre, ecriture)
    if taux is None:
        raise TexteRefuse(TAUX_RECU_ILLISIBLE, texte, cause="ce n’est ni un pourcentage ni une fraction")
    if taux > 1:
        raise TexteRefuse(TAUX_RECU_ILLISIBLE, texte, cause="il dépasse 100 %")
    return TauxRecu(_simple(taux, texte))


def _taux(texte: str, genre: GenreCellule, ecriture: EcritureDeTaux) -> Fraction | None:
    if (pourcentage := _POURCENTAGE.fullmatch(texte)) is not None:
        return Fraction(_decimal(pourcentage[1])) / 100
    if (fraction := _FRACTION.fullmatch(texte)) is not None and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    if (nombre := _NOMBRE.fullmatch(texte)) is None or genre in {GenreCellule.DATE, GenreCellule.BOOLEEN}:
        return None
    est_un_pourcentage = ecriture is EcritureDeTaux.POURCENTAGE and genre is not GenreCellule.POURCENTAGE
    return Fraction(_decimal(nombre[1])) / (100 if est_un_pourcentage else 1)


def _decimal(ecrit: str) -> Decimal:
    return Decimal(ecrit.replace(",", "."))


def _simple(taux: Fraction, texte: str) -> Fraction:
    """La fraction simple dont un quotient de tableur est l’arrondi à quinze chiffres, s’il en est un."""
    decimales = re.sub("[^0-9]", "", texte.rpartition("," if "," in texte else ".")[2])
    if len(decimales) < _CHIFFRES_D_UN_QUOTIENT:
        return taux
    simple = taux.limit_denominator(_DENOMINATEUR_SIMPLE)
    return simple if abs(simple - taux) <= Fraction(1, 10 ** len(decimales)) else taux
