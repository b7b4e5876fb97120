"""Arrondir et partager des colonnes donne, valeur par valeur, ce que donnent les règles du projet."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from financement.aleas.entiers import arrondir_part, repartir_colonnes
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import MONTANT_MAXIMAL
from financement.valeurs.repartition import repartir
from tests.strategies import montants, taux

COLONNES = st.lists(montants(), min_size=1, max_size=20)


@given(taux(), COLONNES)
def test_une_part_est_arrondie_comme_par_les_regles(part: Fraction, bases: list[int]) -> None:
    attendus = [arrondir(part * base) for base in bases]
    assert arrondir_part(part, np.array(bases, dtype=np.int64)).tolist() == attendus


@given(montants(), st.integers(1, MONTANT_MAXIMAL), COLONNES)
def test_une_part_de_deux_montants_aussi(programme: int, cout: int, bases: list[int]) -> None:
    """Le taux d’un cofinanceur, programmé / coût, sur une base qui ne passe pas le coût."""
    part, bornees = Fraction(programme, cout), [min(base, cout) for base in bases]
    attendus = [arrondir(part * base) for base in bornees]
    assert arrondir_part(part, np.array(bornees, dtype=np.int64)).tolist() == attendus


def test_le_demi_centime_s_eloigne_de_zero() -> None:
    assert arrondir_part(Fraction(1, 2), np.array([1, 2, 3, 10**13 - 1])).tolist() == [1, 1, 2, 5 * 10**12]


@given(COLONNES, st.lists(montants() | st.integers(0, 3), min_size=1, max_size=5))
def test_un_partage_est_celui_du_plus_fort_reste(totaux: list[int], poids: list[int]) -> None:
    attendus = [list(repartir(total, poids)) for total in totaux]
    assert repartir_colonnes(np.array(totaux, dtype=np.int64), poids).tolist() == attendus
