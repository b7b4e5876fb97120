"""Un paramètre : ce qu’il refuse, quand il vaut, ce qu’il recoupe."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from financement.fautes.faute import ValeurImpossible
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre


def parametre(**champs: Any) -> Parametre:
    """Une avance de 20 % à partir de 2009, pour la réhabilitation."""
    ordinaires: dict[str, Any] = {
        "cle": "avance_maximale",
        "valeur": Fraction(1, 5),
        "unite": UniteParametre.TAUX,
        "debut": date(2009, 1, 1),
        "familles": ("05",),
        "reference": "Délibération",
        "confiance": Confiance.TEXTE_LU,
    }
    return Parametre(**ordinaires | champs)


@pytest.mark.parametrize(
    ("champ", "valeur", "code"),
    [
        ("cle", "", "VALEUR-01"),
        ("valeur", 0.2, "CLE-03"),
        ("valeur", 1, "CLE-03"),
        ("valeur", Fraction(-1), "CLE-03"),
        ("valeur", Fraction(10), "CLE-03"),
        ("unite", "taux", "CLE-03"),
        ("debut", datetime(2009, 1, 1), "CLE-03"),  # noqa: DTZ001
        ("fin", date(2008, 12, 31), "VALEUR-02"),
        ("fin", "2010", "CLE-03"),
        ("familles", ["05"], "CLE-03"),
        ("familles", ("",), "VALEUR-01"),
        ("familles", ("0\n5",), "VALEUR-07"),
        ("produit", " PLAI", "VALEUR-02"),
        ("reference", "", "VALEUR-01"),
        ("confiance", "A", "CLE-03"),
    ],
)
def test_un_parametre_impossible_est_refuse(champ: str, valeur: object, code: str) -> None:
    with pytest.raises(ValeurImpossible) as leve:
        parametre(**{champ: valeur})
    assert [(f.code, f.provenance.colonne) for f in leve.value.fautes] == [(code, champ)]


def test_un_reglement_propre_impossible_est_refuse() -> None:
    base: Any = 3
    parametres: Any = ["x"]
    with pytest.raises(ValeurImpossible) as leve:
        ReglementPropre(base=base, parametres=parametres)
    assert [f.provenance.colonne for f in leve.value.fautes] == ["base", "parametres"]


@pytest.mark.parametrize(
    ("champs", "jour", "famille", "produit", "vaut"),
    [
        ({}, date(2009, 1, 1), "05", "", True),
        ({}, date(2008, 12, 31), "05", "", False),
        ({"fin": date(2010, 12, 31)}, date(2010, 12, 31), "05", "", True),
        ({"fin": date(2010, 12, 31)}, date(2011, 1, 1), "05", "", False),
        ({}, date(2009, 1, 1), "02", "", False),
        ({}, date(2009, 1, 1), "", "", False),
        ({"familles": ()}, date(2009, 1, 1), "08", "", True),
        ({}, date(2009, 1, 1), "05", "PLAI", True),
        ({"produit": "PLAI"}, date(2009, 1, 1), "05", "", False),
        ({"produit": "PLAI"}, date(2009, 1, 1), "05", "PLUS", False),
        ({"produit": "PLAI"}, date(2009, 1, 1), "05", "PLAI", True),
    ],
)
def test_un_parametre_vaut_a_sa_date_pour_ses_familles_et_son_produit(
    *, champs: dict[str, Any], jour: date, famille: str, produit: str, vaut: bool
) -> None:
    assert parametre(**champs).vaut(jour, famille, produit) is vaut


@pytest.mark.parametrize(
    ("champs", "recoupe"),
    [
        ({}, True),
        ({"cle": "acomptes_maximaux"}, False),
        ({"familles": ("02",)}, False),
        ({"familles": ("02", "05")}, True),
        ({"familles": ()}, True),
        ({"produit": "PLAI"}, True),
        ({"debut": date(2005, 1, 1), "fin": date(2008, 12, 31)}, False),
        ({"debut": date(2005, 1, 1), "fin": date(2009, 1, 1)}, True),
    ],
)
def test_deux_parametres_se_recoupent(*, champs: dict[str, Any], recoupe: bool) -> None:
    assert parametre().recoupe(parametre(**champs)) is recoupe
    assert parametre(**champs).recoupe(parametre()) is recoupe


def test_l_identite_ignore_l_ordre_des_familles() -> None:
    assert parametre(familles=("05", "02")).identite == parametre(familles=("02", "05", "02")).identite


def test_seules_les_lectures_et_les_usages_sont_des_interpretations() -> None:
    assert "".join(niveau for niveau in Confiance if niveau.est_interpretation) == "CD"
