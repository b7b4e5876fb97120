"""Dates et semestres. Rien ici ne lit l’horloge : toute date vient des données ou de l’appelant."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from financement.fautes.corrections import corriger_date, corriger_semestre
from financement.fautes.faute import ModeleFaute, TexteRefuse, ValeurImpossible

__all__ = [
    "ANNEE_MAXIMALE",
    "ANNEE_MINIMALE",
    "DATE_HORS_BORNES",
    "DATE_INEXISTANTE",
    "Semestre",
    "afficher_date",
    "ajouter_mois",
    "lire_date",
    "lire_semestre",
]

ANNEE_MINIMALE: Final = 1970
ANNEE_MAXIMALE: Final = 2099
DERNIER_MOIS_DU_PREMIER_SEMESTRE: Final = 6

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRANCAISE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SEMESTRE = re.compile(r"([0-9]{4})-S([12])")


DATE_ILLISIBLE: Final = ModeleFaute("DATE-01", "« {lu} » n’est pas une date.", "{correction}")
DATE_INEXISTANTE: Final = ModeleFaute(
    "DATE-02", "La date « {lu} » n’existe pas au calendrier.", "Corriger le jour ou le mois."
)
DATE_HORS_BORNES: Final = ModeleFaute(
    "DATE-03",
    "L’année de « {lu} » n’est pas comprise entre 1970 et 2099.",
    "Écrire une année de 1970 à 2099, sur quatre chiffres.",
)


def lire_date(texte: str) -> date:
    """La date d’un texte ``2014-12-31`` ou ``31/12/2014``, entre 1970 et 2099 ; sinon :class:`TexteRefuse`."""
    texte = texte.strip()
    if forme := _ISO.fullmatch(texte):
        annee, mois, jour = int(forme[1]), int(forme[2]), int(forme[3])
    elif forme := _FRANCAISE.fullmatch(texte):
        annee, mois, jour = int(forme[3]), int(forme[2]), int(forme[1])
    else:
        raise TexteRefuse(DATE_ILLISIBLE, texte, correction=corriger_date(texte))
    if not ANNEE_MINIMALE <= annee <= ANNEE_MAXIMALE:
        raise TexteRefuse(DATE_HORS_BORNES, texte)
    try:
        return date(annee, mois, jour)
    except ValueError:
        raise TexteRefuse(DATE_INEXISTANTE, texte) from None


def ajouter_mois(jour: date, mois: int) -> date:
    """Le même quantième ``mois`` mois plus tard, ramené au dernier jour du mois s’il n’y existe pas.

    >>> ajouter_mois(date(2014, 8, 31), 6)
    datetime.date(2015, 2, 28)
    """
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois_du_jour = rang // 12, rang % 12 + 1
    premier_du_suivant = date(annee + mois_du_jour // 12, mois_du_jour % 12 + 1, 1)
    dernier = (premier_du_suivant - timedelta(days=1)).day
    return date(annee, mois_du_jour, min(jour.day, dernier))


def afficher_date(jour: date) -> str:
    """La date pour une personne : ``31/12/2014``."""
    return f"{jour.day:02d}/{jour.month:02d}/{jour.year}"


@dataclass(frozen=True, slots=True, order=True)
class Semestre:
    """Un semestre civil : ``Semestre(2006, 1)`` va du 1er janvier au 30 juin 2006."""

    annee: int
    numero: int

    def __post_init__(self) -> None:
        entiers = type(self.annee) is int and type(self.numero) is int
        if not (entiers and ANNEE_MINIMALE <= self.annee <= ANNEE_MAXIMALE and self.numero in (1, 2)):
            raise ValeurImpossible("Semestre", [_semestre_illisible(f"{self.annee}-S{self.numero}").en_faute()])

    @classmethod
    def de(cls, jour: date) -> "Semestre":
        """Le semestre qui contient ``jour``."""
        return cls(jour.year, 1 if jour.month <= DERNIER_MOIS_DU_PREMIER_SEMESTRE else 2)

    def plus(self, nombre: int) -> "Semestre":
        """Le semestre ``nombre`` rangs plus loin (ou plus tôt si négatif)."""
        rang = self.annee * 2 + self.numero - 1 + nombre
        return Semestre(rang // 2, rang % 2 + 1)

    @property
    def premier_jour(self) -> date:
        """1er janvier ou 1er juillet."""
        return date(self.annee, 1 if self.numero == 1 else 7, 1)

    @property
    def dernier_jour(self) -> date:
        """30 juin ou 31 décembre."""
        return date(self.annee, 6, 30) if self.numero == 1 else date(self.annee, 12, 31)

    def __str__(self) -> str:
        return f"{self.annee}-S{self.numero}"


def lire_semestre(texte: str) -> Semestre:
    """Le semestre d’un texte ``2006-S1`` ; sinon :class:`TexteRefuse`."""
    texte = texte.strip()
    forme = _SEMESTRE.fullmatch(texte)
    if forme is None or not ANNEE_MINIMALE <= int(forme[1]) <= ANNEE_MAXIMALE:
        raise _semestre_illisible(texte)
    return Semestre(int(forme[1]), int(forme[2]))


SEMESTRE_ILLISIBLE: Final = ModeleFaute("DATE-04", "« {lu} » n’est pas un semestre.", "{correction}")


def _semestre_illisible(texte: str) -> TexteRefuse:
    return TexteRefuse(SEMESTRE_ILLISIBLE, texte, correction=corriger_semestre(texte))
