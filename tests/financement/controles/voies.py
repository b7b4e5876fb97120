"""Ce que chaque remède fait faire, sur le dossier minimal de son contrôle : les mots qui le disent, et le geste."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

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

VOIES: Final[dict[str, tuple[Voie, ...]]] = {
    "PLAN-01": (
        Voie("ajouter 1,00 € au plan", au_plan(euros(450_000), euros(550_000))),
        Voie("corriger dans les opérations le coût", dans_l_operation(cout_ht=euros(999_999))),
    ),
    "PLAN-02": (
        Voie("Vérifier au journal l’opération, le financeur", au_journal(0, financeur="ANRU")),
        Voie("ajouter la ligne au plan", tous(au_plan(euros(450_000) - 500), programmer(ligne("OPH", 500)))),
        Voie("dégager", inscrire(mouvement("degagement", 500, financeur="OPH"))),
    ),
    "PLAN-03": (
        Voie(
            "à 450 000,00 € au plan et reporter 0,01 € sur un autre financeur", au_plan(euros(450_000), euros(550_000))
        ),
        Voie("le taux ANRU", dans_l_operation(taux_anru=Fraction(46, 100))),
    ),
    "PLAN-04": (Voie("ramener l’assiette à 1 000 000,00 €", dans_l_operation(assiette=euros(1_000_000))),),
    "COUT-01": (
        Voie("Corriger le coût TTC", dans_l_operation(cout_ttc=euros(1_200_000))),
        Voie("vider le coût TTC", dans_l_operation(cout_ttc=None)),
    ),
    "COUT-02": (
        Voie("le taux moyen exact (une fraction est admise)", dans_l_operation(taux_tva=Fraction(3, 10))),
        Voie("ou le coût TTC", dans_l_operation(cout_ttc=euros(1_200_000))),
        Voie("vider le taux de TVA", dans_l_operation(taux_tva=None)),
    ),
    "PLAN-05": (Voie("la nature des lignes (un prêt saisi en subvention)", a_la_ligne(0, nature=Nature.PRET)),),
    "PLAN-06": (
        Voie(
            'ajouter 0,40 € au plan ou corriger le coût, et retirer unite = "euro"',
            tous(au_plan(euros(504_042) + 40), dans_la_convention(unite=UniteMontants.CENTIME)),
        ),
    ),
    "PLAN-07": (Voie("ajouter aux opérations et au plan, en version 1", REPRISE),),
    "PLAN-08": (
        Voie(
            'écrire tableau = "complet" à cet avenant',
            dans_la_convention(avenants=(avenant(1, tableau=PorteeTableau.COMPLET),)),
        ),
    ),
    "ENVELOPPE-01": (
        Voie("Réduire de 1,00 € la part de ce financeur au plan", au_plan(euros(449_999), euros(550_001))),
        Voie("la nouvelle enveloppe", au_financeur("ANRU", enveloppe=euros(450_000))),
    ),
    "ENVELOPPE-02": (
        Voie("la nouvelle enveloppe", au_financeur("VILLE", enveloppe=euros(650_000))),
        Voie(
            "y réduire sa part de 100 000,00 €",
            tous(
                au_plan(euros(450_000), euros(450_000)),
                programmer(ligne("ANRU", euros(100_000), nature=Nature.PRET)),
            ),
        ),
    ),
    "PLAFOND-01": (
        Voie("Ramener l’assiette à 2 000 000,00 €", dans_l_operation(assiette=euros(2_000_000))),
        Voie("le nombre de logements", dans_l_operation(quantite=Decimal(48))),
    ),
    "PLAFOND-02": (
        Voie("à 600 000,00 € au plan et reporter 0,01 €", au_plan(euros(600_000), euros(400_000))),
        Voie("« taux_maximal »", au_reglement("taux_maximal", Fraction(9, 10), TAUX, "05")),
    ),
    "PLAFOND-03": (
        Voie("un acompte saisi en avance", au_journal(1, type=TypeMouvement.ACOMPTE)),
        Voie("et l’engagé", tous(au_journal(0, montant=euros(450_007)), au_plan(euros(450_007), euros(549_993)))),
        Voie("« avance_maximale »", au_reglement("avance_maximale", Fraction(1, 5), TAUX, "05")),
    ),
    "PLAFOND-04": (
        Voie("un solde saisi en acompte", au_journal(2, type=TypeMouvement.SOLDE)),
        Voie("et l’engagé", tous(au_journal(0, montant=euros(450_007)), au_plan(euros(450_007), euros(549_993)))),
        Voie("« acomptes_maximaux »", au_reglement("acomptes_maximaux", Fraction(3, 4), TAUX, "05")),
    ),
    "PLAFOND-05": (
        Voie("le montant", au_journal(2, montant=euros(40_000))),
        Voie("et la date", au_journal(2, date=jour("2023-02-01"))),
        Voie("« premier_acompte »", au_reglement("premier_acompte", Fraction(1, 4), TAUX)),
    ),
    "PLAFOND-06": (
        Voie(
            "Ramener l’assiette à 184 000,00 € dans les opérations, et la part de l’ANRU en proportion au plan",
            tous(dans_l_operation(assiette=euros(184_000)), au_plan(euros(92_000), euros(92_000) + 2)),
        ),
        Voie("la quantité d’ETP", dans_l_operation(quantite=Decimal("0.9"))),
        Voie("la durée", dans_l_operation(duree_semestres=5)),
    ),
    "PLAFOND-07": (
        Voie("la quantité (0,49 ETP)", dans_l_operation(quantite=Decimal("0.5"))),
        Voie("retirer du plan les 10 000,00 € de l’ANRU et les reporter", au_plan(0, euros(20_000))),
    ),
    "ENGAGEMENT-01": (
        Voie("Dégager 0,01 € au journal", inscrire(mouvement("degagement", 1))),
        Voie("programmer ce montant au plan", au_plan(euros(450_000) + 1, euros(550_000) - 1)),
    ),
    "ENGAGEMENT-02": (
        Voie("la date de la décision", au_journal(0, date=jour("2015-12-31"))),
        Voie(
            "la limite qu’un avenant a repoussée",
            dans_la_convention(avenants=(avenant(1, date_limite_engagement=jour("2016-12-31")),)),
        ),
        Voie("la dégager", inscrire(mouvement("degagement", 500, "2016-02-01"))),
    ),
    "ENGAGEMENT-03": (
        Voie("le numéro de celle-ci (DAS-1)", au_journal(1, piece="DAS-1")),
        Voie(
            "dégager celle qui fait double emploi", inscrire(mouvement("degagement", 700, "2007-02-01", piece="DAS-2"))
        ),
        Voie("les séparer", tous(DEUXIEME_OPERATION, au_journal(0, operation="OP-2"))),
    ),
    "ENGAGEMENT-04": (
        Voie("l’engagement qui manque (0,01 €)", inscrire(mouvement("engagement", 1, "2006-01-10"))),
        Voie("le dégagement en trop", au_journal(1, montant=euros(100))),
    ),
    "ENGAGEMENT-05": (
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
    "ENGAGEMENT-06": (
        Voie("Rétablir le taux d’origine (45 %)", dans_l_operation(taux_anru=Fraction(45, 100))),
        Voie(
            "dégager la décision et en faire prendre une nouvelle",
            inscrire(
                mouvement("degagement", euros(100), "2007-04-01"), mouvement("engagement", euros(100), "2007-04-02")
            ),
        ),
    ),
    "ENGAGEMENT-07": (
        Voie("sortir du journal", garder(0)),
        Voie(
            'retirer de la convention son engagement = "repute"', au_financeur("ANRU", engagement=ModeEngagement.SUIVI)
        ),
    ),
    "PAIEMENT-01": (
        Voie("Vérifier au journal les montants versés", au_journal(1, montant=euros(1000))),
        Voie("y engager 0,01 € de plus", inscrire(mouvement("engagement", 1, "2006-01-11"))),
        Voie("inscrire ce reversement au journal", inscrire(mouvement("reversement", 1, "2011-01-01"))),
    ),
    "PAIEMENT-02": (
        Voie("la date de ce versement", au_journal(1, date=jour("2006-01-10"))),
        Voie("celle de l’engagement", au_journal(0, date=jour("2006-01-09"))),
        Voie("l’engagement antérieur qui manque", inscrire(mouvement("engagement", 1, "2006-01-02"))),
    ),
    "PAIEMENT-03": (
        Voie(
            "s’écrit comme un acompte, puis un solde",
            tous(au_journal(1, type=TypeMouvement.ACOMPTE), au_journal(2, type=TypeMouvement.SOLDE)),
        ),
        Voie("la date de ce versement", au_journal(2, date=jour("2011-10-10"))),
        Voie("le faire reverser", inscrire(mouvement("reversement", 500, "2011-12-01"))),
    ),
    "PAIEMENT-04": (
        Voie("le paiement qui manque (0,01 €)", inscrire(mouvement("acompte", 1, "2007-02-01"))),
        Voie("le reversement en trop", au_journal(2, montant=euros(100))),
    ),
    "PAIEMENT-05": (
        Voie(
            "l’inscrire au journal comme reversement", inscrire(mouvement("reversement", euros(75_000), "2012-01-01"))
        ),
    ),
    "ABANDON-01": (
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
    "ABANDON-02": (
        Voie(
            "le coût de l’opération et ses lignes de financement",
            tous(
                dans_l_operation(cout_ht=0),
                programmer(ligne("ANRU", 0, version=2), ligne("VILLE", 0, nature=FONDS_PROPRES, version=2)),
            ),
        ),
        Voie("en vidant son statut", dans_l_operation(statut=Statut.ACTIVE)),
    ),
    "CALENDRIER-01": (
        Voie("Vérifier la date au journal", au_journal(0, date=jour("2004-07-01"))),
        Voie("celle de la signature", dans_la_convention(date_signature=jour("2004-06-30"))),
    ),
    "CALENDRIER-02": (
        Voie("Vérifier la date au journal", au_journal(1, date=jour("2017-12-31"))),
        Voie(
            "la date limite de solde qu’un avenant a repoussée",
            dans_la_convention(avenants=(avenant(1, date_limite_solde=jour("2018-06-30")),)),
        ),
    ),
    "CALENDRIER-03": (
        Voie("la date des deux acomptes", au_journal(2, date=jour("2023-02-01"))),
        Voie(
            "« periodicite_des_acomptes »", au_reglement("periodicite_des_acomptes", Fraction(6), UniteParametre.MOIS)
        ),
    ),
    "EXECUTION-01": (
        Voie("inscrire cette demande au journal", inscrire(mouvement("demande", euros(60_000), "2011-01-01"))),
    ),
    "EXECUTION-02": (
        Voie("corriger le semestre de démarrage", dans_l_operation(debut=Semestre(2008, 2))),
        Voie("inscrire au journal l’acompte versé", inscrire(mouvement("acompte", euros(1), "2008-06-01"))),
        Voie("faire reverser l’avance de 50 000,00 €", inscrire(mouvement("reversement", euros(50_000), "2008-06-01"))),
    ),
    "EXECUTION-03": (
        Voie("inscrire au journal une dépense justifiée", inscrire(mouvement("depense", euros(1), "2008-01-10"))),
        Voie("dégager 450 000,00 €", inscrire(mouvement("degagement", euros(450_000), "2008-01-10"))),
        Voie("« delai_de_commencement »", au_reglement("delai_de_commencement", Fraction(36), UniteParametre.MOIS)),
    ),
    "DEPENSE-01": (
        Voie(
            "le type annulation",
            tous(au_journal(1, type=TypeMouvement.ANNULATION), au_journal(2, type=TypeMouvement.ANNULATION)),
        ),
        Voie("écrire deficit pour nature de coût", dans_l_operation(nature_cout=NatureCout.DEFICIT)),
    ),
    "DEPENSE-02": (
        Voie("la dépense qui manque (1,00 €)", inscrire(mouvement("depense", euros(1), "2009-01-11"))),
        Voie("l’annulation en trop", au_journal(1, montant=euros(100_000))),
    ),
    "DEMANDE-01": (
        Voie("la demande de paiement qui manque (0,01 €)", inscrire(mouvement("demande", 1, "2009-01-11"))),
        Voie("le rejet en trop", au_journal(1, montant=euros(50_000))),
    ),
    "CLOTURE-01": (
        Voie(
            "inscrire l’achèvement dans les opérations et la dépense au journal",
            tous(
                dans_l_operation(achevement=jour("2011-01-01")),
                inscrire(mouvement("depense", euros(700_000), "2011-01-01")),
            ),
        ),
    ),
    "CLOTURE-02": (
        Voie("l’inscrire au journal, même provisoire", inscrire(mouvement("depense", euros(1), "2011-01-01"))),
    ),
    "CLOTURE-03": (
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
    "CLOTURE-04": (
        Voie("Réduire de 15 000,00 € au plan le prêt", au_plan(euros(450_000), euros(385_000), euros(165_000))),
        Voie("la règle de clôture taux", a_la_ligne(1, regle_cloture=RegleCloture.TAUX)),
    ),
    "CLOTURE-05": (
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
    "JOURNAL-01": (
        Voie("Supprimer au journal la ligne en trop", garder(1)),
        Voie("distinguer les deux mouvements par leur libellé", au_journal(1, libelle="Seconde facture")),
    ),
    "JOURNAL-02": (Voie("joindre le journal au dossier", inscrire(mouvement("depense", euros(1)))),),
    "JUMEAU-01": (
        Voie("Écrire partout « VILLE »", dans_l_operation(maitre_ouvrage="VILLE")),
        Voie("deux noms bien distincts", dans_l_operation(maitre_ouvrage="Ville voisine")),
    ),
    "SIRET-01": (
        Voie("Recopier dans la convention le numéro", au_financeur("OPH", siret="12345678901237")),
        Voie("laisser vide son SIRET", au_financeur("OPH", siret=None)),
    ),
    "INFO-02": (Voie("passer leur origine à source", dans_l_operation(origine=Origine.SOURCE)),),
    "INFO-04": (
        Voie(
            "retirer « avance_maximale » du règlement du dossier",
            lambda projet: replace(projet, reglement_propre=ReglementPropre(base="pnru")),
        ),
    ),
}
