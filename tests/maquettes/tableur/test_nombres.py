"""Les nombres et les dates d’un tableur, au chiffre près."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.tableur.nombres import Calendrier, lire_date_iso, lire_jour_de_tableur, lire_nombre


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.0", "0"),
        ("007", "7"),
        ("12", "12"),
        ("-12.50", "-12.5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1.6700000000000001E8", "167000000"),
        ("0.19600000000000001", "0.196"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "1234567890123460"),
        ("99999999999.99", "99999999999.99"),
        ("100000000000.00000001", "100000000000"),
        ("2.2250738585072014E-308", "0." + "0" * 307 + "22250738585072"),
        ("1e-400", "0"),
    ],
)
def test_un_nombre_s_ecrit_en_decimal(brut: str, attendu: str) -> None:
    assert lire_nombre(brut) == attendu


@pytest.mark.parametrize(
    "brut", ["", "-", ".", "1,5", "1 000", "NaN", "Infinity", "1_000", "0x10", "١", "1e", "1e99999"]
)
def test_ce_qui_n_est_pas_un_nombre(brut: str) -> None:
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        lire_nombre(brut)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_quinze_chiffres_d_un_nombre_binaire(nombre: float) -> None:
    """Le formatage ``%.15g`` de Python, fait en C, est un second avis."""
    attendu = Decimal(f"{nombre:.15g}")
    if abs(attendu) > Decimal("1e-290") or not attendu:
        lu = Decimal(lire_nombre(f"{nombre:.17g}"))
        # Réécrire à 17 chiffres puis à 15 peut départager autrement une moitié exacte.
        assert abs(lu - attendu) <= abs(attendu).scaleb(-14)


@given(st.integers(0, 10**13))
def test_des_centimes_divises_par_cent_reviennent_exacts(centimes: int) -> None:
    for brut in (repr(centimes / 100), f"{centimes / 100:.17g}", f"{centimes / 100:.16G}"):
        assert Decimal(lire_nombre(brut)) * 100 == centimes


@pytest.mark.parametrize(
    ("nombre", "attendue"),
    [
        ("0", "1899-12-31"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "1900-02-29"),
        ("61", "1900-03-01"),
        ("42004", "2014-12-31"),
        ("42004.5", "2014-12-31 12:00:00"),
        ("42004.0000001", "2014-12-31 00:00:00.009000"),
        ("42004.000000001", "2014-12-31"),
        ("42003.999999999", "2014-12-31"),
        ("0.25", "1899-12-31 06:00:00"),
        ("2958465", "9999-12-31"),
        ("2958466", None),
        ("-1", None),
        ("1" + "0" * 300, None),
    ],
)
def test_les_jours_comptes_depuis_1900(nombre: str, attendue: str | None) -> None:
    assert lire_jour_de_tableur(nombre, Calendrier.DE_1900) == attendue


@pytest.mark.parametrize(
    ("nombre", "attendue"), [("0", "1904-01-01"), ("60", "1904-03-01"), ("40542", "2014-12-31"), ("-1", None)]
)
def test_les_jours_comptes_depuis_1904(nombre: str, attendue: str | None) -> None:
    assert lire_jour_de_tableur(nombre, Calendrier.DE_1904) == attendue


@pytest.mark.parametrize(
    ("brut", "attendue"),
    [
        ("2014-12-31", "2014-12-31"),
        ("2014-12-31T00:00:00", "2014-12-31"),
        ("2014-12-31T00:00:00.000Z", "2014-12-31"),
        ("2014-12-31T08:30:00", "2014-12-31 08:30:00"),
    ],
)
def test_une_date_en_toutes_lettres(brut: str, attendue: str) -> None:
    assert lire_date_iso(brut) == attendue


@pytest.mark.parametrize("brut", ["", "31/12/2014", "2014-02-30", "42004.5"])
def test_ce_qui_n_est_pas_une_date(brut: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid isoformat|out of range"):
        lire_date_iso(brut)
