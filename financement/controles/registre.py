"""Liste ordonnée des contrôles, et leur exécution."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from financement.calculs.situation import Situation, calculer_situation
from financement.controles import (
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
from financement.controles.modele import ModeleControle
from financement.dossier.projet import Projet

__all__ = ["CONTROLES", "MODELES_DE_CONTROLE", "Controle", "controler", "controler_contexte", "controler_situation"]

Controle = Callable[[Contexte], Iterator[Constat]]

CONTROLES: Final[Mapping[Controle, tuple[ModeleControle, ...]]] = MappingProxyType(
    {
        plan.plan_desequilibre: (plan.PLAN_DESEQUILIBRE,),
        plan.ligne_sans_programme: (plan.LIGNE_SANS_PROGRAMME,),
        cout.anru_superieure_au_taux: (cout.ANRU_SUPERIEURE_AU_TAUX,),
        cout.assiette_superieure_au_cout: (cout.ASSIETTE_SUPERIEURE_AU_COUT,),
        cout.subventions_superieures_a_80: (cout.SUBVENTIONS_SUPERIEURES_A_80,),
        plan.plan_en_euros_entiers: (plan.PLAN_EN_EUROS_ENTIERS,),
        tableau_complet.sortie_du_tableau: (tableau_complet.SORTIE_DU_TABLEAU,),
        tableau_complet.apparence_de_tableau_complet: (tableau_complet.APPARENCE_DE_TABLEAU_COMPLET,),
        cout.ttc_inferieur_au_ht: (cout.TTC_INFERIEUR_AU_HT,),
        cout.ttc_contraire_au_taux: (cout.TTC_CONTRAIRE_AU_TAUX,),
        plafonds.plafond_par_logement: (plafonds.PLAFOND_PAR_LOGEMENT,),
        plafonds.taux_superieur_au_maximum: (plafonds.TAUX_SUPERIEUR_AU_MAXIMUM,),
        plafonds.avance_superieure_au_plafond: (plafonds.AVANCE_SUPERIEURE_AU_PLAFOND,),
        plafonds.acomptes_superieurs_au_plafond: (plafonds.ACOMPTES_SUPERIEURS_AU_PLAFOND,),
        npnru.premier_acompte_excessif: (npnru.PREMIER_ACOMPTE_EXCESSIF,),
        npnru.forfait_de_salaire_depasse: (npnru.FORFAIT_DE_SALAIRE_DEPASSE,),
        npnru.etp_insuffisant: (npnru.ETP_INSUFFISANT,),
        plan.enveloppe_depassee: (plan.ENVELOPPE_DEPASSEE,),
        cloture.enveloppe_depassee_a_la_cloture: (cloture.ENVELOPPE_DEPASSEE_A_LA_CLOTURE,),
        engagement.engage_superieur_au_programme: (engagement.ENGAGE_SUPERIEUR_AU_PROGRAMME,),
        engagement.engagement_hors_delai: (engagement.ENGAGEMENT_HORS_DELAI,),
        engagement.plusieurs_das: (engagement.PLUSIEURS_DAS,),
        engagement.engage_negatif: (engagement.ENGAGE_NEGATIF,),
        das.das_sans_ligne: (das.DAS_SANS_LIGNE,),
        das.taux_ou_nature_modifie: (das.TAUX_OU_NATURE_MODIFIE,),
        engagement.engagement_non_lu: (engagement.ENGAGEMENT_NON_LU,),
        paiement.paye_superieur_a_l_engage: (paiement.PAYE_SUPERIEUR_A_L_ENGAGE,),
        paiement.paiement_avant_engagement: (paiement.PAIEMENT_AVANT_ENGAGEMENT,),
        paiement.paiement_apres_solde: (paiement.PAIEMENT_APRES_SOLDE,),
        paiement.paye_negatif: (paiement.PAYE_NEGATIF,),
        cloture.trop_percu: (cloture.TROP_PERCU,),
        paiement.mouvement_apres_abandon: (paiement.MOUVEMENT_APRES_ABANDON,),
        plan.abandonnee_encore_programmee: (plan.ABANDONNEE_ENCORE_PROGRAMMEE,),
        execution.mouvement_hors_convention: (execution.MOUVEMENT_HORS_CONVENTION,),
        execution.paiement_hors_delai: (execution.PAIEMENT_HORS_DELAI,),
        npnru.acomptes_rapproches: (npnru.ACOMPTES_RAPPROCHES,),
        execution.solde_non_demande: (execution.SOLDE_NON_DEMANDE,),
        execution.avance_sans_acompte: (execution.AVANCE_SANS_ACOMPTE,),
        execution.risque_de_caducite: (execution.RISQUE_DE_CADUCITE,),
        depenses.recette_sans_effet: (depenses.RECETTE_SANS_EFFET,),
        depenses.annulations_superieures: (depenses.ANNULATIONS_SUPERIEURES,),
        depenses.rejets_superieurs: (depenses.REJETS_SUPERIEURS,),
        cloture.soldee_sans_cout_definitif: (cloture.SOLDEE_SANS_COUT_DEFINITIF,),
        cloture.achevee_sans_depense: (cloture.ACHEVEE_SANS_DEPENSE,),
        cloture.cout_reel_superieur: (cloture.COUT_REEL_SUPERIEUR,),
        cloture.equilibre_final: (cloture.SURFINANCEMENT, cloture.PLAN_FINAL_DESEQUILIBRE),
        execution.mouvement_en_double: (execution.MOUVEMENT_EN_DOUBLE,),
        informations.journal_sans_mouvement: (informations.JOURNAL_SANS_MOUVEMENT,),
        jumeaux.textes_jumeaux: (jumeaux.TEXTES_JUMEAUX,),
        siret.cle_de_siret_fausse: (siret.CLE_DE_SIRET_FAUSSE,),
        informations.interpretations: (informations.INTERPRETATION,),
        informations.lignes_illustratives: (informations.LIGNES_ILLUSTRATIVES,),
        informations.arrondis: (informations.ARRONDIS,),
        informations.reglement_surcharge: (informations.REGLEMENT_SURCHARGE,),
    }
)
"""Les contrôles dans leur ordre, chacun avec ce que disent ses constats : son modèle, ou les siens."""

MODELES_DE_CONTROLE: Final[Mapping[str, ModeleControle]] = MappingProxyType(
    {modele.code: modele for modeles in CONTROLES.values() for modele in modeles}
)
"""Le modèle de chaque code, dans l’ordre des contrôles."""


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
