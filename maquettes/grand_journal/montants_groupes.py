"""Montants à milliers séparés, ou suivis de « € » : vérifiés, resserrés, puis lus comme les plus simples.

Rien n’est deviné : un texte dont les espaces ne séparent pas des milliers n’est pas reconnu ici.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.montants_simples import REFUSE, Centimes, lire_simples

__all__ = ["lire_groupes"]

Octets = NDArray[np.uint8]

_FIN: Final = ord("\n")
_ESPACE: Final = ord(" ")
_APRES_UN_GROUPE: Final = np.frombuffer(b" ,.\n", dtype=np.uint8)
_ESPACES: Final = tuple(espace.encode() for espace in "\u00a0\u202f\u2009")
_EURO: Final = "€".encode()
_MILLIERS: Final = 3
_CHIFFRES: Final = 10


def lire_groupes(tampon: Tampon, debut: Positions, fin: Positions) -> Centimes:
    """Centimes des textes comme ``1 234,50`` ou ``3 €`` ; ``REFUSE`` pour tout autre."""
    texte = _mis_bout_a_bout(tampon.octets, debut, fin).tobytes()
    for espace in _ESPACES:
        texte = texte.replace(espace, b" ")
    texte = texte.replace(_EURO + b"\n", b"\n").replace(b" \n", b"\n")
    groupes = np.frombuffer(texte, dtype=np.uint8)
    irregulieres = _irregulieres(groupes)
    serres = np.frombuffer(texte.replace(b" ", b""), dtype=np.uint8)
    serre = Tampon()
    serre.remplir(serres)
    fins = np.flatnonzero(serres == _FIN)
    if fins.size != debut.size:
        # Une cellule d'ailleurs que d'un csv contient une fin de ligne.
        return np.full(debut.size, REFUSE, dtype=np.int64)
    debuts = np.concatenate([np.zeros(1, dtype=np.int64), fins[:-1] + 1])
    return np.where(irregulieres, REFUSE, lire_simples(serre, debuts, fins))


def _mis_bout_a_bout(octets: Octets, debut: Positions, fin: Positions) -> Octets:
    """Les cellules l’une après l’autre, chacune suivie d’une fin de ligne."""
    longueurs = fin - debut + 1
    fins = np.cumsum(longueurs)
    places = np.arange(fins[-1]) + np.repeat(debut - fins + longueurs, longueurs)
    cellules: Octets = octets.take(places, mode="clip")
    cellules[fins - 1] = _FIN
    return cellules


def _irregulieres(groupes: Octets) -> NDArray[np.bool_]:
    """Les cellules où un espace n’est pas entre un à trois chiffres et un groupe de trois.

    Que tout le reste soit des chiffres se verra à la lecture des textes resserrés, comme un espace après la virgule.
    """
    fins = np.flatnonzero(groupes == _FIN)
    irregulieres = np.zeros(fins.size, dtype=np.bool_)
    espaces = np.flatnonzero(groupes == _ESPACE)
    if not espaces.size:
        return irregulieres
    cellules = np.searchsorted(fins, espaces)
    suivants = groupes.take(espaces[:, np.newaxis] + np.arange(1, _MILLIERS + 2), mode="clip")
    chiffres = suivants[:, :_MILLIERS] - ord("0") < _CHIFFRES
    bons = chiffres.all(axis=1) & np.isin(suivants[:, _MILLIERS], _APRES_UN_GROUPE)
    premiers = np.diff(cellules, prepend=-1) > 0
    departs = np.concatenate([np.zeros(1, dtype=np.int64), fins[:-1] + 1])
    devant = espaces - departs[cellules]
    bons &= ~premiers | ((devant >= 1) & (devant <= _MILLIERS))
    irregulieres[cellules[~bons]] = True
    return irregulieres
