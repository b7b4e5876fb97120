"""Le calendrier prévisionnel d’une opération : quand elle dépense encore, quand son solde se paie (lecture C)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from financement.calculs.tableau import TableauFinancier
from financement.cloture.faits import FaitsOperation
from financement.dossier.regles import Reglement
from financement.valeurs.dates import ANNEE_MAXIMALE, Semestre, ajouter_mois

__all__ = ["CalendrierPrevu", "calendrier_prevu"]

_DERNIER_SEMESTRE: Final = Semestre(ANNEE_MAXIMALE, 2)


@dataclass(frozen=True, slots=True)
class CalendrierPrevu:
    """``premier`` : premier semestre prévisible, celui du lendemain de la date d’arrêté.

    ``travaux`` : semestres de travaux restant à courir (aucun si l’opération est achevée ou abandonnée) ; ``solde`` :
    semestre du dernier paiement.
    """

    premier: Semestre
    travaux: tuple[Semestre, ...]
    solde: Semestre


def calendrier_prevu(
    faits: FaitsOperation, tableau: TableauFinancier, reglement: Reglement, au: date
) -> CalendrierPrevu:
    """Calendrier d’une opération après ``au``.

    Les travaux vont du démarrage prévu (au plus tôt le lendemain d’``au``) à l’achèvement, à défaut au terme de la
    durée prévue ; un terme déjà passé est reporté à la fin du premier semestre. Le solde suit l’achèvement de
    ``delai_de_demande_de_solde`` mois, au plus tard à la date limite de solde, sauf si elle est passée ou si les
    travaux vont au-delà. Rien n’est prévu après le dernier semestre que connaît la bibliothèque.
    """
    premier = _semestre_de(au + timedelta(days=1))
    if faits.abandonnee:
        return CalendrierPrevu(premier, (), premier)
    debut = max(premier, faits.operation.debut or premier)
    fin = _fin_des_travaux(faits, debut)
    travaux = () if faits.achevee else _suite(debut, _semestre_de(fin))
    delai = reglement.parametre("delai_de_demande_de_solde", jour=au, famille=faits.operation.famille)
    paiement = fin if delai is None else ajouter_mois(fin, int(delai.valeur))
    if tableau.date_limite_solde is not None:
        paiement = min(paiement, tableau.date_limite_solde)
    return CalendrierPrevu(premier, travaux, max(travaux[-1] if travaux else premier, _semestre_de(paiement)))


def _fin_des_travaux(faits: FaitsOperation, debut: Semestre) -> date:
    """Achèvement constaté ; sinon prévu, sans précéder le premier semestre de travaux restant à courir."""
    operation = faits.operation
    fin = operation.achevement or operation.terme_prevu
    if fin is None or (fin < debut.premier_jour and not faits.achevee):
        return debut.dernier_jour
    return fin


def _semestre_de(jour: date) -> Semestre:
    return Semestre.de(min(jour, _DERNIER_SEMESTRE.dernier_jour))


def _suite(debut: Semestre, fin: Semestre) -> tuple[Semestre, ...]:
    semestres = [debut]
    while semestres[-1] < fin:
        semestres.append(semestres[-1].plus(1))
    return tuple(semestres)
