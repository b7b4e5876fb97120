"""Ce que chaque valeur devient à l’impression, au caractère près."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from exports.document.elements import Precision
from exports.document.tableau import GenreColonne, Valeur
from exports.document.typographie import afficher_euros, afficher_pourcentage, afficher_valeur, composer_espaces

G = GenreColonne
FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("valeur", "genre", "texte"),
    [
        (None, G.MONTANT, ""),
        (0, G.MONTANT, "–"),
        (5, G.MONTANT, "0,05"),
        (-5, G.MONTANT, "−0,05"),
        (125050, G.MONTANT, f"1{FINE}250,50"),
        (-16_700_000_000, G.MONTANT, f"−167{FINE}000{FINE}000,00"),
        (0, G.ENTIER, "–"),
        (2102, G.ENTIER, f"2{FINE}102"),
        (-3, G.ENTIER, "−3"),
        (Decimal(0), G.QUANTITE, "–"),
        (Decimal("2102.50"), G.QUANTITE, f"2{FINE}102,5"),
        (Decimal("-0.8"), G.QUANTITE, "−0,8"),
        (Fraction(0), G.TAUX, f"0,00{INSECABLE}%"),
        (Fraction(2, 3), G.TAUX, f"66,67{INSECABLE}%"),
        (Fraction(-1, 3), G.TAUX, f"−33,33{INSECABLE}%"),
        (Fraction(125, 10), G.TAUX, f"1{FINE}250,00{INSECABLE}%"),
        (date(2015, 3, 1), G.DATE, "01/03/2015"),
        ("=1+1", G.TEXTE, "=1+1"),
        ("0012", G.CODE, "0012"),
    ],
)
def test_valeurs(valeur: Valeur, genre: GenreColonne, texte: str) -> None:
    assert afficher_valeur(valeur, genre) == texte


def test_en_euros_entiers() -> None:
    assert afficher_valeur(125000, G.MONTANT, Precision.EURO) == f"1{FINE}250"
    assert afficher_valeur(0, G.MONTANT, Precision.EURO) == "–"
    assert afficher_euros(125000, Precision.EURO) == f"1{FINE}250{INSECABLE}€"
    assert afficher_euros(125000, Precision.CENTIME) == f"1{FINE}250,00{INSECABLE}€"
    # Un montant qui ne serait pas entier garde ses centimes : rien ne se perd à l'affichage.
    assert afficher_euros(125050, Precision.EURO) == f"1{FINE}250,50{INSECABLE}€"


def test_un_pourcentage_s_arrondit_loin_de_zero() -> None:
    assert afficher_pourcentage(Fraction(12345, 1_000_000)) == f"1,23{INSECABLE}%"
    assert afficher_pourcentage(Fraction(12350, 1_000_000)) == f"1,24{INSECABLE}%"
    assert afficher_pourcentage(Fraction(-12350, 1_000_000)) == f"−1,24{INSECABLE}%"


@pytest.mark.parametrize(
    ("phrase", "composee"),
    [
        ("Total : 12 %", f"Total{INSECABLE}: 12{INSECABLE}%"),
        ("« Ville » ; n° 3 !", f"«{INSECABLE}Ville{INSECABLE}»{FINE}; n°{INSECABLE}3{FINE}!"),
        ("1,00 € ou 3 k€, 5 M€, 8 m²", f"1,00{INSECABLE}€ ou 3{INSECABLE}k€, 5{INSECABLE}M€, 8{INSECABLE}m²"),
        ("rien à changer", "rien à changer"),
    ],
)
def test_les_espaces_d_une_phrase(phrase: str, composee: str) -> None:
    assert composer_espaces(phrase) == composee
