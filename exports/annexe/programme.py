"""Un tableau financier chiffré : celui d’une version, ou celui de la clôture, réduit à un périmètre."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from financement.calculs.tableau import TableauFinancier
from financement.cloture.avenant import operation_close
from financement.cloture.resultat import Cloture
from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import Nature
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne

__all__ = ["Couts", "Programme", "programme_de_cloture", "programme_de_la_version"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Couts:
    """Coûts d’une opération, en centimes ; ``cout`` et ``assiette`` sur sa base déclarée."""

    cout_ht: int
    cout_ttc: int | None
    cout: int
    assiette: int


@dataclass(frozen=True, slots=True)
class Programme:
    """Les opérations d’un tableau financier, le montant de chaque ligne et les coûts de chaque opération."""

    operations: tuple[Operation, ...]
    montants: Mapping[CleLigne, int]
    couts: Mapping[str, Couts]

    @property
    def total(self) -> int:
        """Somme des lignes, en centimes."""
        return sum(self.montants.values())

    @property
    def cout(self) -> int:
        """Somme des coûts, chacun sur sa base déclarée, en centimes."""
        return sum(couts.cout for couts in self.couts.values())

    def montant(self, operation: str, financeurs: Iterable[Financeur], nature: Nature) -> int:
        """Montant d’une opération par ces financeurs sous cette nature, en centimes."""
        return sum(self.montants.get(CleLigne(operation, financeur.code, nature), 0) for financeur in financeurs)


def programme_de_la_version(tableau: TableauFinancier, operations: Collection[str], financeur: str | None) -> Programme:
    """Le tableau financier d’une version, réduit à ces ``operations`` et aux lignes du ``financeur`` (de tous)."""
    retenues = tuple(operation for operation in tableau.operations if operation.code in operations)
    codes = {operation.code for operation in retenues}
    montants = {
        ligne.cle: ligne.montant
        for ligne in tableau.lignes
        if ligne.operation in codes and financeur in {None, ligne.financeur}
    }
    return Programme(retenues, montants, _couts(retenues))


def programme_de_cloture(cloture: Cloture) -> Programme:
    """Le tableau financier que fixe une clôture : lignes au montant de clôture, opérations à leur coût final."""
    presentes = {operation.code for operation in cloture.situation.tableau.operations}
    presentes |= {ligne.cle.operation for ligne in cloture.lignes}
    version = cloture.situation.tableau.version
    operations = tuple(operation_close(fait, version) for code, fait in cloture.faits.items() if code in presentes)
    montants = {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes}
    return Programme(operations, montants, _couts(operations))


def _couts(operations: Iterable[Operation]) -> dict[str, Couts]:
    return {
        operation.code: Couts(
            cout_ht=operation.cout_ht,
            cout_ttc=operation.cout_toutes_taxes,
            cout=operation.cout,
            assiette=operation.assiette_retenue,
        )
        for operation in operations
    }
