"""Partage au plus fort reste : aucun centime perdu."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import INCONNUE
from financement.valeurs.repartition import repartir

POIDS = st.lists(st.integers(0, 10**13), min_size=1, max_size=12)
PETITS_POIDS = st.lists(st.integers(0, 4), min_size=1, max_size=8)
TOTAUX = st.integers(0, 10**15)


@pytest.mark.parametrize(
    ("total", "poids", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),  # à égalité de restes, le premier
        (101, [1, 1, 1], (34, 34, 33)),
        (10, [1, 2], (3, 7)),  # quotients 3,33 et 6,67 : le plus fort reste est le second
        (7, [1, 1, 4], (1, 1, 5)),
        (1, [0, 1], (0, 1)),
        (5, [0, 0, 0], (5, 0, 0)),  # poids tous nuls : la première part prend tout
        (0, [3, 4], (0, 0)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (10**15, [1, 2], (333_333_333_333_333, 666_666_666_666_667)),
        (12, [5], (12,)),
        (0, [], ()),
    ],
)
def test_des_partages_faits_a_la_main(total: int, poids: list[int], parts: tuple[int, ...]) -> None:
    assert repartir(total, poids) == parts


@given(TOTAUX, POIDS | PETITS_POIDS)
def test_le_partage_conserve_la_somme(total: int, poids: list[int]) -> None:
    parts = repartir(total, poids)
    assert sum(parts) == total
    assert len(parts) == len(poids)
    assert all(part >= 0 for part in parts)


@given(TOTAUX | st.integers(0, 50), PETITS_POIDS.filter(any))
def test_les_centimes_restants_vont_aux_plus_forts_restes(total: int, poids: list[int]) -> None:
    """Chaque part est son quotient exact arrondi par défaut ou par excès ; l’excès suit l’ordre des restes."""
    exacts = [Fraction(total * p, sum(poids)) for p in poids]
    parts = repartir(total, poids)
    assert all(abs(part - exact) < 1 for part, exact in zip(parts, exacts, strict=True))
    restes = [exact - exact.__floor__() for exact in exacts]
    servis = [rang for rang, (part, exact) in enumerate(zip(parts, exacts, strict=True)) if part > exact]
    delaisses = [rang for rang, (part, exact) in enumerate(zip(parts, exacts, strict=True)) if part < exact]
    for servi in servis:
        for delaisse in delaisses:
            assert (-restes[servi], servi) < (-restes[delaisse], delaisse)


@given(TOTAUX, POIDS)
def test_un_total_negatif_se_partage_comme_son_oppose(total: int, poids: list[int]) -> None:
    assert repartir(-total, poids) == tuple(-part for part in repartir(total, poids))


@given(TOTAUX, POIDS.filter(any))
def test_un_poids_nul_ne_recoit_rien(total: int, poids: list[int]) -> None:
    assert all(part == 0 for part, p in zip(repartir(total, poids), poids, strict=True) if p == 0)


@pytest.mark.parametrize(
    ("total", "poids", "regle"),
    [(100, [1, -1], "un poids est négatif"), (100, [], "aucune part ne reçoit le montant")],
)
def test_un_partage_impossible_est_refuse(total: int, poids: list[int], regle: str) -> None:
    with pytest.raises(ValeurImpossible, match=regle) as refus:
        repartir(total, poids)
    (dite,) = refus.value.fautes
    assert (dite.lu, dite.remede, dite.provenance) == (str(poids), "Donner des poids positifs.", INCONNUE)
