"""Le contenu d’un dossier dit à une personne : comment se nomme un objet, comment se lit une valeur."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from financement.dossier.convention import Avenant, ContrepartieFonciere, Enveloppe, Financeur, MaitreOuvrage
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES, Nature
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.reglement.parametre import Parametre, UniteParametre
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.valeurs.quantites import afficher_quantite
from financement.valeurs.taux import afficher_taux
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    CONVENTION,
    FINANCEURS,
    INSERTION,
    JOURNAL,
    MAITRES_OUVRAGE,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REALISATIONS,
    REESTIMATIONS,
    REGLEMENT,
    Colonne,
    Genre,
    Table,
)
from maquettes.description.valeurs import ecrire_cellule

__all__ = ["VIDE", "afficher_champ", "designer"]

VIDE: Final = "vide"

_VIDES: Final = (None, "", ())


def _version(numero: int) -> str:
    return f"avenant n° {numero}" if numero else "convention initiale"


def _nature(nature: Nature) -> str:
    return LIBELLES_NATURES[nature].lower()


def _convention(_: object) -> str:
    return "convention"


def _reglement(_: object) -> str:
    return "règlement du dossier"


def _financeur(financeur: Financeur) -> str:
    return f"financeur {financeur.code}"


def _avenant(avenant: Avenant) -> str:
    return f"avenant n° {avenant.numero}"


def _maitre_ouvrage(declare: MaitreOuvrage) -> str:
    return f"maître d’ouvrage {declare.code}"


def _contrepartie(contrepartie: ContrepartieFonciere) -> str:
    return f"contrepartie foncière {contrepartie.site}, bénéficiaire {contrepartie.beneficiaire}"


def _parametre(parametre: Parametre) -> str:
    portee = [f"familles {', '.join(parametre.familles)}"] if parametre.familles else []
    portee += [f"produit {parametre.produit}"] if parametre.produit else []
    return ", ".join((f"paramètre {parametre.cle} à partir du {afficher_date(parametre.debut)}", *portee))


def _operation(operation: Operation) -> str:
    return f"opération {operation.code} ({_version(operation.version)})"


def _financement(ligne: LignePlan) -> str:
    return f"financement {ligne.operation}, {ligne.financeur}, {_nature(ligne.nature)} ({_version(ligne.version)})"


def _mouvement(mouvement: Mouvement) -> str:
    precisions = [f"financeur {mouvement.financeur}"] if mouvement.financeur is not None else []
    precisions += [_nature(mouvement.nature)] if mouvement.nature is not None else []
    precisions += [f"pièce {mouvement.piece}"] if mouvement.piece else []
    quoi, quand = LIBELLES_TYPES[mouvement.type], afficher_date(mouvement.date)
    combien = afficher_montant(mouvement.montant)
    return ", ".join((f"{quoi} du {quand} de {combien} pour {mouvement.operation}", *precisions))


def _reestimation(reestimation: Reestimation) -> str:
    return f"réestimation du {afficher_date(reestimation.date)} pour {reestimation.operation}"


def _realisation(realisation: Realisation) -> str:
    quand, combien = afficher_date(realisation.date), afficher_quantite(realisation.quantite)
    return f"réalisation du {quand} de {combien} pour {realisation.operation}"


def _insertion(insertion: Insertion) -> str:
    return f"heures d’insertion de {insertion.operation}"


_DESIGNATIONS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {
        CONVENTION.nom: _convention,
        FINANCEURS.nom: _financeur,
        AVENANTS.nom: _avenant,
        MAITRES_OUVRAGE.nom: _maitre_ouvrage,
        CONTREPARTIES_FONCIERES.nom: _contrepartie,
        REGLEMENT.nom: _reglement,
        PARAMETRES.nom: _parametre,
        OPERATIONS.nom: _operation,
        PLAN.nom: _financement,
        JOURNAL.nom: _mouvement,
        REESTIMATIONS.nom: _reestimation,
        REALISATIONS.nom: _realisation,
        INSERTION.nom: _insertion,
    }
)


def designer(table: Table[object], objet: object) -> str:
    """L’objet d’une table, nommé dans les mots du métier : « opération OP-1 (avenant n° 2) »."""
    return _DESIGNATIONS[table.nom](objet)


def _enveloppes(enveloppes: Iterable[Enveloppe]) -> str:
    return ", ".join(f"{enveloppe.financeur} {afficher_montant(enveloppe.montant)}" for enveloppe in enveloppes)


_AFFICHAGES: Final[Mapping[Genre, Callable[[Any], str]]] = MappingProxyType(
    {
        Genre.MONTANT: afficher_montant,
        Genre.TAUX: afficher_taux,
        Genre.QUANTITE: afficher_quantite,
        Genre.DATE: afficher_date,
        Genre.ENVELOPPES: _enveloppes,
        Genre.CODES: ", ".join,
    }
)

_UNITES: Final[Mapping[UniteParametre, str]] = MappingProxyType(
    {
        UniteParametre.EUROS: "€",
        UniteParametre.EUROS_PAR_LOGEMENT: "€ par logement",
        UniteParametre.EUROS_PAR_AN: "€ par an",
    }
)


def afficher_champ(colonne: Colonne, objet: object) -> str:
    """La valeur d’un objet dans une colonne : ``1 250,50 €``, ``31/12/2014``, ``45 %``, « vide ».

    Un mot d’un vocabulaire reste celui que le dossier écrit.
    """
    if colonne.genre is Genre.VALEUR and isinstance(objet, Parametre):
        return _valeur_de_parametre(objet)
    valeur = getattr(objet, colonne.champ)
    if valeur in _VIDES:
        return VIDE
    affichage = _AFFICHAGES.get(colonne.genre)
    return ecrire_cellule(colonne, valeur) if affichage is None else affichage(valeur)


def _valeur_de_parametre(parametre: Parametre) -> str:
    unite = parametre.unite
    if unite in _UNITES:
        return afficher_montant(parametre.valeur.numerator, _UNITES[unite])
    if unite is UniteParametre.TAUX:
        return afficher_taux(parametre.valeur)
    return f"{parametre.valeur_ecrite} {'mois' if unite is UniteParametre.MOIS else 'ETP'}"
