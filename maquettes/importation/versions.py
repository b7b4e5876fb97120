"""Les tableaux reçus de chaque version, en lignes du dossier : ce qui n’a pas changé n’est pas réécrit.

Une table reçue est tout le tableau financier de sa version. Si l’avenant est déclaré complet, toutes ses lignes sont
écrites et ce qui n’y est plus sort du tableau ; sinon, seulement ce qui change, et ce qui n’y est plus reste programmé.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from financement.controles.constat import Constat
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.fautes.provenance import Provenance
from maquettes.description.description import OPERATIONS, PLAN
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.extraction import LignePlanRecue, OperationRecue
from maquettes.importation.extraction.lieux import ProvenanceDeSource
from maquettes.importation.interpretation import interpreter_les_valeurs

__all__ = ["TableDeVersion", "TableauxReunis", "reunir_les_versions"]


class CleDePlan(NamedTuple):
    """L’identité d’une ligne de plan reçue."""

    operation: str
    financeur: str
    nature: object


@dataclass(slots=True)
class TableauxReunis:
    """Les opérations et le plan du dossier, et ce que la suite des versions fait constater."""

    operations: TableLue[Operation] = field(default_factory=TableLue)
    plan: TableLue[LignePlan] = field(default_factory=TableLue)
    constats: list[Constat] = field(default_factory=list)


@dataclass(slots=True)
class _EnVigueur:
    """Le tableau d’une version : les champs de chaque opération et leurs lieux, le montant de chaque ligne de plan."""

    operations: dict[str, dict[str, object]] = field(default_factory=dict)
    lieux: dict[str, ProvenanceDeSource] = field(default_factory=dict)
    plan: dict[CleDePlan, int] = field(default_factory=dict)

    def copier(self) -> "_EnVigueur":
        """Le même tableau, que la version suivante peut changer."""
        return _EnVigueur(dict(self.operations), dict(self.lieux), dict(self.plan))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDeVersion:
    """Une table reçue d’une version : tout le tableau financier, ou des précisions sur ses opérations."""

    lieu: Provenance
    operations: Sequence[OperationRecue]
    est_un_tableau: bool


def reunir_les_versions(tables: Mapping[int, Sequence[TableDeVersion]], completes: frozenset[int]) -> TableauxReunis:
    """Les lignes du dossier que disent les ``tables`` de chaque version, dans l’ordre.

    ``completes`` : les avenants au tableau complet.
    """
    reunis, avant = TableauxReunis(), _EnVigueur()
    for version in sorted(tables):
        tableaux = [table for table in tables[version] if table.est_un_tableau]
        recues = _reunir(tableaux)
        precisees = _reunir([table for table in tables[version] if not table.est_un_tableau])
        entiere = bool(tableaux) and (version == 0 or version in completes or not avant.operations)
        apres = _EnVigueur() if entiere else avant.copier()
        for recue in _preciser(recues, precisees).values():
            connues = avant.operations.get(recue.code, {})
            # Ce que la table ne dit pas n'a pas changé.
            dites = recue.valeurs if recue.code in recues else _sans_vides(recue.valeurs)
            apres.operations[recue.code] = connues | dites
            tus = connues.keys() - dites.keys()
            lieu = recue.lieu.completee(avant.lieux[recue.code], tus) if tus else recue.lieu
            apres.lieux[recue.code] = lieu
            if entiere or apres.operations[recue.code] != connues:
                reunis.operations.lignes.append(_operation(version, recue.code, apres.operations[recue.code], lieu))
            if recue.code in recues:
                reunis.plan.lignes.extend(_plan(version, recue, avant, apres, entiere=entiere))
        if tableaux:
            modele = constats.OPERATION_RETIREE if version in completes else constats.OPERATION_ABSENTE
            reunis.constats.extend(
                modele.constater(provenance=tableaux[0].lieu, operation=code, version=str(version))
                for code in avant.operations
                if code not in recues
            )
        avant = apres
    return reunis


def _reunir(tables: Iterable[TableDeVersion]) -> dict[str, OperationRecue]:
    """Les opérations de toutes ces tables : la première qui dit un champ le donne."""
    recues: dict[str, OperationRecue] = {}
    for table in tables:
        for recue in table.operations:
            deja = recues.get(recue.code)
            recues[recue.code] = recue if deja is None else _completer(deja, recue)
    return recues


def _preciser(
    recues: Mapping[str, OperationRecue], precisees: Mapping[str, OperationRecue]
) -> dict[str, OperationRecue]:
    """Les opérations d’un tableau, complétées de ce que d’autres tables en précisent."""
    reunies = dict(recues)
    for code, precisee in precisees.items():
        reunies[code] = _completer(recues[code], precisee) if code in recues else precisee
    return reunies


def _completer(deja: OperationRecue, autre: OperationRecue) -> OperationRecue:
    manquants = {nom: v for nom, v in autre.valeurs.items() if v is not None and deja.valeurs.get(nom) is None}
    return OperationRecue(
        code=deja.code,
        valeurs=deja.valeurs | manquants,
        lieu=deja.lieu.completee(autre.lieu, manquants),
        plan=[*deja.plan, *autre.plan],
    )


def _sans_vides(valeurs: Mapping[str, object]) -> dict[str, object]:
    return {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}


def _operation(version: int, code: str, valeurs: Mapping[str, object], lieu: ProvenanceDeSource) -> LigneLue[Operation]:
    return interpreter_les_valeurs(OPERATIONS, {"version": version, "operation": code, **valeurs}, lieu)


def _plan(
    version: int, recue: OperationRecue, avant: _EnVigueur, apres: _EnVigueur, *, entiere: bool
) -> Iterator[LigneLue[LignePlan]]:
    """Les lignes de plan d’une opération : celles qui changent, et des zéros pour celles qui n’y sont plus."""
    siennes = _sommer(recue)
    for cle, ligne in siennes.items():
        connue = cle in avant.plan and bool(avant.plan[cle])
        apres.plan[cle] = ligne.montant
        if entiere and ligne.montant == 0:
            continue
        if entiere or ligne.montant != avant.plan.get(cle, 0) or (ligne.montant and not connue):
            yield _ligne_de_plan(version, cle, ligne)
    if entiere:
        return
    for cle, montant in avant.plan.items():
        if cle.operation == recue.code and montant and cle not in siennes:
            apres.plan[cle] = 0
            absente = LignePlanRecue(financeur=cle.financeur, nature=cle.nature, montant=0, lieu=recue.lieu)
            yield _ligne_de_plan(version, cle, absente)


def _sommer(recue: OperationRecue) -> dict[CleDePlan, LignePlanRecue]:
    """Le plan d’une opération, une ligne par financeur et nature : la somme de celles que disent ses tables."""
    siennes: dict[CleDePlan, LignePlanRecue] = {}
    for ligne in recue.plan:
        cle = CleDePlan(recue.code, ligne.financeur, ligne.nature)
        deja = siennes.get(cle)
        if deja is None:
            siennes[cle] = replace(ligne, autres=[*ligne.autres])
        else:
            deja.montant += ligne.montant
            deja.autres += [ligne.lieu, *ligne.autres]
    return siennes


def _ligne_de_plan(version: int, cle: CleDePlan, ligne: LignePlanRecue) -> LigneLue[LignePlan]:
    bruts = {
        "version": version,
        "operation": cle.operation,
        "financeur": ligne.financeur,
        "nature": ligne.nature,
        "montant": ligne.montant,
    }
    lieu = replace(ligne.lieu, sommees=ligne.autres) if ligne.autres else ligne.lieu
    return interpreter_les_valeurs(PLAN, bruts, lieu)
