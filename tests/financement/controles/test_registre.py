"""La liste ordonnée des contrôles, et leur exécution."""

from collections.abc import Sequence
from inspect import getdoc
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.constat import Constat
from financement.controles import CONTROLES, controler
from financement.controles.catalogue import CodeControle
from financement.journal import Mouvement
from financement.plan import LignePlan
from tests.construction import PLAN_EQUILIBRE, euros, jour, ligne, mouvement, projet
from tests.financement.tirages import DATES_D_ARRETE, JOURNAUX, PLANS, assembler


def test_un_dossier_ordinaire_n_a_pas_de_constat() -> None:
    """Équilibré, engagé, payé dans l'ordre et dans les limites : rien à dire."""
    journal = [
        mouvement("engagement", euros(450_000), "2006-01-10", piece="DAS-1"),
        mouvement("avance", euros(50_000), "2006-01-10"),
        mouvement("demande", euros(300_000), "2008-02-01"),
        mouvement("acompte", euros(250_000), "2008-03-01"),
        mouvement("depense", euros(990_000), "2011-01-01"),
        mouvement("solde", euros(145_000), "2011-06-01"),
        mouvement("reversement", euros(500), "2012-06-01"),
        mouvement("degagement", euros(5_500), "2012-06-01"),
    ]
    assert controler(projet(journal=journal)) == ()


def test_chaque_controle_dit_son_code_en_tete() -> None:
    """La docstring d'un contrôle commence par son code : la liste se lit comme une table."""
    codes = [(getdoc(controle) or "").split(" ")[0] for controle in CONTROLES]
    assert codes == list(CodeControle)


def test_les_constats_viennent_dans_l_ordre_des_controles() -> None:
    fautif = projet(
        plan=[*PLAN_EQUILIBRE, ligne("CDC", 100)],
        journal=[
            mouvement("acompte", euros(1), "2005-01-01"),
            mouvement("engagement", euros(500_000), "2016-01-01"),
            mouvement("engagement", 1, "2010-01-01", financeur="OPH"),
        ],
    )
    assert [constat.code for constat in controler(fautif)] == [
        "PLAN-01",
        "PLAN-02",
        "ENGAGEMENT-01",
        "ENGAGEMENT-02",
        "PAIEMENT-02",
    ]


@pytest.mark.parametrize(
    ("champs", "codes"),
    [
        ({"au": jour("2015-12-31")}, []),
        ({"au": jour("2016-01-01")}, ["ENGAGEMENT-02"]),
        ({}, ["ENGAGEMENT-02"]),
    ],
)
def test_seul_compte_ce_qui_est_a_la_date(champs: dict[str, Any], codes: list[str]) -> None:
    tardif = projet(journal=[mouvement("engagement", 1, "2016-01-01")])
    assert [constat.code for constat in controler(tardif, **champs)] == codes


def trier(constats: Sequence[Constat]) -> list[tuple[str, str, str]]:
    """Ce qui, d'un constat, ne dépend pas de l'ordre du dossier."""
    return sorted((constat.code, constat.message, str(constat.mesure)) for constat in constats)


@given(PLANS, JOURNAUX.filter(lambda j: all(not m.piece for m in j)), DATES_D_ARRETE, st.randoms(use_true_random=False))
def test_l_ordre_du_journal_ne_change_aucun_constat(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: Any, hasard: Random
) -> None:
    melange = list(journal)
    hasard.shuffle(melange)
    ordinaire = controler(assembler(plan, journal), au=au)
    assert trier(ordinaire) == trier(controler(assembler(plan, tuple(melange)), au=au))


@given(PLANS, JOURNAUX, DATES_D_ARRETE)
def test_tout_constat_est_complet(plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: Any) -> None:
    """Un message composé, un écart non nul, une origine."""
    for constat in controler(assembler(plan, journal), au=au):
        assert constat.code in set(CodeControle)
        assert "{" not in constat.message
        assert constat.mesure is not None
        assert constat.mesure.ecart or constat.code == "PLAN-02"
        assert constat.provenance.colonne or constat.code == "ENVELOPPE-01"
