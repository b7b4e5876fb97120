"""Les dates ISO lues en vrac sont celles que lit :func:`lire_date`, et elles seules."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from maquettes.grand_journal.dates import lire_dates
from maquettes.grand_journal.fenetres import Tampon
from maquettes.grand_journal.lexique import Lexique

AUTRE = -7


def lire(textes: list[str]) -> list[int]:
    """Le rang de chaque texte ; :data:`AUTRE` s’il revient au lexique."""
    octets = "".join(f"{texte};" for texte in textes).encode()
    tampon = Tampon()
    tampon.remplir(np.frombuffer(octets, dtype=np.uint8))
    fins = np.flatnonzero(tampon.octets == ord(";"))
    debuts = np.concatenate([[0], fins[:-1] + 1])
    rangs: list[int] = lire_dates(tampon, debuts, fins, Lexique(lambda _: AUTRE)).tolist()
    return rangs


def attendu(texte: str) -> int:
    """La date que l’écriture ISO désigne, selon la bibliothèque standard."""
    if len(texte) != len("2008-01-15") or not texte.isascii():
        return AUTRE
    try:
        jour = date.fromisoformat(texte)
    except ValueError:
        return AUTRE
    return jour.toordinal() if ANNEE_MINIMALE <= jour.year <= ANNEE_MAXIMALE else AUTRE


@given(st.lists(st.dates() | st.dates(date(1969, 12, 1), date(2100, 2, 1)), min_size=1).map(lambda j: [*map(str, j)]))
def test_toute_date_permise_est_lue(textes: list[str]) -> None:
    assert lire(textes) == [attendu(texte) for texte in textes]


PRESQUE = st.from_regex(r"\A[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}\Z") | st.text("0123456789-/: é", max_size=12)


@given(st.lists(PRESQUE, min_size=1))
def test_un_texte_qui_n_est_pas_une_date_revient_au_lexique(textes: list[str]) -> None:
    assert lire(textes) == [attendu(texte) for texte in textes]


@pytest.mark.parametrize(
    "texte",
    ["2100-02-29", "2001-02-29", "2008-13-01", "2008-00-10", "2008-04-31", "2008-01-00", "2008-W1-1", "20080115"],
)
def test_une_date_impossible_revient_au_lexique(texte: str) -> None:
    assert lire([texte, "2008-02-29"]) == [AUTRE, date(2008, 2, 29).toordinal()]
