"""Dates et semestres."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse, ValeurImpossible
from financement.valeurs.dates import Semestre, afficher_date, ajouter_mois, lire_date, lire_semestre

DATES = st.dates(date(1970, 1, 1), date(2099, 12, 31))
SEMESTRES = st.builds(Semestre, st.integers(1970, 2099), st.integers(1, 2))


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("2014-12-31", date(2014, 12, 31)),
        ("31/12/2014", date(2014, 12, 31)),
        ("1/7/2004", date(2004, 7, 1)),
        (" 2014-12-31 ", date(2014, 12, 31)),
        ("29/02/2012", date(2012, 2, 29)),
        ("1970-01-01", date(1970, 1, 1)),
        ("2099-12-31", date(2099, 12, 31)),
    ],
)
def test_une_date_se_lit(texte: str, attendue: date) -> None:
    assert lire_date(texte) == attendue


@pytest.mark.parametrize(
    ("code", "textes"),
    [
        (
            "DATE-01",
            [
                "",
                "NC",
                "12/2014",
                "31-12-2014",
                "2014/12/31",
                "31/12/14",
                "2014-12-31T00:00",
                "42004",
                "1er juillet 2004",
                "2014-1-1",
                "٢٠١٤-12-31",
            ],
        ),
        (
            "DATE-02",
            ["2014-02-30", "29/02/2015", "31/06/2014", "2014-13-01", "0/1/2014", "12/31/2014"],
        ),
        ("DATE-03", ["1969-12-31", "2100-01-01", "01/01/0001", "0000-00-00"]),
    ],
)
def test_une_date_impossible_est_refusee(code: str, textes: list[str]) -> None:
    for texte in textes:
        with pytest.raises(TexteRefuse) as refus:
            lire_date(texte)
        assert refus.value.code == code, texte


@given(DATES)
def test_lire_ce_qui_est_ecrit_rend_la_meme_date(jour: date) -> None:
    assert lire_date(jour.isoformat()) == jour
    assert lire_date(afficher_date(jour)) == jour


def test_une_date_s_affiche_jour_mois_annee() -> None:
    assert afficher_date(date(2004, 7, 1)) == "01/07/2004"


@pytest.mark.parametrize(
    ("depart", "mois", "arrivee"),
    [
        (date(2014, 1, 15), 0, date(2014, 1, 15)),
        (date(2014, 1, 15), 6, date(2014, 7, 15)),
        (date(2014, 12, 31), 6, date(2015, 6, 30)),
        (date(2014, 8, 31), 6, date(2015, 2, 28)),
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2012, 2, 29), 24, date(2014, 2, 28)),
        (date(2014, 11, 30), 1, date(2014, 12, 30)),
        (date(2014, 3, 31), -1, date(2014, 2, 28)),
    ],
)
def test_ajouter_des_mois_garde_le_quantieme_ou_le_dernier_jour(depart: date, mois: int, arrivee: date) -> None:
    assert ajouter_mois(depart, mois) == arrivee


@pytest.mark.parametrize(("texte", "attendu"), [("2006-S1", Semestre(2006, 1)), (" 2006-S2 ", Semestre(2006, 2))])
def test_un_semestre_se_lit(texte: str, attendu: Semestre) -> None:
    assert lire_semestre(texte) == attendu


@pytest.mark.parametrize(
    "texte", ["", "2006", "2006-S3", "2006-S0", "S1-2006", "2006 S1", "1969-S2", "2100-S1", "06-S1"]
)
def test_un_semestre_impossible_est_refuse(texte: str) -> None:
    with pytest.raises(TexteRefuse) as refus:
        lire_semestre(texte)
    assert refus.value.code == "DATE-04"


@pytest.mark.parametrize(
    ("annee", "numero"),
    [(2006, 0), (2006, 3), (1969, 2), (2100, 1), (2006.0, 1), (2006, 1.0), (2006, True), ("2006", 1)],
)
def test_un_semestre_impossible_ne_se_construit_pas(annee: int, numero: int) -> None:
    with pytest.raises(ValeurImpossible) as refus:
        Semestre(annee, numero)
    assert [faute.code for faute in refus.value.fautes] == ["DATE-04"]


@given(SEMESTRES)
def test_un_semestre_ecrit_se_relit(semestre: Semestre) -> None:
    assert lire_semestre(str(semestre)) == semestre


@given(DATES)
def test_toute_date_tombe_dans_son_semestre(jour: date) -> None:
    semestre = Semestre.de(jour)
    assert semestre.premier_jour <= jour <= semestre.dernier_jour


@pytest.mark.parametrize(
    ("jour", "semestre"),
    [
        (date(2006, 1, 1), Semestre(2006, 1)),
        (date(2006, 6, 30), Semestre(2006, 1)),
        (date(2006, 7, 1), Semestre(2006, 2)),
        (date(2006, 12, 31), Semestre(2006, 2)),
    ],
)
def test_l_annee_se_coupe_au_premier_juillet(jour: date, semestre: Semestre) -> None:
    assert Semestre.de(jour) == semestre


@given(st.integers(2000, 2050), st.integers(1, 2), st.integers(-60, 60))
def test_avancer_puis_reculer_ramene_au_depart(annee: int, numero: int, nombre: int) -> None:
    depart = Semestre(annee, numero)
    assert depart.plus(nombre).plus(-nombre) == depart
    assert (depart.plus(nombre) > depart) == (nombre > 0)


def test_six_semestres_apres_le_second_de_2006() -> None:
    assert Semestre(2006, 2).plus(6) == Semestre(2009, 2)
    assert Semestre(2006, 2).plus(1) == Semestre(2007, 1)


def test_les_semestres_s_ordonnent_dans_le_temps() -> None:
    assert sorted([Semestre(2007, 1), Semestre(2006, 2), Semestre(2006, 1)]) == [
        Semestre(2006, 1),
        Semestre(2006, 2),
        Semestre(2007, 1),
    ]


def test_un_semestre_ne_sort_pas_des_bornes() -> None:
    with pytest.raises(ValeurImpossible):
        Semestre(2099, 2).plus(1)
