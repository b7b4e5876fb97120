"""Ce que l’on sait d’une opération au moment de la clore : coût, assiette, dépense justifiée, réestimation."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from financement.calculs.situation import Situation
from financement.calculs.tableau import operations_decrites
from financement.dossier.nomenclature import NatureCout, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.suivi import Reestimation

__all__ = ["SIGNES_DEPENSE", "FaitsOperation", "faits_des_operations"]

_SIGNES_BRUT: Final = MappingProxyType({TypeMouvement.DEPENSE: 1, TypeMouvement.ANNULATION: -1})
# Ce que chaque mouvement du maître d'ouvrage fait à la dépense justifiée (lecture C).
SIGNES_DEPENSE: Final = MappingProxyType(
    {
        NatureCout.BRUT: _SIGNES_BRUT,
        NatureCout.DEFICIT: MappingProxyType({**_SIGNES_BRUT, TypeMouvement.RECETTE: -1}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsOperation:
    """Faits d’une opération à une date, montants en centimes sur sa base déclarée.

    ``depense`` : dépenses justifiées, nettes des annulations (et des recettes pour un déficit), au moins zéro ;
    ``None`` sans dépense, ou si toutes sont annulées en entier ;
    ``cout`` et ``assiette`` sont nuls si l’opération n’est pas au tableau en vigueur ; abandonnée puis sortie du
    tableau, elle reste abandonnée.
    """

    operation: Operation
    cout: int
    assiette: int
    depense: int | None
    reestimation: Reestimation | None
    achevee: bool
    abandonnee: bool

    @property
    def depense_definitive(self) -> int | None:
        """La dépense d’une opération achevée, si elle est connue : son coût définitif."""
        return self.depense if self.achevee else None

    @property
    def cout_final(self) -> int:
        """Coût final : dépense définitive, sinon réestimation, sinon coût ; zéro si l’opération est abandonnée."""
        if self.abandonnee:
            return 0
        if self.depense_definitive is not None:
            return self.depense_definitive
        return self.cout if self.reestimation is None else self.reestimation.cout


def faits_des_operations(situation: Situation, au: date) -> dict[str, FaitsOperation]:
    """Faits de chaque opération du dossier à la date ``au``."""
    projet = situation.projet
    sommes = {
        nature: situation.ecritures.cumuler_par_operation(dict(signes), au).tolist()
        for nature, signes in SIGNES_DEPENSE.items()
    }
    depenses = situation.ecritures.retenues([TypeMouvement.DEPENSE], au) & situation.annulations.restants
    justifiees = {situation.axes.operations[rang] for rang in set(situation.ecritures.operation[depenses].tolist())}
    reestimations: dict[str, Reestimation] = {}
    for reestimation in sorted(projet.reestimations, key=lambda r: r.date):
        if reestimation.date <= au:
            reestimations[reestimation.operation] = reestimation
    en_vigueur = {operation.code for operation in situation.tableau.operations}
    faits = {}
    for rang, operation in enumerate(operations_decrites(projet, situation.tableau)):
        code = operation.code
        depense = max(0, sommes[operation.nature_cout][rang])
        faits[code] = FaitsOperation(
            operation=operation,
            cout=operation.cout if code in en_vigueur else 0,
            assiette=operation.assiette_retenue if code in en_vigueur else 0,
            depense=depense if code in justifiees else None,
            reestimation=reestimations.get(code),
            achevee=operation.est_achevee(au),
            abandonnee=operation.est_abandonnee and operation.version <= situation.tableau.version,
        )
    return faits
