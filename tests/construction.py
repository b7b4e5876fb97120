"""Petits dossiers lisibles : chaque fonction a des valeurs ordinaires, le test n’écrit que ce qui compte pour lui.

Un projet construit ici est équilibré et sans constat ; ses lignes portent l’origine qu’elles auraient si elles
avaient été lues dans un dossier (``plan.csv``, ligne 2…).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from financement.dossier.convention import Avenant, Convention, Enveloppe, Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import (
    MOUVEMENTS_DU_MAITRE_OUVRAGE,
    Base,
    Categorie,
    Nature,
    NatureAvenant,
    Programme,
    TypeMouvement,
)
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.fautes.provenance import INCONNUE, Provenance

SIGNATURE: Final = datetime.date(2004, 7, 1)
LIMITE_ENGAGEMENT: Final = datetime.date(2015, 12, 31)

CATEGORIES: Final = {
    "ANRU": Categorie.ANRU,
    "VILLE": Categorie.VILLE,
    "DEPARTEMENT": Categorie.DEPARTEMENT,
    "CDC": Categorie.CDC,
    "OPH": Categorie.BAILLEUR,
}


def euros(montant: int) -> int:
    """Un nombre entier d’euros, en centimes."""
    return montant * 100


def jour(iso: str) -> datetime.date:
    """La date ``2014-12-31``."""
    return datetime.date.fromisoformat(iso)


def financeur(code: str, **champs: Any) -> Financeur:
    """Un financeur ; sa catégorie vient de son code quand il est courant."""
    return Financeur(
        **{"code": code, "nom": f"Nom de {code}", "categorie": CATEGORIES.get(code, Categorie.AUTRE)} | champs
    )


def enveloppe(code: str, montant: int) -> Enveloppe:
    """Le plafond d’un financeur, en centimes."""
    return Enveloppe(financeur=code, montant=montant)


def avenant(numero: int, date: str = "", **champs: Any) -> Avenant:
    """Un avenant local, signé par défaut le 15 mars, ``numero`` ans après 2004."""
    signe = jour(date) if date else datetime.date(2004 + numero, 3, 15)
    ordinaires: dict[str, Any] = {"numero": numero, "nature": NatureAvenant.LOCAL, "date": signe}
    return Avenant(**ordinaires | champs)


def convention(**champs: Any) -> Convention:
    """Une convention PNRU signée le 1er juillet 2004 entre l’ANRU, la Ville, le Département, la CDC et un bailleur."""
    ordinaires: dict[str, Any] = {
        "code": "C-1",
        "nom": "Convention d'essai",
        "programme": Programme.PNRU,
        "reglement": "pnru",
        "porteur": "Ville",
        "date_signature": SIGNATURE,
        "date_limite_engagement": LIMITE_ENGAGEMENT,
        "financeurs": tuple(financeur(code) for code in CATEGORIES),
    }
    return Convention(**ordinaires | champs)


def operation(code: str = "OP-1", **champs: Any) -> Operation:
    """Une opération d’aménagement de la Ville, d’un coût d’un million d’euros HT."""
    ordinaires: dict[str, Any] = {
        "version": 0,
        "code": code,
        "famille": "08",
        "libelle": f"Libellé de {code}",
        "maitre_ouvrage": "VILLE",
        "cout_ht": euros(1_000_000),
        "base": Base.HT,
    }
    return Operation(**ordinaires | champs)


def ligne(financeur: str, montant: int, operation: str = "OP-1", **champs: Any) -> LignePlan:
    """Une ligne de plan de la convention initiale, en subvention ; ``montant`` en centimes."""
    ordinaires: dict[str, Any] = {
        "version": 0,
        "operation": operation,
        "financeur": financeur,
        "nature": Nature.SUBVENTION,
        "montant": montant,
    }
    return LignePlan(**ordinaires | champs)


def mouvement(type: str, montant: int, date: str = "2010-06-15", **champs: Any) -> Mouvement:  # noqa: A002
    """Un mouvement de l’ANRU sur OP-1, ou du maître d’ouvrage si son type le veut ; ``montant`` en centimes."""
    genre = TypeMouvement(type)
    ordinaires: dict[str, Any] = {"date": jour(date), "type": genre, "operation": "OP-1", "montant": montant}
    if genre not in MOUVEMENTS_DU_MAITRE_OUVRAGE:
        ordinaires["financeur"] = "ANRU"
    return Mouvement(**ordinaires | champs)


PLAN_EQUILIBRE: Final = (
    ligne("ANRU", euros(450_000)),
    ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
)

Situable = TypeVar(
    "Situable", Avenant, Financeur, Operation, LignePlan, Mouvement, Reestimation, Realisation, Insertion
)


def situer(lignes: Iterable[Situable], fichier: str) -> tuple[Situable, ...]:
    """Les mêmes lignes, comme lues dans ``fichier`` à partir de sa ligne 2 ; une origine déjà connue est gardée."""
    return tuple(
        replace(objet, provenance=Provenance(fichier=fichier, ligne=rang)) if objet.provenance == INCONNUE else objet
        for rang, objet in enumerate(lignes, 2)
    )


def projet(
    *,
    operations: Sequence[Operation] | None = None,
    plan: Sequence[LignePlan] | None = None,
    journal: Sequence[Mouvement] = (),
    suivi: Sequence[Reestimation | Realisation | Insertion] = (),
    **de_la_convention: Any,
) -> Projet:
    """Un projet d’une opération équilibrée, sauf ce qui est donné ; le reste va à :func:`convention`."""
    return Projet(
        convention=convention(**de_la_convention),
        operations=situer([operation()] if operations is None else operations, "operations.csv"),
        plan=situer(PLAN_EQUILIBRE if plan is None else plan, "plan.csv"),
        journal=situer(journal, "journal.csv"),
        reestimations=situer([s for s in suivi if isinstance(s, Reestimation)], "reestimations.csv"),
        realisations=situer([s for s in suivi if isinstance(s, Realisation)], "realisations.csv"),
        insertion=situer([s for s in suivi if isinstance(s, Insertion)], "insertion.csv"),
    )
