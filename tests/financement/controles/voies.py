"""Ce que chaque remède fait faire, sur le dossier minimal de son contrôle : les mots qui le disent, et le geste."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.controles.catalogue.modeles import CodeControle
from financement.dossier.nomenclature import (
    ModeEngagement,
    Nature,
    NatureCout,
    Origine,
    PorteeTableau,
    RegleCloture,
    Statut,
    TypeMouvement,
    UniteMontants,
)
from financement.reglement.propre import ReglementPropre
from financement.reglement.valeur import UniteParametre
from financement.valeurs.dates import Semestre
from tests.construction import avenant, euros, jour, ligne, mouvement, operation
from tests.financement.controles.gestes import (
    Geste,
    a_la_ligne,
    au_financeur,
    au_journal,
    au_plan,
    au_reglement,
    dans_l_operation,
    dans_la_convention,
    decrire,
    garder,
    inscrire,
    programmer,
    tous,
)

__all__ = ["VOIES", "Voie"]

_C = CodeControle


@dataclass(frozen=True)
class Voie:
    """Une des voies d’un remède."""

    mots: str
    geste: Geste


TAUX: Final = UniteParametre.TAUX
FONDS_PROPRES: Final = Nature.FONDS_PROPRES
UN_AVENANT: Final = dans_la_convention(avenants=(avenant(1),))
DEUXIEME_OPERATION: Final = tous(
    decrire(operation("OP-2", cout_ht=euros(10))),
    programmer(
        ligne("ANRU", euros(5), operation="OP-2"), ligne("VILLE", euros(5), operation="OP-2", nature=FONDS_PROPRES)
    ),
)
REPRISE: Final = tous(
    decrire(operation("OP-2", cout_ht=euros(50_000), version=1)),
    programmer(
        ligne("ANRU", euros(20_000), operation="OP-2", version=1),
        ligne("OPH", euros(30_000), operation="OP-2", version=1),
    ),
)

VOIES: Final[dict[CodeControle, tuple[Voie, ...]]] = {
    _C.PLAN_DESEQUILIBRE: (
        Voie("ajouter 1,00 € au plan", au_plan(euros(450_000), euros(550_000))),
        Voie("corriger dans les opérations le coût", dans_l_operation(cout_ht=euros(999_999))),
    ),
    _C.LIGNE_SANS_PROGRAMME: (
        Voie("Vérifier au journal l’opération, le financeur", au_journal(0, financeur="ANRU")),
        Voie("ajouter la ligne au plan", tous(au_plan(euros(450_000) - 500), programmer(ligne("OPH", 500)))),
        Voie("dégager", inscrire(mouvement("degagement", 500, financeur="OPH"))),
    ),
    _C.ANRU_SUPERIEURE_AU_TAUX: (
        Voie(
            "à 450 000,00 € au plan et reporter 0,01 € sur un autre financeur", au_plan(euros(450_000), euros(550_000))
        ),
        Voie("le taux ANRU", dans_l_operation(taux_anru=Fraction(46, 100))),
    ),
    _C.ASSIETTE_SUPERIEURE_AU_COUT: (
        Voie("ramener l’assiette à 1 000 000,00 €", dans_l_operation(assiette=euros(1_000_000))),
    ),
    _C.TTC_INFERIEUR_AU_HT: (
        Voie("Corriger le coût TTC", dans_l_operation(cout_ttc=euros(1_200_000))),
        Voie("vider le coût TTC", dans_l_operation(cout_ttc=None)),
    ),
    _C.TTC_CONTRAIRE_AU_TAUX: (
        Voie("le taux moyen exact (une fraction est admise)", dans_l_operation(taux_tva=Fraction(3, 10))),
        Voie("ou le coût TTC", dans_l_operation(cout_ttc=euros(1_200_000))),
        Voie("vider le taux de TVA", dans_l_operation(taux_tva=None)),
    ),
    _C.SUBVENTIONS_SUPERIEURES_A_80: (
        Voie("la nature des lignes (un prêt saisi en subvention)", a_la_ligne(0, nature=Nature.PRET)),
    ),
    _C.PLAN_EN_EUROS_ENTIERS: (
        Voie(
            'ajouter 0,40 € au plan ou corriger le coût, et retirer unite = "euro"',
            tous(au_plan(euros(504_042) + 40), dans_la_convention(unite=UniteMontants.CENTIME)),
        ),
    ),
    _C.SORTIE_DU_TABLEAU: (Voie("ajouter aux opérations et au plan, en version 1", REPRISE),),
    _C.APPARENCE_DE_TABLEAU_COMPLET: (
        Voie(
            'écrire tableau = "complet" à cet avenant',
            dans_la_convention(avenants=(avenant(1, tableau=PorteeTableau.COMPLET),)),
        ),
    ),
    _C.ENVELOPPE_DEPASSEE: (
        Voie("Réduire de 1,00 € la part de ce financeur au plan", au_plan(euros(449_999), euros(550_001))),
        Voie("la nouvelle enveloppe", au_financeur("ANRU", enveloppe=euros(450_000))),
    ),
    _C.ENVELOPPE_DEPASSEE_A_LA_CLOTURE: (
        Voie("la nouvelle enveloppe", au_financeur("VILLE", enveloppe=euros(650_000))),
        Voie(
            "y réduire sa part de 100 000,00 €",
            tous(
                au_plan(euros(450_000), euros(450_000)),
                programmer(ligne("ANRU", euros(100_000), nature=Nature.PRET)),
            ),
        ),
    ),
    _C.PLAFOND_PAR_LOGEMENT: (
        Voie("Ramener l’assiette à 2 000 000,00 €", dans_l_operation(assiette=euros(2_000_000))),
        Voie("le nombre de logements", dans_l_operation(quantite=Decimal(48))),
    ),
    _C.TAUX_SUPERIEUR_AU_MAXIMUM: (
        Voie("à 600 000,00 € au plan et reporter 0,01 €", au_plan(euros(600_000), euros(400_000))),
        Voie("« taux_maximal »", au_reglement("taux_maximal", Fraction(9, 10), TAUX, "05")),
    ),
    _C.AVANCE_SUPERIEURE_AU_PLAFOND: (
        Voie("un acompte saisi en avance", au_journal(1, type=TypeMouvement.ACOMPTE)),
        Voie("et l’engagé", tous(au_journal(0, montant=euros(450_007)), au_plan(euros(450_007), euros(549_993)))),
        Voie("« avance_maximale »", au_reglement("avance_maximale", Fraction(1, 5), TAUX, "05")),
    ),
    _C.ACOMPTES_SUPERIEURS_AU_PLAFOND: (
        Voie("un solde saisi en acompte", au_journal(2, type=TypeMouvement.SOLDE)),
        Voie("et l’engagé", tous(au_journal(0, montant=euros(450_007)), au_plan(euros(450_007), euros(549_993)))),
        Voie("« acomptes_maximaux »", au_reglement("acomptes_maximaux", Fraction(3, 4), TAUX, "05")),
    ),
    _C.PREMIER_ACOMPTE_EXCESSIF: (
        Voie("le montant", au_journal(2, montant=euros(40_000))),
        Voie("et la date", au_journal(2, date=jour("2023-02-01"))),
        Voie("« premier_acompte »", au_reglement("premier_acompte", Fraction(1, 4), TAUX)),
    ),
    _C.FORFAIT_DE_SALAIRE_DEPASSE: (
        Voie(
            "Ramener l’assiette à 184 000,00 € dans les opérations, et la part de l’ANRU en proportion au plan",
            tous(dans_l_operation(assiette=euros(184_000)), au_plan(euros(92_000), euros(92_000) + 2)),
        ),
        Voie("la quantité d’ETP", dans_l_operation(quantite=Decimal("0.9"))),
        Voie("la durée", dans_l_operation(duree_semestres=5)),
    ),
    _C.ETP_INSUFFISANT: (
        Voie("la quantité (0,49 ETP)", dans_l_operation(quantite=Decimal("0.5"))),
        Voie("retirer du plan les 10 000,00 € de l’ANRU et les reporter", au_plan(0, euros(20_000))),
    ),
    _C.ENGAGE_SUPERIEUR_AU_PROGRAMME: (
        Voie("Dégager 0,01 € au journal", inscrire(mouvement("degagement", 1))),
        Voie("programmer ce montant au plan", au_plan(euros(450_000) + 1, euros(550_000) - 1)),
    ),
    _C.ENGAGEMENT_HORS_DELAI: (
        Voie("la date de la décision", au_journal(0, date=jour("2015-12-31"))),
        Voie(
            "la limite qu’un avenant a repoussée",
            dans_la_convention(avenants=(avenant(1, date_limite_engagement=jour("2016-12-31")),)),
        ),
        Voie("la dégager", inscrire(mouvement("degagement", 500, "2016-02-01"))),
    ),
    _C.PLUSIEURS_DAS: (
        Voie("le numéro de celle-ci (DAS-1)", au_journal(1, piece="DAS-1")),
        Voie(
            "dégager celle qui fait double emploi", inscrire(mouvement("degagement", 700, "2007-02-01", piece="DAS-2"))
        ),
        Voie("les séparer", tous(DEUXIEME_OPERATION, au_journal(0, operation="OP-2"))),
    ),
    _C.ENGAGE_NEGATIF: (
        Voie("l’engagement qui manque (0,01 €)", inscrire(mouvement("engagement", 1, "2006-01-10"))),
        Voie("le dégagement en trop", au_journal(1, montant=euros(100))),
    ),
    _C.DAS_SANS_LIGNE: (
        Voie("la date de l’engagement au journal", au_journal(0, date=jour("2007-03-15"))),
        Voie("celle de l’avenant dans la convention", dans_la_convention(avenants=(avenant(1, "2007-03-14"),))),
        Voie("la version de la ligne au plan", tous(au_plan(euros(550_000)), a_la_ligne(2, version=0))),
        Voie(
            "la dégager et en faire prendre une nouvelle",
            inscrire(
                mouvement("degagement", euros(100), "2007-03-20"), mouvement("engagement", euros(100), "2007-04-01")
            ),
        ),
    ),
    _C.TAUX_OU_NATURE_MODIFIE: (
        Voie("Rétablir le taux d’origine (45 %)", dans_l_operation(taux_anru=Fraction(45, 100))),
        Voie(
            "dégager la décision et en faire prendre une nouvelle",
            inscrire(
                mouvement("degagement", euros(100), "2007-04-01"), mouvement("engagement", euros(100), "2007-04-02")
            ),
        ),
    ),
    _C.ENGAGEMENT_NON_LU: (
        Voie("sortir du journal", garder(0)),
        Voie(
            'retirer de la convention son engagement = "repute"', au_financeur("ANRU", engagement=ModeEngagement.SUIVI)
        ),
    ),
    _C.PAYE_SUPERIEUR_A_L_ENGAGE: (
        Voie("Vérifier au journal les montants versés", au_journal(1, montant=euros(1000))),
        Voie("y engager 0,01 € de plus", inscrire(mouvement("engagement", 1, "2006-01-11"))),
        Voie("inscrire ce reversement au journal", inscrire(mouvement("reversement", 1, "2011-01-01"))),
    ),
    _C.PAIEMENT_AVANT_ENGAGEMENT: (
        Voie("la date de ce versement", au_journal(1, date=jour("2006-01-10"))),
        Voie("celle de l’engagement", au_journal(0, date=jour("2006-01-09"))),
        Voie("l’engagement antérieur qui manque", inscrire(mouvement("engagement", 1, "2006-01-02"))),
    ),
    _C.PAIEMENT_APRES_SOLDE: (
        Voie(
            "s’écrit comme un acompte, puis un solde",
            tous(au_journal(1, type=TypeMouvement.ACOMPTE), au_journal(2, type=TypeMouvement.SOLDE)),
        ),
        Voie("la date de ce versement", au_journal(2, date=jour("2011-10-10"))),
        Voie("le faire reverser", inscrire(mouvement("reversement", 500, "2011-12-01"))),
    ),
    _C.PAYE_NEGATIF: (
        Voie("le paiement qui manque (0,01 €)", inscrire(mouvement("acompte", 1, "2007-02-01"))),
        Voie("le reversement en trop", au_journal(2, montant=euros(100))),
    ),
    _C.TROP_PERCU: (
        Voie(
            "l’inscrire au journal comme reversement", inscrire(mouvement("reversement", euros(75_000), "2012-01-01"))
        ),
    ),
    _C.MOUVEMENT_APRES_ABANDON: (
        Voie("la date", au_journal(0, date=jour("2007-03-15"))),
        Voie("l’opération de ce mouvement", tous(DEUXIEME_OPERATION, au_journal(0, operation="OP-2"))),
        Voie("le faire reverser", inscrire(mouvement("reversement", 500, "2007-04-01"))),
        Voie(
            "reprendre l’opération par avenant, son statut vidé",
            tous(
                dans_la_convention(avenants=(avenant(1, "2007-03-15"), avenant(2, "2008-03-15"))),
                decrire(operation(version=2)),
            ),
        ),
    ),
    _C.ABANDONNEE_ENCORE_PROGRAMMEE: (
        Voie(
            "le coût de l’opération et ses lignes de financement",
            tous(
                dans_l_operation(cout_ht=0),
                programmer(ligne("ANRU", 0, version=2), ligne("VILLE", 0, nature=FONDS_PROPRES, version=2)),
            ),
        ),
        Voie("en vidant son statut", dans_l_operation(statut=Statut.ACTIVE)),
    ),
    _C.MOUVEMENT_HORS_CONVENTION: (
        Voie("Vérifier la date au journal", au_journal(0, date=jour("2004-07-01"))),
        Voie("celle de la signature", dans_la_convention(date_signature=jour("2004-06-30"))),
    ),
    _C.PAIEMENT_HORS_DELAI: (
        Voie("Vérifier la date au journal", au_journal(1, date=jour("2017-12-31"))),
        Voie(
            "la date limite de solde qu’un avenant a repoussée",
            dans_la_convention(avenants=(avenant(1, date_limite_solde=jour("2018-06-30")),)),
        ),
    ),
    _C.ACOMPTES_RAPPROCHES: (
        Voie("la date des deux acomptes", au_journal(2, date=jour("2023-02-01"))),
        Voie(
            "« periodicite_des_acomptes »", au_reglement("periodicite_des_acomptes", Fraction(6), UniteParametre.MOIS)
        ),
    ),
    _C.SOLDE_NON_DEMANDE: (
        Voie("inscrire cette demande au journal", inscrire(mouvement("demande", euros(60_000), "2011-01-01"))),
    ),
    _C.AVANCE_SANS_ACOMPTE: (
        Voie("corriger le semestre de démarrage", dans_l_operation(debut=Semestre(2008, 2))),
        Voie("inscrire au journal l’acompte versé", inscrire(mouvement("acompte", euros(1), "2008-06-01"))),
        Voie("faire reverser l’avance de 50 000,00 €", inscrire(mouvement("reversement", euros(50_000), "2008-06-01"))),
    ),
    _C.RISQUE_DE_CADUCITE: (
        Voie("inscrire au journal une dépense justifiée", inscrire(mouvement("depense", euros(1), "2008-01-10"))),
        Voie("dégager 450 000,00 €", inscrire(mouvement("degagement", euros(450_000), "2008-01-10"))),
        Voie("« delai_de_commencement »", au_reglement("delai_de_commencement", Fraction(36), UniteParametre.MOIS)),
    ),
    _C.RECETTE_SANS_EFFET: (
        Voie(
            "le type annulation",
            tous(au_journal(1, type=TypeMouvement.ANNULATION), au_journal(2, type=TypeMouvement.ANNULATION)),
        ),
        Voie("écrire deficit pour nature de coût", dans_l_operation(nature_cout=NatureCout.DEFICIT)),
    ),
    _C.ANNULATIONS_SUPERIEURES: (
        Voie("la dépense qui manque (1,00 €)", inscrire(mouvement("depense", euros(1), "2009-01-11"))),
        Voie("l’annulation en trop", au_journal(1, montant=euros(100_000))),
    ),
    _C.REJETS_SUPERIEURS: (
        Voie("la demande de paiement qui manque (0,01 €)", inscrire(mouvement("demande", 1, "2009-01-11"))),
        Voie("le rejet en trop", au_journal(1, montant=euros(50_000))),
    ),
    _C.SOLDEE_SANS_COUT_DEFINITIF: (
        Voie(
            "inscrire l’achèvement dans les opérations et la dépense au journal",
            tous(
                dans_l_operation(achevement=jour("2011-01-01")),
                inscrire(mouvement("depense", euros(700_000), "2011-01-01")),
            ),
        ),
    ),
    _C.ACHEVEE_SANS_DEPENSE: (
        Voie("l’inscrire au journal, même provisoire", inscrire(mouvement("depense", euros(1), "2011-01-01"))),
    ),
    _C.COUT_REEL_SUPERIEUR: (
        Voie("la base (HT ou TTC) des dépenses", au_journal(0, montant=euros(836_120))),
        Voie(
            "porter par avenant le coût à 1 000 000,01 € dans les opérations et 0,01 € de plus au plan",
            tous(
                UN_AVENANT,
                decrire(operation(version=1, cout_ht=euros(1_000_000) + 1)),
                programmer(ligne("VILLE", euros(550_000) + 1, nature=FONDS_PROPRES, version=1)),
            ),
        ),
    ),
    _C.SURFINANCEMENT: (
        Voie("Réduire de 15 000,00 € au plan le prêt", au_plan(euros(450_000), euros(385_000), euros(165_000))),
        Voie("la règle de clôture taux", a_la_ligne(1, regle_cloture=RegleCloture.TAUX)),
    ),
    _C.PLAN_FINAL_DESEQUILIBRE: (
        Voie(
            "la règle de clôture residu à une ligne du maître d’ouvrage",
            a_la_ligne(1, financeur="VILLE", regle_cloture=RegleCloture.RESIDU),
        ),
        Voie(
            "faire porter 100 000,00 € par un financeur, au plan d’un avenant",
            tous(
                UN_AVENANT,
                decrire(operation(version=1, cout_ht=euros(1_100_000), achevement=jour("2011-01-01"))),
                programmer(ligne("DEPARTEMENT", euros(650_000), version=1)),
            ),
        ),
    ),
    _C.MOUVEMENT_EN_DOUBLE: (
        Voie("Supprimer au journal la ligne en trop", garder(1)),
        Voie("distinguer les deux mouvements par leur libellé", au_journal(1, libelle="Seconde facture")),
    ),
    _C.JOURNAL_SANS_MOUVEMENT: (Voie("joindre le journal au dossier", inscrire(mouvement("depense", euros(1)))),),
    _C.TEXTES_JUMEAUX: (
        Voie("Écrire partout « VILLE »", dans_l_operation(maitre_ouvrage="VILLE")),
        Voie("deux noms bien distincts", dans_l_operation(maitre_ouvrage="Ville voisine")),
    ),
    _C.CLE_DE_SIRET_FAUSSE: (
        Voie("Recopier dans la convention le numéro", au_financeur("OPH", siret="12345678901237")),
        Voie("laisser vide son SIRET", au_financeur("OPH", siret=None)),
    ),
    _C.LIGNES_ILLUSTRATIVES: (Voie("passer leur origine à source", dans_l_operation(origine=Origine.SOURCE)),),
    _C.REGLEMENT_SURCHARGE: (
        Voie(
            "retirer « avance_maximale » du règlement du dossier",
            lambda projet: replace(projet, reglement_propre=ReglementPropre(base="pnru")),
        ),
    ),
}
