"""Reconnaître de l'UTF-8 comme le décodeur de Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.vrac.encodage import est_utf8


def decodable(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def reconnu(octets: bytes) -> bool:
    return est_utf8(np.frombuffer(octets, dtype=np.uint8))


REMARQUABLES = st.sampled_from([0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF])
AU_DELA = st.sampled_from([0xF0, 0xF1, 0xF4, 0xF5, 0xFF])


@given(st.lists(REMARQUABLES | AU_DELA | st.integers(0, 255), max_size=12).map(bytes) | st.text().map(str.encode))
def test_des_octets_quelconques(octets: bytes) -> None:
    assert reconnu(octets) == decodable(octets)


def test_toutes_les_paires_et_leurs_suites() -> None:
    suites = [b"", b"\x80", b"\x80\x80"]
    paires = (
        bytes([premier, second])
        for premier in range(0x7F, 0x100)
        for second in (0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0)
    )
    assert [o for paire in paires for o in (paire + suite for suite in suites) if reconnu(o) != decodable(o)] == []


@pytest.mark.parametrize("octets", [b"\x80\xc3", b"\x80\xc3A", b"\xe2\x82A\xac", b"\x80A\xc3"])
def test_des_suites_en_nombre_voulu_mais_hors_de_leur_place(octets: bytes) -> None:
    assert not reconnu(octets)


@pytest.mark.parametrize("texte", ["", "é", "€", "\U0010ffff", "\u2028", "\ud7ff\ue000"])
def test_des_caracteres_entiers_puis_coupes(texte: str) -> None:
    octets = texte.encode()
    assert reconnu(octets)
    assert all(reconnu(octets[:fin]) == decodable(octets[:fin]) for fin in range(len(octets)))
