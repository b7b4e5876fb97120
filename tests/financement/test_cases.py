"""Les cases employées de plusieurs axes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.cases import reperer_cases

# Les derniers axes forcent le tri à plus de seize, puis de trente-deux bits.
COORDONNEES = st.tuples(
    st.integers(-1, 3), st.sampled_from([0, 40_000, 70_000]), st.just(5), st.sampled_from([7, 1 << 20, 1 << 30])
)


@given(st.lists(COORDONNEES, max_size=60), st.data())
def test_une_case_par_croisement_employe(entrees: list[tuple[int, ...]], donnees: st.DataObject) -> None:
    axes = [np.array(axe, dtype=np.int64) for axe in zip(*entrees, strict=True)]
    cases = reperer_cases(axes, len(entrees))
    attendues = sorted(set(entrees))
    assert [entrees[premiere] for premiere in cases.premieres.tolist()] == attendues
    assert [attendues[rang] for rang in cases.rang.tolist()] == entrees
    montants = donnees.draw(st.lists(st.integers(-(10**13), 10**13), min_size=len(entrees), max_size=len(entrees)))
    assert cases.cumuler(np.array(montants, dtype=np.int64)).tolist() == [
        sum(montant for montant, entree in zip(montants, entrees, strict=True) if entree == case) for case in attendues
    ]


def test_sans_axe_toutes_les_entrees_ont_la_meme_case() -> None:
    cases = reperer_cases([], 3)
    assert (cases.rang.tolist(), cases.premieres.tolist()) == ([0, 0, 0], [0])


def test_trop_de_croisements_sont_refuses() -> None:
    axe = np.array([0, 1 << 31], dtype=np.int64)
    with pytest.raises(ValueError, match="croisements"):
        reperer_cases([axe, axe, axe], 2)
