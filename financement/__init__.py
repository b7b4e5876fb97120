"""Noyau : le budget d'une opération de renouvellement urbain, au centime et sans effet de bord.

Les noms publics sont chargés à la demande, pour qu'un script ne paie que ce qu'il emploie.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from financement.version import __version__ as __version__

if TYPE_CHECKING:
    from financement.avancement import avancement_par_famille as avancement_par_famille
    from financement.avancement import avancement_physique as avancement_physique
    from financement.constat import Constat as Constat
    from financement.constat import Gravite as Gravite
    from financement.controles import controler as controler
    from financement.convention import Avenant as Avenant
    from financement.convention import ContrepartieFonciere as ContrepartieFonciere
    from financement.convention import Convention as Convention
    from financement.convention import Enveloppe as Enveloppe
    from financement.convention import Financeur as Financeur
    from financement.convention import MaitreOuvrage as MaitreOuvrage
    from financement.fautes import DossierRefuse as DossierRefuse
    from financement.fautes import Faute as Faute
    from financement.fautes import TexteRefuse as TexteRefuse
    from financement.fautes import ValeurImpossible as ValeurImpossible
    from financement.journal import Mouvement as Mouvement
    from financement.nomenclature import Base as Base
    from financement.nomenclature import Categorie as Categorie
    from financement.nomenclature import Nature as Nature
    from financement.nomenclature import NatureAvenant as NatureAvenant
    from financement.nomenclature import NatureCout as NatureCout
    from financement.nomenclature import Origine as Origine
    from financement.nomenclature import Programme as Programme
    from financement.nomenclature import RegleCloture as RegleCloture
    from financement.nomenclature import Statut as Statut
    from financement.nomenclature import StatutContrepartie as StatutContrepartie
    from financement.nomenclature import TypeMouvement as TypeMouvement
    from financement.nomenclature import Unite as Unite
    from financement.operation import Operation as Operation
    from financement.plan import LignePlan as LignePlan
    from financement.projet import Projet as Projet
    from financement.provenance import Provenance as Provenance
    from financement.situation import Axe as Axe
    from financement.situation import Situation as Situation
    from financement.situation import calculer_situation as calculer_situation
    from financement.suivi import Insertion as Insertion
    from financement.suivi import Realisation as Realisation
    from financement.suivi import Reestimation as Reestimation
    from financement.tableau import TableauFinancier as TableauFinancier
    from financement.tableau import tableau_financier as tableau_financier

_MODULES = {
    "avancement": ("avancement_par_famille", "avancement_physique"),
    "constat": ("Constat", "Gravite"),
    "controles": ("controler",),
    "convention": ("Avenant", "ContrepartieFonciere", "Convention", "Enveloppe", "Financeur", "MaitreOuvrage"),
    "fautes": ("DossierRefuse", "Faute", "TexteRefuse", "ValeurImpossible"),
    "journal": ("Mouvement",),
    "nomenclature": (
        "Base",
        "Categorie",
        "Nature",
        "NatureAvenant",
        "NatureCout",
        "Origine",
        "Programme",
        "RegleCloture",
        "Statut",
        "StatutContrepartie",
        "TypeMouvement",
        "Unite",
    ),
    "operation": ("Operation",),
    "plan": ("LignePlan",),
    "projet": ("Projet",),
    "provenance": ("Provenance",),
    "situation": ("Axe", "Situation", "calculer_situation"),
    "suivi": ("Insertion", "Realisation", "Reestimation"),
    "tableau": ("TableauFinancier", "tableau_financier"),
}
_ORIGINES = {nom: module for module, noms in _MODULES.items() for nom in noms}

__all__ = ["__version__", *sorted(_ORIGINES)]  # noqa: PLE0604 -- noms calculés, vérifiés par un test


def __getattr__(nom: str) -> object:
    if nom not in _ORIGINES:
        raise AttributeError(f"le module financement n'a pas de nom « {nom} »")
    return getattr(import_module(f"financement.{_ORIGINES[nom]}"), nom)


def __dir__() -> list[str]:
    return list(__all__)
