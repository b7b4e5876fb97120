"""ENGAGEMENT-01 à ENGAGEMENT-07."""

from fractions import Fraction
from typing import Any

from financement.controles.constat import EcartDate, EcartMontant, EcartNombre
from financement.dossier.nomenclature import ModeEngagement, Nature, NatureCout
from financement.dossier.projet import Projet
from tests.construction import PLAN_EQUILIBRE, avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

AVENANT = (avenant(1, "2007-03-15"),)


def ligne_creee_par_avenant(*journal: Any) -> Projet:
    """La Ville porte tout en 2004 ; l’avenant du 15 mars 2007 fait entrer l’ANRU et la CDC."""
    return projet(
        avenants=AVENANT,
        plan=[
            ligne("VILLE", euros(1_000_000), nature=Nature.FONDS_PROPRES),
            ligne("VILLE", euros(500_000), nature=Nature.FONDS_PROPRES, version=1),
            ligne("ANRU", euros(450_000), version=1),
            ligne("CDC", euros(50_000), version=1),
        ],
        journal=journal,
    )


def decrite_deux_fois(avant: dict[str, Any], apres: dict[str, Any], engagee_le: str = "2006-01-10") -> Projet:
    """OP-1 décrite en 2004, puis de nouveau par l’avenant du 15 mars 2007."""
    return projet(
        avenants=AVENANT,
        operations=[operation(**avant), operation(**apres, version=1)],
        journal=[mouvement("engagement", euros(100), engagee_le)],
    )


def repute(*journal: Any, programme: int = euros(450_000)) -> Projet:
    """L’ANRU, dont l’engagé est réputé, et la Ville."""
    anru = financeur("ANRU", engagement=ModeEngagement.REPUTE)
    return projet(
        financeurs=(anru, financeur("VILLE")),
        plan=[
            ligne("ANRU", programme),
            ligne("VILLE", euros(1_000_000) - programme, nature=Nature.FONDS_PROPRES),
        ],
        journal=journal,
    )


HORS_REGLE = (
    mouvement("acompte", euros(10), "2006-01-09"),
    mouvement("engagement", euros(500_000), "2016-01-01", piece="DAS-1"),
    mouvement("engagement", euros(1), "2016-01-02", piece="DAS-2"),
)

A_45: dict[str, Any] = {"taux_anru": Fraction(45, 100)}
A_50: dict[str, Any] = {"taux_anru": Fraction(50, 100)}

CAS = (
    Cas(
        code="ENGAGEMENT-01",
        projet=projet(journal=[mouvement("engagement", euros(450_000) + 1)]),
        message="OP-1, ANRU (subvention) : l’engagé (450 000,01 €) dépasse le programmé (450 000,00 €) de 0,01 €.",
        mesure=EcartMontant(euros(450_000), euros(450_000) + 1),
        lieu=journal_csv(2, "montant"),
        financeur="ANRU",
    ),
    Cas(
        code="ENGAGEMENT-02",
        projet=projet(journal=[mouvement("engagement", 500, "2016-01-01")]),
        message="OP-1, ANRU : engagement du 01/01/2016 postérieur à la date limite d’engagement (31/12/2015).",
        mesure=EcartDate(jour("2015-12-31"), jour("2016-01-01")),
        lieu=journal_csv(2, "date"),
        financeur="ANRU",
        enjeu=500,
    ),
    Cas(
        code="ENGAGEMENT-03",
        projet=projet(
            journal=[
                mouvement("engagement", 500, "2006-01-10", piece="DAS-1"),
                mouvement("engagement", 700, "2007-01-10", piece="DAS-2"),
            ]
        ),
        message=(
            "OP-1, ANRU : 2 décisions attributives (DAS-1, DAS-2) au lieu d’une seule ; une nouvelle décision modifie "
            "la première et en garde le numéro."
        ),
        mesure=EcartNombre(1, 2),
        lieu=journal_csv(3, "piece"),
        financeur="ANRU",
        enjeu=700,
    ),
    Cas(
        code="ENGAGEMENT-04",
        projet=projet(
            journal=[
                mouvement("engagement", euros(100), "2006-01-10"),
                mouvement("degagement", euros(100) + 1, "2007-01-10"),
            ]
        ),
        message="OP-1, ANRU (subvention) : les dégagements dépassent les engagements ; engagé -0,01 €.",
        mesure=EcartMontant(0, -1),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
    ),
    Cas(
        code="ENGAGEMENT-05",
        projet=ligne_creee_par_avenant(mouvement("engagement", euros(100), "2007-03-14")),
        message=(
            "OP-1, ANRU : engagement du 14/03/2007 alors que le tableau financier alors en vigueur (version 0) ne "
            "programme rien sur cette ligne."
        ),
        mesure=EcartMontant(0, euros(100)),
        lieu=journal_csv(2, "operation"),
        financeur="ANRU",
        enjeu=euros(100),
    ),
    Cas(
        # Deux engagements du même jour font la même décision ; celui d'après l'avenant ne compte pas.
        code="ENGAGEMENT-05",
        projet=ligne_creee_par_avenant(
            mouvement("engagement", euros(100), "2007-03-14"),
            mouvement("engagement", euros(30), "2007-03-14"),
            mouvement("engagement", euros(900), "2008-01-01"),
        ),
        message=(
            "OP-1, ANRU : engagement du 14/03/2007 alors que le tableau financier alors en vigueur (version 0) ne "
            "programme rien sur cette ligne."
        ),
        mesure=EcartMontant(0, euros(130)),
        lieu=journal_csv(2, "operation"),
        financeur="ANRU",
        enjeu=euros(130),
    ),
    Cas(
        code="ENGAGEMENT-06",
        projet=decrite_deux_fois(A_45, A_50),
        message=(
            "OP-1, ANRU : le taux a changé depuis la décision attributive (45 % à l’engagement, 50 % en version 1) ; "
            "le taux et la nature du coût ne changent pas entre la décision et le solde."
        ),
        mesure=None,
        lieu=operations_csv("taux_anru", 3),
        financeur="ANRU",
        enjeu=euros(100),
    ),
    Cas(
        code="ENGAGEMENT-06",
        projet=decrite_deux_fois({}, {"nature_cout": NatureCout.DEFICIT}),
        message=(
            "OP-1, ANRU : la nature du coût a changé depuis la décision attributive (coût brut à l’engagement, déficit "
            "en version 1) ; le taux et la nature du coût ne changent pas entre la décision et le solde."
        ),
        mesure=None,
        lieu=operations_csv("nature_cout", 3),
        financeur="ANRU",
        enjeu=euros(100),
    ),
    Cas(
        # Subvention et prêt de l'ANRU : la décision est la même, le constat aussi.
        code="ENGAGEMENT-06",
        projet=projet(
            avenants=AVENANT,
            operations=[operation(**A_50), operation(**A_45, version=1)],
            plan=[*PLAN_EQUILIBRE, ligne("ANRU", euros(100), nature=Nature.PRET)],
            journal=[
                mouvement("engagement", euros(7), "2006-01-10", nature=nature)
                for nature in (Nature.SUBVENTION, Nature.PRET)
            ],
        ),
        message=(
            "OP-1, ANRU : le taux a changé depuis la décision attributive (50 % à l’engagement, 45 % en version 1) ; "
            "le taux et la nature du coût ne changent pas entre la décision et le solde."
        ),
        mesure=None,
        lieu=operations_csv("taux_anru", 3),
        financeur="ANRU",
        enjeu=euros(7),
    ),
    Cas(
        code="ENGAGEMENT-07",
        projet=repute(mouvement("engagement", euros(100)), mouvement("degagement", euros(40))),
        message=(
            "ANRU : engagé réputé ; les mouvements d’engagement du journal (2, net 60,00 €) ne comptent pas "
            "(lecture C)."
        ),
        mesure=EcartMontant(0, euros(60)),
        lieu=journal_csv(2, "type"),
        operation=None,
        financeur="ANRU",
    ),
)

VOISINS = (
    *(
        Voisin(code=code, nom="engagé réputé", projet=repute(*HORS_REGLE), au=jour("2016-02-01"))
        for code in ("ENGAGEMENT-01", "ENGAGEMENT-02", "ENGAGEMENT-03", "PAIEMENT-01", "PAIEMENT-02")
    ),
    Voisin(
        code="ENGAGEMENT-04",
        nom="engagé réputé",
        projet=repute(mouvement("degagement", euros(1))),
        au=jour("2016-02-01"),
    ),
    Voisin(code="EXECUTION-03", nom="engagé réputé", projet=repute(), au=jour("2016-02-01")),
    Voisin(code="ENGAGEMENT-07", nom="engagements suivis", projet=projet(journal=[mouvement("engagement", 5)])),
    Voisin(code="ENGAGEMENT-07", nom="aucun engagement au journal", projet=repute(mouvement("acompte", euros(10)))),
    Voisin(code="ENGAGEMENT-01", nom="tout le programmé", projet=projet(journal=[mouvement("engagement", 45_000_000)])),
    Voisin(code="ENGAGEMENT-02", nom="le jour même", projet=projet(journal=[mouvement("engagement", 5, "2015-12-31")])),
    Voisin(
        code="ENGAGEMENT-05",
        nom="le jour de l’avenant",
        projet=ligne_creee_par_avenant(mouvement("engagement", euros(100), "2007-03-15")),
    ),
    Voisin(
        code="ENGAGEMENT-05",
        nom="un autre financeur",
        projet=ligne_creee_par_avenant(mouvement("engagement", euros(100), "2007-03-14", financeur="CDC")),
    ),
    Voisin(
        code="ENGAGEMENT-05",
        nom="jamais programmée : PLAN-02",
        projet=ligne_creee_par_avenant(mouvement("engagement", euros(100), "2008-01-01", nature=Nature.PRET)),
    ),
    Voisin(code="ENGAGEMENT-05", nom="rien d’engagé", projet=ligne_creee_par_avenant(mouvement("demande", 1))),
    Voisin(
        code="ENGAGEMENT-06", nom="engagée le jour de l’avenant", projet=decrite_deux_fois(A_45, A_50, "2007-03-15")
    ),
    Voisin(code="ENGAGEMENT-06", nom="même taux", projet=decrite_deux_fois(A_45, A_45)),
    Voisin(code="ENGAGEMENT-06", nom="taux d’abord vide", projet=decrite_deux_fois({}, A_50)),
    Voisin(code="ENGAGEMENT-06", nom="taux ensuite vide", projet=decrite_deux_fois(A_45, {})),
    Voisin(
        code="ENGAGEMENT-06",
        nom="avenant pas encore signé",
        projet=decrite_deux_fois(A_45, A_50),
        au=jour("2007-03-14"),
    ),
)
