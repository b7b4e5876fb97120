"""Plusieurs fils rendent ce qu'un seul rendrait, dans le même ordre."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.vrac import lecture
from maquettes.vrac.fils import coeurs_permis, en_fils
from maquettes.vrac.lecture import Lecteur, Lues
from maquettes.vrac.source import ARemettre, ouvrir
from tests.maquettes.vrac.journaux import DECLARES, DOSSIER, journaux, journaux_abimes


def doubler(choses: Sequence[int]) -> list[int]:
    return [2 * chose for chose in choses]


@given(st.lists(st.integers(), max_size=20), st.integers(0, 12))
def test_l_ordre_est_celui_des_choses(choses: list[int], fils: int) -> None:
    assert en_fils(doubler, choses, fils) == [2 * chose for chose in choses]


def test_la_premiere_erreur_dans_l_ordre_est_levee() -> None:
    def refuser(choses: Sequence[int]) -> list[int]:
        raise KeyError(choses[0])

    with pytest.raises(KeyError, match="0"):
        en_fils(refuser, range(8), 4)


def test_un_processus_a_au_moins_un_coeur() -> None:
    assert coeurs_permis() >= 1


def lire(octets: bytes, coeurs: int) -> Lues | type[Exception]:
    with pytest.MonkeyPatch.context() as place:
        place.setattr(lecture, "coeurs_permis", lambda: coeurs)
        try:
            return Lecteur(DECLARES, DOSSIER.plan).lire(ouvrir("journal.csv", octets), taille=60)
        except (ARemettre, UnicodeError) as refus:
            return type(refus)


@given(journaux() | journaux_abimes())
def test_le_nombre_de_fils_ne_change_rien(octets: bytes) -> None:
    seul, a_cinq = lire(octets, 1), lire(octets, 5)
    if not isinstance(seul, Lues) or not isinstance(a_cinq, Lues):
        assert a_cinq is seul
        return
    assert a_cinq.lignes == seul.lignes
    assert a_cinq.remises.tolist() == seul.remises.tolist()
    for nom in ("jour", "type", "operation", "financeur", "nature", "montant", "ligne"):
        assert getattr(a_cinq.colonnes, nom).tolist() == getattr(seul.colonnes, nom).tolist()
