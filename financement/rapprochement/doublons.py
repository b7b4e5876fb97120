"""Un mouvement répété dans un seul compte : la même pièce, le même jour, ou un engagement redit à chaque ligne.

Un compte n’a de doublons d’un montant d’une ligne que s’il en a plus que l’autre, et pas davantage. Deux paiements
égaux de pièces différentes n’en sont pas. L’engagement d’une ligne, que les extraits répètent souvent devant chaque
paiement, en est un quels que soient son jour et sa pièce.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers
from financement.calculs.journal_colonnes import SANS
from financement.dossier.nomenclature import TYPES, TypeMouvement
from financement.rapprochement.appariement import cles_communes
from financement.rapprochement.comptes import SANS_PIECE, Compte

__all__ = ["temoins_des_doublons"]

_ENGAGEMENT: Final = TYPES.index(TypeMouvement.ENGAGEMENT)


class _Vu(NamedTuple):
    """Un mouvement parmi ses égaux : un mouvement libre, que rien n’a rejoint, passe après les autres."""

    cle: int
    est_libre: bool
    place: int
    jour: int
    piece: int
    porteurs: int
    type: int


def temoins_des_doublons(compte: Compte, autre: Compte, libres: NDArray[np.bool_]) -> Entiers:
    """De chaque doublon parmi les mouvements ``libres`` d’un compte, la place de celui qu’il répète ; −1 des autres."""
    temoins = np.full(len(compte), SANS, dtype=np.int64)
    cles = cles_communes(*([c.financeur, c.operation, c.type, c.montant] for c in (compte, autre)))
    nombre = 1 + max((int(siennes.max()) for siennes in cles if siennes.size), default=-1)
    siens, leurs, libres_par_cle = (np.bincount(siennes, minlength=nombre) for siennes in (*cles, cles[0][libres]))
    en_trop = np.minimum(siens - leurs, libres_par_cle)
    en_trop[siens < _AU_MOINS] = 0
    places = np.flatnonzero(en_trop[cles[0]] > 0)
    colonnes = (cles[0], libres, compte.jour, compte.piece, compte.porteurs, compte.type)
    cle, libre, jour, piece, porteurs, genre = (colonne[places].tolist() for colonne in colonnes)
    vus = sorted(map(_Vu, cle, libre, places.tolist(), jour, piece, porteurs, genre))
    for siennes, groupe in groupby(vus, key=lambda vu: vu.cle):
        for doublon, temoin in _doublons([*groupe], int(en_trop[siennes])):
            temoins[doublon] = temoin
    return temoins


_AU_MOINS: Final = 2


def _doublons(vus: Sequence[_Vu], en_trop: int) -> Iterator[tuple[int, int]]:
    """Les derniers d’abord, dans la limite de ceux qui sont en trop : place du doublon, place de son témoin."""
    premiers: dict[tuple[int, ...], _Vu] = {}
    pieces = Counter(vu.piece for vu in vus)
    # Une pièce que portent aussi d'autres lignes, ou d'autres montants, n'est pas la preuve d'une répétition.
    propres = {vu.piece for vu in vus if pieces[vu.piece] == vu.porteurs}
    for vu in vus:
        for cle in _cles(vu):
            premiers.setdefault(cle, vu)
    for vu in reversed(vus):
        if not en_trop or not vu.est_libre:
            return
        temoin = next(
            (t for cle in _cles_repetees(vu, propres) if (t := premiers.get(cle)) is not None and t != vu), None
        )
        if temoin is not None:
            en_trop -= 1
            yield vu.place, temoin.place


_DE_LA_PIECE, _DU_JOUR, _DU_JOUR_ET_DE_LA_PIECE, _DE_L_ENGAGEMENT = range(4)


def _cles(vu: _Vu) -> Iterator[tuple[int, ...]]:
    """Ce sous quoi un mouvement peut être répété."""
    if vu.piece != SANS_PIECE:
        yield _DE_LA_PIECE, vu.piece
    yield _DU_JOUR, vu.jour
    yield _DU_JOUR_ET_DE_LA_PIECE, vu.jour, vu.piece
    if vu.type == _ENGAGEMENT:
        yield (_DE_L_ENGAGEMENT,)


def _cles_repetees(vu: _Vu, propres: Container[int]) -> Iterator[tuple[int, ...]]:
    """Ce que répète un mouvement ; sans pièce, il répète le jour de tout autre, et un autre sans pièce le sien."""
    if vu.piece == SANS_PIECE:
        yield _DU_JOUR, vu.jour
    else:
        if vu.piece in propres:
            yield _DE_LA_PIECE, vu.piece
        yield _DU_JOUR_ET_DE_LA_PIECE, vu.jour, vu.piece
        yield _DU_JOUR_ET_DE_LA_PIECE, vu.jour, SANS_PIECE
    if vu.type == _ENGAGEMENT:
        yield (_DE_L_ENGAGEMENT,)
