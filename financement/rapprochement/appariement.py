"""Apparier deux colonnes de clés : les égales entre elles, ou les plus proches d’abord par la date."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from financement.calculs.grille import Entiers

__all__ = ["Paires", "cles_communes", "egales", "plus_proches", "sommes_par_cle", "uniques"]

Paires = tuple[Entiers, Entiers]


def cles_communes(dossier: Sequence[Entiers], extrait: Sequence[Entiers]) -> Paires:
    """Un nombre par mouvement, le même pour ceux dont toutes les colonnes sont égales, d’un compte à l’autre."""
    nombre = dossier[0].size
    colonnes = [np.concatenate(paire) for paire in zip(dossier, extrait, strict=True)]
    ordre = np.lexsort(colonnes[::-1])
    change = np.zeros(ordre.size, dtype=np.bool_)
    for colonne in colonnes:
        rangee = colonne[ordre]
        change[1:] |= rangee[1:] != rangee[:-1]
    cles = np.empty(ordre.size, dtype=np.int64)
    cles[ordre] = np.cumsum(change)
    return cles[:nombre], cles[nombre:]


def egales(dossier: Entiers, extrait: Entiers) -> Paires:
    """Les places appariées : de chaque clé, la première avec la première, la deuxième avec la deuxième…"""
    occurrences = [_occurrences(cles) for cles in (dossier, extrait)]
    largeur = 1 + max((int(vues.max()) for vues in occurrences if vues.size), default=0)
    siennes, leurs = (cles * largeur + vues for cles, vues in zip((dossier, extrait), occurrences, strict=True))
    _, du_dossier, de_l_extrait = np.intersect1d(siennes, leurs, assume_unique=True, return_indices=True)
    return du_dossier, de_l_extrait


def _occurrences(cles: Entiers) -> Entiers:
    """Combien de places portent la même clé avant celle-ci."""
    ordre = np.argsort(cles, kind="stable")
    debuts = np.flatnonzero(np.diff(cles[ordre], prepend=-1))
    vues = np.empty(cles.size, dtype=np.int64)
    vues[ordre] = np.arange(cles.size) - np.repeat(debuts, np.diff(debuts, append=cles.size))
    return vues


def uniques(dossier: Entiers, extrait: Entiers) -> Paires:
    """Les places des clés que portent un seul mouvement du dossier et un seul de l’extrait."""
    seules = [_seules(cles) for cles in (dossier, extrait)]
    _, du_dossier, de_l_extrait = np.intersect1d(
        dossier[seules[0]], extrait[seules[1]], assume_unique=True, return_indices=True
    )
    return seules[0][du_dossier], seules[1][de_l_extrait]


def _seules(cles: Entiers) -> Entiers:
    _, premieres, nombres = np.unique(cles, return_index=True, return_counts=True)
    seules: Entiers = premieres[nombres == 1]
    return seules


def sommes_par_cle(cles: Entiers, valeurs: Entiers, nombre: int) -> Entiers:
    """La somme des ``valeurs`` de chaque clé de 0 à ``nombre`` − 1."""
    sommes = np.zeros(nombre, dtype=np.int64)
    np.add.at(sommes, cles, valeurs)
    return sommes


def plus_proches(cles: Paires, dates: Paires, jours: int) -> Paires:
    """Les places de même clé, datées à ``jours`` jours au plus l’une de l’autre, les plus proches d’abord."""
    communes = np.intersect1d(*cles)
    places = [np.flatnonzero(np.isin(siennes, communes)) for siennes in cles]
    cote = np.repeat([0, 1], [p.size for p in places])
    place = np.concatenate(places)
    cle = np.concatenate([siennes[p] for siennes, p in zip(cles, places, strict=True)])
    jour = np.concatenate([siens[p] for siens, p in zip(dates, places, strict=True)])
    ordre = np.lexsort((place, cote, jour, cle))
    bornes = [*np.flatnonzero(np.diff(cle[ordre], prepend=-1)).tolist(), ordre.size]
    cotes, jours_dates = cote[ordre].tolist(), jour[ordre].tolist()
    liees = [
        (debut + un, debut + autre)
        for debut, fin in pairwise(bornes)
        for un, autre in _lier(cotes[debut:fin], jours_dates[debut:fin], jours)
    ]
    rangs = np.array(liees, dtype=np.int64).reshape(-1, 2)
    un, autre = place[ordre[rangs[:, 0]]], place[ordre[rangs[:, 1]]]
    premier_au_dossier = cote[ordre[rangs[:, 0]]] == 0
    return np.where(premier_au_dossier, un, autre), np.where(premier_au_dossier, autre, un)


def _lier(cotes: Sequence[int], dates: Sequence[int], jours: int) -> list[tuple[int, int]]:
    """Les couples de côtés contraires, les plus proches d’abord ; ``dates`` croissantes.

    Les deux plus proches se suivent toujours : une fois liés, leurs voisins le deviennent l’un de l’autre.
    """
    nombre = len(cotes)
    avant, apres = list(range(-1, nombre - 1)), list(range(1, nombre + 1))
    attente = [(dates[i + 1] - dates[i], i, i + 1) for i in range(nombre - 1) if cotes[i] != cotes[i + 1]]
    heapify(attente)
    lies = [False] * nombre
    couples = []
    while attente:
        ecart, un, autre = heappop(attente)
        if ecart > jours:
            break
        if lies[un] or lies[autre]:
            continue
        lies[un] = lies[autre] = True
        couples.append((un, autre))
        gauche, droite = avant[un], apres[autre]
        if gauche >= 0:
            apres[gauche] = droite
        if droite < nombre:
            avant[droite] = gauche
        if gauche >= 0 and droite < nombre and cotes[gauche] != cotes[droite]:
            heappush(attente, (dates[droite] - dates[gauche], gauche, droite))
    return couples
