"""La liste ordonnée des contrôles, et leur exécution."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from inspect import getdoc
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.controles.constat import Constat, Gravite
from financement.controles.registre import CONTROLES, MODELES_DE_CONTROLE, controler
from financement.dossier.journal import Mouvement
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from tests.construction import PLAN_EQUILIBRE, euros, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.fichiers import EXEMPLES
from tests.financement.controles.lecture import anomalies
from tests.financement.tirages import DATES_D_ARRETE, JOURNAUX, PLANS, assembler
from tests.modeles import CONTROLES_DECLARES
from tests.profils import COUTEUX
from tests.strategies import jours, projets


def test_un_dossier_ordinaire_n_a_pas_de_constat() -> None:
    """Équilibré, engagé, payé dans l’ordre et dans les limites : rien à dire."""
    journal = [
        mouvement("engagement", euros(450_000), "2006-01-10", piece="DAS-1"),
        mouvement("avance", euros(50_000), "2006-01-10"),
        mouvement("demande", euros(300_000), "2008-02-01"),
        mouvement("acompte", euros(250_000), "2008-03-01"),
        mouvement("depense", euros(990_000), "2011-01-01"),
        mouvement("solde", euros(145_000), "2011-06-01"),
        mouvement("degagement", euros(4_500), "2012-06-01"),
    ]
    # 45 % × 990 000 = 445 500 : 500 € de trop au solde, reversés.
    journal += [mouvement("acompte", euros(1_000), "2008-04-01"), mouvement("reversement", euros(500), "2012-06-01")]
    livree = projet(operations=[operation(achevement=jour("2011-01-01"))], journal=journal)
    assert anomalies(livree) == []
    assert [constat.code for constat in controler(livree)] == ["INFO-01"]


def test_le_dossier_minimal_n_a_pas_d_anomalie() -> None:
    assert anomalies(projet()) == []


def test_chaque_controle_dit_son_code_en_tete() -> None:
    """La docstring d’un contrôle commence par son code : la liste se lit comme une table."""
    codes = [code for controle in CONTROLES for code in (getdoc(controle) or "").split(" :")[0].split(" et ")]
    assert codes == list(MODELES_DE_CONTROLE)
    assert set(CONTROLES_DECLARES) - set(codes) == {"TOTAL-01", *EXEMPLES}


def test_les_constats_viennent_dans_l_ordre_des_controles() -> None:
    fautif = projet(
        plan=[*PLAN_EQUILIBRE, ligne("CDC", 100)],
        journal=[
            mouvement("acompte", euros(1), "2005-01-01"),
            mouvement("engagement", euros(500_000), "2016-01-01"),
            mouvement("engagement", 1, "2010-01-01", financeur="OPH"),
        ],
    )
    assert [constat.code for constat in anomalies(fautif)] == [
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
    assert [constat.code for constat in anomalies(tardif, **champs)] == codes


def trier(constats: Sequence[Constat]) -> list[tuple[str, str, str, int]]:
    """Ce qui, d’un constat, ne dépend pas de l’ordre du dossier."""
    return sorted((c.code, "" if c.code in CITENT_UN_ENDROIT else c.message, str(c.mesure), c.enjeu) for c in constats)


# JOURNAL-01 cite la ligne du premier exemplaire ; ENGAGEMENT-03, les pièces dans l'ordre du journal.
CITENT_UN_ENDROIT = {"JOURNAL-01", "ENGAGEMENT-03"}


@given(PLANS, JOURNAUX, DATES_D_ARRETE, st.randoms(use_true_random=False))
def test_l_ordre_du_journal_ne_change_aucun_constat(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: Any, hasard: Random
) -> None:
    melange = list(journal)
    hasard.shuffle(melange)
    ordinaire = controler(assembler(plan, journal), au=au)
    assert trier(ordinaire) == trier(controler(assembler(plan, tuple(melange)), au=au))


@COUTEUX
@given(projets(), st.none() | jours(), st.randoms(use_true_random=False))
def test_un_dossier_quelconque_se_controle_toujours(dossier: Projet, au: Any, hasard: Random) -> None:
    """Jamais d’exception, toujours le même résultat, dans n’importe quel ordre du journal."""
    constats = controler(dossier, au=au)
    assert constats == controler(dossier, au=au)
    melange = list(dossier.journal)
    hasard.shuffle(melange)
    assert lieux(constats) == lieux(controler(replace(dossier, journal=tuple(melange)), au=au))
    for constat in constats:
        assert constat.enjeu >= 0
        assert constat.enjeu == 0 or constat.gravite is not Gravite.INFORMATION


def lieux(constats: Sequence[Constat]) -> Counter[tuple[str, str | None, str | None, str, int]]:
    """Code, opération, financeur et montants des constats."""
    return Counter((c.code, c.operation, c.financeur, str(c.mesure), c.enjeu) for c in constats)


# Ces constats portent sur un fait sans quantité, ou sur tout le dossier.
DU_DOSSIER = {"JOURNAL-02", "INFO-01", "INFO-02", "INFO-03", "INFO-04"}
SANS_MESURE = {"ENGAGEMENT-06", "CLOTURE-01", "CLOTURE-02", "JOURNAL-01", *DU_DOSSIER}
SANS_COLONNE = {"ENVELOPPE-01", "ENVELOPPE-02", *DU_DOSSIER}


@given(PLANS, JOURNAUX, DATES_D_ARRETE)
def test_tout_constat_est_complet(plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: Any) -> None:
    """Un message composé, un écart non nul, une origine."""
    for constat in controler(assembler(plan, journal), au=au):
        assert constat.code in set(CONTROLES_DECLARES)
        assert "{" not in constat.message
        assert (constat.mesure is None) == (constat.code in SANS_MESURE)
        assert constat.mesure is None or constat.mesure.ecart or constat.code == "PLAN-02"
        assert constat.provenance.colonne or constat.code in SANS_COLONNE
