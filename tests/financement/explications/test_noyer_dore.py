"""Chiffres du Noyer Doré au 31 mars 2015, refaits à la main depuis les lignes des fichiers."""

import csv
from collections.abc import Iterator
from decimal import Decimal

import pytest

from exports import chemin_exemple
from financement.dossier.projet import Projet
from financement.explications import Etape, Figure, expliquer
from maquettes import lire_dossier
from tests.financement.explications.lecture import AU, lisible, recit


@pytest.fixture(scope="module")
def noyer() -> Projet:
    return lire_dossier(chemin_exemple())


def figure(noyer: Projet, operation: str, financeur: str, cle: str) -> Figure:
    explication = expliquer(noyer, f"9200201-{operation}-001", financeur, au=AU)
    (trouvee,) = [figure for figure in explication.figures if figure.cle == cle]
    return trouvee


# Chaque attendu en centimes, avec son calcul.
MAIN = [
    # 17 % × (749 081,42 + 478 920,84) = 208 760,3842
    ("06-0003", "ANRU", "montant_cloture", 20_876_038),
    # (169 722,52 + 64 251,48) − 208 760,38
    ("06-0003", "ANRU", "trop_percu", 2_521_362),
    # 242 460,75 − 208 760,38
    ("06-0003", "ANRU", "a_degager", 3_370_037),
    # 25 % × (1 162 573,05 + 1 030 961,01 − 612 500,00 − 234 800,00) = 336 558,515, demi-centime loin de zéro
    ("08-0013", "ANRU", "montant_cloture", 33_655_852),
    # 488 056,17 / 1 394 446,19 × 1 346 234,06 = 471 181,9243…
    ("08-0013", "VILLE", "montant_cloture", 47_118_192),
    # 1 346 234,06 − 336 558,52 − 471 181,92
    ("08-0013", "SEM92", "montant_cloture", 53_849_362),
    # 5 % × 2 666 976,47, dernière réestimation, = 133 348,8235
    ("02-0013", "ANRU", "montant_cloture", 13_334_882),
    # 110 000,00 / 2 764 279,00 × 2 666 976,47 = 106 127,9986…
    ("02-0013", "DEPARTEMENT", "montant_cloture", 10_612_800),
    # 2 666 976,47 − 133 348,82 − 106 128,00 − 1 520 353,00
    ("02-0013", "ANTONY_HABITAT", "montant_cloture", 90_714_665),
    # un prêt est un forfait : l'engagé
    ("02-0013", "CDC", "montant_cloture", 152_035_300),
    # opération abandonnée : rien n'est dû, tout le programmé est économisé
    ("09-0009", "ANRU", "montant_cloture", 0),
    ("09-0009", "ANRU", "economie", 30_000_000),
    # rien d'engagé au 31/12/2014
    ("12-0009", "ANRU", "montant_cloture", 0),
    ("12-0009", "ANRU", "economie", 4_805_813),
    # 96 116,25 − 0,00 − 11 533,95
    ("12-0009", "VILLE", "montant_cloture", 8_458_230),
]


@pytest.mark.parametrize(("operation", "financeur", "cle", "attendu"), MAIN)
def test_chiffre_refait_a_la_main(noyer: Projet, operation: str, financeur: str, cle: str, attendu: int) -> None:
    trouvee = figure(noyer, operation, financeur, cle)
    assert trouvee.montant == attendu
    assert sum(etape.montant or 0 for etape in trouvee.etapes) == attendu


def test_le_recit_d_un_trop_percu(noyer: Projet) -> None:
    assert recit(figure(noyer, "06-0003", "ANRU", "montant_cloture").etapes) == [
        "état de la ligne : soldée (solde du 22/04/2010) [journal.csv, ligne 358, colonne type]",
        "règle de clôture « taux », par défaut (subvention)",
        "dépense justifiée du 05/02/2009 : 749 081,42 € [journal.csv, ligne 252, colonne montant]",
        "dépense justifiée du 19/11/2009 : 478 920,84 € [journal.csv, ligne 324, colonne montant]",
        "dépense retenue : 1 228 002,26 €",
        (
            "base retenue : 1 228 002,26 €, au plus l’assiette, ici le coût programmé (1 426 239,73 €) "
            "[operations.csv, ligne 34, colonne cout_ht]"
        ),
        "taux : 17 % [operations.csv, ligne 34, colonne taux_anru]",
        "subvention recalculée (produit avant arrondi : 208 760,3842… €) = 20876038",
    ]


def test_le_demi_centime_se_voit(noyer: Projet) -> None:
    derniere = figure(noyer, "08-0013", "ANRU", "montant_cloture").etapes[-1]
    assert lisible(derniere.libelle) == "subvention recalculée (produit avant arrondi : 336 558,5150… €)"
    assert derniere.reference == "arrondi au centime, demi-centime loin de zéro : lecture C"


@pytest.fixture(scope="module")
def rangees() -> dict[str, list[dict[str, str]]]:
    contenu = {}
    for chemin in chemin_exemple().glob("*.csv"):
        with chemin.open(encoding="utf-8-sig", newline="") as flux:
            contenu[chemin.name] = list(csv.DictReader(flux, delimiter=";"))
    return contenu


CHOISIES = [f"9200201-{code}-001" for code in ("06-0003", "08-0013", "02-0013", "01-0001", "09-0009", "12-0009")]


def etapes_situees(noyer: Projet, operation: str) -> Iterator[Etape]:
    for financeur in noyer.convention.financeurs:
        for trouvee in expliquer(noyer, operation, financeur.code, au=AU).figures:
            yield from (etape for etape in trouvee.etapes if (etape.provenance.fichier or "").endswith(".csv"))


@pytest.mark.parametrize("operation", CHOISIES)
def test_chaque_ligne_citee_existe_et_porte_le_montant_dit(
    noyer: Projet, rangees: dict[str, list[dict[str, str]]], operation: str
) -> None:
    """Relu sans la bibliothèque : la ligne citée est celle de l’opération, son montant celui de l’étape."""
    etapes = list(etapes_situees(noyer, operation))
    assert len(etapes) >= 4
    for etape in etapes:
        origine = etape.provenance
        rangee = rangees[origine.fichier or ""][(origine.ligne or 0) - 2]
        assert rangee["operation"] == operation
        lu = rangee[origine.colonne or ""]
        if etape.montant is not None and "porte le montant" not in etape.libelle:
            assert abs(etape.montant) == int(Decimal(lu.replace(",", ".")) * 100)
