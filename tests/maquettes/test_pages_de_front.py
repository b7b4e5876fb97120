"""Où se coupe une feuille trop large : le moins de pages, des groupes entiers, des colonnes répétées sur chacune."""

import pytest

from maquettes.pages_de_front import PLACE, PagesDeFront, pages_de_front

# Une colonne de 9 caractères et 2/7 en prend dix, sa marge comprise.
DIX = 10 - 5 / 7


def test_une_feuille_qui_tient_n_est_pas_coupee() -> None:
    assert pages_de_front([DIX] * 24, [""] * 24, 1) is None
    assert pytest.approx(202 / 0.84) == PLACE


def test_deux_pages_egales_a_defaut_de_groupe() -> None:
    """Trente colonnes de dix, dont deux répétées : 16 et 14 + 2 ; 202 / 160 dépasse la taille réelle."""
    assert pages_de_front([DIX] * 30, [""] * 30, 2) == PagesDeFront((16,), 2, 100)


def test_la_coupure_tombe_entre_deux_groupes() -> None:
    """Au rang 12 : 120 puis 20 + 180 ; au rang 16, plus égal, le groupe « b » perdrait son nom."""
    groupes = [*"aaaaaaaaaaaa", *"b" * 18]
    assert pages_de_front([DIX] * 30, groupes, 2) == PagesDeFront((12,), 2, 100)


def test_le_moins_de_pages_passe_avant_les_groupes() -> None:
    """Un seul groupe de 40 colonnes : 21 et 19 + 2 ; 202 / 210 donne 96 %."""
    assert pages_de_front([DIX] * 40, ["a"] * 40, 2) == PagesDeFront((21,), 2, 96)


def test_trois_pages() -> None:
    """Soixante colonnes : (60 + 2 × 2) / 3, soit 22, 21 + 2 et 17 + 2 ou mieux ; aucune de plus de 22."""
    trouvees = pages_de_front([DIX] * 60, [""] * 60, 2)
    assert trouvees is not None
    premiere, seconde = trouvees.coupures
    assert max(premiere, seconde - premiere + 2, 60 - seconde + 2) == 22
    assert trouvees.echelle == 91


def test_des_colonnes_repetees_trop_larges_ne_le_sont_qu_en_partie() -> None:
    """Les deux premières prennent 200 ; avec une autre de 100, elles ne laisseraient pas de place."""
    trouvees = pages_de_front([100 - 5 / 7] * 4, [""] * 4, 2)
    assert trouvees == PagesDeFront((2, 3), 1, 100)
