"""Confronter les lignes d’une table à ce qui a été lu avant elle, à mesure qu’on les lit : seul leur compte importe.

Une autre liste de codes, un fichier d’un autre projet : chaque ligne est bien formée, et fautive. L’examen du dossier
dira les premières fautes ; lire les lignes suivantes n’y ajouterait rien. Ne sont comptées que des fautes qu’il dira.
"""

from collections.abc import Hashable, Mapping
from typing import Final, Protocol, TypeAlias, TypeVar

from financement.dossier.coherence import natures_des_lignes
from financement.dossier.familles import trouver_famille
from financement.dossier.fautes import FAMILLE_INCONNUE, FINANCEUR_INCONNU, OPERATION_INCONNUE, VERSION_SANS_AVENANT
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import Nature
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Suivi
from financement.fautes.faute import ModeleFaute
from financement.valeurs.graphies import Jumeaux
from maquettes.assemblage.declarations import codes_incertains, declarer
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN, SUIVIS
from maquettes.description.documents import ConventionLue
from maquettes.description.fautes_comptees import Incoherences
from maquettes.description.lignes import TableLue
from maquettes.description.table import Table

__all__ = ["Confrontation", "lire_en_confrontant"]

T = TypeVar("T")

# Un fichier répété l'est depuis ses premières lignes ; les retenir toutes prendrait autant de place que lui.
_CLES_RETENUES: Final = 100_000


class _Comptes:
    """Les fautes des lignes prises une à une, et leurs doublons, que l’examen ne dit qu’après toutes les autres."""

    def __init__(self) -> None:
        self._vues: set[Hashable] = set()
        self._fautes = self._doublons = 0

    def ajouter(self, fautes: int, cle: Hashable) -> int:
        """Compte les ``fautes`` d’une ligne, et son doublon si une autre a sa clé ; rend ce que le plus grand gagne."""
        avant = max(self._fautes, self._doublons)
        self._fautes += fautes
        if cle in self._vues:
            self._doublons += 1
        elif len(self._vues) < _CLES_RETENUES:
            self._vues.add(cle)
        return max(self._fautes, self._doublons) - avant


class Confrontation:
    """Les incohérences des lignes d’un dossier dont la convention et les ``operations`` sont lues."""

    def __init__(self, convention: ConventionLue, operations: TableLue[Operation]) -> None:
        declares = declarer(convention, operations)
        self._incertains = codes_incertains(convention, operations)
        self._operations, self._financeurs = Jumeaux(declares.operations), Jumeaux(declares.financeurs)
        self._creations = declares.operations
        self._versions = frozenset(declares.versions)
        self._programme = declares.programme

    def _sure(self, modele: ModeleFaute) -> bool:
        return modele.code not in self._incertains

    def des_operations(self) -> Incoherences[Operation]:
        """Versions sans avenant, familles inconnues, lignes en double."""
        versions, programme, comptes = self._versions, self._programme, _Comptes()
        des_versions = self._sure(VERSION_SANS_AVENANT)
        des_familles = self._sure(FAMILLE_INCONNUE)

        def compter(operation: Operation) -> int:
            fautes = (des_versions and operation.version not in versions) + (
                des_familles and trouver_famille(operation.famille, programme) is None
            )
            return comptes.ajouter(fautes, (operation.version, operation.code))

        return compter

    def du_plan(self) -> Incoherences[LignePlan]:
        """Codes et versions inconnus, opérations pas encore créées, lignes en double."""
        versions, creations, comptes = self._versions, self._creations, _Comptes()
        operations, financeurs = self._operations.trouver, self._financeurs.trouver
        des_versions = self._sure(VERSION_SANS_AVENANT)
        des_operations = self._sure(OPERATION_INCONNUE)
        des_financeurs = self._sure(FINANCEUR_INCONNU)

        def compter(ligne: LignePlan) -> int:
            operation, financeur = operations(ligne.operation), financeurs(ligne.financeur)
            cle = ligne.version, operation or ligne.operation, financeur or ligne.financeur, ligne.nature
            fautes = (
                (des_versions and ligne.version not in versions)
                + (des_operations and (operation is None or ligne.version < creations[operation]))
                + (des_financeurs and financeur is None)
            )
            return comptes.ajouter(fautes, cle)

        return compter

    def du_journal(self, plan: TableLue[LignePlan]) -> Incoherences[Mouvement]:
        """Codes inconnus, et natures que le ``plan`` ne désigne pas."""
        operations, financeurs = self._operations.trouver, self._financeurs.trouver
        des_operations = self._sure(OPERATION_INCONNUE)
        des_financeurs = self._sure(FINANCEUR_INCONNU)
        natures = self._natures(plan)

        def compter(mouvement: Mouvement) -> int:
            operation = operations(mouvement.operation)
            compte = int(des_operations and operation is None)
            if mouvement.financeur is None:
                return compte
            financeur = financeurs(mouvement.financeur)
            couple = operation or mouvement.operation, financeur or mouvement.financeur
            ambigue = mouvement.nature is None and len(natures.get(couple, ())) > 1
            return compte + (des_financeurs and financeur is None) + ambigue

        return compter

    def _natures(self, plan: TableLue[LignePlan]) -> Mapping[tuple[str, str], tuple[Nature, ...]]:
        """Celles des couples de codes du plan qui sont écrits comme ils sont déclarés."""
        return natures_des_lignes(plan.sans_faute_sur(PLAN.cle))

    def du_suivi(self, table: Table[Suivi]) -> Incoherences[Suivi]:
        """Opérations inconnues, et lignes données deux fois si la ``table`` a une clé."""
        trouver, sure, comptes = self._operations.trouver, self._sure(OPERATION_INCONNUE), _Comptes()
        autres = tuple(c.champ for c in table.colonnes if c.nom in table.cle and c.champ != "operation")

        def compter(suivi: Suivi) -> int:
            operation = trouver(suivi.operation)
            inconnue = int(sure and operation is None)
            if not table.cle:
                return inconnue
            cle = operation or suivi.operation, *(getattr(suivi, champ) for champ in autres)
            return comptes.ajouter(inconnue, cle)

        return compter


class LireTable(Protocol):
    """Lit une table du dossier ; trop d’incohérences en arrêtent la lecture."""

    def __call__(self, decrite: Table[T], incoherences: Incoherences[T], /) -> TableLue[T]:
        """La table ``decrite``."""
        ...


GrandJournal: TypeAlias = tuple[JournalALaDemande, TableLue[Mouvement]]
"""Un journal en colonnes, et ses lignes fautives."""


def lire_en_confrontant(convention: ConventionLue, lire: LireTable, grand: GrandJournal | None = None) -> DossierLu:
    """Les tables que rend ``lire``, chacune confrontée à celles qui la précèdent ; le règlement n’y est pas.

    ``grand`` : le journal, s’il est déjà lu.
    """
    lu = DossierLu(convention=convention)
    lu.operations = lire(OPERATIONS, Confrontation(convention, TableLue()).des_operations())
    confrontation = Confrontation(convention, lu.operations)
    lu.plan = lire(PLAN, confrontation.du_plan())
    if grand is None:
        lu.journal = lire(JOURNAL, confrontation.du_journal(lu.plan))
    else:
        lu.grand_journal, lu.journal = grand
    lu.suivis = {table.nom: lire(table, confrontation.du_suivi(table)) for table in SUIVIS}
    return lu
