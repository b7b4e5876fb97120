"""Ce qu’une passe réunit : des groupes de mouvements des deux comptes, désignés par leurs places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers, figer

__all__ = ["Lot", "Suite"]


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """Des suites de places bout à bout ; celle de rang ``i`` est ``places[bornes[i]:bornes[i + 1]]``."""

    bornes: Entiers
    places: Entiers

    def __len__(self) -> int:
        return self.bornes.size - 1

    @classmethod
    def de_listes(cls, listes: Sequence[Sequence[int]]) -> "Suite":
        """Une suite par liste."""
        longueurs = np.array([len(liste) for liste in listes], dtype=np.int64)
        places = np.array([place for liste in listes for place in liste], dtype=np.int64)
        return cls(_bornes(longueurs), figer(places))

    @classmethod
    def d_une_place(cls, places: Entiers) -> "Suite":
        """Une suite par place."""
        return cls(figer(np.arange(places.size + 1)), figer(places))

    @classmethod
    def vides(cls, nombre: int) -> "Suite":
        """Autant de suites vides."""
        return cls(figer(np.zeros(nombre + 1, dtype=np.int64)), figer(np.zeros(0, dtype=np.int64)))

    @classmethod
    def de_cles(cls, cles: Entiers, choisies: Entiers) -> "Suite":
        """Les places de chacune des clés ``choisies``, croissantes."""
        ordre = np.argsort(cles, kind="stable")
        debuts = np.searchsorted(cles[ordre], choisies, side="left")
        fins = np.searchsorted(cles[ordre], choisies, side="right")
        suite = cls(figer(np.append(0, np.arange(cles.size) + 1)), figer(ordre))
        return suite._tranches(debuts, fins)

    @classmethod
    def bout_a_bout(cls, suites: Iterable["Suite"]) -> "Suite":
        """Toutes les suites, dans l’ordre."""
        toutes = [cls.vides(0), *suites]
        longueurs = np.concatenate([suite.longueurs for suite in toutes])
        return cls(_bornes(longueurs), figer(np.concatenate([suite.places for suite in toutes])))

    @property
    def longueurs(self) -> Entiers:
        """Le nombre de places de chaque suite."""
        return np.diff(self.bornes)

    @property
    def groupes(self) -> Entiers:
        """Le rang de la suite de chaque place."""
        return np.repeat(np.arange(len(self)), self.longueurs)

    def prendre(self, rangs: Entiers) -> "Suite":
        """Les suites de ces ``rangs``, dans cet ordre."""
        return self._tranches(self.bornes[rangs], self.bornes[rangs + 1])

    def traduire(self, table: Entiers) -> "Suite":
        """Les mêmes suites, chaque place remplacée par sa valeur dans ``table``."""
        return Suite(self.bornes, figer(table[self.places]))

    def premieres(self, sinon: int) -> Entiers:
        """La première place de chaque suite, ``sinon`` d’une suite vide."""
        premieres = np.full(len(self), sinon, dtype=np.int64)
        occupees = np.flatnonzero(self.longueurs)
        premieres[occupees] = self.places[self.bornes[occupees]]
        return premieres

    def _tranches(self, debuts: Entiers, fins: Entiers) -> "Suite":
        longueurs = fins - debuts
        bornes = _bornes(longueurs)
        depuis = np.repeat(debuts - bornes[:-1], longueurs)
        return Suite(bornes, figer(self.places[np.arange(bornes[-1]) + depuis]))


def _bornes(longueurs: Entiers) -> Entiers:
    return figer(np.append(0, np.cumsum(longueurs)))


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Des groupes, chacun par ses places au dossier et à l’extrait."""

    dossier: Suite
    extrait: Suite

    def __len__(self) -> int:
        return len(self.dossier)

    @classmethod
    def de_paires(cls, du_dossier: Entiers, de_l_extrait: Entiers) -> "Lot":
        """Un groupe par paire."""
        return cls(Suite.d_une_place(du_dossier), Suite.d_une_place(de_l_extrait))

    @classmethod
    def de_groupes(cls, groupes: Sequence[tuple[Sequence[int], Sequence[int]]]) -> "Lot":
        """Un groupe par couple de listes de places."""
        return cls(Suite.de_listes([d for d, _ in groupes]), Suite.de_listes([e for _, e in groupes]))

    @classmethod
    def de_cles(cls, cles_dossier: Entiers, cles_extrait: Entiers, choisies: NDArray[np.int64]) -> "Lot":
        """Un groupe par clé choisie : toutes les places qui la portent."""
        return cls(Suite.de_cles(cles_dossier, choisies), Suite.de_cles(cles_extrait, choisies))

    @classmethod
    def bout_a_bout(cls, lots: Sequence["Lot"]) -> "Lot":
        """Tous les groupes, dans l’ordre."""
        return cls(Suite.bout_a_bout(lot.dossier for lot in lots), Suite.bout_a_bout(lot.extrait for lot in lots))

    def prendre(self, rangs: Entiers) -> "Lot":
        """Les groupes de ces ``rangs``, dans cet ordre."""
        return Lot(self.dossier.prendre(rangs), self.extrait.prendre(rangs))

    def traduire(self, dossier: Entiers, extrait: Entiers) -> "Lot":
        """Les mêmes groupes, leurs places traduites."""
        return Lot(self.dossier.traduire(dossier), self.extrait.traduire(extrait))
