"""Le contenu d’un dossier dit à une personne : comment se lit une valeur."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from financement.dossier.convention import Enveloppe
from financement.reglement.parametre import Parametre, UniteParametre
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.valeurs.quantites import afficher_quantite
from financement.valeurs.taux import afficher_taux
from maquettes.description.table import Colonne, Genre
from maquettes.description.valeurs import ecrire_cellule

__all__ = ["VIDE", "afficher_champ"]

VIDE: Final = "vide"

_VIDES: Final = (None, "", ())


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
