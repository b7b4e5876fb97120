"""CLOTURE-01 à CLOTURE-05."""

from typing import Any

from financement.controles.constat import EcartMontant
from financement.dossier.nomenclature import Nature, NatureCout, RegleCloture, Statut, UniteMontants
from financement.dossier.projet import Projet
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

ENGAGEMENT = mouvement("engagement", euros(450_000), "2006-01-10")
SOLDE = mouvement("solde", euros(300_000), "2011-06-01")
ACHEVEE = {"achevement": jour("2011-01-01")}


def achevee(*journal: Any, plan: Any = None, **de_l_operation: Any) -> Projet:
    """OP-1, un million d’euros, achevée le 1er janvier 2011 sauf indication contraire."""
    return projet(operations=[operation(**ACHEVEE | de_l_operation)], plan=plan, journal=journal)


def depense(montant: int) -> Any:
    return mouvement("depense", montant, "2011-01-01")


AVEC_PRET = (
    ligne("ANRU", euros(450_000)),
    ligne("CDC", euros(400_000), nature=Nature.PRET),
    ligne("VILLE", euros(150_000), nature=Nature.FONDS_PROPRES),
)
SANS_RESIDU = (ligne("ANRU", euros(450_000)), ligne("DEPARTEMENT", euros(550_000)))
UN_EURO_DE_TROP = (
    ligne("ANRU", euros(450_000)),
    ligne("CDC", euros(550_001), nature=Nature.PRET),
    ligne("VILLE", euros(1), nature=Nature.FONDS_PROPRES),
)


def en_euros(plan: Any, cout: int) -> Projet:
    """OP-1 d’un tableau en euros entiers, à ce coût en centimes."""
    return projet(unite=UniteMontants.EURO, operations=[operation(cout_ht=cout)], plan=plan)


SEULS_PRETS = (ligne("CDC", euros(1_000_000), nature=Nature.PRET),)

CAS = (
    Cas(
        code="CLOTURE-01",
        projet=projet(journal=[ENGAGEMENT, SOLDE]),
        message=(
            "OP-1 : ligne soldée sans coût définitif, faute d’achèvement ou de dépense justifiée ; rien d’autre "
            "que le payé ou le forfait ne fonde le montant de clôture (lecture C)."
        ),
        mesure=None,
        lieu=journal_csv(3, "operation"),
        enjeu=euros(300_000),
    ),
    Cas(
        # Au forfait aussi, une subvention soldée veut un coût définitif.
        code="CLOTURE-01",
        projet=projet(
            plan=(
                ligne("ANRU", euros(450_000), regle_cloture=RegleCloture.FORFAIT),
                ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
            ),
            journal=[ENGAGEMENT, SOLDE],
        ),
        message=(
            "OP-1 : ligne soldée sans coût définitif, faute d’achèvement ou de dépense justifiée ; rien d’autre "
            "que le payé ou le forfait ne fonde le montant de clôture (lecture C)."
        ),
        mesure=None,
        lieu=journal_csv(3, "operation"),
        enjeu=euros(300_000),
    ),
    Cas(
        # Deux lignes soldées, un seul constat, leurs payés additionnés.
        code="CLOTURE-01",
        projet=projet(
            plan=SANS_RESIDU,
            journal=[
                ENGAGEMENT,
                SOLDE,
                mouvement("engagement", euros(5), financeur="DEPARTEMENT"),
                mouvement("solde", euros(5), financeur="DEPARTEMENT"),
            ],
        ),
        message=(
            "OP-1 : ligne soldée sans coût définitif, faute d’achèvement ou de dépense justifiée ; rien d’autre "
            "que le payé ou le forfait ne fonde le montant de clôture (lecture C)."
        ),
        mesure=None,
        lieu=journal_csv(3, "operation"),
        enjeu=euros(300_005),
    ),
    Cas(
        code="CLOTURE-02",
        projet=achevee(ENGAGEMENT),
        au=jour("2011-01-01"),
        message=(
            "OP-1 : achevée le 01/01/2011 sans aucune dépense justifiée ; à défaut, le montant de clôture reprend "
            "l’engagé, ou le programmé si rien n’est engagé (lecture C)."
        ),
        mesure=None,
        lieu=operations_csv("achevement"),
        enjeu=euros(450_000),
    ),
    Cas(
        code="CLOTURE-03",
        projet=projet(journal=[depense(euros(1_000_000) + 1)]),
        message="OP-1 : la dépense justifiée (1 000 000,01 €) dépasse le coût prévisionnel (1 000 000,00 €) de 0,01 €.",
        mesure=EcartMontant(euros(1_000_000), euros(1_000_000) + 1),
        lieu=operations_csv("cout_ht"),
        enjeu=1,
    ),
    Cas(
        # 45 % × 700 000 = 315 000, et le prêt de 400 000 : 715 000 pour 700 000.
        code="CLOTURE-04",
        projet=achevee(depense(euros(700_000)), plan=AVEC_PRET),
        message=(
            "OP-1 : les financements de clôture (715 000,00 €) dépassent le coût final (700 000,00 €) de 15 000,00 € ; "
            "le résidu du maître d’ouvrage est ramené à zéro (lecture C)."
        ),
        mesure=EcartMontant(euros(700_000), euros(715_000)),
        lieu=operations_csv("cout_ht"),
        enjeu=euros(15_000),
    ),
    Cas(
        code="CLOTURE-05",
        projet=achevee(depense(euros(1_100_000)), plan=SANS_RESIDU),
        message=(
            "OP-1 : sans ligne au résidu, les financements de clôture (1 000 000,00 €) ne font pas le coût final "
            "(1 100 000,00 €) ; écart -100 000,00 € (lecture C)."
        ),
        mesure=EcartMontant(euros(1_100_000), euros(1_000_000)),
        lieu=operations_csv("cout_ht"),
        enjeu=euros(100_000),
    ),
    Cas(
        # Deux lignes et un coût en euros entiers : 1,50 € admis, et non 1,51 €.
        code="CLOTURE-05",
        projet=en_euros(SANS_RESIDU, euros(1_000_001) + 51),
        message=(
            "OP-1 : sans ligne au résidu, les financements de clôture (1 000 000,00 €) ne font pas le coût final "
            "(1 000 001,51 €) ; écart -1,51 € (lecture C)."
        ),
        mesure=EcartMontant(euros(1_000_001) + 51, euros(1_000_000)),
        lieu=operations_csv("cout_ht"),
        enjeu=151,
    ),
    Cas(
        code="CLOTURE-04",
        projet=projet(plan=UN_EURO_DE_TROP),
        message=(
            "OP-1 : les financements de clôture (1 000 001,00 €) dépassent le coût final (1 000 000,00 €) de 1,00 € ; "
            "le résidu du maître d’ouvrage est ramené à zéro (lecture C)."
        ),
        mesure=EcartMontant(euros(1_000_000), euros(1_000_001)),
        lieu=operations_csv("cout_ht"),
        enjeu=100,
    ),
)

VOISINS = (
    Voisin(code="CLOTURE-01", nom="coût définitif connu", projet=achevee(ENGAGEMENT, depense(euros(700_000)), SOLDE)),
    Voisin(
        code="CLOTURE-01",
        nom="un prêt soldé est un forfait",
        projet=projet(
            plan=SEULS_PRETS,
            journal=[mouvement("engagement", 500, financeur="CDC"), mouvement("solde", 500, financeur="CDC")],
        ),
    ),
    Voisin(code="CLOTURE-02", nom="la veille", projet=achevee(ENGAGEMENT), au=jour("2010-12-31")),
    Voisin(code="CLOTURE-02", nom="une dépense", projet=achevee(ENGAGEMENT, depense(1))),
    Voisin(code="CLOTURE-02", nom="soldée : CLOTURE-01", projet=achevee(ENGAGEMENT, SOLDE)),
    Voisin(code="CLOTURE-02", nom="que des prêts", projet=achevee(plan=SEULS_PRETS), au=jour("2012-01-01")),
    Voisin(code="CLOTURE-02", nom="abandonnée", projet=achevee(statut=Statut.ABANDONNEE), au=jour("2012-01-01")),
    Voisin(code="CLOTURE-03", nom="dépense = coût", projet=projet(journal=[depense(euros(1_000_000))])),
    Voisin(
        code="CLOTURE-03",
        nom="déficit : 1 200 000 − 200 000",
        projet=projet(
            operations=[operation(nature_cout=NatureCout.DEFICIT)],
            journal=[depense(euros(1_200_000)), mouvement("recette", euros(200_000))],
        ),
    ),
    Voisin(
        code="CLOTURE-03",
        nom="abandonnée",
        projet=projet(operations=[operation(statut=Statut.ABANDONNEE)], journal=[depense(euros(1_000_001))]),
    ),
    # 45 % × 727 272,73 = 327 272,73 ; avec le prêt, 727 272,73 : le résidu est nul, sans être négatif.
    Voisin(code="CLOTURE-04", nom="résidu nul", projet=achevee(depense(72_727_273), plan=AVEC_PRET)),
    # 45 % et 55 % de 800 000.
    Voisin(code="CLOTURE-05", nom="parts exactes", projet=achevee(depense(euros(800_000)), plan=SANS_RESIDU)),
    Voisin(code="CLOTURE-05", nom="avec résidu", projet=achevee(depense(euros(1_100_000)))),
    # Deux lignes et un coût en euros entiers : 1,50 € admis.
    Voisin(code="CLOTURE-05", nom="arrondi d’euros entiers", projet=en_euros(SANS_RESIDU, euros(1_000_001) + 50)),
    # Trois lignes : 2 € admis ; les concours dépassent le coût de 1 €.
    Voisin(code="CLOTURE-04", nom="arrondi d’euros entiers", projet=en_euros(UN_EURO_DE_TROP, euros(1_000_000))),
)
