"""Désigner un code par sa fin : un seul code y finit, ou la question est refusée."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.designation import (
    famille_designee,
    financeur_designe,
    maitre_ouvrage_designe,
    operation_designee,
)
from financement.dossier.projet import Projet
from financement.explications import expliquer
from financement.fautes.faute import ValeurImpossible
from tests.construction import financeur, jour, operation, projet

CODES = ("1101040-08-0002-001", "1101040-08-0002-002", "1101040-01-0002-001", "0002-002")


def dossier(*codes: str) -> Projet:
    return projet(
        operations=[operation(code, maitre_ouvrage="SEM 92") for code in codes or CODES],
        plan=(),
        financeurs=tuple(financeur(code) for code in ("ANRU", "FONCIERE_LOGEMENT", "VILLE", "ville-neuve")),
    )


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("1101040-08-0002-001", "1101040-08-0002-001"),
        ("08-0002-001", "1101040-08-0002-001"),
        ("01-0002-001", "1101040-01-0002-001"),
        ("0002-002", "0002-002"),  # un code entier l'emporte sur la fin d'un autre
    ],
)
def test_une_operation_se_designe_par_la_fin_de_son_code(texte: str, code: str) -> None:
    assert operation_designee(dossier(), texte) == code


@pytest.mark.parametrize(
    ("texte", "code", "message"),
    [
        (
            "0002-001",
            "VALEUR-02",
            "plusieurs codes se désignent ainsi (1101040-08-0002-001, 1101040-01-0002-001)",
        ),
        ("2-001", "CODE-01", "« 2-001 » ne figure pas dans les opérations"),
        ("", "CODE-01", "«  » ne figure pas"),
        ("-001", "CODE-01", "« -001 » ne figure pas"),
        ("08-0002-003", "CODE-01", "ne figure pas dans les opérations"),
    ],
)
def test_une_fin_ambigue_ou_inconnue_est_refusee(texte: str, code: str, message: str) -> None:
    with pytest.raises(ValeurImpossible) as leve:
        operation_designee(dossier(), texte)
    (faute,) = leve.value.fautes
    assert (faute.code, faute.provenance.colonne) == (code, "operation")
    assert message in faute.message


def test_une_longue_liste_de_codes_est_abregee() -> None:
    with pytest.raises(ValeurImpossible, match=r"\(A-1, B-1, C-1, D-1, E-1, …\).*Donner une fin plus longue"):
        operation_designee(dossier(*(f"{lettre}-1" for lettre in "ABCDEFG")), "1")


def test_les_autres_codes() -> None:
    assert financeur_designe(dossier(), "logement") == "FONCIERE_LOGEMENT"
    assert financeur_designe(dossier(), "Ville") == "VILLE"
    assert operation_designee(dossier("RÉ 1", "RE-1"), "re\u0301\u00a01") == "RÉ 1"
    assert financeur_designe(dossier(), "NEUVE") == "ville-neuve"
    assert famille_designee(dossier(), "8") == famille_designee(dossier(), "08") == "08"
    assert famille_designee(dossier(), "Réhabilitation") == "05"
    assert maitre_ouvrage_designe(dossier(), "92") == "SEM 92"
    with pytest.raises(
        ValeurImpossible, match=r"« 14 » n’existe pas dans la nomenclature PNRU.*Choisir parmi : 01, 02"
    ):
        famille_designee(dossier(), "14")
    with pytest.raises(ValeurImpossible, match="ce n’est le maître d’ouvrage d’aucune opération"):
        maitre_ouvrage_designe(dossier(), "VILLE")


@given(st.lists(st.text("AB01-_", min_size=1, max_size=6), min_size=1, max_size=6, unique=True), st.data())
def test_un_code_entier_se_designe_toujours_lui_meme(codes: list[str], tirage: st.DataObject) -> None:
    code = tirage.draw(st.sampled_from(codes))
    assert operation_designee(dossier(*codes), code) == code


def test_expliquer_dit_le_code_entier_et_toutes_les_fautes() -> None:
    explication = expliquer(dossier(), "08-0002-001", "anru", au=jour("2012-01-01"))
    assert (explication.operation, explication.financeur) == ("1101040-08-0002-001", "ANRU")
    with pytest.raises(ValeurImpossible) as leve:
        expliquer(dossier(), "0002-001", "REGION", au=jour("2012-01-01"))
    assert [faute.code for faute in leve.value.fautes] == ["VALEUR-02", "CODE-02"]
