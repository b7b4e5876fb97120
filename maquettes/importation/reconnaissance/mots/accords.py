"""Jusqu’où un libellé de colonne, à plusieurs niveaux, s’accorde avec les synonymes d’un champ."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from maquettes.importation.reconnaissance.mots.champs import CHAMPS, EQUIVOQUES, GROUPES, IGNORES
from maquettes.importation.reconnaissance.mots.champs_de_mouvement import MOUVEMENTS
from maquettes.importation.reconnaissance.mots.mots import mots_de, sont_voisins

__all__ = [
    "DES_CHAMPS",
    "DES_EQUIVOQUES",
    "DES_IGNORES",
    "DES_MOUVEMENTS",
    "Accord",
    "Lexique",
    "accords",
    "est_un_groupe",
    "lectures",
]

_RESSEMBLANCE: Final = 86
_LETTRES: Final = 5


class Accord(IntEnum):
    """Du plus faible au plus fort : quelques mots, une faute de frappe, les mots mêmes."""

    AUCUN = 0
    PROCHE = 1
    FRAPPE = 2
    EXACT = 3


class Lexique:
    """Les synonymes de chaque champ, en mots, prêts à être comparés à beaucoup de libellés."""

    def __init__(self, synonymes: Mapping[str, Sequence[str]]) -> None:
        self._exacts: defaultdict[frozenset[str], dict[str, None]] = defaultdict(dict)
        self._autres: list[tuple[str, tuple[str, ...], frozenset[str], str]] = []
        for champ, libelles in synonymes.items():
            for libelle in libelles:
                mots = tuple(dict.fromkeys(mots_de(libelle)))
                ensemble = frozenset(mots)
                if champ not in self._exacts[ensemble]:
                    self._exacts[ensemble][champ] = None
                    self._autres.append((champ, mots, ensemble, " ".join(sorted(mots))))

    def accords(self, mots: tuple[str, ...]) -> dict[str, Accord]:
        """Le meilleur accord de ces mots avec chaque champ."""
        ensemble, texte = frozenset(mots), " ".join(sorted(mots))
        trouves = dict.fromkeys(self._exacts.get(ensemble, ()), Accord.EXACT)
        for champ, attendus, attendu, ecrit in self._autres:
            if trouves.get(champ, Accord.AUCUN) < Accord.FRAPPE:
                approche = _approche(mots, ensemble, texte, (attendus, attendu, ecrit))
                if approche > trouves.get(champ, Accord.AUCUN):
                    trouves[champ] = approche
        return trouves


def _approche(
    mots: tuple[str, ...], ensemble: frozenset[str], texte: str, synonyme: tuple[tuple[str, ...], frozenset[str], str]
) -> Accord:
    attendus, attendu, ecrit = synonyme
    if len(attendus) == len(mots) and sont_voisins(mots, attendus):
        return Accord.FRAPPE
    if len(ecrit) < _LETTRES:
        return Accord.AUCUN
    if (attendu < ensemble and len(attendu) * 2 >= len(ensemble)) or fuzz.ratio(
        texte, ecrit, score_cutoff=_RESSEMBLANCE
    ):
        return Accord.PROCHE
    return Accord.AUCUN


DES_CHAMPS: Final = Lexique(CHAMPS)
DES_IGNORES: Final = Lexique(IGNORES)
DES_MOUVEMENTS: Final = Lexique(MOUVEMENTS)
DES_EQUIVOQUES: Final = Lexique(EQUIVOQUES)
_DES_GROUPES: Final = Lexique({"groupe": GROUPES})


def est_un_groupe(libelle: str) -> bool:
    """Le libellé ne fait que réunir des colonnes : « Plan de financement », « Coût », « Calendrier »."""
    return _accords(_DES_GROUPES, mots_de(libelle)).get("groupe", Accord.AUCUN) >= Accord.FRAPPE


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


def accords(niveaux: Sequence[str], lexique: Lexique) -> dict[str, Accord]:
    """Le meilleur accord du libellé avec chaque champ du lexique, s’il y en a un."""
    trouves: dict[str, Accord] = {}
    for mots in lectures(niveaux):
        for champ, accord in _accords(lexique, mots).items():
            trouves[champ] = max(accord, trouves.get(champ, Accord.AUCUN))
    return trouves


@lru_cache(maxsize=32_768)
def _accords(lexique: Lexique, mots: tuple[str, ...]) -> Mapping[str, Accord]:
    return lexique.accords(mots) if mots else {}
