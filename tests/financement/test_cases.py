"""Les cases employées : une par clé, dans l’ordre des clés."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.cases import BORNE_DES_CLES, reperer_cases

# La plus grande borne ne laisse aucun bit au rang des entrées : le tri passe alors par numpy.unique.
BORNES = st.sampled_from([5, 1 << 20, BORNE_DES_CLES])


@given(BORNES.flatmap(lambda borne: st.tuples(st.just(borne), st.lists(st.integers(0, borne - 1)))), st.data())
def test_une_case_par_cle_employee(borne_et_cles: tuple[int, list[int]], donnees: st.DataObject) -> None:
    borne, cles = borne_et_cles
    entrees = cles + donnees.draw(st.lists(st.sampled_from(cles), max_size=20)) if cles else cles
    cases = reperer_cases(np.array(entrees, dtype=np.int64).__getitem__, len(entrees), borne)
    assert cases.cles.tolist() == sorted(set(entrees))
    assert cases.cles[cases.rang].tolist() == entrees
    montants = donnees.draw(st.lists(st.integers(-(10**13), 10**13), min_size=len(entrees), max_size=len(entrees)))
    attendues = [
        sum(montant for montant, entree in zip(montants, entrees, strict=True) if entree == cle)
        for cle in sorted(set(entrees))
    ]
    tous = np.array(montants, dtype=np.int64)
    assert cases.cumuler(tous.__getitem__).tolist() == attendues


@pytest.mark.parametrize("borne", [1000, BORNE_DES_CLES])
def test_les_cases_enjambent_les_tranches(borne: int) -> None:
    """Cent mille entrées de mille clés : trois tranches et plus, et des cases que leurs bords coupent."""
    entrees = (np.arange(100_000, dtype=np.int64) * 7919) % 1000
    cases = reperer_cases(entrees.__getitem__, entrees.size, borne)
    assert cases.cles.tolist() == list(range(1000))
    assert (cases.cles[cases.rang] == entrees).all()
    assert cases.cumuler(np.ones_like(entrees).__getitem__).tolist() == [100] * 1000


def test_trop_de_croisements_sont_refuses() -> None:
    rien = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="croisements"):
        reperer_cases(rien.__getitem__, 1, BORNE_DES_CLES + 1)
