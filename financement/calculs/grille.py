"""Mise en grille : le dossier en tableaux d’entiers 64 bits, opération × financeur × nature.

Ici les objets deviennent des colonnes. Les calculs ne lisent plus que ces tableaux, en centimes ; leurs sommes
sont exactes, la validation du dossier ayant borné tous les totaux à 10¹⁵ centimes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import NATURES, TYPES, Nature, TypeMouvement
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet

__all__ = [
    "Axes",
    "Ecritures",
    "Entiers",
    "axes_du_projet",
    "figer",
    "nature_resolue",
]

Entiers = NDArray[np.int64]


def figer(tableau: Entiers) -> Entiers:
    """Le même tableau, en lecture seule ; un scalaire, ce que rend un calcul sans dimension, redevient tableau."""
    fige = np.asarray(tableau, dtype=np.int64)
    fige.flags.writeable = False
    return fige


@dataclass(frozen=True, slots=True)
class Axes:
    """Axes de la grille : toutes les opérations et tous les financeurs du dossier, dans son ordre."""

    operations: tuple[str, ...]
    financeurs: tuple[str, ...]

    @property
    def forme(self) -> tuple[int, int, int]:
        """Nombre d’opérations, de financeurs, de natures."""
        return len(self.operations), len(self.financeurs), len(NATURES)

    def zeros(self) -> Entiers:
        """Une grille nulle."""
        return np.zeros(self.forme, dtype=np.int64)

    def cle(self, rang: tuple[int, int, int]) -> CleLigne:
        """La ligne (opération, financeur, nature) qui occupe une case."""
        return CleLigne(self.operations[rang[0]], self.financeurs[rang[1]], NATURES[rang[2]])

    def grille_du_plan(self, lignes: Sequence[LignePlan]) -> Entiers:
        """Montants programmés des ``lignes`` de plan (au plus une par case), en centimes."""
        rang_operation = {code: rang for rang, code in enumerate(self.operations)}
        rang_financeur = {code: rang for rang, code in enumerate(self.financeurs)}
        grille = self.zeros()
        for ligne in lignes:
            case = rang_operation[ligne.operation], rang_financeur[ligne.financeur], NATURES.index(ligne.nature)
            grille[case] = ligne.montant
        return grille


def axes_du_projet(projet: Projet) -> Axes:
    """Axes d’un projet, toutes versions confondues : deux versions se comparent case à case."""
    return Axes(
        operations=tuple(dict.fromkeys(operation.code for operation in projet.operations)),
        financeurs=tuple(financeur.code for financeur in projet.convention.financeurs),
    )


def nature_resolue(mouvement: Mouvement, natures: dict[tuple[str, str], tuple[Nature, ...]]) -> Nature:
    """Nature d’un mouvement : la sienne, sinon celle de la seule ligne du financeur, sinon subvention.

    ``natures`` vient de :func:`natures_des_lignes`, toutes versions confondues ; l’ambiguïté a été refusée à la
    lecture du dossier.
    """
    if mouvement.nature is not None:
        return mouvement.nature
    candidates = natures.get((mouvement.operation, mouvement.financeur or ""), ())
    return candidates[0] if candidates else Nature.SUBVENTION


@dataclass(frozen=True, slots=True, eq=False)
class Ecritures:
    """Le journal en colonnes : une entrée par mouvement, dans l’ordre du dossier.

    ``operation``, ``financeur`` (−1 pour un mouvement du maître d’ouvrage), ``nature``, ``type`` : rangs sur les axes,
    dans ``NATURES`` et ``TYPES`` ; ``jour`` : rang ordinal de la date ; ``montant`` : centimes.
    """

    axes: Axes
    operation: Entiers
    financeur: Entiers
    nature: Entiers
    type: Entiers
    jour: Entiers
    montant: Entiers

    def retenues(self, types: Sequence[TypeMouvement], au: date | None) -> NDArray[np.bool_]:
        """Masque des écritures de ces types, à leur date au plus tard ``au``."""
        masque = np.isin(self.type, [TYPES.index(t) for t in types])
        return masque if au is None else masque & (self.jour <= au.toordinal())

    def de_natures(self, natures: Collection[Nature]) -> NDArray[np.bool_]:
        """Masque des écritures de ces natures."""
        return np.isin(self.nature, [NATURES.index(nature) for nature in natures])

    def prendre(self, masque: NDArray[np.bool_]) -> "Ecritures":
        """Les seules écritures du masque, dans leur ordre, sur les mêmes axes."""
        return Ecritures(
            self.axes,
            operation=figer(self.operation[masque]),
            financeur=figer(self.financeur[masque]),
            nature=figer(self.nature[masque]),
            type=figer(self.type[masque]),
            jour=figer(self.jour[masque]),
            montant=figer(self.montant[masque]),
        )

    def cumuler(self, signes: dict[TypeMouvement, int], au: date | None = None) -> Entiers:
        """Somme signée des écritures par case (opération, financeur, nature), en centimes."""
        grille = self.axes.zeros()
        for type_mouvement, signe in signes.items():
            masque = self.retenues([type_mouvement], au)
            cases = (self.operation[masque], self.financeur[masque], self.nature[masque])
            np.add.at(grille, cases, signe * self.montant[masque])
        return grille

    def cumuler_par_operation(self, signes: dict[TypeMouvement, int], au: date | None = None) -> Entiers:
        """Somme signée des écritures par opération, en centimes (mouvements du maître d’ouvrage)."""
        totaux = np.zeros(len(self.axes.operations), dtype=np.int64)
        for type_mouvement, signe in signes.items():
            masque = self.retenues([type_mouvement], au)
            np.add.at(totaux, self.operation[masque], signe * self.montant[masque])
        return totaux
