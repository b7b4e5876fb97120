"""Les gestes d’une personne sur un dossier : corriger journal, plan, opération, convention, règlement."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from financement.dossier.coherence import REGLEMENT_DU_DOSSIER
from financement.dossier.journal import Mouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.reglement.propre import ReglementPropre
from financement.reglement.valeur import UniteParametre
from tests.financement.controles.cas import informations

__all__ = [
    "Geste",
    "a_la_ligne",
    "au_financeur",
    "au_journal",
    "au_plan",
    "au_reglement",
    "dans_l_operation",
    "dans_la_convention",
    "decrire",
    "garder",
    "inscrire",
    "programmer",
    "tous",
]

Geste = Callable[[Projet], Projet]


def tous(*gestes: Geste) -> Geste:
    def appliquer(projet: Projet) -> Projet:
        for geste in gestes:
            projet = geste(projet)
        return projet

    return appliquer


def au_journal(rang: int, **champs: Any) -> Geste:
    def appliquer(projet: Projet) -> Projet:
        lignes = list(projet.journal)
        lignes[rang] = replace(lignes[rang], **champs)
        return replace(projet, journal=tuple(lignes))

    return appliquer


def inscrire(*mouvements: Mouvement) -> Geste:
    return lambda projet: replace(projet, journal=(*projet.journal, *mouvements))


def garder(nombre: int) -> Geste:
    return lambda projet: replace(projet, journal=tuple(projet.journal)[:nombre])


def dans_l_operation(**champs: Any) -> Geste:
    """La dernière description de la dernière opération."""
    return lambda projet: replace(
        projet, operations=(*projet.operations[:-1], replace(projet.operations[-1], **champs))
    )


def decrire(*operations: Operation) -> Geste:
    return lambda projet: replace(projet, operations=(*projet.operations, *operations))


def au_plan(*montants: int) -> Geste:
    """Les premières lignes du plan à ces montants."""

    def appliquer(projet: Projet) -> Projet:
        changees = [replace(avant, montant=m) for avant, m in zip(projet.plan, montants, strict=False)]
        return replace(projet, plan=(*changees, *projet.plan[len(changees) :]))

    return appliquer


def a_la_ligne(rang: int, **champs: Any) -> Geste:
    def appliquer(projet: Projet) -> Projet:
        lignes = list(projet.plan)
        lignes[rang] = replace(lignes[rang], **champs)
        return replace(projet, plan=tuple(lignes))

    return appliquer


def programmer(*lignes: LignePlan) -> Geste:
    return lambda projet: replace(projet, plan=(*projet.plan, *lignes))


def dans_la_convention(**champs: Any) -> Geste:
    return lambda projet: replace(projet, convention=replace(projet.convention, **champs))


def au_financeur(code: str, **champs: Any) -> Geste:
    def appliquer(projet: Projet) -> Projet:
        changes: Iterable[Any] = (replace(f, **champs) if f.code == code else f for f in projet.convention.financeurs)
        return dans_la_convention(financeurs=tuple(changes))(projet)

    return appliquer


def au_reglement(cle: str, valeur: Fraction, unite: UniteParametre, *familles: str) -> Geste:
    def appliquer(projet: Projet) -> Projet:
        propre = ReglementPropre(
            base=projet.convention.reglement, parametres=(informations.parametre(cle, valeur, unite, *familles),)
        )
        convention = replace(projet.convention, reglement=REGLEMENT_DU_DOSSIER)
        return replace(projet, convention=convention, reglement_propre=propre)

    return appliquer
