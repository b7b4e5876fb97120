"""Noyau : le budget d’une opération de renouvellement urbain, au centime et sans effet de bord.

Les noms publics sont chargés à la demande, pour qu’un script ne paie que ce qu’il emploie.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from financement.version import __version__ as __version__

if TYPE_CHECKING:
    from financement.aleas.alea import Alea as Alea
    from financement.aleas.alea import PorteSur as PorteSur
    from financement.aleas.alea import UniteDAlea as UniteDAlea
    from financement.aleas.eventail import ExerciceTire as ExerciceTire
    from financement.aleas.eventail import eventail as eventail
    from financement.aleas.lois import Empirique as Empirique
    from financement.aleas.lois import Lognormale as Lognormale
    from financement.aleas.lois import Loi as Loi
    from financement.aleas.lois import Pert as Pert
    from financement.aleas.lois import Triangulaire as Triangulaire
    from financement.aleas.lois import Uniforme as Uniforme
    from financement.aleas.modele import Grandeur as Grandeur
    from financement.aleas.statistiques import Dispersion as Dispersion
    from financement.aleas.statistiques import Facteur as Facteur
    from financement.aleas.statistiques import Probabilite as Probabilite
    from financement.aleas.statistiques import convergence as convergence
    from financement.aleas.statistiques import dispersions as dispersions
    from financement.aleas.statistiques import facteurs as facteurs
    from financement.aleas.statistiques import probabilites as probabilites
    from financement.aleas.tirages import Tirages as Tirages
    from financement.aleas.tirages import tirer as tirer
    from financement.calculs.avancement import avancement_par_famille as avancement_par_famille
    from financement.calculs.avancement import avancement_physique as avancement_physique
    from financement.calculs.croisement import AxeCroise as AxeCroise
    from financement.calculs.croisement import Croisement as Croisement
    from financement.calculs.croisement import croiser as croiser
    from financement.calculs.plafonds import assiette_plafonnee as assiette_plafonnee
    from financement.calculs.plafonds import avance_maximale as avance_maximale
    from financement.calculs.plafonds import cumul_acomptes_maximal as cumul_acomptes_maximal
    from financement.calculs.plafonds import premier_acompte as premier_acompte
    from financement.calculs.plafonds import prochain_acompte as prochain_acompte
    from financement.calculs.plafonds import subvention_exceptionnelle_maximale as subvention_exceptionnelle_maximale
    from financement.calculs.plafonds import subvention_ingenierie as subvention_ingenierie
    from financement.calculs.plafonds import subvention_surcharge_fonciere as subvention_surcharge_fonciere
    from financement.calculs.plafonds import taux_creation_maximal as taux_creation_maximal
    from financement.calculs.situation import Axe as Axe
    from financement.calculs.situation import Situation as Situation
    from financement.calculs.situation import calculer_situation as calculer_situation
    from financement.calculs.tableau import TableauFinancier as TableauFinancier
    from financement.calculs.tableau import tableau_financier as tableau_financier
    from financement.cloture import AvancementOperation as AvancementOperation
    from financement.cloture import Cloture as Cloture
    from financement.cloture import EtatLigne as EtatLigne
    from financement.cloture import EtatOperation as EtatOperation
    from financement.cloture import LigneCloturee as LigneCloturee
    from financement.cloture import MontantsCloture as MontantsCloture
    from financement.cloture import TotalCloture as TotalCloture
    from financement.cloture import calculer_cloture as calculer_cloture
    from financement.cloture.avenant import generer_avenant_cloture as generer_avenant_cloture
    from financement.comparaison.operations import ChangementOperation as ChangementOperation
    from financement.comparaison.operations import ReestimationComparee as ReestimationComparee
    from financement.comparaison.operations import comparer_clotures as comparer_clotures
    from financement.comparaison.operations import comparer_operations as comparer_operations
    from financement.comparaison.operations import comparer_reestimations as comparer_reestimations
    from financement.comparaison.tableaux import Comparaison as Comparaison
    from financement.comparaison.tableaux import TotalCompare as TotalCompare
    from financement.comparaison.tableaux import comparer as comparer
    from financement.comparaison.transferts import Emplois as Emplois
    from financement.comparaison.transferts import Transfert as Transfert
    from financement.comparaison.transferts import emplois_par_financeur as emplois_par_financeur
    from financement.comparaison.transferts import qualifier_transfert as qualifier_transfert
    from financement.controles.constat import Constat as Constat
    from financement.controles.constat import Constats as Constats
    from financement.controles.constat import Gravite as Gravite
    from financement.controles.informations import constat_de_total as constat_de_total
    from financement.controles.registre import controler as controler
    from financement.controles.vigilance import PointDeVigilance as PointDeVigilance
    from financement.controles.vigilance import points_de_vigilance as points_de_vigilance
    from financement.delais import Delais as Delais
    from financement.delais import calculer_delais as calculer_delais
    from financement.dossier.convention import Avenant as Avenant
    from financement.dossier.convention import ContrepartieFonciere as ContrepartieFonciere
    from financement.dossier.convention import Convention as Convention
    from financement.dossier.convention import Enveloppe as Enveloppe
    from financement.dossier.convention import Financeur as Financeur
    from financement.dossier.convention import MaitreOuvrage as MaitreOuvrage
    from financement.dossier.journal import Mouvement as Mouvement
    from financement.dossier.nomenclature import Base as Base
    from financement.dossier.nomenclature import Categorie as Categorie
    from financement.dossier.nomenclature import ModeEngagement as ModeEngagement
    from financement.dossier.nomenclature import Nature as Nature
    from financement.dossier.nomenclature import NatureAvenant as NatureAvenant
    from financement.dossier.nomenclature import NatureCout as NatureCout
    from financement.dossier.nomenclature import Origine as Origine
    from financement.dossier.nomenclature import PorteeTableau as PorteeTableau
    from financement.dossier.nomenclature import Programme as Programme
    from financement.dossier.nomenclature import RegleCloture as RegleCloture
    from financement.dossier.nomenclature import Statut as Statut
    from financement.dossier.nomenclature import StatutContrepartie as StatutContrepartie
    from financement.dossier.nomenclature import TypeMouvement as TypeMouvement
    from financement.dossier.nomenclature import Unite as Unite
    from financement.dossier.nomenclature import UniteMontants as UniteMontants
    from financement.dossier.operation import Operation as Operation
    from financement.dossier.part import part_du_maitre_ouvrage as part_du_maitre_ouvrage
    from financement.dossier.plan import LignePlan as LignePlan
    from financement.dossier.projet import Projet as Projet
    from financement.dossier.regles import Reglement as Reglement
    from financement.dossier.regles import reglement_du_projet as reglement_du_projet
    from financement.dossier.regles import surcharges as surcharges
    from financement.dossier.suivi import Insertion as Insertion
    from financement.dossier.suivi import Realisation as Realisation
    from financement.dossier.suivi import Reestimation as Reestimation
    from financement.echeancier import BesoinTresorerie as BesoinTresorerie
    from financement.echeancier import Echeancier as Echeancier
    from financement.echeancier import besoins_de_tresorerie as besoins_de_tresorerie
    from financement.echeancier import calculer_echeancier as calculer_echeancier
    from financement.explications import Etape as Etape
    from financement.explications import Explication as Explication
    from financement.explications import Figure as Figure
    from financement.explications import expliquer as expliquer
    from financement.fautes.faute import DossierRefuse as DossierRefuse
    from financement.fautes.faute import ErreurFinancement as ErreurFinancement
    from financement.fautes.faute import Faute as Faute
    from financement.fautes.faute import TexteRefuse as TexteRefuse
    from financement.fautes.faute import ValeurImpossible as ValeurImpossible
    from financement.fautes.provenance import Provenance as Provenance
    from financement.indicateurs import Indicateur as Indicateur
    from financement.indicateurs import MesureIndicateur as MesureIndicateur
    from financement.indicateurs import PerimetreMesure as PerimetreMesure
    from financement.indicateurs import Quantiles as Quantiles
    from financement.indicateurs import ReleveConvention as ReleveConvention
    from financement.indicateurs import TableauDeBord as TableauDeBord
    from financement.indicateurs import mesures_nationales as mesures_nationales
    from financement.indicateurs import relever as relever
    from financement.indicateurs import tableau_de_bord as tableau_de_bord
    from financement.portefeuille.bilan import BilanConvention as BilanConvention
    from financement.portefeuille.bilan import bilan as bilan
    from financement.portefeuille.portefeuille import Enjeu as Enjeu
    from financement.portefeuille.portefeuille import Portefeuille as Portefeuille
    from financement.portefeuille.portefeuille import Refus as Refus
    from financement.portefeuille.portefeuille import Territoire as Territoire
    from financement.rapprochement import EcartDeComptes as EcartDeComptes
    from financement.rapprochement import GenreEcart as GenreEcart
    from financement.rapprochement import Passe as Passe
    from financement.rapprochement import Rapproche as Rapproche
    from financement.rapprochement import Rapprochement as Rapprochement
    from financement.rapprochement import Sens as Sens
    from financement.rapprochement import TotalDeComptes as TotalDeComptes
    from financement.rapprochement import rapprocher as rapprocher
    from financement.rapprochement import repartir_l_extrait as repartir_l_extrait
    from financement.redeploiement.besoins import BesoinDeCredits as BesoinDeCredits
    from financement.redeploiement.besoins import ContrainteVoulue as ContrainteVoulue
    from financement.redeploiement.besoins import DemandeDeRedeploiement as DemandeDeRedeploiement
    from financement.redeploiement.besoins import EconomieRetenue as EconomieRetenue
    from financement.redeploiement.besoins import GenreContrainte as GenreContrainte
    from financement.redeploiement.besoins import PasDeRedeploiement as PasDeRedeploiement
    from financement.redeploiement.deplacements import Deplacement as Deplacement
    from financement.redeploiement.deplacements import Voie as Voie
    from financement.redeploiement.economies import EconomieEcartee as EconomieEcartee
    from financement.redeploiement.probleme import LimiteDeRedeploiement as LimiteDeRedeploiement
    from financement.redeploiement.redeploiement import BesoinServi as BesoinServi
    from financement.redeploiement.redeploiement import LimiteActive as LimiteActive
    from financement.redeploiement.redeploiement import Redeploiement as Redeploiement
    from financement.redeploiement.redeploiement import redeployer as redeployer
    from financement.redeploiement.solveur import SolveurAbsent as SolveurAbsent
    from financement.redeploiement.solveur import StatutReponse as StatutReponse
    from financement.redeploiement.version import generer_avenant_de_redeploiement as generer_avenant_de_redeploiement
    from financement.reglement.parametre import Confiance as Confiance
    from financement.reglement.parametre import Parametre as Parametre
    from financement.reglement.parametre import UniteParametre as UniteParametre
    from financement.reglement.propre import ReglementPropre as ReglementPropre
    from financement.scenarios.abandon import Abandon as Abandon
    from financement.scenarios.calendrier import ChangementDeLimite as ChangementDeLimite
    from financement.scenarios.calendrier import Limite as Limite
    from financement.scenarios.calendrier import Retard as Retard
    from financement.scenarios.cote_a_cote import CoteACote as CoteACote
    from financement.scenarios.cote_a_cote import EcartDeMontant as EcartDeMontant
    from financement.scenarios.cote_a_cote import EcartDeResultat as EcartDeResultat
    from financement.scenarios.cote_a_cote import comparer_resultats as comparer_resultats
    from financement.scenarios.cote_a_cote import simuler as simuler
    from financement.scenarios.couts import Actualisation as Actualisation
    from financement.scenarios.couts import Composante as Composante
    from financement.scenarios.couts import CoutFixe as CoutFixe
    from financement.scenarios.couts import VariationDeCout as VariationDeCout
    from financement.scenarios.financements import ChangementDEnveloppe as ChangementDEnveloppe
    from financement.scenarios.financements import ChangementDeTaux as ChangementDeTaux
    from financement.scenarios.financements import RetraitDeFinanceur as RetraitDeFinanceur
    from financement.scenarios.hypothese import Hypothese as Hypothese
    from financement.scenarios.prefinancement import Prefinancement as Prefinancement
    from financement.scenarios.prefinancement import SemestreDeRelais as SemestreDeRelais
    from financement.scenarios.prefinancement import delais_mesures as delais_mesures
    from financement.scenarios.prefinancement import prefinancements as prefinancements
    from financement.scenarios.relais import RelaisCoteACote as RelaisCoteACote
    from financement.scenarios.relais import comparer_relais as comparer_relais
    from financement.scenarios.resultat import ResteACharge as ResteACharge
    from financement.scenarios.resultat import Resultat as Resultat
    from financement.scenarios.resultat import calculer_resultat as calculer_resultat
    from financement.scenarios.resultat import restes_a_charge as restes_a_charge
    from financement.scenarios.scenario import Scenario as Scenario
    from financement.scenarios.series import Serie as Serie
    from financement.selection import Selection as Selection
    from financement.selection import restreindre_cloture as restreindre_cloture
    from financement.selection import restreindre_situation as restreindre_situation
    from financement.selection import retenir_constats as retenir_constats
    from financement.selection import selectionner as selectionner

_MODULES = {
    "aleas.alea": ("Alea", "PorteSur", "UniteDAlea"),
    "aleas.eventail": ("ExerciceTire", "eventail"),
    "aleas.lois": ("Empirique", "Loi", "Lognormale", "Pert", "Triangulaire", "Uniforme"),
    "aleas.modele": ("Grandeur",),
    "aleas.statistiques": (
        "Dispersion",
        "Facteur",
        "Probabilite",
        "convergence",
        "dispersions",
        "facteurs",
        "probabilites",
    ),
    "aleas.tirages": ("Tirages", "tirer"),
    "cloture.avenant": ("generer_avenant_cloture",),
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
    "comparaison.tableaux": ("Comparaison", "TotalCompare", "comparer"),
    "controles.informations": ("constat_de_total",),
    "echeancier": ("BesoinTresorerie", "Echeancier", "besoins_de_tresorerie", "calculer_echeancier"),
    "explications": ("Etape", "Explication", "Figure", "expliquer"),
    "indicateurs": (
        "Indicateur",
        "MesureIndicateur",
        "PerimetreMesure",
        "Quantiles",
        "ReleveConvention",
        "TableauDeBord",
        "mesures_nationales",
        "relever",
        "tableau_de_bord",
    ),
    "redeploiement.besoins": (
        "BesoinDeCredits",
        "ContrainteVoulue",
        "DemandeDeRedeploiement",
        "EconomieRetenue",
        "GenreContrainte",
        "PasDeRedeploiement",
    ),
    "redeploiement.deplacements": ("Deplacement", "Voie"),
    "redeploiement.economies": ("EconomieEcartee",),
    "redeploiement.probleme": ("LimiteDeRedeploiement",),
    "redeploiement.redeploiement": ("BesoinServi", "LimiteActive", "Redeploiement", "redeployer"),
    "redeploiement.solveur": ("SolveurAbsent", "StatutReponse"),
    "redeploiement.version": ("generer_avenant_de_redeploiement",),
    "reglement.parametre": ("Confiance", "Parametre", "UniteParametre"),
    "reglement.propre": ("ReglementPropre",),
    "dossier.regles": ("Reglement", "reglement_du_projet", "surcharges"),
    "comparaison.transferts": ("Emplois", "Transfert", "emplois_par_financeur", "qualifier_transfert"),
    "controles.vigilance": ("PointDeVigilance", "points_de_vigilance"),
    "calculs.avancement": ("avancement_par_famille", "avancement_physique"),
    "portefeuille.bilan": ("BilanConvention", "bilan"),
    "calculs.croisement": ("AxeCroise", "Croisement", "croiser"),
    "selection": ("Selection", "restreindre_cloture", "restreindre_situation", "retenir_constats", "selectionner"),
    "comparaison.operations": (
        "ChangementOperation",
        "ReestimationComparee",
        "comparer_clotures",
        "comparer_operations",
        "comparer_reestimations",
    ),
    "controles.constat": ("Constat", "Constats", "Gravite"),
    "controles.registre": ("controler",),
    "delais": ("Delais", "calculer_delais"),
    "rapprochement": (
        "EcartDeComptes",
        "GenreEcart",
        "Passe",
        "Rapproche",
        "Rapprochement",
        "Sens",
        "TotalDeComptes",
        "rapprocher",
        "repartir_l_extrait",
    ),
    "dossier.convention": ("Avenant", "ContrepartieFonciere", "Convention", "Enveloppe", "Financeur", "MaitreOuvrage"),
    "fautes.faute": ("DossierRefuse", "ErreurFinancement", "Faute", "TexteRefuse", "ValeurImpossible"),
    "dossier.journal": ("Mouvement",),
    "dossier.nomenclature": (
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
    "dossier.operation": ("Operation",),
    "dossier.part": ("part_du_maitre_ouvrage",),
    "dossier.plan": ("LignePlan",),
    "portefeuille.portefeuille": ("Enjeu", "Portefeuille", "Refus", "Territoire"),
    "dossier.projet": ("Projet",),
    "fautes.provenance": ("Provenance",),
    "calculs.plafonds": (
        "assiette_plafonnee",
        "avance_maximale",
        "cumul_acomptes_maximal",
        "premier_acompte",
        "prochain_acompte",
        "subvention_exceptionnelle_maximale",
        "subvention_ingenierie",
        "subvention_surcharge_fonciere",
        "taux_creation_maximal",
    ),
    "calculs.situation": ("Axe", "Situation", "calculer_situation"),
    "scenarios.abandon": ("Abandon",),
    "scenarios.calendrier": ("ChangementDeLimite", "Limite", "Retard"),
    "scenarios.cote_a_cote": ("CoteACote", "EcartDeMontant", "EcartDeResultat", "comparer_resultats", "simuler"),
    "scenarios.couts": ("Actualisation", "Composante", "CoutFixe", "VariationDeCout"),
    "scenarios.financements": ("ChangementDEnveloppe", "ChangementDeTaux", "RetraitDeFinanceur"),
    "scenarios.hypothese": ("Hypothese",),
    "scenarios.prefinancement": ("Prefinancement", "SemestreDeRelais", "delais_mesures", "prefinancements"),
    "scenarios.relais": ("RelaisCoteACote", "comparer_relais"),
    "scenarios.resultat": ("ResteACharge", "Resultat", "calculer_resultat", "restes_a_charge"),
    "scenarios.scenario": ("Scenario",),
    "scenarios.series": ("Serie",),
    "dossier.suivi": ("Insertion", "Realisation", "Reestimation"),
    "calculs.tableau": ("TableauFinancier", "tableau_financier"),
}
_ORIGINES = {nom: module for module, noms in _MODULES.items() for nom in noms}

__all__ = ["__version__", *sorted(_ORIGINES)]  # noqa: PLE0604 -- noms calculés, vérifiés par un test


def __getattr__(nom: str) -> object:
    if nom not in _ORIGINES:
        raise AttributeError(f"le module financement n’a pas de nom « {nom} »")
    return getattr(import_module(f"financement.{_ORIGINES[nom]}"), nom)


def __dir__() -> list[str]:
    return list(__all__)
