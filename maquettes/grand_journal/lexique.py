"""Lexique d’une colonne : la valeur entière de chaque texte distinct, lue une fois par le chemin ordinaire.

La recherche est vectorisée : adressage ouvert sur une empreinte de 64 bits, mais une cellule n’est reconnue
qu’après comparaison de sa longueur et de tous ses octets.
"""

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maquettes.grand_journal.fenetres import MOT, MOTS_AU_PLUS, Mots, Positions, Tampon, mots_des_cellules

__all__ = ["INCONNU", "Lexique"]

Valeurs = NDArray[np.int32]

INCONNU: Final = -2

_ABSENTE: Final = 0
_BITS_AU_MOINS: Final = 8
_VIDES_PAR_ENTREE: Final = 4
# Au-delà, une entrée n'est pas rangée : ses cellules passent par le dictionnaire, sans changer le résultat.
_ESSAIS: Final = 64
_FACTEURS: Final = np.array(
    [(0x9E3779B97F4A7C15 * (2 * rang + 1) ^ (0xC2B2AE3D27D4EB4F << rang)) % 2**64 | 1 for rang in range(MOTS_AU_PLUS)],
    dtype=np.uint64,
)


class Lexique:
    """Textes déjà rencontrés dans une colonne ; ``lire`` donne la valeur d’un texte, ``INCONNU`` s’il est refusé."""

    __slots__ = ("_cases", "_connues", "_decalage", "_lire", "_longueurs", "_mots", "_nombre", "_valeurs")

    def __init__(self, lire: Callable[[str], int]) -> None:
        self._lire = lire
        self._connues: dict[bytes, int] = {}
        # L'entrée 0 tient lieu d'absence : sa longueur n'est celle d'aucune cellule.
        self._nombre = 1
        self._longueurs = np.full(1, -1, dtype=np.int64)
        self._valeurs: Valeurs = np.full(1, INCONNU, dtype=np.int32)
        self._mots: Mots = np.zeros((0, 1), dtype=np.uint64)
        self._decalage = np.uint64(0)
        self._cases: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._etendre(_BITS_AU_MOINS)

    def reperer(self, tampon: Tampon, debut: Positions, fin: Positions) -> Valeurs:
        """La valeur de chaque cellule du tampon, de l’octet ``debut`` à l’octet ``fin`` exclu."""
        longueur = fin - debut
        plus_longue = int(longueur.max(initial=0))
        mots = mots_des_cellules(tampon, debut, longueur, min(-(-plus_longue // MOT), MOTS_AU_PLUS))
        empreinte = self._empreinte(mots, longueur.size)
        rangs, manquantes = self._chercher(empreinte, mots, longueur)
        if manquantes.size:
            # Un journal trié par date n'apporte que des dates neuves : chaque texte n'est lu qu'une fois.
            _, premieres = np.unique(empreinte[manquantes], return_index=True)
            self.apprendre(_textes(tampon, debut, fin, manquantes[premieres]))
            memes = [mot[manquantes] for mot in mots]
            rangs[manquantes], restent = self._chercher(empreinte[manquantes], memes, longueur[manquantes])
            manquantes = manquantes[restent]
        valeurs: Valeurs = self._valeurs.take(rangs)
        if manquantes.size:
            cellules = _textes(tampon, debut, fin, manquantes)
            self.apprendre(cellules)
            valeurs[manquantes] = [self._connues[cellule] for cellule in cellules]
        return valeurs

    def apprendre(self, cellules: Iterable[bytes]) -> None:
        """Range les textes nouveaux parmi ``cellules``, avec la valeur que la lecture leur donne."""
        nouvelles = [cellule for cellule in dict.fromkeys(cellules) if cellule not in self._connues]
        lues = [self._lire(cellule.decode()) for cellule in nouvelles]
        self._connues.update(zip(nouvelles, lues, strict=True))
        rangeables = [c for c in nouvelles if len(c) <= MOT * MOTS_AU_PLUS]
        if not rangeables:
            return
        nombre = max(1, -(-max(map(len, rangeables)) // MOT))
        if nombre > len(self._mots):
            self._mots = np.pad(self._mots, ((0, nombre - len(self._mots)), (0, 0)))
        largeur = MOT * len(self._mots)
        mots = np.frombuffer(b"".join(c.ljust(largeur, b"\0") for c in rangeables), dtype="<u8")
        premier = self._nombre
        self._nombre += len(rangeables)
        self._reserver()
        self._mots[:, premier : self._nombre] = mots.reshape(len(rangeables), len(self._mots)).T
        self._longueurs[premier : self._nombre] = [len(c) for c in rangeables]
        self._valeurs[premier : self._nombre] = [self._connues[c] for c in rangeables]
        if self._nombre * _VIDES_PAR_ENTREE > self._cases.size:
            self._etendre((self._nombre * _VIDES_PAR_ENTREE * 2).bit_length())
        else:
            self._ranger(premier)

    def _reserver(self) -> None:
        """Agrandit les entrées en doublant, pour que n apprentissages coûtent n."""
        manque = self._nombre - self._longueurs.size
        if manque > 0:
            ajout = max(manque, self._longueurs.size)
            self._mots = np.pad(self._mots, ((0, 0), (0, ajout)))
            self._longueurs = np.pad(self._longueurs, (0, ajout), constant_values=-1)
            self._valeurs = np.pad(self._valeurs, (0, ajout), constant_values=INCONNU)

    def _etendre(self, bits: int) -> None:
        self._decalage = np.uint64(64 - bits)
        self._cases = np.zeros(1 << bits, dtype=np.int32)
        self._ranger(1)

    def _empreinte(self, mots: Iterable[Mots], nombre: int) -> Mots:
        empreinte: Mots = np.zeros(nombre, dtype=np.uint64)
        for facteur, mot in zip(_FACTEURS, mots, strict=False):
            empreinte += mot * facteur
        # Les bits forts d'un produit ne dépendent pas tous des bits forts du mot : on les replie avant de multiplier.
        empreinte ^= empreinte >> np.uint64(32)
        empreinte *= _FACTEURS[0]
        return empreinte

    def _place(self, empreinte: Mots) -> Positions:
        return (empreinte >> self._decalage).view(np.int64)

    def _suivante(self, place: Positions) -> Positions:
        return (place + 1) & (self._cases.size - 1)

    def _ranger(self, premier: int) -> None:
        rangs = np.arange(premier, self._nombre, dtype=np.int32)
        place = self._place(self._empreinte(self._mots[:, premier : self._nombre], rangs.size))
        for _ in range(_ESSAIS):
            libres = self._cases[place] == _ABSENTE
            self._cases[place[libres]] = rangs[libres]
            restent = self._cases[place] != rangs
            if not restent.any():
                return
            rangs, place = rangs[restent], self._suivante(place[restent])

    def _chercher(self, empreinte: Mots, mots: list[Mots], longueur: Positions) -> tuple[NDArray[np.int32], Positions]:
        """Le rang de l’entrée de chaque cellule (0 si elle manque), et les rangs des cellules qui manquent."""
        place = self._place(empreinte)
        rangs: NDArray[np.int32] = self._cases.take(place)
        autres = np.flatnonzero(~self._egales(mots, longueur, rangs))
        manquantes = [autres[:0]]
        for _ in range(_ESSAIS):
            if not autres.size:
                break
            absentes = rangs[autres] == _ABSENTE
            manquantes.append(autres[absentes])
            autres = autres[~absentes]
            place[autres] = self._suivante(place[autres])
            rangs[autres] = self._cases[place[autres]]
            egales = self._egales([mot[autres] for mot in mots], longueur[autres], rangs[autres])
            autres = autres[~egales]
        manquantes.append(autres)
        rangs[autres] = _ABSENTE
        return rangs, np.concatenate(manquantes)

    def _egales(self, mots: list[Mots], longueur: Positions, rangs: NDArray[np.int32]) -> NDArray[np.bool_]:
        # À longueur égale, les mots que l'un des deux n'a pas sont nuls de part et d'autre.
        egales: NDArray[np.bool_] = self._longueurs.take(rangs) == longueur
        for connus, mot in zip(self._mots, mots, strict=False):
            egales &= connus.take(rangs) == mot
        return egales


def _textes(tampon: Tampon, debut: Positions, fin: Positions, rangs: Positions) -> list[bytes]:
    """Les octets des cellules de ces ``rangs``."""
    bornes = zip(debut[rangs].tolist(), fin[rangs].tolist(), strict=True)
    return [tampon.octets[d:f].tobytes() for d, f in bornes]
