"""Un tableau financier chiffré : celui d'une version, ou celui de la clôture, réduit à un périmètre."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from exports.annexe_perimetre import couvre, couvre_operation
from exports.sceau import GenrePerimetre, Perimetre
from financement.avenant_cloture import operation_close
from financement.cloture.resultat import Cloture
from financement.convention import Financeur
from financement.nomenclature import Nature
from financement.operation import Operation
from financement.plan import CleLigne
from financement.projet import Projet
from financement.tableau import tableau_financier

__all__ = ["Couts", "Programme", "programme_de_cloture", "programme_de_la_version"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Couts:
    """Coûts d'une opération, en centimes ; ``cout`` et ``assiette`` sur sa base déclarée."""

    cout_ht: int
    cout_ttc: int | None
    cout: int
    assiette: int


@dataclass(frozen=True, slots=True)
class Programme:
    """Les opérations d'un tableau financier, le montant de chaque ligne et les coûts de chaque opération."""

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
        """Montant d'une opération par ces financeurs sous cette nature, en centimes."""
        return sum(self.montants.get(CleLigne(operation, financeur.code, nature), 0) for financeur in financeurs)


def programme_de_la_version(
    projet: Projet, version: int, perimetre: Perimetre, suivies: Collection[str] = ()
) -> Programme:
    """Le tableau financier d'une version ; pour un financeur, de ce qu'il y programme et des opérations ``suivies``."""
    tableau = tableau_financier(projet, version)
    operations = {operation.code: operation for operation in tableau.operations}
    montants = {
        ligne.cle: ligne.montant
        for ligne in tableau.lignes
        if ligne.operation in operations and couvre(perimetre, ligne.cle, operations[ligne.operation])
    }
    return _chiffrer(tableau.operations, montants, perimetre, suivies)


def programme_de_cloture(cloture: Cloture, perimetre: Perimetre) -> Programme:
    """Le tableau financier que fixe la clôture : lignes au montant de clôture, opérations à leur coût final."""
    en_vigueur = {operation.code for operation in cloture.situation.tableau.operations}
    portees = {ligne.cle.operation for ligne in cloture.lignes}
    operations = tuple(
        operation_close(faits, cloture.situation.tableau.version)
        for code, faits in cloture.faits.items()
        if code in en_vigueur | portees
    )
    montants = {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes}
    return _chiffrer(operations, montants, perimetre, portees)


def _chiffrer(
    operations: Iterable[Operation],
    montants: Mapping[CleLigne, int],
    perimetre: Perimetre,
    suivies: Collection[str],
) -> Programme:
    """Le programme du périmètre ; pour un financeur, les opérations qu'il finance et les ``suivies``."""
    portees = {cle.operation for cle, montant in montants.items() if montant}.union(suivies)
    retenues = tuple(
        operation
        for operation in operations
        if couvre_operation(perimetre, operation)
        and (perimetre.genre is not GenrePerimetre.FINANCEUR or operation.code in portees)
    )
    couts = {
        operation.code: Couts(
            cout_ht=operation.cout_ht,
            cout_ttc=operation.cout_toutes_taxes,
            cout=operation.cout,
            assiette=operation.assiette_retenue,
        )
        for operation in retenues
    }
    return Programme(retenues, {cle: montant for cle, montant in montants.items() if cle.operation in couts}, couts)
