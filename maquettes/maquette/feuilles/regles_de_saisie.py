"""Ce que chaque cellule à remplir accepte : choix proposés, bornes, consignes et refus en français."""

from datetime import date
from typing import Final

from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from maquettes.classeur.vivant import Saisie
from maquettes.description.table import Colonne, Genre
from maquettes.maquette.description import ColonneMaquette

__all__ = ["saisie_de"]

_CENT_MILLIARDS: Final = 100_000_000_000
_MILLIARD: Final = 1_000_000_000
_LONGUEURS: Final = {Genre.SIRET: 14, Genre.SEMESTRE: 7}

# Un maître d'ouvrage peut porter un nom libre : la liste n'est qu'une proposition.
_LISTES_OUVERTES: Final = frozenset({"maitre_ouvrage"})


def saisie_de(colonne: ColonneMaquette) -> Saisie:
    """La règle de saisie d’une colonne à remplir."""
    if colonne.saisie is None:
        raise ValueError(f"la colonne « {colonne.nom} » ne se saisit pas")
    titre = colonne.libelle[:32]
    if colonne.liste is not None:
        ouverte = colonne.nom in _LISTES_OUVERTES
        return Saisie(
            regle={"validate": "list", "source": f"={colonne.liste}"},
            titre=titre,
            consigne=colonne.consigne if ouverte else f"À choisir dans la liste. {_facultative(colonne)}".rstrip(),
            refus="Ce nom n’est pas celui d’un financeur déclaré. Le garder ?"
            if ouverte
            else "Choisir une valeur de la liste, ou laisser vide si la colonne le permet.",
            tolerance="warning" if ouverte else "stop",
        )
    return Saisie(
        regle=_regle(colonne.saisie),
        titre=titre,
        consigne=colonne.consigne,
        refus=_refus(colonne.saisie),
        tolerance="stop",
    )


def _facultative(colonne: ColonneMaquette) -> str:
    return "Peut rester vide." if "Peut rester vide" in colonne.consigne else ""


def _regle(colonne: Colonne) -> dict[str, object]:
    bornes: dict[Genre, tuple[str, object, object]] = {
        Genre.MONTANT: ("decimal", 0, _CENT_MILLIARDS),
        Genre.QUANTITE: ("decimal", 0, _MILLIARD),
        Genre.ENTIER: ("integer", colonne.minimum, colonne.maximum),
        Genre.DATE: ("date", date(ANNEE_MINIMALE, 1, 1), date(ANNEE_MAXIMALE, 12, 31)),
    }
    if colonne.genre in bornes:
        genre, minimum, maximum = bornes[colonne.genre]
        return {"validate": genre, "criteria": "between", "minimum": minimum, "maximum": maximum}
    if colonne.genre in _LONGUEURS:
        return {"validate": "length", "criteria": "==", "value": _LONGUEURS[colonne.genre]}
    return {"validate": "any"}


def _refus(colonne: Colonne) -> str:
    refus = {
        Genre.MONTANT: "Un montant en euros, de 0 à 100 milliards, sans signe : le type du mouvement donne le sens.",
        Genre.QUANTITE: "Un nombre positif, au plus un milliard.",
        Genre.ENTIER: f"Un nombre entier entre {colonne.minimum} et {colonne.maximum}.",
        Genre.DATE: f"Une date entre {ANNEE_MINIMALE} et {ANNEE_MAXIMALE}, par exemple 31/12/2014.",
        Genre.SIRET: "Quatorze chiffres, sans espace.",
        Genre.SEMESTRE: "Une année, un tiret, S1 ou S2 : 2006-S1.",
    }
    return refus.get(colonne.genre, "Valeur refusée.")
