"""Ce sur quoi repose une étape de la clôture : la référence de la règle et les lignes du dossier."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from financement.calculs.lignes import MouvementSuivi, mouvements_du_maitre_ouvrage
from financement.cloture.faits import SIGNES_DEPENSE
from financement.cloture.resultat import Cloture, LigneCloturee
from financement.dossier.nomenclature import Base
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance

__all__ = ["LECTURE", "TABLEAU", "Sources", "source_du_cout"]

LECTURE: Final = "lecture C, calquée sur le régime des subventions de l’État ; aucun texte ne la publie"
TABLEAU: Final = "tableau financier en vigueur : la convention initiale modifiée par ses avenants (confiance B)"


@dataclass(frozen=True, slots=True)
class Sources:
    """Une clôture et les lignes du dossier qui l’expliquent, rangées pour être lues ligne de financement par ligne.

    ``plans`` : jusqu’à celle en vigueur, chaque version qui fixe une ligne, dans l’ordre, et sa ligne de plan ; aucune
    (``None``) quand la ligne sort d’un tableau complet. ``justifications`` : les mouvements du maître d’ouvrage jusqu’à
    la date d’arrêté, dans l’ordre des dates. ``groupes`` : les lignes d’une opération.
    """

    cloture: Cloture
    plans: Mapping[CleLigne, tuple[tuple[int, LignePlan | None], ...]]
    justifications: Mapping[str, tuple[MouvementSuivi, ...]]
    groupes: Mapping[str, tuple[LigneCloturee, ...]]

    @classmethod
    def de(cls, cloture: Cloture) -> Self:
        """Les sources d’une clôture."""
        groupes: dict[str, list[LigneCloturee]] = {}
        for ligne in cloture.lignes:
            groupes.setdefault(ligne.cle.operation, []).append(ligne)
        return cls(
            cloture,
            _plans(cloture.projet, cloture.situation.tableau.version),
            mouvements_du_maitre_ouvrage(cloture.situation),
            {operation: tuple(lignes) for operation, lignes in groupes.items()},
        )

    def plan(self, cle: CleLigne) -> LignePlan | None:
        """La ligne de plan en vigueur, s’il y en a une."""
        plans = self.plans.get(cle)
        return plans[-1][1] if plans else None

    def mouvements_justifies(self, operation: Operation) -> Iterator[tuple[MouvementSuivi, int]]:
        """Les dépenses de l’opération et ce qui s’en déduit, dans l’ordre des dates, en centimes signés."""
        signes = SIGNES_DEPENSE[operation.nature_cout]
        for mouvement in self.justifications.get(operation.code, ()):
            if mouvement.type in signes:
                yield mouvement, signes[mouvement.type] * mouvement.montant


def _plans(projet: Projet, version: int) -> dict[CleLigne, tuple[tuple[int, LignePlan | None], ...]]:
    """L’histoire de chaque ligne de plan jusqu’à une version : ce que chaque version en fixe, ou sa sortie."""
    complets = {avenant.numero for avenant in projet.convention.avenants if avenant.est_complet}
    par_version: dict[int, list[LignePlan]] = {}
    for plan in projet.plan:
        par_version.setdefault(plan.version, []).append(plan)
    plans: dict[CleLigne, list[tuple[int, LignePlan | None]]] = {}
    for numero in (n for n in projet.convention.versions if n <= version):
        reprises = {plan.cle: plan for plan in par_version.get(numero, ())}
        sorties = [cle for cle, lignes in plans.items() if lignes[-1][1] is not None] if numero in complets else []
        for cle in dict.fromkeys((*reprises, *sorties)):
            plans.setdefault(cle, []).append((numero, reprises.get(cle)))
    return {cle: tuple(lignes) for cle, lignes in plans.items()}


def source_du_cout(operation: Operation) -> Provenance:
    """Où lire le coût programmé, sur la base déclarée de l’opération."""
    colonne = "cout_ttc" if operation.base is Base.TTC and operation.cout_ttc is not None else "cout_ht"
    return operation.provenance.a_la_colonne(colonne)
