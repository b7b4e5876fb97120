"""Dates en vrac : l’écriture ISO lue toute ensemble, dix octets à la fois, les autres par leur lexique."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from maquettes.grand_journal.fenetres import MOT, Mots, Positions, Tampon
from maquettes.grand_journal.lexique import Lexique

__all__ = ["lire_dates"]

Jours = NDArray[np.int32]

_LONGUEUR: Final = len("2008-01-15")
_ANNEES: Final = ANNEE_MAXIMALE - ANNEE_MINIMALE + 1
_MOIS: Final = 12
_PREMIERS: Final = np.array(
    [date(annee, mois, 1).toordinal() for annee in range(ANNEE_MINIMALE, ANNEE_MAXIMALE + 1) for mois in range(1, 13)]
    + [date(ANNEE_MAXIMALE + 1, 1, 1).toordinal()],
    dtype=np.int32,
)
_DUREES: Final = np.diff(_PREMIERS)

_MODELE: Final = np.frombuffer(b"0000-00-", dtype="<u8")[0]
_TIRETS: Final = np.frombuffer(b"\0\0\0\0\xff\0\0\xff", dtype="<u8")[0]
_MODELE_DU_JOUR: Final = np.frombuffer(b"00\0\0\0\0\0\0", dtype="<u8")[0]
_DEUX_OCTETS: Final = np.uint64(0xFFFF)
_DIX: Final = 10


def _chiffre(mots: Mots, rang: int) -> Positions:
    """L’octet ``rang``, qui est un chiffre s’il est inférieur à dix."""
    return ((mots >> np.uint64(MOT * rang)) & np.uint64(0xFF)).view(np.int64)


def lire_dates(tampon: Tampon, debut: Positions, fin: Positions, lexique: Lexique) -> Jours:
    """Le rang ordinal de chaque cellule, ou ce qu’en dit le ``lexique`` si elle n’est pas une date ISO permise."""
    mots = tampon.mots(debut) ^ _MODELE
    jours_lus = (tampon.mots(debut + MOT) & _DEUX_OCTETS) ^ _MODELE_DU_JOUR
    chiffres = [_chiffre(mots, rang) for rang in (0, 1, 2, 3, 5, 6)] + [_chiffre(jours_lus, rang) for rang in (0, 1)]
    iso = (fin - debut == _LONGUEUR) & (mots & _TIRETS == 0)
    for chiffre in chiffres:
        iso &= chiffre < _DIX
    milliers, centaines, dizaines, unites, *reste = chiffres
    annee = ((milliers * 10 + centaines) * 10 + dizaines) * 10 + unites - ANNEE_MINIMALE
    mois, jour = (reste[rang] * 10 + reste[rang + 1] for rang in (0, 2))
    iso &= (annee >= 0) & (annee < _ANNEES) & (mois >= 1) & (mois <= _MOIS)
    place = np.where(iso, annee * _MOIS + mois - 1, 0)
    iso &= (jour >= 1) & (jour <= _DUREES[place])
    rangs: Jours = (_PREMIERS[place] + jour - 1).astype(np.int32)
    if not iso.all():
        autres = np.flatnonzero(~iso)
        rangs[autres] = lexique.reperer(tampon, debut[autres], fin[autres])
    return rangs
