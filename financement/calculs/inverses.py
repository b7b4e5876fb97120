"""Les mouvements qui restent, une fois retirés ceux que leurs inverses annulent en entier (lecture C).

Un mouvement est annulé quand des inverses (:data:`INVERSES`) de sa ligne (de son opération, pour une dépense), du même
jour ou postérieurs, ramènent exactement son montant. Ni lui ni ces inverses ne comptent plus dans une règle de
présence, d’ordre ou de date ; un retour partiel ne change que les montants.

Deux passes. D’abord les pièces : tous les inverses libres qui portent celle du mouvement, si leur somme fait son
montant. Puis les montants : pour chaque autre mouvement, un inverse libre du même montant, le plus proche de lui. En
une seule passe, un mouvement pourrait prendre au montant l’inverse qu’une pièce destine à un autre : ajouter un
mouvement et son inverse changerait alors ce qui reste. Le mouvement le plus récent passe d’abord ; le même jour, le
plus avancé (solde, acompte, avance), puis l’ordre des pièces : celui du journal est indifférent.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Ecritures, Entiers, figer
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import INVERSES, NATURES, TYPES

__all__ = ["Annulations", "reperer_annulations"]

Cle = TypeVar("Cle", int, str)

_SANS: Final = -1
_EST_INVERSE: Final = np.array([genre in INVERSES.values() for genre in TYPES])
# Un mouvement et ses inverses ont ici le même rang, celui du type inverse.
_PAIRE: Final = np.array(
    [TYPES.index(INVERSES.get(genre, genre)) if genre in {*INVERSES, *INVERSES.values()} else _SANS for genre in TYPES]
)


@dataclass(frozen=True, eq=False)
class Annulations:
    """Ce qui, d’un journal, est annulé, chaque mouvement désigné par son rang.

    ``inverses`` : pour chaque mouvement annulé, ce qui l’annule, dans l’ordre des dates. ``restants`` : un booléen par
    mouvement du journal, faux pour un mouvement annulé et pour ce qui l’annule.
    """

    inverses: Mapping[int, tuple[int, ...]]
    restants: NDArray[np.bool_]

    @cached_property
    def annules(self) -> Mapping[int, int]:
        """Pour chaque inverse employé, le mouvement qu’il annule."""
        return MappingProxyType({inverse: rang for rang, siens in self.inverses.items() for inverse in siens})


class _Vu(NamedTuple):
    """Un mouvement d’une ligne, son type donné par son rang."""

    jour: int
    genre: int
    montant: int
    piece: str
    rang: int


def reperer_annulations(ecritures: Ecritures, journal: Sequence[Mouvement], au: date | None) -> Annulations:
    """Les annulations parmi les mouvements datés au plus tard ``au`` (tous si ``None``).

    ``ecritures`` : les colonnes du ``journal``, dont ne sont lues que les pièces qui peuvent en décider.
    """
    paires = _PAIRE.take(ecritures.type)
    retenues = paires != _SANS
    if au is not None:
        retenues &= ecritures.jour <= au.toordinal()
    inverses: dict[int, tuple[int, ...]] = {}
    if (retenues & _EST_INVERSE.take(ecritures.type)).any():
        for vus in _lignes_a_examiner(ecritures, journal, np.flatnonzero(retenues)):
            inverses |= _apparier(vus)
    restants = np.ones(ecritures.montant.size, dtype=np.bool_)
    restants[[rang for annule, siens in inverses.items() for rang in (annule, *siens)]] = False
    restants.flags.writeable = False
    return Annulations(MappingProxyType(inverses), restants)


def _lignes_a_examiner(ecritures: Ecritures, journal: Sequence[Mouvement], rangs: Entiers) -> Iterator[list[_Vu]]:
    """Par ligne, les mouvements qui peuvent être annulés et leurs inverses, du plus récent au plus ancien.

    Seuls peuvent l’être ceux du montant d’un inverse, et ceux d’une ligne où plusieurs inverses ont une même pièce.
    """
    lignes = _lignes(ecritures, rangs)
    ordre = np.lexsort((ecritures.montant[rangs], lignes))
    rangs, lignes = rangs[ordre], lignes[ordre]
    montants, est_inverse = ecritures.montant[rangs], _EST_INVERSE.take(ecritures.type[rangs])
    debuts = np.flatnonzero((np.diff(lignes, prepend=_SANS) != 0) | (np.diff(montants, prepend=_SANS) != 0))
    des_deux = np.logical_or.reduceat(est_inverse, debuts) & np.logical_or.reduceat(~est_inverse, debuts)
    a_voir = np.repeat(des_deux, np.diff(debuts, append=rangs.size))
    pieces = _pieces(journal)
    a_voir |= np.isin(lignes, _lignes_a_piece_partagee(lignes[est_inverse], rangs[est_inverse], pieces))
    colonnes = (ecritures.jour[rangs], ecritures.type[rangs], montants, rangs, lignes)
    choisis = zip(*(colonne[a_voir].tolist() for colonne in colonnes), strict=True)
    for _, groupe in groupby(choisis, key=lambda vu: vu[-1]):
        vus = [_Vu(jour, genre, montant, pieces(rang), rang) for jour, genre, montant, rang, _ in groupe]
        yield sorted(vus, key=lambda vu: (-vu.jour, -vu.genre, vu.piece, vu.rang))


def _lignes(ecritures: Ecritures, rangs: Entiers) -> Entiers:
    """Un nombre positif par ligne (opération, financeur, nature) et par type inverse."""
    operation, financeur, nature = (c[rangs] for c in (ecritures.operation, ecritures.financeur, ecritures.nature))
    lignes = (operation * (len(ecritures.axes.financeurs) + 1) + financeur + 1) * len(NATURES) + nature
    return figer(lignes * len(TYPES) + _PAIRE.take(ecritures.type[rangs]))


def _pieces(journal: Sequence[Mouvement]) -> Callable[[int], str]:
    """La pièce d’un rang du journal."""
    if isinstance(journal, JournalALaDemande):
        return journal.piece
    return lambda rang: journal[rang].piece


def _lignes_a_piece_partagee(lignes: Entiers, rangs: Entiers, piece: Callable[[int], str]) -> Entiers:
    """Les lignes dont deux inverses au moins, de ces ``rangs``, ont la même pièce."""
    distinctes, nombres = np.unique(lignes, return_counts=True)
    seules = np.isin(lignes, distinctes[nombres == 1])
    paires = zip(lignes[~seules].tolist(), map(piece, rangs[~seules].tolist()), strict=True)
    portees = Counter(paire for paire in paires if paire[1])
    return np.array([ligne for (ligne, _), nombre in portees.items() if nombre > 1], dtype=np.int64)


def _apparier(vus: Sequence[_Vu]) -> dict[int, tuple[int, ...]]:
    """Les mouvements annulés d’une ligne et leurs inverses ; ``vus`` : du plus récent au plus ancien."""
    mouvements = [vu for vu in vus if not _EST_INVERSE[vu.genre]]
    inverses = [vu for vu in vus if _EST_INVERSE[vu.genre]]
    trouves: dict[int, tuple[int, ...]] = {}
    par_piece = _ranger(inverses, lambda vu: vu.piece)
    for piece, siens in _ranger(mouvements, lambda vu: vu.piece).items():
        if piece and piece in par_piece:
            trouves.update(_par_la_piece(siens, par_piece[piece]))
    employes = {rang for rangs in trouves.values() for rang in rangs}
    par_montant = _ranger((vu for vu in inverses if vu.rang not in employes), lambda vu: vu.montant)
    restants = _ranger((vu for vu in mouvements if vu.rang not in trouves), lambda vu: vu.montant)
    for montant in restants.keys() & par_montant.keys():
        trouves.update(_par_le_montant(restants[montant], par_montant[montant]))
    return trouves


def _ranger(vus: Iterable[_Vu], cle: Callable[[_Vu], Cle]) -> dict[Cle, list[_Vu]]:
    """Les mouvements de chaque ``cle``, dans le même ordre."""
    ranges: dict[Cle, list[_Vu]] = {}
    for vu in vus:
        ranges.setdefault(cle(vu), []).append(vu)
    return ranges


def _par_la_piece(mouvements: Sequence[_Vu], inverses: Sequence[_Vu]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Les mouvements d’une pièce que ramènent ensemble tous les inverses de cette pièce, libres et pas antérieurs."""
    attente = deque(inverses)
    libres: list[_Vu] = []
    somme = 0
    for mouvement in mouvements:
        while attente and attente[0].jour >= mouvement.jour:
            libres.append(attente.popleft())
            somme += libres[-1].montant
        if libres and somme == mouvement.montant:
            yield mouvement.rang, tuple(vu.rang for vu in reversed(libres))
            libres, somme = [], 0


def _par_le_montant(mouvements: Sequence[_Vu], inverses: Sequence[_Vu]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Les mouvements d’un montant qu’un inverse de ce montant ramène, le plus proche qui soit libre."""
    attente = deque(inverses)
    libres: list[_Vu] = []
    for mouvement in mouvements:
        while attente and attente[0].jour >= mouvement.jour:
            libres.append(attente.popleft())
        if libres:
            yield mouvement.rang, (libres.pop().rang,)
