"""Toute faute plantée dans un extrait est retrouvée avec son genre, et rien d’autre ne l’est."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from random import Random

import pytest

from financement.calculs.journal_colonnes import de_mouvements
from financement.dossier.journal import Mouvement
from financement.rapprochement import Rapprochement, rapprocher
from tests.financement.rapprochement.loi import exiger_la_loi
from tests.financement.rapprochement.perturbations import Attendu, Perturbe, perturber

AU = datetime.date(2016, 12, 31)


def ses_pieces(m: Mouvement) -> str:
    return m.piece


def d_autres_pieces(m: Mouvement) -> str:
    return f"MANDAT {m.piece}"


def sans_piece(m: Mouvement) -> str:  # noqa: ARG001 (même forme que les autres)
    return ""


def trouves(p: Perturbe, r: Rapprochement) -> set[Attendu]:
    """Les écarts, leurs parts réunies, leurs mouvements nommés."""
    groupes: defaultdict[object, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for rang, e in enumerate(r.ecarts):
        cle = (e.genre, f"seul {rang}" if e.rapproche is None else e.rapproche)
        groupes[cle][0].update(p.dossier[i].libelle for i in e.rangs_dossier)
        groupes[cle][1].update(p.extrait[i].libelle for i in e.rangs_extrait)
    return {Attendu(cle[0], frozenset(d), frozenset(e)) for cle, (d, e) in groupes.items()}  # type: ignore[index]


def banale(m: Mouvement) -> str:
    return m.type.capitalize()


@pytest.mark.parametrize("graine", range(8))
def test_des_pieces_qui_ne_designent_rien_ne_trompent_pas(graine: int) -> None:
    p = perturber(Random(graine), piece=banale, du_dossier=banale)  # noqa: S311 (un tirage semé)
    r = rapprocher(p.projet, de_mouvements(p.extrait), au=AU)
    exiger_la_loi(r, p.dossier, p.extrait, AU)
    assert trouves(p, r) == set(p.attendus)


@pytest.mark.parametrize("piece", [ses_pieces, d_autres_pieces, sans_piece])
@pytest.mark.parametrize("graine", range(8))
def test_chaque_faute_est_retrouvee(graine: int, piece: Callable[[Mouvement], str]) -> None:
    p = perturber(Random(graine), piece=piece)  # noqa: S311 (un tirage semé)
    r = rapprocher(p.projet, de_mouvements(p.extrait), au=AU)
    exiger_la_loi(r, p.dossier, p.extrait, AU)
    assert trouves(p, r) == set(p.attendus)
