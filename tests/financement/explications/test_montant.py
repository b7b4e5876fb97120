"""Le montant de clôture au taux et au forfait, étape par étape."""

from fractions import Fraction
from typing import Any

import pytest

from financement.dossier.nomenclature import Nature, NatureCout, RegleCloture
from financement.dossier.suivi import Reestimation
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.explications.lecture import figures, lisible, montant_explique

ENGAGEMENT = mouvement("engagement", euros(450_000))
DEPENSE = mouvement("depense", 80_000_001)
ACHEVEMENT = jour("2012-01-01")


def au_taux(**champs: Any) -> list[str]:
    """Une opération achevée, dépense de 800 000,01 ; les deux premières étapes sont l’état et la règle."""
    return montant_explique(
        "ANRU", operations=[operation(achevement=ACHEVEMENT, **champs)], journal=[ENGAGEMENT, DEPENSE]
    )[2:]


def test_taux_et_assiette_inscrits() -> None:
    """40 % × min(800 000,01 ; 700 000) = 280 000."""
    assert au_taux(taux_anru=Fraction(2, 5), assiette=euros(700_000)) == [
        "dépense justifiée du 15/06/2010 : 800 000,01 € [journal.csv, ligne 3, colonne montant]",
        "dépense retenue : 800 000,01 €",
        "base retenue : 700 000,00 €, au plus l’assiette (700 000,00 €) [operations.csv, ligne 2, colonne assiette]",
        "taux : 40 % [operations.csv, ligne 2, colonne taux_anru]",
        "subvention recalculée = 28000000",
    ]


def test_taux_et_assiette_vides_et_arrondi_montre() -> None:
    """450 000 / 1 000 000 × 800 000,01 = 360 000,0045, arrondi à 360 000,00."""
    assert au_taux()[2:] == [
        (
            "base retenue : 800 000,01 €, au plus l’assiette, ici le coût programmé (1 000 000,00 €) "
            "[operations.csv, ligne 2, colonne cout_ht]"
        ),
        "taux : programmé 450 000,00 € / assiette 1 000 000,00 € [plan.csv, ligne 2, colonne montant]",
        "subvention recalculée (produit avant arrondi : 360 000,0045… €) = 36000000",
    ]


def test_plafonne_a_l_engage_puis_au_programme() -> None:
    """70 % × 800 000,01 = 560 000,007 → 560 000,01 ; ramené aux 450 000 engagés, sinon programmés."""
    assert au_taux(taux_anru=Fraction(7, 10))[-2:] == [
        "subvention recalculée (produit avant arrondi : 560 000,0070… €) = 56000001",
        "ramenée à l’engagé, 450 000,00 € = -11000001",
    ]
    sans_engagement = montant_explique(
        "ANRU", operations=[operation(achevement=ACHEVEMENT, taux_anru=Fraction(7, 10))], journal=[DEPENSE]
    )
    assert sans_engagement[-1] == "ramenée au programmé, 450 000,00 € = -11000001"


def test_un_cofinanceur_suit_sa_part_du_cout() -> None:
    plan = [ligne("DEPARTEMENT", euros(100_000)), ligne("VILLE", euros(900_000), nature=Nature.FONDS_PROPRES)]
    recit = montant_explique("DEPARTEMENT", operations=[operation(achevement=ACHEVEMENT)], plan=plan, journal=[DEPENSE])
    assert recit[4:] == [
        (
            "base retenue : 800 000,01 €, au plus le coût programmé (1 000 000,00 €) "
            "[operations.csv, ligne 2, colonne cout_ht]"
        ),
        "taux : programmé 100 000,00 € / coût programmé 1 000 000,00 € [plan.csv, ligne 2, colonne montant]",
        "subvention recalculée (produit avant arrondi : 80 000,0010… €) = 8000000",
    ]


def test_un_paye_sans_plan_n_a_pas_de_taux() -> None:
    journal = [mouvement("solde", 100, financeur="DEPARTEMENT"), DEPENSE]
    recit = montant_explique("DEPARTEMENT", operations=[operation(achevement=ACHEVEMENT)], journal=journal)
    assert recit[-2:] == [
        "taux : programmé 0,00 € / coût programmé 1 000 000,00 €",
        "subvention recalculée = 0",
    ]


def test_un_cout_nul_ne_donne_aucune_part() -> None:
    assert au_taux(cout_ht=0, assiette=euros(700_000))[2:] == [
        "base retenue : 0,00 €, le coût programmé étant nul [operations.csv, ligne 2, colonne cout_ht]",
        "taux nul : programmé 450 000,00 € / assiette 700 000,00 € [plan.csv, ligne 2, colonne montant]",
        "subvention recalculée = 0",
    ]


def test_reestimation_d_une_operation_non_achevee() -> None:
    suivi = [Reestimation(date=jour("2014-06-20"), operation="OP-1", cout=euros(800_000))]
    assert montant_explique("ANRU", journal=[ENGAGEMENT], suivi=suivi)[2] == (
        "coût réestimé le 20/06/2014 : 800 000,00 € [reestimations.csv, ligne 2, colonne cout]"
    )


def test_recettes_superieures_aux_depenses() -> None:
    deficit = operation(achevement=ACHEVEMENT, nature_cout=NatureCout.DEFICIT)
    journal = [ENGAGEMENT, mouvement("depense", 100), mouvement("recette", 250)]
    assert montant_explique("ANRU", operations=[deficit], journal=journal)[2:5] == [
        "dépense justifiée du 15/06/2010 : 1,00 € [journal.csv, ligne 3, colonne montant]",
        "recette du 15/06/2010 : −2,50 € [journal.csv, ligne 4, colonne montant]",
        "dépense retenue : −1,50 €, ramenée à zéro",
    ]


@pytest.mark.parametrize(
    ("dossier", "libelle", "regle"),
    [
        (
            {},
            "montant programmé, expliqué plus haut",
            "opération non achevée ni réestimée : le programmé, sans engagement",
        ),
        (
            {"journal": [ENGAGEMENT]},
            "montant engagé, expliqué plus haut",
            "opération non achevée ni réestimée : l’engagé",
        ),
        (
            {"operations": [operation(achevement=ACHEVEMENT)], "journal": [ENGAGEMENT]},
            "montant engagé, expliqué plus haut",
            "opération achevée sans dépense justifiée : l’engagé",
        ),
        (
            {"plan": [ligne("ANRU", euros(450_000), regle_cloture=RegleCloture.FORFAIT)], "journal": [ENGAGEMENT]},
            "montant engagé, expliqué plus haut",
            "forfait : l’engagé",
        ),
        (
            {"journal": [ENGAGEMENT, mouvement("solde", 5)]},
            "montant payé, expliqué plus haut",
            "ligne soldée sans coût définitif : le payé, au moins zéro",
        ),
        (
            {"journal": [ENGAGEMENT, mouvement("solde", 5), mouvement("reversement", 7)]},
            "payé net négatif, ramené à zéro",
            "au moins zéro",
        ),
    ],
)
def test_ce_qui_fait_foi_sans_recalcul(dossier: dict[str, Any], libelle: str, regle: str) -> None:
    etape = figures(projet(**dossier), "ANRU")["montant_cloture"].etapes[-1]
    assert (lisible(etape.libelle), lisible(etape.regle)) == (libelle, regle)
