"""Reconnaître de l’UTF-8 comme le décodeur de Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.grand_journal.encodage import examiner_utf8


def decodable(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def reconnu(octets: bytes) -> bool:
    return examiner_utf8(np.frombuffer(octets, dtype=np.uint8)) is not None


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


@pytest.mark.parametrize("lecture", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize("caractere", list("àâçéèêëîïôùûüÿœÀÂÇÉÈÊËÎÏÔÙÛÜŸŒ«»°²€’–…\u202f"))
def test_un_caractere_encode_deux_fois_est_a_examiner(caractere: str, lecture: str) -> None:
    try:
        abime = caractere.encode().decode(lecture)
    except UnicodeDecodeError:
        assert (caractere, lecture) == ("Ï", "cp1252")  # Windows-1252 n'a pas l'octet 8F : rien à abîmer ainsi
        return
    octets = f"Aé{abime}A".encode()
    places = examiner_utf8(np.frombuffer(octets, dtype=np.uint8))
    assert places is not None
    assert len("Aé".encode()) in places


def test_un_texte_francais_n_a_rien_a_examiner() -> None:
    texte = "Bâtiment « Île d’Oléron », 3ᵉ étage – 12 m² à 1\u202f250\u00a0€, L’HAŸ-LES-ROSES, œuvre, QUALITÉ\u00a0!"
    places = examiner_utf8(np.frombuffer(texte.encode(), dtype=np.uint8))
    assert places is not None
    assert places.size == 0


def test_un_caractere_perdu_est_a_examiner() -> None:
    places = examiner_utf8(np.frombuffer("l\ufffdot".encode(), dtype=np.uint8))
    assert places is not None
    assert places.tolist() == [1]
