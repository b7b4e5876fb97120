"""CALENDRIER-01 et 02, EXECUTION-01 à 03, JOURNAL-01."""

from dataclasses import replace
from typing import Any

from financement.controles.constat import EcartDate, EcartMontant
from financement.dossier.projet import Projet
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

ENGAGEMENT = mouvement("engagement", euros(450_000), "2006-01-10")
ACOMPTE = mouvement("acompte", euros(300_000), "2008-01-01")
PREVU = Semestre(2008, 1)
AVANCE = mouvement("avance", euros(50_000), "2007-05-01")
REPLI = "régime général des subventions d’investissement de l’État (repli), lecture C"


def limite(*mouvements: Any) -> Projet:
    """Solde possible jusqu’au 31 décembre 2017."""
    return projet(date_limite_solde=jour("2017-12-31"), journal=mouvements)


def livree(*mouvements: Any, depense: int = euros(800_000), acompte: Any = ACOMPTE) -> Projet:
    """Achevée le 1er janvier 2011 pour 800 000 € : 360 000 € de l’ANRU, dont 300 000 € versés en 2008."""
    return projet(
        operations=[operation(achevement=jour("2011-01-01"))],
        journal=[ENGAGEMENT, acompte, mouvement("depense", depense, "2010-12-01"), *mouvements],
    )


def prevue(*mouvements: Any, debut: Semestre | None = PREVU) -> Projet:
    """Démarrage prévu au premier semestre 2008, avance de 50 000 € en 2007."""
    return projet(operations=[operation(debut=debut)], journal=[ENGAGEMENT, AVANCE, *mouvements])


FACTURE = mouvement("acompte", euros(100), piece="FC-1")

CAS = (
    Cas(
        code="CALENDRIER-01",
        projet=projet(journal=[mouvement("depense", 500, "2004-06-30")]),
        message="OP-1 : dépense justifiée du 30/06/2004, avant la signature de la convention (01/07/2004).",
        mesure=EcartDate(jour("2004-07-01"), jour("2004-06-30")),
        lieu=journal_csv(2, "date"),
    ),
    Cas(
        code="CALENDRIER-02",
        projet=limite(ENGAGEMENT, mouvement("acompte", euros(100), "2018-01-01")),
        message="OP-1, ANRU (subvention) : acompte du 01/01/2018, après la date limite de solde (31/12/2017).",
        mesure=EcartDate(jour("2017-12-31"), jour("2018-01-01")),
        lieu=journal_csv(3, "date"),
        financeur="ANRU",
        enjeu=euros(100),
    ),
    Cas(
        code="EXECUTION-01",
        projet=livree(),
        au=jour("2011-01-01"),
        message=(
            "OP-1, ANRU (subvention) : opération achevée le 01/01/2011, solde non demandé ; reste à verser 60 000,00 €."
        ),
        mesure=EcartMontant(euros(60_000), 0),
        lieu=operations_csv("achevement"),
        financeur="ANRU",
        enjeu=euros(60_000),
    ),
    Cas(
        # La demande de 2007 est celle de l'acompte versé, non celle du solde.
        code="EXECUTION-01",
        projet=livree(mouvement("demande", euros(300_000), "2007-12-01")),
        au=jour("2011-06-01"),
        message=(
            "OP-1, ANRU (subvention) : opération achevée le 01/01/2011, solde non demandé ; reste à verser 60 000,00 €."
        ),
        mesure=EcartMontant(euros(60_000), 0),
        lieu=operations_csv("achevement"),
        financeur="ANRU",
        enjeu=euros(60_000),
    ),
    Cas(
        # Un euro demandé et payé après l'achèvement n'est pas le solde.
        code="EXECUTION-01",
        projet=livree(mouvement("demande", euros(1), "2011-02-01"), mouvement("acompte", euros(1), "2011-03-01")),
        au=jour("2011-06-01"),
        message=(
            "OP-1, ANRU (subvention) : opération achevée le 01/01/2011, solde non demandé ; reste à verser 59 999,00 €."
        ),
        mesure=EcartMontant(euros(59_999), 0),
        lieu=operations_csv("achevement"),
        financeur="ANRU",
        enjeu=euros(59_999),
    ),
    Cas(
        code="EXECUTION-02",
        projet=prevue(),
        au=jour("2008-07-01"),
        message=(
            "OP-1, ANRU (subvention) : avance de 50 000,00 € versée le 01/05/2007, aucun acompte depuis, alors que le "
            "démarrage était prévu en 2008-S1."
        ),
        mesure=EcartMontant(0, euros(50_000)),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=euros(50_000),
    ),
    Cas(
        code="EXECUTION-03",
        projet=projet(journal=[ENGAGEMENT]),
        au=jour("2008-01-11"),
        message=(
            "OP-1, ANRU (subvention) : engagée le 10/01/2006, non démarrée 24 mois après (10/01/2008) ; 450 000,00 € "
            f"risquent la caducité ({REPLI})."
        ),
        mesure=EcartDate(jour("2008-01-10"), jour("2008-01-11")),
        lieu=journal_csv(2, "date"),
        financeur="ANRU",
        enjeu=euros(450_000),
    ),
    Cas(
        code="JOURNAL-01",
        projet=projet(journal=[FACTURE, FACTURE]),
        message="OP-1 : acompte de 100,00 € du 15/06/2010, pièce « FC-1 », déjà au journal (journal.csv, ligne 2).",
        mesure=None,
        lieu=journal_csv(3, "piece"),
        financeur="ANRU",
        enjeu=euros(100),
    ),
)

VOISINS = (
    Voisin(
        code="CALENDRIER-01",
        nom="le jour de la signature",
        projet=projet(journal=[mouvement("depense", 500, "2004-07-01")]),
    ),
    Voisin(
        code="CALENDRIER-01",
        nom="pas encore au journal",
        projet=projet(journal=[mouvement("depense", 500, "2004-06-30")]),
        au=jour("2004-06-29"),
    ),
    Voisin(code="CALENDRIER-02", nom="le dernier jour", projet=limite(mouvement("acompte", 500, "2017-12-31"))),
    Voisin(
        code="CALENDRIER-02", nom="reverser reste permis", projet=limite(mouvement("reversement", 500, "2018-01-01"))
    ),
    Voisin(
        code="CALENDRIER-02",
        nom="un autre financeur",
        projet=limite(mouvement("acompte", 500, "2018-01-01", financeur="VILLE")),
    ),
    Voisin(code="CALENDRIER-02", nom="sans limite", projet=projet(journal=[mouvement("acompte", 500, "2018-01-01")])),
    Voisin(code="EXECUTION-01", nom="la veille de l’achèvement", projet=livree(), au=jour("2010-12-31")),
    Voisin(
        code="EXECUTION-01",
        nom="demandé le jour de l’achèvement",
        projet=livree(mouvement("demande", euros(60_000), "2011-01-01")),
    ),
    Voisin(
        code="EXECUTION-01",
        nom="une demande antérieure, en instance, couvre le solde",
        projet=livree(mouvement("demande", euros(360_000), "2010-12-31")),
        au=jour("2011-06-01"),
    ),
    Voisin(
        code="EXECUTION-01",
        nom="plus rien à verser",
        projet=livree(acompte=replace(ACOMPTE, montant=euros(360_000))),
        au=jour("2011-06-01"),
    ),
    Voisin(
        code="EXECUTION-01",
        nom="soldée",
        projet=livree(mouvement("solde", euros(10_000), "2011-06-01")),
    ),
    Voisin(code="EXECUTION-02", nom="dernier jour du semestre prévu", projet=prevue(), au=jour("2008-06-30")),
    Voisin(code="EXECUTION-02", nom="un acompte a suivi", projet=prevue(mouvement("acompte", 1, "2008-06-30"))),
    Voisin(
        code="EXECUTION-02",
        nom="l’avance est reversée",
        projet=prevue(mouvement("reversement", euros(50_000), "2008-06-30")),
        au=jour("2009-01-01"),
    ),
    Voisin(code="EXECUTION-02", nom="sans calendrier", projet=prevue(debut=None), au=jour("2009-01-01")),
    Voisin(
        code="EXECUTION-02",
        nom="dépense sans avance",
        projet=projet(
            operations=[operation(debut=Semestre(2008, 1))], journal=[ENGAGEMENT, mouvement("depense", 1, "2009-01-01")]
        ),
    ),
    Voisin(
        code="EXECUTION-03", nom="24 mois jour pour jour", projet=projet(journal=[ENGAGEMENT]), au=jour("2008-01-10")
    ),
    Voisin(
        code="EXECUTION-03", nom="avance versée", projet=projet(journal=[ENGAGEMENT, AVANCE]), au=jour("2010-01-01")
    ),
    Voisin(
        code="EXECUTION-03",
        nom="dépense justifiée",
        projet=projet(journal=[ENGAGEMENT, mouvement("depense", 1, "2008-01-01")]),
        au=jour("2010-01-01"),
    ),
    Voisin(
        code="EXECUTION-03",
        nom="tout dégagé",
        projet=projet(journal=[ENGAGEMENT, mouvement("degagement", euros(450_000), "2007-01-01")]),
        au=jour("2010-01-01"),
    ),
    Voisin(
        code="EXECUTION-03",
        nom="avant que le règlement ne fixe un délai",
        projet=projet(
            date_signature=jour("2003-01-01"), journal=[mouvement("engagement", euros(450_000), "2003-07-31")]
        ),
        au=jour("2010-01-01"),
    ),
    *(
        Voisin(code="JOURNAL-01", nom=nom, projet=projet(journal=[FACTURE, autre]))
        for nom, autre in (
            ("autre date", mouvement("acompte", euros(100), "2010-06-16", piece="FC-1")),
            ("autre montant", mouvement("acompte", euros(100) + 1, piece="FC-1")),
            ("autre libellé", mouvement("acompte", euros(100), piece="FC-1", libelle="suite")),
        )
    ),
    Voisin(
        code="JOURNAL-01", nom="sans pièce", projet=projet(journal=[mouvement("acompte", 5), mouvement("acompte", 5)])
    ),
    Voisin(
        code="JOURNAL-01", nom="pas encore au journal", projet=projet(journal=[FACTURE, FACTURE]), au=jour("2010-06-14")
    ),
)
