"""Les tirages : des milliers de projets, chacun clos par les règles mêmes, et chacun rejouable seul."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from financement.aleas.alea import Alea, PorteSur
from financement.aleas.modele import Entree, Grandeur, Lot, Modele, preparer_modele
from financement.calculs.grille import Entiers, figer
from financement.cloture.resultat import Cloture, calculer_cloture
from financement.dossier.projet import Projet
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.calendrier import retarder
from financement.scenarios.couts import reestimer
from financement.scenarios.scenario import Scenario
from financement.valeurs import validation

__all__ = ["GRAINE_MAXIMALE", "TIRAGES_AU_PLUS", "ProjetTire", "Tirages", "tirer"]

TIRAGES_AU_PLUS: Final = 100_000
"""Ce qu’il faut de tirages pour que rien ne bouge plus, et que tout tienne en mémoire."""

GRAINE_MAXIMALE: Final = 2**31 - 1

_LOT: Final = 2500

Distribuer = Callable[[Callable[[tuple[int, int]], Lot], Iterable[tuple[int, int]]], Iterator[Lot]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetTire:
    """L’hypothèse d’un tirage : le coût (centimes) et le retard (semestres) de chaque opération qu’il fait varier."""

    rang: int
    couts: dict[str, int]
    retards: dict[str, int]
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return f"tirage {self.rang}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return "les opérations qui varient"

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, chaque opération à son coût et à son retard."""
        cloture = calculer_cloture(projet, au=au)
        retarde = retarder(cloture, self.retards, self.provenance)
        visees = [cloture.faits[code] for code in self.couts]
        return reestimer(retarde, au, visees, list(self.couts.values()), self.provenance)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tirages:
    """``nombre`` tirages de la ``graine`` : une rangée chacun, une colonne par grandeur, opération ou date limite.

    ``couts`` et ``valeurs`` en centimes, ``retards`` en semestres, sur les opérations du ``modele`` ; ``depassees`` :
    un où la date limite d’engagement, puis celle de solde, est dépassée, opération par opération.
    """

    cloture: Cloture
    modele: Modele
    graine: int
    couts: Entiers
    retards: Entiers
    valeurs: Entiers
    depassees: Entiers

    def __repr__(self) -> str:
        return f"<Tirages, {self.nombre} de la graine {self.graine}, sur {len(self.modele.codes)} opérations>"

    @property
    def nombre(self) -> int:
        """Le nombre de tirages."""
        return int(self.valeurs.shape[0])

    def valeurs_de(self, grandeur: Grandeur) -> Entiers:
        """Une grandeur, en centimes, tirage par tirage."""
        return figer(self.valeurs[:, self.modele.grandeurs.index(grandeur)])

    def entrees_de(self, entree: Entree) -> Entiers:
        """Ce qui a été tiré d’une entrée, tirage par tirage."""
        tirees = self.couts if entree.alea.porte_sur is PorteSur.COUT else self.retards
        return figer(tirees[:, self.modele.codes.index(entree.operation)])

    def scenario(self, rang: int) -> Scenario:
        """Le tirage de ce rang, rejoué seul depuis la graine, en scénario : sa clôture a les mêmes centimes."""
        lot = self.modele.tirer(self.graine, rang, 1)
        codes = self.modele.codes
        tire = ProjetTire(
            rang=rang,
            couts=dict(zip(codes, lot.couts[0].tolist(), strict=True)),
            retards=dict(zip(codes, lot.retards[0].tolist(), strict=True)),
        )
        return Scenario(nom=tire.libelle, hypotheses=(tire,))


def tirer(
    projet: Projet,
    aleas: Sequence[Alea],
    *,
    au: date,
    nombre: int,
    graine: int,
    distribuer: Distribuer = map,
) -> Tirages:
    """``nombre`` tirages du projet à la date ``au``, de 1 à 100 000 ; mêmes aléas et même ``graine``, mêmes entiers.

    ``distribuer`` : ``map``, ou celui d’un exécuteur de plusieurs processus ; le résultat n’en dépend pas. Lève
    :class:`DossierRefuse` si un aléa ne peut pas s’appliquer, :class:`ValeurImpossible` pour un nombre hors bornes.
    """
    validation.exiger(
        "Tirages",
        validation.instance("projet", projet, Projet),
        validation.jour("au", au),
        validation.entier("nombre", nombre, 1, TIRAGES_AU_PLUS),
        validation.entier("graine", graine, 0, GRAINE_MAXIMALE),
    )
    cloture = calculer_cloture(projet, au=au)
    modele = preparer_modele(cloture, aleas)
    lots = [(debut, min(_LOT, nombre - debut)) for debut in range(0, nombre, _LOT)]
    tires = list(distribuer(partial(_tirer_un_lot, modele, graine), lots))

    def reunis(colonnes: Sequence[Entiers]) -> Entiers:
        return figer(np.concatenate(colonnes))

    return Tirages(
        cloture,
        modele,
        graine,
        couts=reunis([lot.couts for lot in tires]),
        retards=reunis([lot.retards for lot in tires]),
        valeurs=reunis([lot.grandeurs for lot in tires]),
        depassees=reunis([lot.depassees for lot in tires]),
    )


def _tirer_un_lot(modele: Modele, graine: int, lot: tuple[int, int]) -> Lot:
    return modele.tirer(graine, *lot)
