"""Jusqu’où un libellé s’accorde avec un champ."""

import pytest

from maquettes.importation.reconnaissance.mots.accords import (
    DES_CHAMPS,
    DES_MOUVEMENTS,
    Accord,
    accords,
    est_un_groupe,
    lectures,
)


@pytest.mark.parametrize(
    ("niveaux", "champ", "attendu"),
    [
        (("Coût HT",), "cout_ht", Accord.EXACT),
        (("Coût de l’opération", "HT"), "cout_ht", Accord.EXACT),
        (("Coût prévisionnel", "Coût prévisionnel HT"), "cout_ht", Accord.EXACT),
        (("Identification", "Intitulé"), "libelle", Accord.EXACT),
        (("Calendrier", "Nombre de semmestres"), "duree_semestres", Accord.FRAPPE),
        (("Coût HT convention 2007",), "cout_ht", Accord.PROCHE),
        (("Coût TTC",), "cout_ht", Accord.AUCUN),
        (("Ville",), "localisation", Accord.AUCUN),
    ],
)
def test_l_accord_d_un_libelle(niveaux: tuple[str, ...], champ: str, attendu: Accord) -> None:
    assert accords(niveaux, DES_CHAMPS).get(champ, Accord.AUCUN) is attendu


def test_un_groupe_se_lit_avec_ou_sans_ce_qu_il_surmonte() -> None:
    assert est_un_groupe("Plan de financement prévisionnel")
    assert not est_un_groupe("ANRU")
    assert lectures(("Plan de financement", "ANRU", "Taux")) == [
        ("plan", "financement", "anru", "taux"),
        ("anru", "taux"),
    ]
    assert lectures(("ANRU", "Taux")) == [("anru", "taux")]


def test_une_date_se_distingue_par_ce_qui_la_surmonte() -> None:
    assert accords(("Engagement", "Date"), DES_MOUVEMENTS)["engagement.date"] is Accord.EXACT
    assert accords(("Paiement", "Date"), DES_MOUVEMENTS)["paiement.date"] is Accord.EXACT
