"""La prévision : ce qui reste à engager et à payer de chaque ligne, semestre par semestre (lecture C).

Le cumul final de chaque ligne est son montant de clôture : engagé + prévu = montant, payé + prévu = montant. Un
dégagement ou un reversement attendu y est un flux négatif.
"""

from dataclasses import dataclass

from financement.cloture.resultat import Cloture, LigneCloturee
from financement.dossier.nomenclature import Categorie
from financement.dossier.plan import CleLigne
from financement.dossier.regles import Reglement
from financement.echeancier.calendrier import CalendrierPrevu, calendrier_prevu
from financement.reglement.parametre import Parametre
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import Semestre
from financement.valeurs.repartition import repartir

__all__ = ["FluxPrevu", "prevoir"]


@dataclass(frozen=True, slots=True)
class FluxPrevu:
    """Engagement et paiement prévus d’une ligne dans un semestre, en centimes."""

    cle: CleLigne
    semestre: Semestre
    engagement: int
    paiement: int


def prevoir(cloture: Cloture, reglement: Reglement) -> tuple[FluxPrevu, ...]:
    """Les flux prévus après la date de la clôture, ligne par ligne puis semestre par semestre.

    Un engagement à prendre l’est au démarrage, celui de l’ANRU au plus tard à la date limite d’engagement si elle
    n’est pas passée ; un dégagement, avec le solde. Les paiements restants suivent les travaux, à parts égales par
    semestre, jusqu’au plafond d’acomptes du règlement ; le reste vient avec le solde.
    """
    tableau = cloture.situation.tableau
    flux = []
    # Le calendrier et le plafond d'acomptes ne tiennent qu'à l'opération, la même pour plusieurs lignes.
    calendriers = {
        faits.operation.code: (
            calendrier_prevu(faits, tableau, reglement, cloture.au),
            reglement.parametre("acomptes_maximaux", jour=cloture.au, famille=faits.operation.famille),
        )
        for faits in {ligne.cle.operation: ligne.faits for ligne in cloture.lignes}.values()
    }
    for ligne in cloture.lignes:
        calendrier, plafond = calendriers[ligne.cle.operation]
        demarrage = calendrier.travaux[0] if calendrier.travaux else calendrier.solde
        if ligne.suivie.financeur.categorie is Categorie.ANRU:
            limite = max(calendrier.premier, Semestre.de(tableau.date_limite_engagement))
            demarrage = min(demarrage, limite)
        flux += _flux_de_la_ligne(ligne, calendrier, demarrage, plafond)
    return tuple(flux)


def _flux_de_la_ligne(
    ligne: LigneCloturee, calendrier: CalendrierPrevu, demarrage: Semestre, plafond: Parametre | None
) -> list[FluxPrevu]:
    engagements: dict[Semestre, int] = {}
    paiements: dict[Semestre, int] = {}
    a_engager = ligne.montant_cloture - ligne.suivie.engage
    if a_engager:
        engagements[demarrage if a_engager > 0 else calendrier.solde] = a_engager
    a_payer = ligne.montant_cloture - ligne.paye
    if a_payer > 0 and calendrier.travaux:
        limite = ligne.montant_cloture if plafond is None else arrondir(plafond.valeur * ligne.montant_cloture)
        acomptes = min(a_payer, max(0, limite - ligne.paye))
        parts = repartir(acomptes, [1] * len(calendrier.travaux))
        paiements = {semestre: part for semestre, part in zip(calendrier.travaux, parts, strict=True) if part}
        a_payer -= acomptes
    if a_payer:
        paiements[calendrier.solde] = paiements.get(calendrier.solde, 0) + a_payer
    return [
        FluxPrevu(ligne.cle, semestre, engagements.get(semestre, 0), paiements.get(semestre, 0))
        for semestre in sorted(engagements.keys() | paiements.keys())
    ]
