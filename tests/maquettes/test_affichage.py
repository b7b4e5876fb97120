"""Une valeur du dossier se dit à une personne : unité, date française, taux, vide."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from financement.dossier.nomenclature import Statut, Unite
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.valeurs.dates import Semestre
from maquettes.description.affichage import afficher_champ
from maquettes.description.description import AVENANTS, CONVENTION, OPERATIONS, PARAMETRES
from maquettes.description.table import Table
from tests import construction
from tests.construction import avenant, enveloppe, jour, operation


def lisible(table: Table[object], nom: str, objet: object) -> str:
    """La valeur affichée, espaces fines et insécables rendues ordinaires."""
    (colonne,) = (colonne for colonne in table.colonnes if colonne.nom == nom)
    return afficher_champ(colonne, objet).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("champs", "nom", "texte"),
    [
        ({"cout_ht": 125_050}, "cout_ht", "1 250,50 €"),
        ({"assiette": 0}, "assiette", "0,00 €"),
        ({"assiette": None}, "assiette", "vide"),
        ({"taux_anru": Fraction(9, 20)}, "taux_anru", "45 %"),
        ({"taux_anru": Fraction(1, 3)}, "taux_anru", "1/3"),
        ({"taux_anru": Fraction(0)}, "taux_anru", "0 %"),
        ({"achevement": jour("2014-12-31")}, "achevement", "31/12/2014"),
        ({"debut": Semestre(2006, 1)}, "debut", "2006-S1"),
        ({"duree_semestres": 0}, "duree_semestres", "0"),
        ({"localisation": ""}, "localisation", "vide"),
        ({"localisation": "Place"}, "localisation", "Place"),
        ({"code": "00601"}, "operation", "00601"),
        ({"statut": Statut.ACTIVE}, "statut", "vide"),
        ({"statut": Statut.ABANDONNEE}, "statut", "abandonnee"),
        ({"unite": Unite.M2, "quantite": Decimal("2102.50")}, "quantite", "2 102,5"),
        ({"unite": Unite.M2, "quantite": Decimal(0)}, "quantite", "0"),
    ],
)
def test_une_valeur_d_operation(champs: dict[str, Any], nom: str, texte: str) -> None:
    assert lisible(OPERATIONS, nom, operation(**champs)) == texte


def test_les_plafonds_d_un_avenant() -> None:
    assert lisible(AVENANTS, "enveloppes", avenant(1)) == "vide"
    plafonds = (enveloppe("VILLE", 300), enveloppe("ANRU", 123_456))
    assert lisible(AVENANTS, "enveloppes", avenant(1, enveloppes=plafonds)) == "VILLE 3,00 €, ANRU 1 234,56 €"


def test_une_date_facultative_de_la_convention() -> None:
    assert lisible(CONVENTION, "date_limite_solde", construction.convention()) == "vide"


@pytest.mark.parametrize(
    ("unite", "valeur", "texte"),
    [
        (UniteParametre.TAUX, Fraction(13, 10), "130 %"),
        (UniteParametre.EUROS, Fraction(125_050), "1 250,50 €"),
        (UniteParametre.EUROS_PAR_LOGEMENT, Fraction(125_050), "1 250,50 € par logement"),
        (UniteParametre.EUROS_PAR_AN, Fraction(50), "0,50 € par an"),
        (UniteParametre.MOIS, Fraction(24), "24 mois"),
        (UniteParametre.MOIS, Fraction(0), "0 mois"),
        (UniteParametre.ETP, Fraction(1, 2), "0,5 ETP"),
    ],
)
def test_une_valeur_de_parametre_porte_son_unite(unite: UniteParametre, valeur: Fraction, texte: str) -> None:
    parametre = Parametre(
        cle="essai",
        valeur=valeur,
        unite=unite,
        debut=jour("2004-07-01"),
        familles=("01", "02"),
        reference="essai",
        confiance=Confiance.USAGE,
    )
    assert lisible(PARAMETRES, "valeur", parametre) == texte
    assert lisible(PARAMETRES, "familles", parametre) == "01, 02"
