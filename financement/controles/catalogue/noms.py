"""Le nom court de chaque contrôle, qu’une page de décision dit, et titre de son article dans ``docs/controles.md``."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from financement.controles.catalogue.codes import CodeControle

__all__ = ["NOMS_DES_CONTROLES"]

_C = CodeControle

NOMS_DES_CONTROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        _C.PLAN_DESEQUILIBRE: "Le plan de financement ne fait pas le coût",
        _C.LIGNE_SANS_PROGRAMME: "Mouvements sur une ligne sans montant programmé",
        _C.ANRU_SUPERIEURE_AU_TAUX: "La subvention de l’ANRU dépasse son taux",
        _C.ASSIETTE_SUPERIEURE_AU_COUT: "L’assiette dépasse le coût",
        _C.SUBVENTIONS_SUPERIEURES_A_80: "Subventions au-delà de 80 % du coût",
        _C.PLAN_EN_EUROS_ENTIERS: "Écart de plan qu’expliquent des euros entiers",
        _C.SORTIE_DU_TABLEAU: "Sortie du tableau financier",
        _C.APPARENCE_DE_TABLEAU_COMPLET: "Apparence de tableau complet",
        _C.TTC_INFERIEUR_AU_HT: "Le coût TTC est inférieur au coût HT",
        _C.TTC_CONTRAIRE_AU_TAUX: "Le coût TTC n’est pas celui que donne le taux de TVA",
        _C.PLAFOND_PAR_LOGEMENT: "L’assiette dépasse le plafond par logement",
        _C.TAUX_SUPERIEUR_AU_MAXIMUM: "La subvention de l’ANRU dépasse le taux maximal",
        _C.AVANCE_SUPERIEURE_AU_PLAFOND: "L’avance de l’ANRU dépasse son plafond",
        _C.ACOMPTES_SUPERIEURS_AU_PLAFOND: "Avance et acomptes de l’ANRU dépassent leur plafond",
        _C.PREMIER_ACOMPTE_EXCESSIF: "Le premier acompte de l’ANRU dépasse sa part",
        _C.FORFAIT_DE_SALAIRE_DEPASSE: "Le forfait de salaire d’un poste est dépassé",
        _C.ETP_INSUFFISANT: "Un poste sous le temps minimal est subventionné",
        _C.ENVELOPPE_DEPASSEE: "L’enveloppe d’un financeur est dépassée",
        _C.ENVELOPPE_DEPASSEE_A_LA_CLOTURE: "L’enveloppe d’un financeur est dépassée à la clôture",
        _C.ENGAGE_SUPERIEUR_AU_PROGRAMME: "L’engagé dépasse le programmé",
        _C.ENGAGEMENT_HORS_DELAI: "Engagement de l’ANRU après la date limite",
        _C.PLUSIEURS_DAS: "Plusieurs décisions attributives sur une opération",
        _C.ENGAGE_NEGATIF: "Engagé négatif",
        _C.DAS_SANS_LIGNE: "Décision attributive sans ligne au tableau financier",
        _C.TAUX_OU_NATURE_MODIFIE: "Taux ou nature du coût modifiés depuis la décision",
        _C.ENGAGEMENT_NON_LU: "Engagements sans effet, l’engagé étant réputé",
        _C.PAYE_SUPERIEUR_A_L_ENGAGE: "Le payé dépasse l’engagé",
        _C.PAIEMENT_AVANT_ENGAGEMENT: "Paiement avant le premier engagement",
        _C.PAIEMENT_APRES_SOLDE: "Paiement après le solde",
        _C.PAYE_NEGATIF: "Payé négatif",
        _C.TROP_PERCU: "Trop-perçu sans ordre de reversement",
        _C.MOUVEMENT_APRES_ABANDON: "Engagement ou paiement après l’abandon",
        _C.ABANDONNEE_ENCORE_PROGRAMMEE: "Opération abandonnée encore programmée",
        _C.MOUVEMENT_HORS_CONVENTION: "Mouvement avant la signature de la convention",
        _C.PAIEMENT_HORS_DELAI: "Versement de l’ANRU après la date limite de solde",
        _C.ACOMPTES_RAPPROCHES: "Acomptes de l’ANRU trop rapprochés",
        _C.SOLDE_NON_DEMANDE: "Opération achevée, solde non demandé",
        _C.AVANCE_SANS_ACOMPTE: "Avance versée, aucun acompte, démarrage prévu passé",
        _C.RISQUE_DE_CADUCITE: "Risque de caducité",
        _C.RECETTE_SANS_EFFET: "Recette qui ne se déduit de rien",
        _C.ANNULATIONS_SUPERIEURES: "Annulations supérieures aux dépenses",
        _C.REJETS_SUPERIEURS: "Rejets supérieurs aux demandes",
        _C.SOLDEE_SANS_COUT_DEFINITIF: "Ligne soldée sans coût définitif",
        _C.ACHEVEE_SANS_DEPENSE: "Opération achevée sans dépense justifiée",
        _C.COUT_REEL_SUPERIEUR: "La dépense dépasse le coût prévisionnel",
        _C.SURFINANCEMENT: "Surfinancement à la clôture",
        _C.PLAN_FINAL_DESEQUILIBRE: "Le plan final ne fait pas le coût final",
        _C.MOUVEMENT_EN_DOUBLE: "Mouvement en double",
        _C.JOURNAL_SANS_MOUVEMENT: "Aucun mouvement",
        _C.TEXTES_JUMEAUX: "Deux noms que l’œil prend pour le même",
        _C.CLE_DE_SIRET_FAUSSE: "La clé de contrôle d’un SIRET est fausse",
        _C.LIGNE_NON_TERMINEE: "Dernière ligne non terminée",
        _C.LIGNES_COURTES: "Lignes plus courtes que l’en-tête",
        _C.TOTAL_IMPORTE_FAUX: "Total importé différent de la somme de ses lignes",
        _C.INTERPRETATION: "Règles de clôture retenues",
        _C.LIGNES_ILLUSTRATIVES: "Opérations illustratives",
        _C.ARRONDIS: "Arrondis des subventions",
        _C.REGLEMENT_SURCHARGE: "Règlement surchargé par le dossier",
    }
)
