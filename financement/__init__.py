"""Noyau : le budget d’une opération de renouvellement urbain, au centime et sans effet de bord.

Les noms publics sont chargés à la demande, pour qu’un script ne paie que ce qu’il emploie.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from financement.version import __version__ as __version__

if TYPE_CHECKING:
    from financement.avancement import avancement_par_famille as avancement_par_famille
    from financement.avancement import avancement_physique as avancement_physique
    from financement.avenant_cloture import generer_avenant_cloture as generer_avenant_cloture
    from financement.bilan_convention import BilanConvention as BilanConvention
    from financement.bilan_convention import bilan as bilan
    from financement.cloture import AvancementOperation as AvancementOperation
    from financement.cloture import Cloture as Cloture
    from financement.cloture import EtatLigne as EtatLigne
    from financement.cloture import EtatOperation as EtatOperation
    from financement.cloture import LigneCloturee as LigneCloturee
    from financement.cloture import MontantsCloture as MontantsCloture
    from financement.cloture import TotalCloture as TotalCloture
    from financement.cloture import calculer_cloture as calculer_cloture
    from financement.comparaison import Comparaison as Comparaison
    from financement.comparaison import TotalCompare as TotalCompare
    from financement.comparaison import comparer as comparer
    from financement.comparaison_operations import ChangementOperation as ChangementOperation
    from financement.comparaison_operations import ReestimationComparee as ReestimationComparee
    from financement.comparaison_operations import comparer_clotures as comparer_clotures
    from financement.comparaison_operations import comparer_operations as comparer_operations
    from financement.comparaison_operations import comparer_reestimations as comparer_reestimations
    from financement.constat import Constat as Constat
    from financement.constat import Constats as Constats
    from financement.constat import Gravite as Gravite
    from financement.controles import controler as controler
    from financement.controles.informations import constat_de_total as constat_de_total
    from financement.convention import Avenant as Avenant
    from financement.convention import ContrepartieFonciere as ContrepartieFonciere
    from financement.convention import Convention as Convention
    from financement.convention import Enveloppe as Enveloppe
    from financement.convention import Financeur as Financeur
    from financement.convention import MaitreOuvrage as MaitreOuvrage
    from financement.croisement import AxeCroise as AxeCroise
    from financement.croisement import Croisement as Croisement
    from financement.croisement import croiser as croiser
    from financement.echeancier import BesoinTresorerie as BesoinTresorerie
    from financement.echeancier import Echeancier as Echeancier
    from financement.echeancier import besoins_de_tresorerie as besoins_de_tresorerie
    from financement.echeancier import calculer_echeancier as calculer_echeancier
    from financement.explications import Etape as Etape
    from financement.explications import Explication as Explication
    from financement.explications import Figure as Figure
    from financement.explications import expliquer as expliquer
    from financement.fautes import DossierRefuse as DossierRefuse
    from financement.fautes import ErreurFinancement as ErreurFinancement
    from financement.fautes import Faute as Faute
    from financement.fautes import TexteRefuse as TexteRefuse
    from financement.fautes import ValeurImpossible as ValeurImpossible
    from financement.journal import Mouvement as Mouvement
    from financement.nomenclature import Base as Base
    from financement.nomenclature import Categorie as Categorie
    from financement.nomenclature import ModeEngagement as ModeEngagement
    from financement.nomenclature import Nature as Nature
    from financement.nomenclature import NatureAvenant as NatureAvenant
    from financement.nomenclature import NatureCout as NatureCout
    from financement.nomenclature import Origine as Origine
    from financement.nomenclature import PorteeTableau as PorteeTableau
    from financement.nomenclature import Programme as Programme
    from financement.nomenclature import RegleCloture as RegleCloture
    from financement.nomenclature import Statut as Statut
    from financement.nomenclature import StatutContrepartie as StatutContrepartie
    from financement.nomenclature import TypeMouvement as TypeMouvement
    from financement.nomenclature import Unite as Unite
    from financement.nomenclature import UniteMontants as UniteMontants
    from financement.operation import Operation as Operation
    from financement.plan import LignePlan as LignePlan
    from financement.portefeuille import Enjeu as Enjeu
    from financement.portefeuille import Portefeuille as Portefeuille
    from financement.portefeuille import Refus as Refus
    from financement.projet import Projet as Projet
    from financement.provenance import Provenance as Provenance
    from financement.reglement.parametre import Confiance as Confiance
    from financement.reglement.parametre import Parametre as Parametre
    from financement.reglement.parametre import UniteParametre as UniteParametre
    from financement.reglement.propre import ReglementPropre as ReglementPropre
    from financement.regles import Reglement as Reglement
    from financement.regles import reglement_du_projet as reglement_du_projet
    from financement.regles import surcharges as surcharges
    from financement.selection import Selection as Selection
    from financement.selection import restreindre_cloture as restreindre_cloture
    from financement.selection import restreindre_situation as restreindre_situation
    from financement.selection import retenir_constats as retenir_constats
    from financement.selection import selectionner as selectionner
    from financement.situation import Axe as Axe
    from financement.situation import Situation as Situation
    from financement.situation import calculer_situation as calculer_situation
    from financement.suivi import Insertion as Insertion
    from financement.suivi import Realisation as Realisation
    from financement.suivi import Reestimation as Reestimation
    from financement.tableau import TableauFinancier as TableauFinancier
    from financement.tableau import tableau_financier as tableau_financier
    from financement.transferts import Emplois as Emplois
    from financement.transferts import Transfert as Transfert
    from financement.transferts import emplois_par_financeur as emplois_par_financeur
    from financement.transferts import qualifier_transfert as qualifier_transfert
    from financement.vigilance import PointDeVigilance as PointDeVigilance
    from financement.vigilance import points_de_vigilance as points_de_vigilance

_MODULES = {
    "avenant_cloture": ("generer_avenant_cloture",),
    "cloture": (
        "AvancementOperation",
        "Cloture",
        "EtatLigne",
        "EtatOperation",
        "LigneCloturee",
        "MontantsCloture",
        "TotalCloture",
        "calculer_cloture",
    ),
    "comparaison": (
        "Comparaison",
        "TotalCompare",
        "comparer",
    ),
    "controles.informations": ("constat_de_total",),
    "echeancier": (
        "BesoinTresorerie",
        "Echeancier",
        "besoins_de_tresorerie",
        "calculer_echeancier",
    ),
    "explications": (
        "Etape",
        "Explication",
        "Figure",
        "expliquer",
    ),
    "reglement.parametre": (
        "Confiance",
        "Parametre",
        "UniteParametre",
    ),
    "reglement.propre": ("ReglementPropre",),
    "regles": (
        "Reglement",
        "reglement_du_projet",
        "surcharges",
    ),
    "transferts": (
        "Emplois",
        "Transfert",
        "emplois_par_financeur",
        "qualifier_transfert",
    ),
    "vigilance": (
        "PointDeVigilance",
        "points_de_vigilance",
    ),
    "avancement": ("avancement_par_famille", "avancement_physique"),
    "bilan_convention": ("BilanConvention", "bilan"),
    "croisement": ("AxeCroise", "Croisement", "croiser"),
    "selection": ("Selection", "restreindre_cloture", "restreindre_situation", "retenir_constats", "selectionner"),
    "comparaison_operations": (
        "ChangementOperation",
        "ReestimationComparee",
        "comparer_clotures",
        "comparer_operations",
        "comparer_reestimations",
    ),
    "constat": ("Constat", "Constats", "Gravite"),
    "controles": ("controler",),
    "convention": ("Avenant", "ContrepartieFonciere", "Convention", "Enveloppe", "Financeur", "MaitreOuvrage"),
    "fautes": ("DossierRefuse", "ErreurFinancement", "Faute", "TexteRefuse", "ValeurImpossible"),
    "journal": ("Mouvement",),
    "nomenclature": (
        "Base",
        "Categorie",
        "ModeEngagement",
        "Nature",
        "NatureAvenant",
        "NatureCout",
        "Origine",
        "PorteeTableau",
        "Programme",
        "RegleCloture",
        "Statut",
        "StatutContrepartie",
        "TypeMouvement",
        "Unite",
        "UniteMontants",
    ),
    "operation": ("Operation",),
    "plan": ("LignePlan",),
    "portefeuille": ("Enjeu", "Portefeuille", "Refus"),
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
        raise AttributeError(f"le module financement n’a pas de nom « {nom} »")
    return getattr(import_module(f"financement.{_ORIGINES[nom]}"), nom)


def __dir__() -> list[str]:
    return list(__all__)
