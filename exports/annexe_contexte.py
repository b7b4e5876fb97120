"""Ce que les tableaux de l'annexe partagent : situation, noms distincts, opérations dans l'ordre des familles."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from exports.affichable import rendre_affichable, replier
from financement.constat import Constat
from financement.controles import controler_situation
from financement.convention import Convention, Financeur
from financement.grille import NATURES
from financement.nomenclature import FAMILLES, LIBELLES_CATEGORIES, Base, Nature
from financement.operation import Operation
from financement.plan import CleLigne
from financement.projet import Projet
from financement.situation import Situation, calculer_situation
from financement.tableau import TableauFinancier, operations_decrites

__all__ = ["Contexte", "Execution", "noms_distincts", "preparer"]


@dataclass(frozen=True, slots=True)
class Execution:
    """Programmé, engagé et payé d'une ligne ou d'une opération, en centimes."""

    programme: int
    engage: int
    paye: int

    @property
    def est_nulle(self) -> bool:
        """Rien de programmé, d'engagé ni de payé."""
        return not (self.programme or self.engage or self.paye)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """Les données d'une annexe.

    ``operations`` : celles du tableau en vigueur, et celles qu'il ne contient pas mais qui portent un engagé ou un
    payé, par famille dans l'ordre de la nomenclature puis du dossier. ``executions`` : les lignes portant un montant.
    ``maitres`` et ``financeurs`` donnent un nom affichable et distinct par code, ``entetes`` un nom court.
    """

    projet: Projet
    au: date
    situation: Situation
    constats: tuple[Constat, ...]
    operations: tuple[Operation, ...]
    executions: Mapping[CleLigne, Execution]
    par_operation: Mapping[str, Mapping[CleLigne, Execution]]
    maitres: Mapping[str, str]
    financeurs: Mapping[str, str]
    entetes: Mapping[str, str]

    @property
    def convention(self) -> Convention:
        """La convention."""
        return self.projet.convention

    @property
    def tableau(self) -> TableauFinancier:
        """Le tableau financier en vigueur à la date d'arrêté."""
        return self.situation.tableau

    @property
    def familles(self) -> Mapping[str, str]:
        """Libellés des familles qui ont une opération, dans l'ordre de la nomenclature."""
        presentes = {operation.famille for operation in self.operations}
        libelles = FAMILLES[self.convention.programme]
        return {famille: libelles[famille] for famille in libelles if famille in presentes}

    @property
    def bases(self) -> tuple[Base, ...]:
        """Les bases, HT ou TTC, sur lesquelles s'équilibrent les opérations en vigueur."""
        declarees = {operation.base for operation in self.tableau.operations}
        return tuple(base for base in Base if base in declarees)

    def en_vigueur(self, operation: str) -> bool:
        """L'opération figure au tableau financier en vigueur."""
        return any(o.code == operation for o in self.tableau.operations)

    def executions_de(self, operation: str) -> Mapping[CleLigne, Execution]:
        """Les lignes d'une opération, dans l'ordre des financeurs."""
        return self.par_operation.get(operation, {})

    def programme(self, operation: str, financeurs: Iterable[Financeur], nature: Nature) -> int:
        """Montant programmé d'une opération par ces financeurs sous cette nature, en centimes."""
        cles = (CleLigne(operation, financeur.code, nature) for financeur in financeurs)
        return sum(self.executions[cle].programme for cle in cles if cle in self.executions)


def noms_distincts(noms: Mapping[str, str]) -> dict[str, str]:
    """Par code, un nom affichable que tout tableur distingue des autres.

    Le code, puis un rang, départagent les homonymes.
    """
    affichables = {code: rendre_affichable(nom) for code, nom in noms.items()}
    replis = Counter(map(replier, affichables.values()))
    distincts: dict[str, str] = {}
    pris: set[str] = set()
    for code, nom in affichables.items():
        est_homonyme = replis[replier(nom)] > 1 and nom != code
        candidat = f"{nom} ({rendre_affichable(code)})" if est_homonyme else nom
        retenu, rang = candidat, 2
        while replier(retenu) in pris:
            retenu, rang = f"{candidat} [{rang}]", rang + 1
        pris.add(replier(retenu))
        distincts[code] = retenu
    return distincts


def _entetes(financeurs: Iterable[Financeur]) -> dict[str, str]:
    """Le nom de la catégorie quand un seul financeur la porte et qu'elle le nomme, sinon le sien."""
    presents = tuple(financeurs)
    categories = [financeur.categorie for financeur in presents]
    return noms_distincts(
        {
            f.code: LIBELLES_CATEGORIES[f.categorie]
            if categories.count(f.categorie) == 1 and f.categorie.value not in ("bailleur", "autre")
            else _sans_parenthese(f.nom)
            for f in presents
        }
    )


def _sans_parenthese(nom: str) -> str:
    """Le nom sans sa précision finale entre parenthèses."""
    court, parenthese, _ = nom.partition(" (")
    return court if parenthese and nom.endswith(")") and court else nom


def _executions(situation: Situation) -> dict[CleLigne, Execution]:
    """Les lignes du tableau en vigueur et celles qui portent un montant, dans l'ordre de la grille."""
    programmees = {ligne.cle for ligne in situation.tableau.lignes if ligne.montant}
    grandeurs = situation.lignes
    executions = {}
    for rang_operation, operation in enumerate(situation.axes.operations):
        for rang_financeur, financeur in enumerate(situation.axes.financeurs):
            for rang_nature, nature in enumerate(NATURES):
                case = rang_operation, rang_financeur, rang_nature
                execution = Execution(
                    int(grandeurs.programme[case]), int(grandeurs.engage[case]), int(grandeurs.paye[case])
                )
                cle = CleLigne(operation, financeur, nature)
                if cle in programmees or not execution.est_nulle:
                    executions[cle] = execution
    return executions


def preparer(projet: Projet, *, au: date) -> Contexte:
    """Calcule la situation et les constats à la date ``au``, dans la version en vigueur à cette date."""
    situation = calculer_situation(projet, au=au)
    executions = _executions(situation)
    par_operation: dict[str, dict[CleLigne, Execution]] = {}
    for cle, execution in executions.items():
        par_operation.setdefault(cle.operation, {})[cle] = execution
    en_vigueur = {operation.code for operation in situation.tableau.operations}
    retenues = [
        operation
        for operation in operations_decrites(projet, situation.tableau)
        if operation.code in en_vigueur or operation.code in par_operation
    ]
    convention = projet.convention
    familles = list(FAMILLES[convention.programme])
    maitres = dict.fromkeys(operation.maitre_ouvrage for operation in projet.operations)
    return Contexte(
        projet=projet,
        au=au,
        situation=situation,
        constats=controler_situation(situation),
        operations=tuple(sorted(retenues, key=lambda operation: familles.index(operation.famille))),
        executions=executions,
        par_operation=par_operation,
        maitres=noms_distincts({code: convention.nom_du_maitre_ouvrage(code) for code in maitres}),
        financeurs=noms_distincts({financeur.code: financeur.nom for financeur in convention.financeurs}),
        entetes=_entetes(convention.financeurs),
    )
