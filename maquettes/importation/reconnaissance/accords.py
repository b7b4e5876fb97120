"""Jusqu’où un libellé de colonne, à plusieurs niveaux, s’accorde avec les synonymes d’un champ."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from maquettes.importation.reconnaissance.mots import mots_de, sont_voisins
from maquettes.importation.reconnaissance.vocabulaire import GROUPES

__all__ = ["Accord", "accord", "accords", "est_un_groupe", "lectures"]

_RESSEMBLANCE: Final = 86
_LETTRES: Final = 5


class Accord(IntEnum):
    """Du plus faible au plus fort : quelques mots, une faute de frappe, les mots mêmes."""

    AUCUN = 0
    PROCHE = 1
    FRAPPE = 2
    EXACT = 3


@lru_cache(maxsize=1)
def _groupes() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(mots_de(groupe)) for groupe in GROUPES)


def est_un_groupe(libelle: str) -> bool:
    """Le libellé ne fait que réunir des colonnes : « Plan de financement », « Coût », « Calendrier »."""
    mots = frozenset(mots_de(libelle))
    return bool(mots) and (mots in _groupes() or any(sont_voisins(mots, groupe) for groupe in _groupes()))


def lectures(niveaux: Sequence[str]) -> list[tuple[str, ...]]:
    """Les mots du libellé entier, puis sans les groupes qui le surmontent, de haut en bas."""
    restants = list(niveaux)
    trouvees = [_reunis(restants)]
    while len(restants) > 1 and est_un_groupe(restants[0]):
        restants.pop(0)
        trouvees.append(_reunis(restants))
    return list(dict.fromkeys(trouvees))


def _reunis(niveaux: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mot for niveau in niveaux for mot in mots_de(niveau)))


def accord(niveaux: Sequence[str], synonymes: Sequence[str]) -> Accord:
    """Le meilleur accord du libellé avec l’un des synonymes."""
    trouve = Accord.AUCUN
    for mots in lectures(niveaux):
        if not mots:
            continue
        for synonyme in synonymes:
            trouve = max(trouve, _accord_des_mots(mots, tuple(dict.fromkeys(mots_de(synonyme)))))
            if trouve is Accord.EXACT:
                return trouve
    return trouve


@lru_cache(maxsize=65_536)
def _accord_des_mots(mots: tuple[str, ...], attendus: tuple[str, ...]) -> Accord:
    if set(mots) == set(attendus):
        return Accord.EXACT
    if sont_voisins(mots, attendus):
        return Accord.FRAPPE
    texte, attendu = " ".join(sorted(mots)), " ".join(sorted(attendus))
    if set(attendus) < set(mots) and len(attendu) >= _LETTRES:
        return Accord.PROCHE
    if len(attendu) >= _LETTRES and fuzz.ratio(texte, attendu, score_cutoff=_RESSEMBLANCE):
        return Accord.PROCHE
    return Accord.AUCUN


def accords(niveaux: Sequence[str], vocabulaire: Mapping[str, Sequence[str]]) -> dict[str, Accord]:
    """L’accord du libellé avec chaque champ du vocabulaire, s’il y en a un."""
    trouves = {champ: accord(niveaux, synonymes) for champ, synonymes in vocabulaire.items()}
    return {champ: trouve for champ, trouve in trouves.items() if trouve is not Accord.AUCUN}
