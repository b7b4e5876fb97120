"""Catalogue des contrôles : code, gravité, phrase, référence. ``docs/controles.md`` a un titre par code."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.constat import Constat, EcartDate, EcartMontant, EcartNombre, Gravite, Mesure
from financement.dates import afficher_date
from financement.montants import afficher_montant
from financement.provenance import INCONNUE, Provenance

__all__ = ["MODELES_DE_CONTROLE", "CodeControle", "ModeleControle", "constater"]


class CodeControle(StrEnum):
    """Code de chaque contrôle, promesse de l'interface."""

    PLAN_DESEQUILIBRE = "PLAN-01"
    LIGNE_SANS_PROGRAMME = "PLAN-02"
    ANRU_SUPERIEURE_AU_TAUX = "PLAN-03"
    ASSIETTE_SUPERIEURE_AU_COUT = "PLAN-04"
    SUBVENTIONS_SUPERIEURES_A_80 = "PLAN-05"
    PLAN_EN_EUROS_ENTIERS = "PLAN-06"
    SORTIE_DU_TABLEAU = "PLAN-07"
    APPARENCE_DE_TABLEAU_COMPLET = "PLAN-08"
    TTC_INFERIEUR_AU_HT = "COUT-01"
    TTC_CONTRAIRE_AU_TAUX = "COUT-02"
    PLAFOND_PAR_LOGEMENT = "PLAFOND-01"
    TAUX_SUPERIEUR_AU_MAXIMUM = "PLAFOND-02"
    AVANCE_SUPERIEURE_AU_PLAFOND = "PLAFOND-03"
    ACOMPTES_SUPERIEURS_AU_PLAFOND = "PLAFOND-04"
    PREMIER_ACOMPTE_EXCESSIF = "PLAFOND-05"
    FORFAIT_DE_SALAIRE_DEPASSE = "PLAFOND-06"
    ETP_INSUFFISANT = "PLAFOND-07"
    ENVELOPPE_DEPASSEE = "ENVELOPPE-01"
    ENVELOPPE_DEPASSEE_A_LA_CLOTURE = "ENVELOPPE-02"
    ENGAGE_SUPERIEUR_AU_PROGRAMME = "ENGAGEMENT-01"
    ENGAGEMENT_HORS_DELAI = "ENGAGEMENT-02"
    PLUSIEURS_DAS = "ENGAGEMENT-03"
    ENGAGE_NEGATIF = "ENGAGEMENT-04"
    DAS_SANS_LIGNE = "ENGAGEMENT-05"
    TAUX_OU_NATURE_MODIFIE = "ENGAGEMENT-06"
    ENGAGEMENT_NON_LU = "ENGAGEMENT-07"
    PAYE_SUPERIEUR_A_L_ENGAGE = "PAIEMENT-01"
    PAIEMENT_AVANT_ENGAGEMENT = "PAIEMENT-02"
    PAIEMENT_APRES_SOLDE = "PAIEMENT-03"
    PAYE_NEGATIF = "PAIEMENT-04"
    TROP_PERCU = "PAIEMENT-05"
    MOUVEMENT_APRES_ABANDON = "ABANDON-01"
    ABANDONNEE_ENCORE_PROGRAMMEE = "ABANDON-02"
    MOUVEMENT_HORS_CONVENTION = "CALENDRIER-01"
    PAIEMENT_HORS_DELAI = "CALENDRIER-02"
    ACOMPTES_RAPPROCHES = "CALENDRIER-03"
    SOLDE_NON_DEMANDE = "EXECUTION-01"
    AVANCE_SANS_ACOMPTE = "EXECUTION-02"
    RISQUE_DE_CADUCITE = "EXECUTION-03"
    RECETTE_SANS_EFFET = "DEPENSE-01"
    ANNULATIONS_SUPERIEURES = "DEPENSE-02"
    REJETS_SUPERIEURS = "DEMANDE-01"
    SOLDEE_SANS_COUT_DEFINITIF = "CLOTURE-01"
    ACHEVEE_SANS_DEPENSE = "CLOTURE-02"
    COUT_REEL_SUPERIEUR = "CLOTURE-03"
    SURFINANCEMENT = "CLOTURE-04"
    PLAN_FINAL_DESEQUILIBRE = "CLOTURE-05"
    MOUVEMENT_EN_DOUBLE = "JOURNAL-01"
    JOURNAL_SANS_MOUVEMENT = "JOURNAL-02"
    TEXTES_JUMEAUX = "JUMEAU-01"
    CLE_DE_SIRET_FAUSSE = "SIRET-01"
    LIGNE_NON_TERMINEE = "FICHIER-01"
    LIGNES_COURTES = "FICHIER-02"
    TOTAL_IMPORTE_FAUX = "TOTAL-01"
    INTERPRETATION = "INFO-01"
    LIGNES_ILLUSTRATIVES = "INFO-02"
    ARRONDIS = "INFO-03"
    REGLEMENT_SURCHARGE = "INFO-04"


@dataclass(frozen=True, slots=True)
class ModeleControle:
    """Gravité et phrase d'un contrôle."""

    gravite: Gravite
    message: str


_C = CodeControle
_B, _A, _I = Gravite.BLOQUANT, Gravite.ALERTE, Gravite.INFORMATION

MODELES_DE_CONTROLE: Final = MappingProxyType(
    {
        _C.PLAN_DESEQUILIBRE: ModeleControle(
            _B,
            "{operation}, version {version} : le plan de financement ({constate}) ne fait pas "
            "le coût {base} ({attendu}) ; écart {ecart}.",
        ),
        _C.PLAN_EN_EUROS_ENTIERS: ModeleControle(
            _I,
            "{operation}, version {version} : le plan de financement ({constate}) ne fait pas "
            "le coût {base} ({attendu}) ; écart {ecart}, qu'expliquent des montants en euros entiers (lecture C).",
        ),
        _C.SORTIE_DU_TABLEAU: ModeleControle(
            _I,
            "Avenant n° {avenant}, dont le tableau est complet : sortent du tableau financier {objets} ; "
            "programmé retiré : {programme}.",
        ),
        _C.APPARENCE_DE_TABLEAU_COMPLET: ModeleControle(
            _I,
            "Avenant n° {avenant} : il reprend en entier les opérations qu'il cite, comme un tableau complet, "
            "mais ne cite pas {operations} ({programme}) ; "
            'faute de tableau = "complet", ce qui n\'y figure pas reste programmé (lecture C).',
        ),
        _C.ENGAGEMENT_NON_LU: ModeleControle(
            _I,
            "{financeur} : engagé réputé ; les mouvements d'engagement du journal ({nombre}, net {constate}) "
            "ne comptent pas (lecture C).",
        ),
        _C.LIGNE_SANS_PROGRAMME: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : mouvements sur une ligne sans montant programmé."
        ),
        _C.ENVELOPPE_DEPASSEE: ModeleControle(
            _B, "{financeur} : le programmé ({constate}) dépasse l'enveloppe ({attendu}) de {ecart}."
        ),
        _C.ENGAGE_SUPERIEUR_AU_PROGRAMME: ModeleControle(
            _B,
            "{operation}, {financeur} ({nature}) : l'engagé ({constate}) dépasse le programmé ({attendu}) de {ecart}.",
        ),
        _C.ENGAGEMENT_HORS_DELAI: ModeleControle(
            _B,
            "{operation}, {financeur} : engagement du {constate} postérieur à la date limite d'engagement ({attendu}).",
        ),
        _C.PLUSIEURS_DAS: ModeleControle(
            _B,
            "{operation}, {financeur} : {constate} décisions attributives ({pieces}) au lieu d'une seule ; "
            "une nouvelle décision modifie la première et en garde le numéro.",
        ),
        _C.ENGAGE_NEGATIF: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : les dégagements dépassent les engagements ; engagé {constate}."
        ),
        _C.PAYE_SUPERIEUR_A_L_ENGAGE: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse {plafond} ({attendu}) de {ecart}."
        ),
        _C.PAIEMENT_AVANT_ENGAGEMENT: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : paiement du {constate} antérieur au premier engagement ({attendu}).",
        ),
        _C.PAIEMENT_APRES_SOLDE: ModeleControle(
            _A, "{operation}, {financeur} ({nature}) : paiement du {constate} postérieur au solde du {attendu}."
        ),
        _C.PAYE_NEGATIF: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : les reversements dépassent les paiements ; payé {constate}."
        ),
        _C.MOUVEMENT_APRES_ABANDON: ModeleControle(
            _B,
            "{operation}, {financeur} : {type} du {constate} alors que l'opération est abandonnée depuis le {attendu}.",
        ),
        _C.ABANDONNEE_ENCORE_PROGRAMMEE: ModeleControle(
            _A,
            "{operation} : abandonnée depuis le {abandon}, encore programmée pour {programme} ; un avenant doit la "
            "retirer du plan de financement.",
        ),
        _C.ANRU_SUPERIEURE_AU_TAUX: ModeleControle(
            _A,
            "{operation}, {financeur} : la subvention programmée ({constate}) dépasse {taux} de l'assiette, "
            "soit {attendu} ; écart {ecart}.",
        ),
        _C.ASSIETTE_SUPERIEURE_AU_COUT: ModeleControle(
            _A, "{operation} : l'assiette ({constate}) dépasse le coût ({attendu}) de {ecart}."
        ),
        _C.TTC_INFERIEUR_AU_HT: ModeleControle(
            _A, "{operation} : le coût TTC ({constate}) est inférieur au coût HT ({attendu}) ; écart {ecart}."
        ),
        _C.TTC_CONTRAIRE_AU_TAUX: ModeleControle(
            _A,
            "{operation} : le coût TTC ({constate}) n'est pas celui que donne la TVA déclarée, {taux} du coût HT, soit "
            "{attendu} ; écart {ecart}.",
        ),
        _C.SUBVENTIONS_SUPERIEURES_A_80: ModeleControle(
            _I,
            "{operation} : les subventions ({constate}) dépassent 80 % du coût, soit {attendu} ; la participation "
            "minimale du maître d'ouvrage public peut recevoir une dérogation en rénovation urbaine (lecture C).",
        ),
        _C.PLAFOND_PAR_LOGEMENT: ModeleControle(
            _A,
            "{operation} : l'assiette ({constate}) dépasse le plafond de {plafond} par logement "
            "(logements : {logements}), soit {attendu} ; écart {ecart} ({reference}).",
        ),
        _C.TAUX_SUPERIEUR_AU_MAXIMUM: ModeleControle(
            _A,
            "{operation}, {financeur} : la subvention programmée ({constate}) dépasse le taux maximal de {taux} de "
            "l'assiette, soit {attendu} ; écart {ecart} ({reference}).",
        ),
        _C.AVANCE_SUPERIEURE_AU_PLAFOND: ModeleControle(
            _A,
            "{operation}, {financeur} : l'avance ({constate}) dépasse {taux} du montant attribué, soit {attendu} ; "
            "écart {ecart} ({reference}).",
        ),
        _C.ACOMPTES_SUPERIEURS_AU_PLAFOND: ModeleControle(
            _A,
            "{operation}, {financeur} : avance et acomptes ({constate}) dépassent {taux} du montant attribué, "
            "soit {attendu} ; écart {ecart} ({reference}).",
        ),
        _C.PREMIER_ACOMPTE_EXCESSIF: ModeleControle(
            _A,
            "{operation}, {financeur} : le premier acompte ({constate}) dépasse {taux} du montant attribué, soit "
            "{attendu} ; écart {ecart} ({reference}).",
        ),
        _C.FORFAIT_DE_SALAIRE_DEPASSE: ModeleControle(
            _A,
            "{operation} : l'assiette ({constate}) dépasse le forfait de salaire ({plafond} par an, {etp} ETP, {mois} "
            "mois), soit {attendu} ; écart {ecart} ({reference} ; profil le plus favorable, lecture C).",
        ),
        _C.ETP_INSUFFISANT: ModeleControle(
            _A,
            "{operation}, {financeur} : {constate} programmés pour un poste de {etp} ETP, sous le minimum de {minimal} "
            "ETP, où rien n'est dû ({reference}).",
        ),
        _C.ACOMPTES_RAPPROCHES: ModeleControle(
            _A,
            "{operation}, {financeur} : acompte du {constate}, moins de {mois} mois après celui du {precedent} ; il "
            "n'était attendu qu'au {attendu} ({reference}).",
        ),
        _C.ENVELOPPE_DEPASSEE_A_LA_CLOTURE: ModeleControle(
            _B, "{financeur} : le montant de clôture ({constate}) dépasse l'enveloppe ({attendu}) de {ecart}."
        ),
        _C.DAS_SANS_LIGNE: ModeleControle(
            _B,
            "{operation}, {financeur} : engagement du {date} alors que le tableau financier alors en vigueur "
            "(version {version}) ne programme rien sur cette ligne.",
        ),
        _C.TAUX_OU_NATURE_MODIFIE: ModeleControle(
            _A,
            "{operation}, {financeur} : {objet} a changé depuis la décision attributive ({avant} à l'engagement, "
            "{apres} en version {version}) ; le taux et la nature du coût ne changent pas entre la décision et "
            "le solde.",
        ),
        _C.TROP_PERCU: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse le montant de clôture ({attendu}) de "
            "{ecart} ; un ordre de reversement est à émettre (lecture C).",
        ),
        _C.MOUVEMENT_HORS_CONVENTION: ModeleControle(
            _A, "{operation} : {type} du {constate}, avant la signature de la convention ({attendu})."
        ),
        _C.PAIEMENT_HORS_DELAI: ModeleControle(
            _A, "{operation}, {financeur} ({nature}) : {type} du {constate}, après la date limite de solde ({attendu})."
        ),
        _C.SOLDE_NON_DEMANDE: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : opération achevée le {achevement}, solde non demandé ; "
            "reste à verser {attendu}.",
        ),
        _C.AVANCE_SANS_ACOMPTE: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : avance de {constate} versée le {date}, aucun acompte depuis, alors "
            "que le démarrage était prévu en {debut}.",
        ),
        _C.RISQUE_DE_CADUCITE: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : engagée le {date}, non démarrée {mois} mois après ({attendu}) ; "
            "{engage} risquent la caducité ({reference}, lecture {confiance}).",
        ),
        _C.RECETTE_SANS_EFFET: ModeleControle(
            _A,
            "{operation} : {constate} de recettes sur un coût brut, dont elles ne se déduisent pas : elles ne changent "
            "aucun montant. Une dépense annulée ou réduite est une annulation ; un coût net de ses recettes, un "
            "déficit (lecture C).",
        ),
        _C.ANNULATIONS_SUPERIEURES: ModeleControle(
            _B, "{operation} : les annulations dépassent les dépenses justifiées ; dépense {constate}, comptée zéro."
        ),
        _C.REJETS_SUPERIEURS: ModeleControle(
            _B,
            "{operation}, {financeur} ({nature}) : les rejets dépassent les demandes de paiement ; demandé {constate}.",
        ),
        _C.SOLDEE_SANS_COUT_DEFINITIF: ModeleControle(
            _A,
            "{operation} : ligne soldée sans coût définitif, faute d'achèvement ou de dépense justifiée ; rien "
            "d'autre que le payé ou le forfait ne fonde le montant de clôture (lecture C).",
        ),
        _C.ACHEVEE_SANS_DEPENSE: ModeleControle(
            _A,
            "{operation} : achevée le {achevement} sans aucune dépense justifiée ; à défaut, le montant de clôture "
            "reprend l'engagé, ou le programmé si rien n'est engagé (lecture C).",
        ),
        _C.COUT_REEL_SUPERIEUR: ModeleControle(
            _A, "{operation} : la dépense justifiée ({constate}) dépasse le coût prévisionnel ({attendu}) de {ecart}."
        ),
        _C.SURFINANCEMENT: ModeleControle(
            _A,
            "{operation} : les financements de clôture ({constate}) dépassent le coût final ({attendu}) de "
            "{ecart} ; le résidu du maître d'ouvrage est ramené à zéro (lecture C).",
        ),
        _C.PLAN_FINAL_DESEQUILIBRE: ModeleControle(
            _A,
            "{operation} : sans ligne au résidu, les financements de clôture ({constate}) ne font pas le coût final "
            "({attendu}) ; écart {ecart} (lecture C).",
        ),
        _C.MOUVEMENT_EN_DOUBLE: ModeleControle(
            _A, "{operation} : {type} de {montant} du {date}, pièce « {piece} », déjà au journal ({ailleurs})."
        ),
        _C.JOURNAL_SANS_MOUVEMENT: ModeleControle(
            _I,
            "Le dossier n'a aucun mouvement : ni engagement, ni paiement, ni dépense. Si un journal existe, il n'a pas "
            "été lu.",
        ),
        _C.TEXTES_JUMEAUX: ModeleControle(
            _A,
            "{quoi} : « {lu} » et « {autre} » ne diffèrent que par la casse, la forme Unicode ou une espace"
            "{precision}, et sont comptés à part.",
        ),
        _C.CLE_DE_SIRET_FAUSSE: ModeleControle(
            _A,
            "{organisme} : la clé de contrôle du SIRET {siret} est fausse{precision} ; un chiffre au "
            "moins est mal recopié, et rien de cet organisme ne va dans le fichier SCDL.",
        ),
        _C.LIGNE_NON_TERMINEE: ModeleControle(
            _I,
            "La dernière ligne ne finit pas par un retour à la ligne : rien ne dit que le fichier est entier. Vérifier "
            "qu'il finit bien là.",
        ),
        _C.LIGNES_COURTES: ModeleControle(
            _I,
            "À partir d'ici, {lignes} moins de cellules que l'en-tête ; ce qui manque ({colonnes}) est facultatif et lu"
            " vide. Un tableur omet parfois les cellules vides de la fin.",
        ),
        _C.TOTAL_IMPORTE_FAUX: ModeleControle(
            _A, "{objet} : le total lu ({constate}) n'est pas la somme des lignes ({attendu}) ; écart {ecart}."
        ),
        _C.INTERPRETATION: ModeleControle(
            _I,
            "Montants de clôture selon notre lecture (C) des règles de solde, qu'aucun texte ne publie (taux × dépense "
            "plafonnée, forfait, résidu) ; lignes concernées : {nombre}.",
        ),
        _C.LIGNES_ILLUSTRATIVES: ModeleControle(
            _I, "Opérations illustratives, dont les chiffres n'engagent personne : {nombre} sur {total}."
        ),
        _C.ARRONDIS: ModeleControle(
            _I,
            "Subventions de clôture arrondies au centime, demi-centime loin de zéro (lecture C) : {nombre} ; "
            "somme des arrondis, en centimes : {residu}.",
        ),
        _C.REGLEMENT_SURCHARGE: ModeleControle(
            _I, "Règlement : le dossier fixe « {cle} » à {valeur} ({reference}) {remplace}."
        ),
    }
)


def constater(
    code: CodeControle,
    *,
    mesure: Mesure | None = None,
    operation: str | None = None,
    financeur: str | None = None,
    provenance: Provenance = INCONNUE,
    enjeu: int = 0,
    **termes: str,
) -> Constat:
    """Compose le constat ``code`` avec la phrase du catalogue et les ``termes`` qu'elle demande.

    Les montants et les dates de la ``mesure`` remplissent d'eux-mêmes ``attendu``, ``constate`` et ``ecart``.
    """
    modele = MODELES_DE_CONTROLE[code]
    mots = {"operation": operation or "", "financeur": financeur or "", **_mots(mesure), **termes}
    return Constat(
        code=code,
        gravite=modele.gravite,
        message=modele.message.format(**mots),
        mesure=mesure,
        operation=operation,
        financeur=financeur,
        provenance=provenance,
        enjeu=enjeu,
    )


def _mots(mesure: Mesure | None) -> dict[str, str]:
    """Les mots d'une mesure dans une phrase."""
    match mesure:
        case EcartMontant():
            return {
                "attendu": afficher_montant(mesure.attendu),
                "constate": afficher_montant(mesure.constate),
                "ecart": afficher_montant(mesure.ecart),
            }
        case EcartDate():
            return {"attendu": afficher_date(mesure.attendu), "constate": afficher_date(mesure.constate)}
        case EcartNombre():
            return {"attendu": str(mesure.attendu), "constate": str(mesure.constate)}
        case None:
            return {}
