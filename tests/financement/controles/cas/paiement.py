"""PAIEMENT-01 à PAIEMENT-05, ABANDON-01 et ABANDON-02."""

from dataclasses import replace
from typing import Any

from financement.controles.constat import EcartDate, EcartMontant
from financement.dossier.nomenclature import Statut
from financement.dossier.projet import Projet
from tests.construction import PLAN_EQUILIBRE, avenant, euros, jour, mouvement, operation, projet
from tests.financement.controles.cas.engagement import repute
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

ENGAGEMENT = mouvement("engagement", euros(1000), "2006-01-10")


def achevee(depense: int, *mouvements: Any, engage: int = euros(450_000)) -> Projet:
    """Opération achevée en 2011, engagée par l’ANRU (45 % du million), et sa dépense justifiée en dernier."""
    return projet(
        operations=[operation(achevement=jour("2011-01-01"))],
        journal=[
            mouvement("engagement", engage, "2006-01-10"),
            *mouvements,
            mouvement("depense", depense, "2011-06-01"),
        ],
    )


ACOMPTE = mouvement("acompte", euros(300_000), "2008-01-01")

CAS = (
    Cas(
        code="PAIEMENT-01",
        projet=projet(journal=[ENGAGEMENT, mouvement("acompte", euros(1000) + 1)]),
        message="OP-1, ANRU (subvention) : le payé (1 000,01 €) dépasse l’engagé (1 000,00 €) de 0,01 €.",
        mesure=EcartMontant(euros(1000), euros(1000) + 1),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PAIEMENT-02",
        projet=projet(journal=[ENGAGEMENT, mouvement("avance", 500, "2006-01-09")]),
        message="OP-1, ANRU (subvention) : paiement du 09/01/2006 antérieur au premier engagement (10/01/2006).",
        mesure=EcartDate(jour("2006-01-10"), jour("2006-01-09")),
        lieu=journal_csv(3, "date"),
        financeur="ANRU",
    ),
    Cas(
        code="PAIEMENT-03",
        projet=projet(
            journal=[ENGAGEMENT, mouvement("solde", 500, "2011-10-10"), mouvement("acompte", 500, "2011-10-11")]
        ),
        message="OP-1, ANRU (subvention) : paiement du 11/10/2011 postérieur au solde du 10/10/2011.",
        mesure=EcartDate(jour("2011-10-10"), jour("2011-10-11")),
        lieu=journal_csv(4, "date"),
        financeur="ANRU",
    ),
    Cas(
        code="PAIEMENT-04",
        projet=projet(
            journal=[
                ENGAGEMENT,
                mouvement("acompte", euros(100), "2007-01-01"),
                mouvement("reversement", euros(100) + 1, "2008-01-01"),
            ]
        ),
        message="OP-1, ANRU (subvention) : les reversements dépassent les paiements ; payé -0,01 €.",
        mesure=EcartMontant(0, -1),
        lieu=journal_csv(4, "montant"),
        financeur="ANRU",
    ),
    Cas(
        # 45 % × 500 000 = 225 000 ; 300 000 payés.
        code="PAIEMENT-05",
        projet=achevee(euros(500_000), ACOMPTE, mouvement("demande", 1, "2009-01-01")),
        message=(
            "OP-1, ANRU (subvention) : le payé (300 000,00 €) dépasse le montant de clôture (225 000,00 €) de "
            "75 000,00 € ; un ordre de reversement est à émettre (lecture C)."
        ),
        mesure=EcartMontant(euros(225_000), euros(300_000)),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=euros(75_000),
    ),
    Cas(
        # Payé 300 000 > engagé 250 000 > clôture 225 000 : deux faits, PAIEMENT-01 (50 000) et PAIEMENT-05 (75 000).
        code="PAIEMENT-05",
        projet=achevee(euros(500_000), ACOMPTE, engage=euros(250_000)),
        message=(
            "OP-1, ANRU (subvention) : le payé (300 000,00 €) dépasse le montant de clôture (225 000,00 €) de "
            "75 000,00 € ; un ordre de reversement est à émettre (lecture C)."
        ),
        mesure=EcartMontant(euros(225_000), euros(300_000)),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=euros(75_000),
    ),
    Cas(
        code="ABANDON-01",
        projet=projet(
            avenants=(avenant(1, "2007-03-15"),),
            operations=[operation(), operation(version=1, statut=Statut.ABANDONNEE)],
            journal=[mouvement("acompte", 500, "2007-03-16")],
        ),
        message="OP-1, ANRU : acompte du 16/03/2007 alors que l’opération est abandonnée depuis le 15/03/2007.",
        mesure=EcartDate(jour("2007-03-15"), jour("2007-03-16")),
        lieu=journal_csv(2, "date"),
        financeur="ANRU",
    ),
    # 450 000 de l'ANRU, et 550 000 de fonds propres qui ne sont dus à personne.
    Cas(
        code="ABANDON-02",
        projet=projet(
            avenants=(avenant(1, "2007-03-15"), avenant(2, "2008-03-15")),
            operations=[operation(), *(operation(version=rang, statut=Statut.ABANDONNEE) for rang in (1, 2))],
        ),
        message=(
            "OP-1 : abandonnée depuis le 15/03/2007, encore programmée pour 450 000,00 € de concours et 550 000,00 € "
            "d’autofinancement ; un avenant doit la retirer du plan de financement."
        ),
        mesure=EcartMontant(0, euros(1_000_000)),
        lieu=operations_csv("statut", ligne=4),
        enjeu=euros(450_000),
    ),
    Cas(
        # Réputé : le programmé est engagé ; payer davantage est un constat de paiement, non d'engagement.
        code="PAIEMENT-01",
        projet=repute(mouvement("acompte", euros(450_000) + 1)),
        message=(
            "OP-1, ANRU (subvention) : le payé (450 000,01 €) dépasse le programmé réputé engagé (450 000,00 €) de "
            "0,01 €."
        ),
        mesure=EcartMontant(euros(450_000), euros(450_000) + 1),
        lieu=journal_csv(2, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
)

VOISINS = (
    Voisin(
        code="ABANDON-02",
        nom="retirée du plan par l’avenant",
        projet=projet(
            avenants=(avenant(1, "2007-03-15"),),
            operations=[operation(), operation(version=1, cout_ht=0, statut=Statut.ABANDONNEE)],
            plan=[*PLAN_EQUILIBRE, *(replace(ligne, version=1, montant=0) for ligne in PLAN_EQUILIBRE)],
        ),
    ),
    Voisin(
        code="ABANDON-02",
        nom="reprise depuis",
        projet=projet(
            avenants=(avenant(1, "2007-03-15"), avenant(2, "2008-03-15")),
            operations=[operation(), operation(version=1, statut=Statut.ABANDONNEE), operation(version=2)],
        ),
    ),
    Voisin(
        code="ABANDON-02",
        nom="abandonnée par un avenant qui n’est pas encore signé",
        projet=projet(
            avenants=(avenant(1, "2007-03-15"),),
            operations=[operation(), operation(version=1, statut=Statut.ABANDONNEE)],
        ),
        au=jour("2007-03-14"),
    ),
    # 45 % × 666 666,67 = 300 000,0015, arrondi à 300 000,00 : exactement le payé.
    Voisin(code="PAIEMENT-05", nom="payé = clôture", projet=achevee(66_666_667, ACOMPTE)),
    Voisin(
        code="PAIEMENT-05",
        nom="trop-perçu reversé",
        projet=achevee(euros(500_000), ACOMPTE, mouvement("reversement", euros(75_000), "2011-03-01")),
    ),
    Voisin(
        code="PAIEMENT-05",
        nom="même écart que PAIEMENT-01",
        projet=projet(journal=[ENGAGEMENT, mouvement("acompte", euros(1000) + 1)]),
    ),
    Voisin(
        code="PAIEMENT-01",
        nom="abandonnée, tout dégagé et reversé",
        projet=projet(
            operations=[operation(statut=Statut.ABANDONNEE)],
            journal=[
                ENGAGEMENT,
                mouvement("avance", 500, "2006-02-01"),
                mouvement("reversement", 500, "2007-01-01"),
                mouvement("degagement", euros(1000), "2007-01-01"),
            ],
        ),
    ),
)
