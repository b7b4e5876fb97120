"""Le calendrier prévisionnel d'une opération : quand elle dépense encore, quand son solde se paie (lecture C)."""

from dataclasses import dataclass
from datetime import date, timedelta

from financement.cloture.faits import FaitsOperation
from financement.dates import ANNEE_MAXIMALE, Semestre, ajouter_mois
from financement.regles import Reglement
from financement.tableau import TableauFinancier

__all__ = ["CalendrierPrevu", "calendrier_prevu"]


@dataclass(frozen=True, slots=True)
class CalendrierPrevu:
    """Semestres de travaux restant à courir (aucun si l'opération est achevée), et semestre du solde."""

    travaux: tuple[Semestre, ...]
    solde: Semestre


def calendrier_prevu(
    faits: FaitsOperation, tableau: TableauFinancier, reglement: Reglement, au: date
) -> CalendrierPrevu:
    """Calendrier d'une opération après ``au``.

    Les travaux vont du démarrage prévu (au plus tôt le lendemain d'``au``) à l'achèvement, à défaut au terme de la
    durée prévue. Le solde suit de ``delai_de_demande_de_solde`` mois, sans dépasser la date limite de solde.
    """
    operation = faits.operation
    premier = Semestre.de(au + timedelta(days=1))
    debut = max(premier, operation.debut or premier)
    if operation.achevement is not None:
        fin = operation.achevement
    elif operation.debut is not None and operation.duree_semestres:
        fin = operation.debut.plus(operation.duree_semestres - 1).dernier_jour
    else:
        fin = debut.dernier_jour
    dernier = max(debut, Semestre.de(fin))
    en_travaux = not (faits.achevee or faits.abandonnee)
    delai = reglement.parametre("delai_de_demande_de_solde", jour=au, famille=operation.famille)
    paiement = max(fin, au) if delai is None else ajouter_mois(fin, int(delai.valeur))
    if tableau.date_limite_solde is not None:
        paiement = min(paiement, tableau.date_limite_solde)
    solde = premier if faits.abandonnee else max(dernier if en_travaux else premier, Semestre.de(paiement))
    return CalendrierPrevu(_suite(debut, dernier) if en_travaux else (), solde)


def _suite(debut: Semestre, fin: Semestre) -> tuple[Semestre, ...]:
    semestres = []
    while debut <= fin and debut.annee <= ANNEE_MAXIMALE:
        semestres.append(debut)
        if debut == Semestre(ANNEE_MAXIMALE, 2):
            break
        debut = debut.plus(1)
    return tuple(semestres)
