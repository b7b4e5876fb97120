"""Un mouvement contre plusieurs dont il est la somme : découpages, réunions, totaux d’un exercice.

Trois recherches, de la plus sûre à la moins sûre : la même pièce ; tout un exercice d’une ligne ; enfin, autour de la
date, les sommes d’au plus :data:`PARTS_AU_PLUS` mouvements parmi les :data:`VOISINS_AU_PLUS` plus proches. Au-delà de
ces bornes on ne cherche pas : le nombre des sommes double à chaque voisin, et leurs coïncidences aussi.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import combinations, groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers, figer
from financement.rapprochement.appariement import Paires, cles_communes, sommes_par_cle
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot
from financement.rapprochement.passe import Chercher, Etape, Masque, Regles, avec_piece, tous

__all__ = ["PARTS_AU_PLUS", "PASSES_DE_PIECES", "PASSES_DE_SOMMES", "VOISINS_AU_PLUS"]

PARTS_AU_PLUS: Final = 6
VOISINS_AU_PLUS: Final = 12
_PARTS_AU_MOINS: Final = 2

Choisir = Callable[[Entiers, Entiers], NDArray[np.bool_]]


def _plusieurs(siens: Entiers, leurs: Entiers) -> NDArray[np.bool_]:
    """Les clés qui ont des mouvements des deux côtés, et plusieurs d’un : deux seuls sont l’affaire d’une paire."""
    telles: NDArray[np.bool_] = (np.minimum(siens, leurs) > 0) & (np.maximum(siens, leurs) > 1)
    return telles


def _un_contre_plusieurs(siens: Entiers, leurs: Entiers) -> NDArray[np.bool_]:
    """Les clés qui ont un seul mouvement d’un côté, plusieurs de l’autre."""
    telles: NDArray[np.bool_] = _plusieurs(siens, leurs) & (np.minimum(siens, leurs) == 1)
    return telles


def _par_sommes(colonnes: Sequence[str], choisir: Choisir, retenir: Masque = tous) -> Chercher:
    """La recherche des groupes de sommes égales, un par valeur de ces ``colonnes``."""

    def chercher(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (même forme que les autres)
        places = [np.flatnonzero(retenir(compte)) for compte in (dossier, extrait)]
        comptes = [compte.prendre(siennes) for compte, siennes in zip((dossier, extrait), places, strict=True)]
        cles = cles_communes(*([getattr(compte, nom) for nom in colonnes] for compte in comptes))
        nombre = 1 + max((int(siennes.max()) for siennes in cles if siennes.size), default=-1)
        nombres = [sommes_par_cle(siennes, np.ones_like(siennes), nombre) for siennes in cles]
        sommes = [sommes_par_cle(c, compte.signes, nombre) for c, compte in zip(cles, comptes, strict=True)]
        egales = choisir(*nombres) & (sommes[0] == sommes[1])
        return Lot.de_cles(*cles, np.flatnonzero(egales)).traduire(*places)

    return chercher


class _Vu(NamedTuple):
    """Un mouvement d’une ligne : son côté (0 : le dossier), sa place, et ce qui en décide."""

    cote: int
    place: int
    jour: int
    type: int
    exercice: int
    montant: int


def _sommes_voisines(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
    """Les mouvements dont quelques-uns de l’autre compte, de la même ligne et de dates voisines, font la somme.

    Les plus gros d’abord. Entre plusieurs réponses : les mêmes types, le même exercice, le moins de parts, le moins de
    jours, les plus proches.
    """
    cles = cles_communes(*([c.financeur, c.operation, c.sens] for c in (dossier, extrait)))
    return Lot.de_groupes(
        [groupe for vus in _lignes(cles, (dossier, extrait)) for groupe in _reunir(vus, regles.jours)]
    )


def _lignes(cles: Paires, comptes: tuple[Compte, Compte]) -> Iterator[list[_Vu]]:
    """Les mouvements de chaque ligne qui en a des deux côtés, et plusieurs d’un."""
    nombre = 1 + max((int(siennes.max()) for siennes in cles if siennes.size), default=-1)
    nombres = [np.bincount(siennes, minlength=nombre) for siennes in cles]
    utiles = (np.minimum(*nombres) > 0) & (np.maximum(*nombres) > 1)
    vus: list[tuple[int, _Vu]] = []
    for cote, (siennes, compte) in enumerate(zip(cles, comptes, strict=True)):
        places = np.flatnonzero(utiles[siennes])
        colonnes = (compte.jour, compte.type, compte.exercice, compte.signes)
        listes = [places.tolist(), *(colonne[places].tolist() for colonne in colonnes)]
        vus += zip(siennes[places].tolist(), (_Vu(cote, *vu) for vu in zip(*listes, strict=True)), strict=True)
    vus.sort(key=lambda vu: vu[0])
    for _, groupe in groupby(vus, key=lambda vu: vu[0]):
        yield [vu for _, vu in groupe]


def _reunir(vus: Sequence[_Vu], jours: int) -> Iterator[tuple[list[int], list[int]]]:
    """Les groupes d’une ligne : places au dossier, places à l’extrait."""
    ordonnes = [sorted((vu for vu in vus if vu.cote == cote), key=lambda vu: (vu.jour, vu.place)) for cote in (0, 1)]
    pris: set[tuple[int, int]] = set()
    for cible in sorted(vus, key=lambda vu: (-abs(vu.montant), vu.cote, vu.place)):
        if (cible.cote, cible.place) in pris:
            continue
        parts = _parts(cible, _voisins(cible, ordonnes[1 - cible.cote], pris, jours))
        if parts:
            pris.update((vu.cote, vu.place) for vu in (cible, *parts))
            places = [cible.place], sorted(part.place for part in parts)
            yield places if cible.cote == 0 else (places[1], places[0])


def _voisins(cible: _Vu, autres: Sequence[_Vu], pris: AbstractSet[tuple[int, int]], jours: int) -> list[_Vu]:
    """Les mouvements libres de l’autre côté, du plus proche au plus lointain, dans la limite des bornes."""
    droite = bisect_left(autres, cible.jour, key=lambda vu: vu.jour)
    gauche = droite - 1
    voisins: list[_Vu] = []
    while len(voisins) < VOISINS_AU_PLUS:
        avant = cible.jour - autres[gauche].jour if gauche >= 0 else jours + 1
        apres = autres[droite].jour - cible.jour if droite < len(autres) else jours + 1
        if min(avant, apres) > jours:
            break
        if apres <= avant:
            voisin, droite = autres[droite], droite + 1
        else:
            voisin, gauche = autres[gauche], gauche - 1
        if (voisin.cote, voisin.place) not in pris:
            voisins.append(voisin)
    return voisins


def _parts(cible: _Vu, voisins: Sequence[_Vu]) -> list[_Vu]:
    """Ceux des ``voisins`` dont le montant de la ``cible`` est la somme ; aucun si rien ne la fait."""
    if len(voisins) < _PARTS_AU_MOINS:
        return []
    choix = _choix(len(voisins))
    sommes = choix @ np.array([vu.montant for vu in voisins], dtype=np.int64)
    reponses = [
        [vu for vu, retenu in zip(voisins, choix[rang].tolist(), strict=True) if retenu]
        for rang in np.flatnonzero(sommes == cible.montant).tolist()
    ]
    return min(reponses, key=lambda parts: _preference(cible, parts), default=[])


def _preference(cible: _Vu, parts: Sequence[_Vu]) -> tuple[int, int, int, int]:
    jours = [part.jour for part in parts]
    return (
        sum(part.type != cible.type for part in parts),
        sum(part.exercice != cible.exercice for part in parts),
        len(parts),
        max(jours) - min(jours),
    )


@cache
def _choix(nombre: int) -> Entiers:
    """Toutes les façons d’en retenir quelques-uns : une ligne de 0 et de 1 par choix, les plus courts d’abord."""
    parts = range(_PARTS_AU_MOINS, min(nombre, PARTS_AU_PLUS) + 1)
    choix = [retenus for taille in parts for retenus in combinations(range(nombre), taille)]
    lignes = np.zeros((len(choix), nombre), dtype=np.int64)
    for rang, retenus in enumerate(choix):
        lignes[rang, list(retenus)] = 1
    return figer(lignes)


_LIGNE: Final = ("financeur", "operation", "sens", "exercice")

PASSES_DE_PIECES: Final = (
    Etape(Passe.SOMME_DE_PIECE, _par_sommes(("financeur", "sens", "piece", "operation"), _plusieurs, avec_piece)),
    Etape(Passe.SOMME_DE_PIECE, _par_sommes(("financeur", "sens", "piece"), _plusieurs, avec_piece)),
)
"""Une pièce que chaque compte découpe à sa façon."""

PASSES_DE_SOMMES: Final = (
    Etape(Passe.SOMME, _par_sommes((*_LIGNE, "type"), _un_contre_plusieurs)),
    Etape(Passe.SOMME, _par_sommes(_LIGNE, _un_contre_plusieurs)),
    Etape(Passe.SOMME, _sommes_voisines),
)
"""Un exercice entier, puis des dates voisines."""
