"""Nombres et dates d’une cellule, sans jamais passer par un nombre à virgule flottante."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, Overflow
from enum import Enum
from typing import Final

__all__ = ["CHIFFRES", "Calendrier", "lire_date_iso", "lire_jour_de_tableur", "lire_nombre"]

CHIFFRES: Final = 15
_NOMBRE: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
# Le cas de presque toutes les cellules : rien à arrondir ni à réécrire.
_DEJA_PRET: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?").fullmatch
# Les bornes d'un nombre de tableur ; au-delà, écrire tous les zéros n'aurait pas de fin.
_CONTEXTE: Final = Context(prec=CHIFFRES, rounding=ROUND_HALF_EVEN, Emin=-308, Emax=308, traps=[Overflow])
_MILLISECONDES_PAR_JOUR: Final = 86_400_000
_DERNIER_JOUR: Final = date(9999, 12, 31)


class Calendrier(Enum):
    """L’origine des dates du classeur : la veille du jour 1 (1900), ou le jour 0 (1904)."""

    DE_1900 = date(1899, 12, 31)
    DE_1904 = date(1904, 1, 1)


# Lotus croyait 1900 bissextile, et les tableurs ont gardé ce jour de trop.
_FAUX_29_FEVRIER: Final = 60


def lire_nombre(brut: str) -> str:
    """Le nombre en décimal, à quinze chiffres significatifs, sans exposant ni zéro inutile ; sinon ``ValueError``."""
    if len(brut) <= CHIFFRES and _DEJA_PRET(brut):
        return brut
    if not _NOMBRE.fullmatch(brut):
        raise ValueError(f"« {brut} » n’est pas un nombre")
    try:
        nombre = _CONTEXTE.create_decimal(brut)
    except Overflow:
        raise ValueError(f"« {brut} » n’est pas un nombre") from None
    return f"{nombre.normalize(_CONTEXTE):f}" if nombre else "0"


def lire_jour_de_tableur(nombre: str, calendrier: Calendrier) -> str | None:
    """La date d’un nombre de jours, et l’heure s’il n’est pas entier : ``2014-12-31``, ``2014-12-31 08:30:00``.

    L’heure est au millième de seconde près. ``None`` : le calendrier du tableur ne va pas jusque-là.
    """
    millisecondes = int((Decimal(nombre) * _MILLISECONDES_PAR_JOUR).to_integral_value())
    jour, reste = divmod(millisecondes, _MILLISECONDES_PAR_JOUR)
    if calendrier is Calendrier.DE_1900:
        if jour == _FAUX_29_FEVRIER:
            return _avec_heure("1900-02-29", reste)
        if jour > _FAUX_29_FEVRIER:
            jour -= 1
    if not 0 <= jour <= (_DERNIER_JOUR - calendrier.value).days:
        return None
    return _avec_heure((calendrier.value + timedelta(days=jour)).isoformat(), reste)


def _avec_heure(jour: str, millisecondes: int) -> str:
    if not millisecondes:
        return jour
    minuit = datetime.combine(_DERNIER_JOUR, time())
    return f"{jour} {(minuit + timedelta(milliseconds=millisecondes)).time().isoformat()}"


def lire_date_iso(brut: str) -> str:
    """Une date que le fichier écrit en toutes lettres, suivie de l’heure si ce n’est pas minuit ; ou ``ValueError``."""
    lue = datetime.fromisoformat(brut)
    jour = lue.date().isoformat()
    return jour if lue.time() == time() else f"{jour} {lue.time().isoformat()}"
