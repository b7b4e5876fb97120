"""DEPENSE-01 et 02, DEMANDE-01."""

from financement.controles.constat import EcartMontant
from financement.dossier.nomenclature import NatureCout
from tests.construction import euros, jour, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv

DEPENSE = mouvement("depense", euros(100_000), "2009-01-10", piece="MD 1")
RECETTES = (mouvement("recette", euros(30_000), "2009-03-01"), mouvement("recette", euros(10_000), "2009-02-10"))
DEMANDE = mouvement("demande", euros(50_000), "2009-01-10", piece="DP 1")

CAS = (
    Cas(
        code="DEPENSE-01",
        projet=projet(journal=[DEPENSE, *RECETTES]),
        message=(
            "OP-1 : 40 000,00 € de recettes sur un coût brut, dont elles ne se déduisent pas : elles ne changent aucun "
            "montant. Une dépense annulée ou réduite est une annulation ; un coût net de ses recettes, un déficit "
            "(lecture C)."
        ),
        mesure=EcartMontant(0, euros(40_000)),
        # La première dans l'ordre des dates est la seconde du journal.
        lieu=journal_csv(4, "type"),
        enjeu=euros(40_000),
    ),
    Cas(
        code="DEPENSE-02",
        projet=projet(journal=[DEPENSE, mouvement("annulation", euros(100_001), "2009-02-10")]),
        message="OP-1 : les annulations dépassent les dépenses justifiées ; dépense -1,00 €, comptée zéro.",
        mesure=EcartMontant(0, euros(-1)),
        lieu=journal_csv(3, "montant"),
    ),
    Cas(
        code="DEMANDE-01",
        projet=projet(journal=[DEMANDE, mouvement("rejet", euros(50_000) + 1, "2009-02-10")]),
        message=("OP-1, ANRU (subvention) : les rejets dépassent les demandes de paiement ; demandé -0,01 €."),
        mesure=EcartMontant(0, -1),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
    ),
)

VOISINS = (
    Voisin(
        code="DEPENSE-01",
        nom="déficit, dont la recette se déduit",
        projet=projet(operations=[operation(nature_cout=NatureCout.DEFICIT)], journal=[DEPENSE, *RECETTES]),
    ),
    Voisin(
        code="DEPENSE-01",
        nom="avant la première recette",
        projet=projet(journal=[DEPENSE, *RECETTES]),
        au=jour("2009-02-09"),
    ),
    Voisin(
        code="DEPENSE-02",
        nom="tout est annulé",
        projet=projet(journal=[DEPENSE, mouvement("annulation", euros(100_000), "2009-02-10")]),
    ),
    Voisin(
        code="DEPENSE-02",
        nom="la recette d’un coût brut n’est pas une annulation",
        projet=projet(journal=[DEPENSE, mouvement("recette", euros(200_000), "2009-02-10")]),
    ),
    Voisin(
        code="DEMANDE-01",
        nom="deux rejets font la demande",
        projet=projet(journal=[DEMANDE, *(mouvement("rejet", euros(25_000), f"2009-02-{rang}") for rang in (10, 11))]),
    ),
)
