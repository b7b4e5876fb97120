"""Le seul module qui appelle le solveur, OR-tools CP-SAT : exact sur les entiers, un seul travailleur, une graine.

L’effort se compte en temps déterministe, non à l’horloge : la même entrée donne la même réponse.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final

from financement.fautes.faute import ErreurFinancement, ModeleFaute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.redeploiement.probleme import (
    AuMoins,
    AuPlus,
    Groupe,
    NulOuAuMoins,
    NulOuExactement,
    Relation,
    ServisAuPlus,
)
from financement.valeurs.validation import VALEUR_INTERDITE

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExprT

__all__ = [
    "EFFORT",
    "Programme",
    "Reponse",
    "SolveurAbsent",
    "Somme",
    "StatutReponse",
    "plus_petit_touchant",
    "resoudre",
]

EFFORT: Final = 10_000
"""Temps déterministe accordé à une résolution, en millièmes de l’unité du solveur, qui est de l’ordre de la seconde."""
_GRANDEUR_MAXIMALE: Final = 1 << 60
"""Toute somme du modèle y tient : le solveur compte en entiers de 64 bits."""
_GRAINE: Final = 0


SOLVEUR_ABSENT: Final = ModeleFaute(
    "PAQUET-02",
    "Le redéploiement demande le paquet « {lu} », qui n’est pas installé.",
    'L’installer : pip install "financement-renouvellement-urbain[optimisation]".',
)


class SolveurAbsent(ErreurFinancement):
    """Le solveur n’est pas installé ; ``fautes`` donne la ligne qui l’installe."""

    def __init__(self) -> None:
        self.fautes = (faute(SOLVEUR_ABSENT, Provenance(), "ortools"),)
        super().__init__(str(self.fautes[0]))


class StatutReponse(StrEnum):
    """Ce que dit une résolution : l’optimum prouvé, une solution et une borne, ou la preuve qu’il n’y en a pas."""

    OPTIMAL = "optimal"
    BORNE = "borne"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Somme:
    """Σ poids × part + Σ forfait × (servi) + Σ poids × part locale d’un groupe ; tout manque vaut zéro."""

    poids: tuple[int, ...] = ()
    forfaits: tuple[int, ...] = ()
    locaux: tuple[int, ...] = ()

    def au_plus(self, domaine: int, nombre: int) -> int:
        """Ce que la somme ne dépasse pas, de ``nombre`` parts d’au plus ``domaine``."""
        return sum(self.forfaits) + domaine * (sum(self.poids) + nombre * sum(self.locaux))


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Maximiser ``objectif`` sur ``nombre`` parts de zéro à ``domaine``, sous des relations.

    ``exigences`` : des sommes qui valent au moins tant.
    """

    nombre: int
    domaine: int
    relations: tuple[Relation, ...]
    groupes: tuple[Groupe, ...] = ()
    objectif: Somme = Somme()
    exigences: tuple[tuple[Somme, int], ...] = ()

    def viser(self, objectif: Somme, *exigences: tuple[Somme, int]) -> "Programme":
        """Le même programme, un autre objectif, et des exigences de plus."""
        return replace(self, objectif=objectif, exigences=(*self.exigences, *exigences))


@dataclass(frozen=True, slots=True)
class Reponse:
    """``parts`` : la meilleure solution trouvée, ou ``None`` ; ``borne`` : l’objectif ne la dépasse pas."""

    statut: StatutReponse
    parts: tuple[int, ...] | None
    borne: int


def resoudre(programme: Programme, *, effort: int = EFFORT) -> Reponse:
    """La meilleure solution d’un programme, en entiers exacts.

    Lève :class:`SolveurAbsent` sans OR-tools, :class:`ValeurImpossible` si une somme ne tient pas en 64 bits.
    """
    _exiger_la_grandeur(programme)
    modele = _Modele(programme)
    return modele.resoudre(programme.objectif, effort)


def _exiger_la_grandeur(programme: Programme) -> None:
    """Les sommes tiennent en entiers de 64 bits, ou la demande est refusée : jamais un débordement silencieux."""
    sommes = (programme.objectif, *(somme for somme, _ in programme.exigences))
    grandeurs = [programme.nombre * programme.domaine]
    grandeurs += [somme.au_plus(programme.domaine, programme.nombre) for somme in sommes]
    if max(grandeurs) > _GRANDEUR_MAXIMALE:
        trop = faute(
            VALEUR_INTERDITE,
            Provenance(colonne="priorite"),
            str(max(grandeurs)),
            regle="les montants, pesés par leurs priorités, ne tiennent pas dans les entiers du solveur (64 bits)",
            correction="Donner des priorités entières et petites, ou compter en euros entiers.",
        )
        raise ValeurImpossible("Redéploiement", [trop])


def _exiger_le_solveur() -> None:
    try:
        import_module("ortools")
    except ImportError as erreur:
        raise SolveurAbsent from erreur


class _Modele:
    """Le programme traduit pour le solveur."""

    def __init__(self, programme: Programme) -> None:
        _exiger_le_solveur()
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._modele: CpModel = cp_model.CpModel()
        rangs = range(programme.nombre)
        self._domaine = programme.domaine
        self._parts = [self._modele.new_int_var(0, programme.domaine, f"part {rang}") for rang in rangs]
        self._servis: dict[int, IntVar] = {}
        self._locaux = [self._local(groupe) for groupe in programme.groupes]
        for relation in programme.relations:
            self._imposer(relation)
        for somme, au_moins in programme.exigences:
            self._modele.add(self._ecrire(somme) >= au_moins)

    def _servi(self, rang: int) -> "IntVar":
        """Vrai quand la part n’est pas nulle."""
        if rang not in self._servis:
            servi = self._servis[rang] = self._modele.new_bool_var(f"servi {rang}")
            self._modele.add(self._parts[rang] >= 1).only_enforce_if(servi)
            self._modele.add(self._parts[rang] == 0).only_enforce_if(~servi)
        return self._servis[rang]

    def _somme(self, rangs: Iterable[int]) -> "LinearExprT":
        return self._cp.LinearExpr.sum([self._parts[rang] for rang in rangs])

    def _local(self, groupe: Groupe) -> "IntVar":
        """Ce que la voie locale peut servir d’un groupe, au plus sa ressource et au plus ce qu’il reçoit."""
        local = self._modele.new_int_var(0, groupe.ressource, "local")
        self._modele.add(local <= self._somme(groupe.besoins))
        return local

    def _imposer(self, relation: Relation) -> None:
        modele = self._modele
        match relation:
            case AuPlus(besoins=besoins, borne=borne):
                modele.add(self._somme(besoins) <= borne)
            case AuMoins(besoins=besoins, borne=borne):
                modele.add(self._somme(besoins) >= borne)
            case NulOuAuMoins(besoin=besoin, seuil=seuil):
                modele.add(self._parts[besoin] >= seuil).only_enforce_if(self._servi(besoin))
            case NulOuExactement(besoin=besoin, montant=montant):
                modele.add(self._parts[besoin] == montant).only_enforce_if(self._servi(besoin))
            case ServisAuPlus(besoins=besoins, nombre=nombre):
                modele.add(sum(self._servi(besoin) for besoin in besoins) <= nombre)
            case _:
                for besoin in relation.besoins[1:]:
                    modele.add(self._servi(besoin) == self._servi(relation.besoins[0]))

    def _ecrire(self, somme: Somme) -> "LinearExprT":
        termes = [poids * part for poids, part in zip(somme.poids, self._parts, strict=False) if poids]
        termes += [forfait * self._servi(rang) for rang, forfait in enumerate(somme.forfaits) if forfait]
        termes += [poids * local for poids, local in zip(somme.locaux, self._locaux, strict=False) if poids]
        return self._cp.LinearExpr.sum(termes)

    def resoudre(self, objectif: Somme, effort: int) -> Reponse:
        # Minimiser l'opposé : la borne entière du solveur est alors, au signe près, celle de l'objectif.
        self._modele.minimize(-self._ecrire(objectif))
        solveur = _solveur(effort)
        statut = solveur.solve(self._modele)
        if statut == self._cp.INFEASIBLE:
            return Reponse(StatutReponse.IMPOSSIBLE, None, 0)
        trouvee = statut in (self._cp.OPTIMAL, self._cp.FEASIBLE)
        parts = tuple(solveur.value(part) for part in self._parts) if trouvee else None
        if parts is None:
            # Arrêté trop tôt, le solveur n'a pas de borne : il en rend une nulle.
            return Reponse(StatutReponse.BORNE, None, objectif.au_plus(self._domaine, len(self._parts)))
        borne = -solveur.response_proto.inner_objective_lower_bound
        return Reponse(StatutReponse.OPTIMAL if statut == self._cp.OPTIMAL else StatutReponse.BORNE, parts, borne)


def _solveur(effort: int) -> "CpSolver":
    from ortools.sat.python import cp_model

    solveur = cp_model.CpSolver()
    solveur.parameters.num_workers = 1
    solveur.parameters.random_seed = _GRAINE
    solveur.parameters.max_deterministic_time = effort / 1000
    return solveur


def plus_petit_touchant(nombre: int, ensembles: Collection[frozenset[int]]) -> frozenset[int]:
    """Le plus petit ensemble de rangs, de zéro à ``nombre``, qui a un élément dans chacun des ``ensembles``."""
    from ortools.sat.python import cp_model

    modele = cp_model.CpModel()
    pris = [modele.new_bool_var(f"pris {rang}") for rang in range(nombre)]
    for ensemble in ensembles:
        modele.add_bool_or([pris[rang] for rang in sorted(ensemble)])
    modele.minimize(cp_model.LinearExpr.sum(pris))
    solveur = _solveur(EFFORT)
    solveur.solve(modele)
    return frozenset(rang for rang in range(nombre) if solveur.value(pris[rang]))
