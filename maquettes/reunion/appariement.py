"""Retrouver une ligne d’un état à l’autre : par sa clé, ou par son contenu dans une table qui n’en a pas.

Rien ne dépend de l’ordre des lignes : on les prend dans celui de leurs textes. Deux lignes égales s’échangent.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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

    def valeur(self, textes: Textes) -> Textes | None:
        if self.exigee is not None and not textes[self.exigee]:
            return None
        return tuple(textes[rang] for rang in self.colonnes)


def _cle(table: TableDuDossier[Situe]) -> _Rapprochement:
    return _Rapprochement(tuple(rang for rang, c in enumerate(table.colonnes) if c.nom in table.cle))


def _toutes(table: TableDuDossier[Situe]) -> _Rapprochement:
    return _Rapprochement(tuple(range(len(table.colonnes))))


def _approches(table: TableDuDossier[Situe]) -> list[_Rapprochement]:
    """D’une table sans clé : toutes les colonnes sauf une, le montant d’abord ; puis la pièce."""
    rangs = sorted(range(len(table.colonnes)), key=lambda rang: table.colonnes[rang].genre not in _GRANDEURS)
    approches = [_Rapprochement(tuple(r for r in range(len(rangs)) if r != exclu)) for exclu in rangs]
    if "piece" in table.noms:
        noms = table.noms
        approches.append(_Rapprochement(tuple(map(noms.index, _IDENTITE)), noms.index("piece")))
    return approches


def apparier(
    table: TableDuDossier[Situe], avant: Sequence[Situe], apres: Sequence[Situe]
) -> tuple[dict[int, int], list[int]]:
    """Le rang dans ``apres`` de chaque ligne d’``avant`` qui s’y retrouve, et les rangs des lignes ajoutées."""
    textes = [textes_de(table, ligne) for ligne in avant], [textes_de(table, ligne) for ligne in apres]
    libres = _ordonnes(textes[1])
    paires: dict[int, int] = {}
    for rapprochement in [_cle(table)] if table.cle else [_toutes(table), *_approches(table)]:
        restent = [(rang, textes[0][rang]) for rang in _ordonnes(textes[0]) if rang not in paires]
        _associer(rapprochement, restent, libres, textes[1], paires)
    return paires, sorted(libres)


def _ordonnes(textes: Sequence[Textes]) -> list[int]:
    return sorted(range(len(textes)), key=textes.__getitem__)


def _associer(
    rapprochement: _Rapprochement,
    cherches: Iterable[tuple[int, Textes]],
    libres: list[int],
    textes: Sequence[Textes],
    paires: dict[int, int],
) -> None:
    """Ajoute à ``paires`` le rang libre de ce que chacun cherche, et l’ôte de ``libres``."""
    attendent: defaultdict[Textes, deque[int]] = defaultdict(deque)
    for rang in libres:
        valeur = rapprochement.valeur(textes[rang])
        if valeur is not None:
            attendent[valeur].append(rang)
    pris = set()
    for rang, cherchee in cherches:
        if rang in paires:
            continue
        valeur = rapprochement.valeur(cherchee)
        semblables = attendent.get(valeur) if valeur is not None else None
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
    textes = [textes_de(table, ligne) for ligne in au_dossier]
    libres = _ordonnes(textes)
    places: dict[int, int] = {}
    des_ajouts: dict[int, int] = {}
    nouvelles = [(rang, textes_de(table, ligne)) for rang, ligne in enumerate(ajouts)]
    if table.cle:
        envoyees = [(rang, textes_de(table, place.envoyee)) for rang, place in enumerate(emplacements)]
        _associer(_cle(table), envoyees, libres, textes, places)
        _associer(_cle(table), nouvelles, libres, textes, des_ajouts)
        return Retrouvees(places, des_ajouts, frozenset(places))
    images = _Images(table, emplacements)
    exact = _toutes(table)
    _associer(exact, images.inchangees(), libres, textes, places)
    _associer(exact, images.voulues(), libres, textes, places)
    _associer(exact, nouvelles, libres, textes, des_ajouts)
    _associer(exact, images.envoyees(), libres, textes, places)
    intacts = frozenset(places)
    for rapprochement in _approches(table):
        _associer(rapprochement, images.voulues(), libres, textes, places)
        _associer(rapprochement, images.envoyees(), libres, textes, places)
    return Retrouvees(places, des_ajouts, intacts)


class _Images:
    """Les textes de chaque emplacement, tel qu’envoyé et tel que voulu, dans l’ordre de ceux de l’envoi."""

    def __init__(self, table: TableDuDossier[Situe], emplacements: Sequence[Emplacement]) -> None:
        self._envoyees = [textes_de(table, place.envoyee) for place in emplacements]
        self._voulues = [None if place.voulue is None else textes_de(table, place.voulue) for place in emplacements]
        self._ordre = _ordonnes(self._envoyees)

    def inchangees(self) -> Iterator[tuple[int, Textes]]:
        """Les lignes que personne n’a changées."""
        return ((rang, textes) for rang, textes in self.envoyees() if self._voulues[rang] == textes)

    def envoyees(self) -> Iterator[tuple[int, Textes]]:
        """Toutes, telles qu’envoyées."""
        return ((rang, self._envoyees[rang]) for rang in self._ordre)

    def voulues(self) -> Iterator[tuple[int, Textes]]:
        """Celles que l’on garde, telles que voulues."""
        voulues = ((rang, self._voulues[rang]) for rang in self._ordre)
        return ((rang, textes) for rang, textes in voulues if textes is not None)
