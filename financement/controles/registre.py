"""Liste ordonnée des contrôles, et leur exécution."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from financement.calculs.situation import Situation, calculer_situation
from financement.controles import (
    assiette,
    cloture,
    cout,
    das,
    depenses,
    engagement,
    execution,
    informations,
    jumeaux,
    npnru,
    paiement,
    plafonds,
    plan,
    siret,
    tableau_complet,
)
from financement.controles.constat import Constat, Constats
from financement.controles.contexte import Contexte, preparer
from financement.dossier.projet import Projet

__all__ = ["CONTROLES", "Controle", "controler", "controler_contexte", "controler_situation"]

Controle = Callable[[Contexte], Iterator[Constat]]

CONTROLES: Final[tuple[Controle, ...]] = (
    plan.plan_desequilibre,
    plan.ligne_sans_programme,
    assiette.anru_superieure_au_taux,
    assiette.assiette_superieure_au_cout,
    assiette.subventions_superieures_a_80,
    plan.plan_en_euros_entiers,
    tableau_complet.sortie_du_tableau,
    tableau_complet.apparence_de_tableau_complet,
    cout.ttc_inferieur_au_ht,
    cout.ttc_contraire_au_taux,
    plafonds.plafond_par_logement,
    plafonds.taux_superieur_au_maximum,
    plafonds.avance_superieure_au_plafond,
    plafonds.acomptes_superieurs_au_plafond,
    npnru.premier_acompte_excessif,
    npnru.forfait_de_salaire_depasse,
    npnru.etp_insuffisant,
    plan.enveloppe_depassee,
    cloture.enveloppe_depassee_a_la_cloture,
    engagement.engage_superieur_au_programme,
    engagement.engagement_hors_delai,
    engagement.plusieurs_das,
    engagement.engage_negatif,
    das.das_sans_ligne,
    das.taux_ou_nature_modifie,
    engagement.engagement_non_lu,
    paiement.paye_superieur_a_l_engage,
    paiement.paiement_avant_engagement,
    paiement.paiement_apres_solde,
    paiement.paye_negatif,
    cloture.trop_percu,
    paiement.mouvement_apres_abandon,
    plan.abandonnee_encore_programmee,
    execution.mouvement_hors_convention,
    execution.paiement_hors_delai,
    npnru.acomptes_rapproches,
    execution.solde_non_demande,
    execution.avance_sans_acompte,
    execution.risque_de_caducite,
    depenses.recette_sans_effet,
    depenses.annulations_superieures,
    depenses.rejets_superieurs,
    cloture.soldee_sans_cout_definitif,
    cloture.achevee_sans_depense,
    cloture.cout_reel_superieur,
    cloture.equilibre_final,
    execution.mouvement_en_double,
    informations.journal_sans_mouvement,
    jumeaux.textes_jumeaux,
    siret.cle_de_siret_fausse,
    informations.interpretations,
    informations.lignes_illustratives,
    informations.arrondis,
    informations.reglement_surcharge,
)


def controler(projet: Projet, *, au: date | None = None, version: int | None = None) -> Constats:
    """Tous les constats du projet à la date ``au`` (tout le journal sans date), dans l’ordre des contrôles.

    ``version`` : celle dont le programmé sert de référence, par défaut la version en vigueur à la date.
    """
    return controler_situation(calculer_situation(projet, au=au, version=version))


def controler_situation(situation: Situation) -> Constats:
    """Tous les constats d’une situation déjà calculée."""
    return controler_contexte(preparer(situation))


def controler_contexte(contexte: Contexte) -> Constats:
    """Tous les constats d’un contexte déjà préparé, clôture comprise."""
    return Constats(constat for controle in CONTROLES for constat in controle(contexte))
