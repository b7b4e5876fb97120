"""Des soldes écrits par une matrice d’octets : les lignes que Python écrirait une à une."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.portefeuille_rendu import en_csv, entiers, textes

TABLE = ("Engage", "é", "OP-001", "")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(10**18), 10**18) | st.integers(-11, 11))))
def test_chaque_ligne_est_celle_que_python_ecrirait(lignes: list[tuple[int, int]]) -> None:
    rangs, montants = (np.array([ligne[k] for ligne in lignes], dtype=np.int64) for k in (0, 1))
    attendu = "".join(f"{TABLE[rang]};{montant}\n" for rang, montant in lignes)
    assert en_csv(textes(TABLE, rangs), entiers(montants)).decode() == attendu
