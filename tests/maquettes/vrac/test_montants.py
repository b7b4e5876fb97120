"""Les montants lus en vrac : les mêmes que ceux de ``lire_montant``, ou le même refus."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.valeurs.montants import lire_montant
from maquettes.grand_journal.fenetres import Tampon
from maquettes.grand_journal.montants import REFUSE, lire_montants
from maquettes.grand_journal.montants_groupes import lire_groupes
from maquettes.grand_journal.montants_simples import Centimes, lire_simples
from tests.maquettes.vrac.journaux import MONTANTS_LISIBLES, MONTANTS_REFUSES


def lus(lecture: object, textes: list[str]) -> list[int]:
    assert callable(lecture)
    octets = "".join(f"{texte};" for texte in textes).encode()
    tampon = Tampon(len(octets))
    tampon.remplir(np.frombuffer(octets, dtype=np.uint8))
    fins = np.flatnonzero(tampon.octets == ord(";"))
    centimes: Centimes = lecture(tampon, np.concatenate([[0], fins[:-1] + 1]), fins)
    valeurs: list[int] = centimes.tolist()
    return valeurs


def attendu(texte: str) -> int:
    try:
        return lire_montant(texte)
    except TexteRefuse:
        return REFUSE


QUELCONQUES = st.text("0123456789 ,.\u00a0\u202f€", max_size=20)
BIEN_ECRITS = st.builds(
    lambda euros, milliers, fin: f"{euros:,}".replace(",", milliers) + fin,
    st.integers(0, 10**12),
    st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"]),
    st.sampled_from(["", ",5", ".05", ",99", " €", ",10€", ",123"]),
)


@given(st.lists(QUELCONQUES | BIEN_ECRITS, min_size=1, max_size=40))
@example([*MONTANTS_LISIBLES, *MONTANTS_REFUSES])
def test_un_montant_en_vrac_est_celui_de_la_lecture_ordinaire(textes: list[str]) -> None:
    assert lus(lire_montants, textes) == [attendu(texte) for texte in textes]


@given(st.lists(QUELCONQUES | BIEN_ECRITS, min_size=1, max_size=40))
def test_une_lecture_rapide_ne_reconnait_que_ce_qui_est_permis(textes: list[str]) -> None:
    for lecture in (lire_simples, lire_groupes):
        for texte, lu in zip(textes, lus(lecture, textes), strict=True):
            assert lu in {REFUSE, attendu(texte)}


@pytest.mark.parametrize(
    ("texte", "centimes"),
    [("0", 0), ("1234", 123400), ("1234,5", 123450), ("1234.50", 123450), ("100000000000,00", 10**13), ("007", 700)],
)
def test_un_montant_simple_est_lu_sans_passer_par_le_texte(texte: str, centimes: int) -> None:
    assert lus(lire_simples, [texte]) == [centimes]


@pytest.mark.parametrize(
    ("texte", "centimes"),
    [("1 234,50", 123450), ("12\u202f345\u202f678,9", 1234567890), ("3 €", 300), ("1\u00a0000€", 100000)],
)
def test_des_milliers_sont_lus_sans_passer_par_le_texte(texte: str, centimes: int) -> None:
    assert lus(lire_groupes, [texte]) == [centimes]
