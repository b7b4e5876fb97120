"""Rendre les codes cités à l’orthographe que le dossier déclare, avant que ses lignes ne soient confrontées.

Un code cité à la casse, à la forme Unicode ou à l’espèce d’espace près est celui qui est déclaré, s’il est le seul ;
une famille s’écrit ``1`` pour ``01``. Une ligne d’opération garde le code qu’elle porte, puisqu’elle le déclare ; un
maître d’ouvrage garde aussi le sien, qui peut être un nom libre.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from financement.dossier.coherence import REGLEMENT_DU_DOSSIER, REGLEMENTS, Declares
from financement.dossier.familles import trouver_famille
from financement.dossier.nomenclature import Programme
from financement.valeurs.graphies import Jumeaux
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.documents import ConventionLue
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.formes.reglement import ReglementLu

__all__ = ["orthographier"]

T = TypeVar("T")
Designation = Callable[[Any], object]
"""Ce que désigne la valeur d’un champ, à l’orthographe déclarée ; ``None`` si rien n’est désigné."""

_DES_REGLEMENTS: Final = Jumeaux((*REGLEMENTS, REGLEMENT_DU_DOSSIER))


def orthographier(lu: DossierLu, declares: Declares) -> DossierLu:
    """Le même dossier, chaque code cité écrit comme il est déclaré ; un code que rien ne désigne reste tel quel."""
    operation, financeurs = Jumeaux(declares.operations).trouver, Jumeaux(declares.financeurs)
    d_operation: dict[str, Designation] = {"operation": operation}
    d_une_ligne: dict[str, Designation] = {"operation": operation, "financeur": financeurs.trouver}
    famille = partial(trouver_famille, programme=declares.programme)
    grand = lu.grand_journal
    return replace(
        lu,
        convention=_convention(lu.convention, financeurs),
        reglement=None if lu.reglement is None else _reglement(lu.reglement, declares.programme),
        operations=_table(lu.operations, {"famille": famille}),
        plan=_table(lu.plan, d_une_ligne),
        journal=_table(lu.journal, d_une_ligne),
        grand_journal=None if grand is None else grand.recoder(operation, financeurs.trouver),
        suivis={nom: _table(suivi, d_operation) for nom, suivi in lu.suivis.items()},
    )


def _table(lue: TableLue[T], champs: Mapping[str, Designation]) -> TableLue[T]:
    return replace(lue, lignes=[_ligne(ligne, champs) for ligne in lue.lignes])


def _ligne(lue: LigneLue[T], champs: Mapping[str, Designation]) -> LigneLue[T]:
    """La même ligne, les champs de son objet écrits comme ils sont déclarés ; elle-même si rien n’y change."""
    if lue.objet is None:
        return lue
    objet = _objet(lue.objet, champs)
    return lue if objet is lue.objet else replace(lue, objet=objet)


def _objet(objet: Any, champs: Mapping[str, Designation]) -> Any:
    changes = {}
    for champ, trouver in champs.items():
        cite = getattr(objet, champ)
        if cite is not None and (declare := trouver(cite)) is not None and declare != cite:
            changes[champ] = declare
    return replace(objet, **changes) if changes else objet


def _convention(lue: ConventionLue, financeurs: Jumeaux) -> ConventionLue:
    entete = None if lue.entete is None else _ligne(lue.entete, {"reglement": _DES_REGLEMENTS.trouver})

    def des_enveloppes(enveloppes: Iterable[object]) -> tuple[object, ...]:
        return tuple(_objet(enveloppe, {"financeur": financeurs.trouver}) for enveloppe in enveloppes)

    return replace(lue, entete=entete, avenants=_table(lue.avenants, {"enveloppes": des_enveloppes}))


def _reglement(lu: ReglementLu, programme: Programme) -> ReglementLu:
    from financement.reglement.jeux import UNITES

    entete = None if lu.entete is None else _ligne(lu.entete, {"base": Jumeaux(REGLEMENTS).trouver})

    def des_familles(familles: Iterable[str]) -> tuple[str, ...]:
        return tuple(trouver_famille(famille, programme) or famille for famille in familles)

    des_parametres = {"cle": Jumeaux(UNITES).trouver, "familles": des_familles}
    return replace(lu, entete=entete, parametres=_table(lu.parametres, des_parametres))
