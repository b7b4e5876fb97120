"""Chaque ligne d’un dossier, nommée dans les mots du métier : « opération OP-1 (avenant n° 2) »."""

from financement.dossier.convention import Avenant, ContrepartieFonciere, Financeur, MaitreOuvrage
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES, Nature
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.reglement.parametre import Parametre
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.valeurs.quantites import afficher_quantite

__all__ = [
    "designer_avenant",
    "designer_contrepartie",
    "designer_financeur",
    "designer_insertion",
    "designer_ligne_de_plan",
    "designer_maitre_ouvrage",
    "designer_mouvement",
    "designer_operation",
    "designer_parametre",
    "designer_realisation",
    "designer_reestimation",
]


def _version(numero: int) -> str:
    return f"avenant n° {numero}" if numero else "convention initiale"


def _nature(nature: Nature) -> str:
    return LIBELLES_NATURES[nature].lower()


def designer_financeur(financeur: Financeur) -> str:
    """Un financeur, par son code."""
    return f"financeur {financeur.code}"


def designer_avenant(avenant: Avenant) -> str:
    """Un avenant, par son numéro."""
    return f"avenant n° {avenant.numero}"


def designer_maitre_ouvrage(declare: MaitreOuvrage) -> str:
    """Un maître d’ouvrage déclaré, par son code."""
    return f"maître d’ouvrage {declare.code}"


def designer_contrepartie(contrepartie: ContrepartieFonciere) -> str:
    """Une contrepartie foncière, par son site et son bénéficiaire."""
    return f"contrepartie foncière {contrepartie.site}, bénéficiaire {contrepartie.beneficiaire}"


def designer_parametre(parametre: Parametre) -> str:
    """Un paramètre du règlement, sa date et sa portée."""
    portee = [f"familles {', '.join(parametre.familles)}"] if parametre.familles else []
    portee += [f"produit {parametre.produit}"] if parametre.produit else []
    return ", ".join((f"paramètre {parametre.cle} à partir du {afficher_date(parametre.debut)}", *portee))


def designer_operation(operation: Operation) -> str:
    """Une opération et sa version."""
    return f"opération {operation.code} ({_version(operation.version)})"


def designer_ligne_de_plan(ligne: LignePlan) -> str:
    """Une ligne du plan : opération, financeur, nature, version."""
    return f"financement {ligne.operation}, {ligne.financeur}, {_nature(ligne.nature)} ({_version(ligne.version)})"


def designer_mouvement(mouvement: Mouvement) -> str:
    """Un mouvement : type, date, montant, opération, et ce qui le précise."""
    precisions = [f"financeur {mouvement.financeur}"] if mouvement.financeur is not None else []
    precisions += [_nature(mouvement.nature)] if mouvement.nature is not None else []
    precisions += [f"pièce {mouvement.piece}"] if mouvement.piece else []
    quoi, quand = LIBELLES_TYPES[mouvement.type], afficher_date(mouvement.date)
    combien = afficher_montant(mouvement.montant)
    return ", ".join((f"{quoi} du {quand} de {combien} pour {mouvement.operation}", *precisions))


def designer_reestimation(reestimation: Reestimation) -> str:
    """Une réestimation, par sa date et son opération."""
    return f"réestimation du {afficher_date(reestimation.date)} pour {reestimation.operation}"


def designer_realisation(realisation: Realisation) -> str:
    """Une réalisation : date, quantité, opération."""
    quand, combien = afficher_date(realisation.date), afficher_quantite(realisation.quantite)
    return f"réalisation du {quand} de {combien} pour {realisation.operation}"


def designer_insertion(insertion: Insertion) -> str:
    """Les heures d’insertion d’une opération."""
    return f"heures d’insertion de {insertion.operation}"
