"""Le dossier d’une maquette, calculé par le moteur : version en vigueur, situation, clôture, positions et rangs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from financement.calculs.grille import nature_resolue
from financement.calculs.lignes import LigneSuivie, MouvementSuivi, lignes_suivies
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE, Situation, calculer_situation
from financement.calculs.tableau import operations_decrites
from financement.cloture.resultat import Cloture, LigneCloturee, clore
from financement.controles.contexte import date_du_dernier_fait
from financement.dossier.coherence import natures_des_lignes
from financement.dossier.convention import Avenant, Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import NATURES, Nature, NatureAvenant
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from maquettes.maquette.blocs.syntheses import NOMBRE_DE_FAMILLES
from maquettes.maquette.contenu import VERSION_EN_VIGUEUR, Contenu, Reglages
from maquettes.maquette.disposition import capacites_pour
from maquettes.maquette.valeurs.annulations_calculees import Examine, Suite, examiner, rang_de_suite

__all__ = ["Colonnes", "Moteur", "Valeur", "colonne_vide", "rang_de_nature"]

T = TypeVar("T")

Valeur = str | int | Fraction
"""Texte (vide quand la formule rend un texte vide), entier (des centimes dans une colonne de montants) ou fraction."""

Colonnes = Mapping[str, Sequence[Valeur]]
"""Les valeurs de chaque colonne calculée d’un bloc, une par ligne."""


def rang_de_nature(nature: Nature) -> int:
    """Rang d’une nature de financement, à partir de 1, dans l’ordre du dossier."""
    return NATURES.index(nature) + 1


def colonne_vide(capacite: int) -> list[Valeur]:
    """Une colonne dont toutes les lignes rendent un texte vide."""
    return [""] * capacite


@dataclass(frozen=True)
class Moteur:
    """Calcule, à la demande, ce que les colonnes du classeur montrent.

    ``positions`` : rang, à partir de 1, de la première ligne de chaque opération dans le bloc des opérations.
    """

    contenu: Contenu
    reglages: Reglages
    capacites_du_classeur: Mapping[str, int] | None = None

    @cached_property
    def capacites(self) -> Mapping[str, int]:
        """Nombre de lignes de chaque bloc : celui du classeur lu, sinon le contenu et une réserve."""
        if self.capacites_du_classeur is not None:
            return self.capacites_du_classeur
        lignes = () if self.cloture is None else self.cloture.lignes
        annees = [annee for annee, _, _ in self.flux]
        occupees = {
            "situation": len(self.decrites),
            "couts_finals": len(self.decrites),
            "cloture": len(lignes),
            "synthese_financeurs": len(self.contenu.objets["financeurs"]),
            "familles": NOMBRE_DE_FAMILLES,
            "synthese_maitres": len(self.maitres),
            "echeancier": max(annees) - min(annees) + 4 if annees else 3,
            "annulations": len(self.annulations),
            "comparaison": len({ligne.cle for _, ligne in self.lignes("plan", LignePlan)}),
        }
        return capacites_pour(self.contenu, occupees)

    def lignes(self, bloc: str, classe: type[T]) -> list[tuple[int, T]]:
        """Rang dans le bloc, à partir de zéro, et objet de chaque ligne remplie."""
        paires = zip(self.contenu.rangs_de(bloc), self.contenu.objets[bloc], strict=True)
        return [(rang, objet) for rang, objet in paires if isinstance(objet, classe)]

    @cached_property
    def au(self) -> date | None:
        """Date d’arrêté retenue : celle que l’on a saisie, sinon celle du dernier fait ; ``None`` sans dossier."""
        if self.reglages.au is not None or self.contenu.projet is None:
            return self.reglages.au
        return date_du_dernier_fait(self.contenu.projet)

    @cached_property
    def situation(self) -> Situation | None:
        """La situation à la date d’arrêté."""
        projet = self.contenu.projet
        return None if projet is None else calculer_situation(projet, au=self.au)

    @cached_property
    def suivies(self) -> tuple[LigneSuivie, ...]:
        """Toutes les lignes, celles même dont tous les mouvements sont annulés : leurs flux ont eu lieu."""
        return () if self.situation is None else lignes_suivies(self.situation)

    @property
    def flux(self) -> Iterator[tuple[int, LigneSuivie, MouvementSuivi]]:
        """L’année, la ligne et le mouvement de chaque engagement ou paiement."""
        for ligne in self.suivies:
            for mouvement in ligne.mouvements:
                if mouvement.type in SIGNES_ENGAGE or mouvement.type in SIGNES_PAYE:
                    yield mouvement.date.year, ligne, mouvement

    @cached_property
    def cloture(self) -> Cloture | None:
        """La clôture à la date d’arrêté."""
        if self.situation is None or self.au is None:
            return None
        return clore(self.situation, self.suivies, self.au)

    def engages_reputes(self, groupe: Callable[[LigneCloturee], str]) -> dict[str, int]:
        """L’engagé réputé de chaque ``groupe`` de lignes, en centimes."""
        sommes: dict[str, int] = {}
        for ligne in () if self.cloture is None else self.cloture.lignes:
            if ligne.suivie.est_reputee:
                sommes[groupe(ligne)] = sommes.get(groupe(ligne), 0) + ligne.suivie.engage
        return sommes

    @property
    def version(self) -> int:
        """Version en vigueur à la date d’arrêté."""
        return 0 if self.situation is None else self.situation.tableau.version

    def dernier_complet(self, borne: int) -> int:
        """Numéro du dernier avenant au tableau complet jusqu’à la version ``borne`` ; zéro s’il n’y en a pas."""
        complets = (avenant.numero for avenant in self.avenants if avenant.est_complet and avenant.numero <= borne)
        return max(complets, default=0)

    @property
    def version_de_reference(self) -> int:
        """Version dont le programmé borne l’engagé : celle en vigueur ou, si elle clôt, la dernière qui ne clôt pas."""
        natures = {avenant.numero: avenant.nature for avenant in self.avenants if avenant.numero <= self.version}
        if natures.get(self.version) is not NatureAvenant.CLOTURE:
            return self.version
        return max((numero for numero, nature in natures.items() if nature is not NatureAvenant.CLOTURE), default=0)

    @property
    def version_apres(self) -> int | None:
        """Version d’arrivée de la comparaison."""
        return self.version if self.reglages.apres == VERSION_EN_VIGUEUR else self.reglages.apres

    @cached_property
    def positions(self) -> dict[str, int]:
        """Position de chaque opération."""
        positions: dict[str, int] = {}
        for rang, operation in self.lignes("operations", Operation):
            positions.setdefault(operation.code, rang + 1)
        return positions

    @cached_property
    def financeurs(self) -> dict[str, int]:
        """Rang de chaque financeur, à partir de 1."""
        return {financeur.code: rang + 1 for rang, financeur in self.lignes("financeurs", Financeur)}

    @cached_property
    def avenants(self) -> tuple[Avenant, ...]:
        """Les avenants, dans l’ordre."""
        return tuple(avenant for _, avenant in self.lignes("avenants", Avenant))

    @cached_property
    def decrites(self) -> tuple[Operation, ...]:
        """Chaque opération du dossier, telle que la version en vigueur la décrit."""
        if self.situation is None:
            return ()
        return operations_decrites(self.situation.projet, self.situation.tableau)

    @cached_property
    def rangs_a_la_situation(self) -> dict[str, int]:
        """Rang de chaque opération, à partir de 1, dans les blocs par opération."""
        return {operation.code: rang for rang, operation in enumerate(self.decrites, 1)}

    @cached_property
    def maitres(self) -> dict[str, int]:
        """Rang de la première opération de chaque maître d’ouvrage à la situation."""
        rangs: dict[str, int] = {}
        for rang, operation in enumerate(self.decrites, 1):
            rangs.setdefault(operation.maitre_ouvrage, rang)
        return rangs

    @cached_property
    def suites(self) -> tuple[Suite, ...]:
        """Chaque mouvement retenu qui peut être annulé ou en annuler un autre, dans l’ordre du tableau."""
        natures = natures_des_lignes([ligne for _, ligne in self.lignes("plan", LignePlan)])
        suites = []
        for rang, mouvement in self.lignes("journal", Mouvement):
            if self.au is None or mouvement.date > self.au:
                continue
            cle = None
            if mouvement.financeur is not None:
                cle = self.cle(CleLigne(mouvement.operation, mouvement.financeur, nature_resolue(mouvement, natures)))
            suite = rang_de_suite(mouvement, self.positions[mouvement.operation], cle)
            if suite is not None:
                suites.append(Suite(rang=rang + 1, suite=suite, mouvement=mouvement))
        return tuple(suites)

    @cached_property
    def annulations(self) -> tuple[Examine, ...]:
        """Ce que les formules calculent des annulations, dans leur ordre."""
        return tuple(examiner(self.suites))

    def cle(self, ligne: CleLigne) -> int:
        """Le nombre qui identifie une ligne de financement dans le classeur, croissant dans l’ordre du dossier."""
        operation, financeur = self.positions[ligne.operation], self.financeurs[ligne.financeur]
        return operation * 10_000 + financeur * 10 + rang_de_nature(ligne.nature)
