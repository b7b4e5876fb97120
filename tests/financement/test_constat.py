"""Le constat : attendu, constaté, écart."""

from datetime import date

import pytest

from financement.controles.constat import (
    Constat,
    EcartDate,
    EcartMontant,
    EcartNombre,
    Gravite,
    Mesure,
    nombre_bloquants,
)


@pytest.mark.parametrize(
    ("mesure", "ecart"),
    [
        (EcartMontant(772_150_300, 772_150_400), 100),
        (EcartMontant(100, 40), -60),
        (EcartNombre(1, 3), 2),
        (EcartDate(date(2015, 12, 31), date(2016, 1, 1)), 1),
        (EcartDate(date(2012, 3, 1), date(2012, 2, 28)), -2),  # année bissextile
    ],
)
def test_l_ecart_est_le_constate_moins_l_attendu(mesure: Mesure, ecart: int) -> None:
    assert mesure.ecart == ecart


def test_seuls_les_bloquants_comptent() -> None:
    constats = tuple(
        Constat(code="X-01", gravite=gravite, message="…", remede="…") for gravite in (*Gravite, Gravite.BLOQUANT)
    )
    assert [constat.est_bloquant for constat in constats] == [True, False, False, True]
    assert nombre_bloquants(constats) == 2
    assert nombre_bloquants(()) == 0
