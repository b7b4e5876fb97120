"""Ce que l’on dit d’un mouvement annulé en entier, et de ce qui l’annule."""

from types import MappingProxyType
from typing import Final

from financement.calculs.inverses import Annulations
from financement.calculs.lignes import MouvementSuivi
from financement.dossier.nomenclature import TypeMouvement
from financement.valeurs.dates import afficher_date

__all__ = ["mention", "sort"]

_SORTS: Final = MappingProxyType(
    {
        TypeMouvement.ENGAGEMENT: ("l’engagement", "dégagé"),
        TypeMouvement.AVANCE: ("l’avance", "reversée"),
        TypeMouvement.ACOMPTE: ("l’acompte", "reversé"),
        TypeMouvement.SOLDE: ("le solde", "reversé"),
        TypeMouvement.DEMANDE: ("la demande", "rejetée"),
        TypeMouvement.DEPENSE: ("la dépense", "annulée"),
    }
)


def sort(annulations: Annulations, mouvement: MouvementSuivi) -> str:
    """« reversé en entier le 10/05/2009, ne compte pas » ; vide si le mouvement n’est pas annulé."""
    inverses = annulations.inverses.get(mouvement.rang)
    if inverses is None:
        return ""
    jour = afficher_date(mouvement.journal[inverses[-1]].date)
    return f"{_SORTS[mouvement.type][1]} en entier le {jour}, ne compte pas"


def mention(annulations: Annulations, mouvement: MouvementSuivi) -> str:
    """Le sort du mouvement, ou ce qu’il annule, à la suite de son nom ; vide pour un mouvement qui reste."""
    annule = annulations.annules.get(mouvement.rang)
    if annule is not None:
        vise = mouvement.journal[annule]
        return f", annule {_SORTS[vise.type][0]} du {afficher_date(vise.date)}"
    dit = sort(annulations, mouvement)
    return dit and f", {dit}"
