"""Retrouver une ligne d’un état à l’autre : par sa clé, ou par son contenu dans une table qui n’en a pas.

Rien ne dépend de l’ordre des lignes rendues : deux lignes égales s’échangent, et celles que l’on rapproche se prennent
dans l’ordre de leurs textes.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from financement.fautes.provenance import Situe
from maquettes.description.table import Genre, TableDuDossier
from maquettes.reunion.citations import textes_de

__all__ = ["Emplacement", "Retrouvees", "apparier", "retrouver"]

Textes = tuple[str, ...]

_GRANDEURS: Final = frozenset({Genre.MONTANT, Genre.QUANTITE})
# Une pièce désigne un mouvement, même quand plusieurs de ses autres valeurs ont été corrigées.
_IDENTITE: Final = ("type", "operation", "financeur", "nature", "piece")


class Emplacement(NamedTuple):
    """Une ligne envoyée, et ce qu’on voudrait qu’elle soit ; ``None`` : retirée."""

    envoyee: Situe
    voulue: Situe | None


@dataclass(frozen=True, slots=True)
class Retrouvees:
    """Le rang, dans le dossier, de la ligne de chaque emplacement et de chaque ajout qui s’y trouvent déjà.

    ``intacts`` : les emplacements dont le dossier a la ligne telle qu’envoyée, ou déjà telle que voulue.
    """

    emplacements: dict[int, int]
    ajouts: dict[int, int]
    intacts: frozenset[int]


class _Rapprochement(NamedTuple):
    """Les rangs des colonnes dont l’égalité fait reconnaître une ligne ; ``exigee`` : celle qui doit être remplie."""

    colonnes: tuple[int, ...]
    exigee: int | None = None

    def valeur(self, textes: Textes | None) -> Textes | None:
        if textes is None or (self.exigee is not None and not textes[self.exigee]):
            return None
        return tuple(textes[rang] for rang in self.colonnes)


def _approches(table: TableDuDossier[Situe]) -> list[_Rapprochement]:
    """D’une table sans clé : toutes les colonnes sauf une, le montant d’abord ; puis la pièce."""
    rangs = sorted(range(len(table.colonnes)), key=lambda rang: table.colonnes[rang].genre not in _GRANDEURS)
    approches = [_Rapprochement(tuple(r for r in range(len(rangs)) if r != exclu)) for exclu in rangs]
    if "piece" in table.noms:
        noms = table.noms
        approches.append(_Rapprochement(tuple(map(noms.index, _IDENTITE)), noms.index("piece")))
    return approches


def _cle(table: TableDuDossier[Situe], ligne: Situe) -> object:
    return tuple(getattr(ligne, colonne.champ) for colonne in table.colonnes if colonne.nom in table.cle)


def apparier(
    table: TableDuDossier[Situe], avant: Sequence[Situe], apres: Sequence[Situe]
) -> tuple[dict[int, int], list[int]]:
    """Le rang dans ``apres`` de chaque ligne d’``avant`` qui s’y retrouve, et les rangs des lignes ajoutées."""
    paires: dict[int, int] = {}
    libres = list(range(len(apres)))
    if table.cle:
        cles = [(rang, _cle(table, ligne)) for rang, ligne in enumerate(avant)]
        _associer(cles, libres, lambda rang: _cle(table, apres[rang]), paires)
        return paires, libres
    _associer(list(enumerate(avant)), libres, apres.__getitem__, paires)
    restent = [(rang, textes_de(table, ligne)) for rang, ligne in enumerate(avant) if rang not in paires]
    restent.sort(key=lambda reste: reste[1])
    textes = cache(lambda rang: textes_de(table, apres[rang]))
    libres.sort(key=textes)
    for approche in _approches(table):
        _associer([(rang, approche.valeur(un)) for rang, un in restent], libres, _valeurs(approche, textes), paires)
    return paires, sorted(libres)


def _valeurs(approche: _Rapprochement, textes: Callable[[int], Textes]) -> Callable[[int], object]:
    return lambda rang: approche.valeur(textes(rang))


def _associer(
    cherches: Sequence[tuple[int, object]],
    libres: list[int],
    valeur_de: Callable[[int], object],
    paires: dict[int, int],
) -> None:
    """Ajoute à ``paires`` le rang libre de ce que chacun cherche (``None`` : rien), et l’ôte de ``libres``."""
    if not cherches or not libres:
        return
    attendent: defaultdict[object, deque[int]] = defaultdict(deque)
    for rang in libres:
        attendent[valeur_de(rang)].append(rang)
    pris = set()
    for rang, cherchee in cherches:
        semblables = attendent.get(cherchee) if cherchee is not None and rang not in paires else None
        if semblables:
            paires[rang] = semblables.popleft()
            pris.add(paires[rang])
    libres[:] = [rang for rang in libres if rang not in pris]


def retrouver(
    table: TableDuDossier[Situe],
    emplacements: Sequence[Emplacement],
    ajouts: Sequence[Situe],
    au_dossier: Sequence[Situe],
) -> Retrouvees:
    """Où sont, dans le dossier d’aujourd’hui, les lignes envoyées et celles que l’on y ajouterait.

    Une ligne déjà telle que voulue passe d’abord : réunir deux fois ne change rien de plus.
    """
    libres = list(range(len(au_dossier)))
    places: dict[int, int] = {}
    des_ajouts: dict[int, int] = {}
    if table.cle:
        envoyees = [(rang, _cle(table, place.envoyee)) for rang, place in enumerate(emplacements)]
        _associer(envoyees, libres, lambda rang: _cle(table, au_dossier[rang]), places)
        nouvelles = [(rang, _cle(table, ligne)) for rang, ligne in enumerate(ajouts)]
        _associer(nouvelles, libres, lambda rang: _cle(table, au_dossier[rang]), des_ajouts)
        return Retrouvees(places, des_ajouts, frozenset(places))
    ligne_du_dossier = au_dossier.__getitem__
    inchangees = [(rang, place.envoyee) for rang, place in enumerate(emplacements) if place.voulue == place.envoyee]
    _associer(inchangees, libres, ligne_du_dossier, places)
    changees = [(rang, place) for rang, place in enumerate(emplacements) if place.voulue != place.envoyee]
    _associer([(rang, place.voulue) for rang, place in changees], libres, ligne_du_dossier, places)
    _associer(list(enumerate(ajouts)), libres, ligne_du_dossier, des_ajouts)
    _associer([(rang, place.envoyee) for rang, place in changees], libres, ligne_du_dossier, places)
    intacts = frozenset(places)
    _rapprocher(table, emplacements, au_dossier, libres, places)
    return Retrouvees(places, des_ajouts, intacts)


def _rapprocher(
    table: TableDuDossier[Situe],
    emplacements: Sequence[Emplacement],
    au_dossier: Sequence[Situe],
    libres: list[int],
    places: dict[int, int],
) -> None:
    """Donne aux emplacements que rien n’égale une ligne qui leur ressemble, telle que voulue d’abord."""
    restent = [
        (rang, textes_de(table, place.envoyee), None if place.voulue is None else textes_de(table, place.voulue))
        for rang, place in enumerate(emplacements)
        if rang not in places
    ]
    restent.sort(key=lambda reste: reste[1])
    textes = cache(lambda rang: textes_de(table, au_dossier[rang]))
    libres.sort(key=textes)
    for approche in _approches(table):
        valeurs = _valeurs(approche, textes)
        _associer([(rang, approche.valeur(voulue)) for rang, _, voulue in restent], libres, valeurs, places)
        _associer([(rang, approche.valeur(envoyee)) for rang, envoyee, _ in restent], libres, valeurs, places)
