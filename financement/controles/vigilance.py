"""Les points de vigilance : ce qui menace la clôture, classé par montant en jeu."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from financement.cloture.etat import EtatLigne
from financement.cloture.resultat import Cloture, LigneCloturee
from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler_situation
from financement.dossier.nomenclature import Categorie
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date, ajouter_mois
from financement.valeurs.montants import afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = ["PointDeVigilance", "points_de_vigilance", "points_hors_constats"]

PREAVIS_EN_MOIS: Final = 12
RETARD_TOLERE: Final = Fraction(1, 2)
MI_PARCOURS: Final = Fraction(1, 2)

_RETIRER: Final = (
    "Retirer ce montant du plan par avenant, ou inscrire dans la convention la limite qu’un avenant a repoussée."
)
_ENGAGER: Final = (
    "Obtenir la décision attributive avant cette date et l’inscrire au journal, ou retirer le montant du plan."
)
_SOLDER: Final = "Avancer la fin des travaux, ou faire repousser par avenant la date limite de solde."
_RELANCER: Final = "Demander l’avancement au maître d’ouvrage, et inscrire au journal les acomptes versés ou demandés."


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDeVigilance:
    """Un risque : l’opération, le financeur s’il y en a un, ce qui le fonde et le montant en jeu (centimes).

    ``remede`` : quoi faire, et où ; ``provenance`` : la ligne du dossier d’où il vient.
    """

    operation: str | None
    financeur: str | None
    motif: str
    explication: str
    enjeu: int
    remede: str
    provenance: Provenance


def points_de_vigilance(cloture: Cloture, constats: tuple[Constat, ...] | None = None) -> tuple[PointDeVigilance, ...]:
    """Les risques de la clôture, du plus fort enjeu au plus faible, à égalité dans l’ordre des opérations du dossier.

    Ce sont les constats qui ont un enjeu, les subventions de l’ANRU à engager avant la date limite ou déjà forcloses,
    et les paiements très en retard sur le calendrier (moins de la moitié du temps écoulé, passé la mi-parcours ;
    seuils de lecture C). ``constats`` : ceux de la clôture, s’ils sont déjà établis.
    """
    validation.exiger("Vigilance", validation.instance("cloture", cloture, Cloture))
    dits = controler_situation(cloture.situation) if constats is None else constats
    points = [_du_constat(c) for c in dits if c.enjeu and c.gravite is not Gravite.INFORMATION]
    points += points_hors_constats(cloture)
    rangs = {operation: rang for rang, operation in enumerate(cloture.situation.axes.operations)}
    return tuple(sorted(points, key=lambda point: (-point.enjeu, rangs.get(point.operation or "", -1))))


def points_hors_constats(cloture: Cloture) -> tuple[PointDeVigilance, ...]:
    """Les risques qu’aucun constat ne dit : dates limites de l’ANRU, paiements en retard, dans l’ordre des lignes."""
    return tuple(
        point
        for ligne in cloture.lignes
        if ligne.suivie.financeur.categorie is Categorie.ANRU
        for point in (_limite(ligne, cloture), _retard(ligne, cloture.au))
        if point is not None
    )


def _du_constat(constat: Constat) -> PointDeVigilance:
    return PointDeVigilance(
        operation=constat.operation,
        financeur=constat.financeur,
        motif=constat.code,
        explication=constat.message,
        enjeu=constat.enjeu,
        remede=constat.remede,
        provenance=constat.provenance,
    )


def _point(ligne: LigneCloturee, motif: str, explication: str, enjeu: int, remede: str) -> PointDeVigilance:
    return PointDeVigilance(
        operation=ligne.cle.operation,
        financeur=ligne.cle.financeur,
        motif=motif,
        explication=f"{ligne.cle.operation}, {ligne.cle.financeur} : {explication}",
        enjeu=enjeu,
        remede=remede,
        provenance=ligne.faits.operation.provenance,
    )


def _limite(ligne: LigneCloturee, cloture: Cloture) -> PointDeVigilance | None:
    limite = cloture.situation.tableau.date_limite_engagement
    if ligne.etat is EtatLigne.FORCLOSE and ligne.programme:
        phrase = f"{afficher_montant(ligne.programme)} jamais engagés avant le {afficher_date(limite)}, perdus."
        return _point(ligne, "date limite d’engagement", phrase, ligne.programme, _RETIRER)
    if ligne.etat is EtatLigne.A_ENGAGER and ligne.a_engager and limite <= ajouter_mois(cloture.au, PREAVIS_EN_MOIS):
        phrase = f"{afficher_montant(ligne.a_engager)} à engager avant le {afficher_date(limite)}."
        return _point(ligne, "date limite d’engagement", phrase, ligne.a_engager, _ENGAGER)
    return _limite_de_solde(ligne, cloture)


def _limite_de_solde(ligne: LigneCloturee, cloture: Cloture) -> PointDeVigilance | None:
    """Ce qui reste à verser d’une opération dont les travaux prévus dépassent la date limite de solde."""
    limite = cloture.situation.tableau.date_limite_solde
    operation, faits = ligne.faits.operation, ligne.faits
    fin = operation.achevement or operation.terme_prevu
    if limite is None or fin is None or fin <= limite or faits.achevee or not ligne.solde_a_verser:
        return None
    phrase = (
        f"{afficher_montant(ligne.solde_a_verser)} à verser sur des travaux prévus jusqu’au {afficher_date(fin)}, "
        f"après la date limite de solde ({afficher_date(limite)})."
    )
    return _point(ligne, "date limite de solde", phrase, ligne.solde_a_verser, _SOLDER)


def _retard(ligne: LigneCloturee, au: date) -> PointDeVigilance | None:
    """Un paiement qui n’atteint pas la moitié du temps écoulé, passé la mi-parcours de l’opération."""
    operation = ligne.faits.operation
    fin = operation.terme_prevu
    if ligne.etat is not EtatLigne.EN_COURS or operation.debut is None or fin is None:
        return None
    debut = operation.debut.premier_jour
    ecoule = min(Fraction(1), Fraction((au - debut).days, (fin - debut).days))
    paye = Fraction(max(0, ligne.paye), ligne.engage)
    if ecoule < MI_PARCOURS or paye >= ecoule * RETARD_TOLERE:
        return None
    phrase = f"{afficher_taux(_pour_cent(paye))} payé pour {afficher_taux(_pour_cent(ecoule))} du calendrier écoulé."
    return _point(ligne, "paiements en retard", phrase, ligne.engage - ligne.paye, _RELANCER)


def _pour_cent(part: Fraction) -> Fraction:
    """La part ramenée au pour cent entier inférieur, pour l’affichage seul."""
    return Fraction(part.numerator * 100 // part.denominator, 100)
