"""Les délais d’une convention : chiffres faits à la main, lois de conservation, ordre du journal indifférent."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import calculer_cloture
from financement.delais import Delais, calculer_delais
from financement.delais.appariement import EtatPart
from financement.delais.delais import TRANCHES
from financement.delais.mesure import mesurer
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import INVERSES, ModeEngagement, Nature, TypeMouvement
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import euros, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import dossiers

AU: Final = jour("2011-12-31")
DEUX_OPERATIONS: Final = (
    operation("OP-1", achevement=jour("2011-06-30")),
    operation("OP-2", maitre_ouvrage="OPH", achevement=jour("2011-06-30")),
)
PLAN: Final = tuple(
    une
    for code, porteur in (("OP-1", "VILLE"), ("OP-2", "OPH"))
    for une in (
        ligne("ANRU", euros(450_000), operation=code),
        ligne("DEPARTEMENT", euros(50_000), operation=code),
        ligne(porteur, euros(500_000), operation=code, nature=Nature.FONDS_PROPRES),
    )
)


def delais(journal: Sequence[Mouvement], au: datetime.date = AU, **champs: Any) -> Delais:
    dossier = projet(operations=DEUX_OPERATIONS, plan=PLAN, journal=journal, **champs)
    return calculer_delais(calculer_cloture(dossier, au=au))


def test_de_la_demande_au_paiement_pese_par_les_montants() -> None:
    """300 € payés en 10 jours sur OP-1, 100 € en 50 jours sur OP-2 : (300 × 10 + 100 × 50) ÷ 400 = 20 jours."""
    (delai,) = delais(
        [
            mouvement("engagement", euros(1_000), "2010-01-01"),
            mouvement("engagement", euros(1_000), "2010-01-01", operation="OP-2"),
            mouvement("demande", euros(300), "2010-02-01"),
            mouvement("acompte", euros(300), "2010-02-11"),
            mouvement("demande", euros(100), "2010-02-01", operation="OP-2"),
            mouvement("acompte", euros(100), "2010-03-23", operation="OP-2"),
        ]
    ).demande_paiement()
    assert (delai.financeur, delai.type, delai.operations) == ("ANRU", TypeMouvement.ACOMPTE, ("OP-1", "OP-2"))
    mesure = delai.mesure
    assert (mesure.poids, mesure.moyenne, mesure.mediane, mesure.maximum) == (euros(400), Fraction(20), 10, 50)


def test_de_l_engagement_au_premier_paiement_une_ligne_compte_pour_une() -> None:
    """OP-1 : 31 jours jusqu’à l’avance ; OP-2 : dégagée puis rengagée, 10 jours depuis le second engagement."""
    (avance, acompte) = delais(
        [
            mouvement("engagement", euros(900), "2010-01-01"),
            mouvement("avance", euros(100), "2010-02-01"),
            mouvement("solde", euros(100), "2011-02-01"),
            mouvement("engagement", euros(500), "2009-01-01", operation="OP-2"),
            mouvement("degagement", euros(500), "2009-06-01", operation="OP-2"),
            mouvement("engagement", euros(400), "2010-01-01", operation="OP-2"),
            mouvement("acompte", euros(10), "2010-01-11", operation="OP-2"),
        ]
    ).engagement_paiement()
    assert (avance.type, avance.operations) == (TypeMouvement.AVANCE, ("OP-1",))
    assert (acompte.type, acompte.operations) == (TypeMouvement.ACOMPTE, ("OP-2",))
    assert [avance.mesure.moyenne, acompte.mesure.moyenne] == [31, 10]


def test_un_paiement_avant_tout_engagement_n_a_pas_de_delai_et_se_dit() -> None:
    trouves = delais([mouvement("acompte", 10, "2010-01-01"), mouvement("engagement", 10, "2010-02-01")])
    assert trouves.premiers == ()
    assert [cle.operation for cle in trouves.paiements_sans_engagement] == ["OP-1"]


def test_un_engage_repute_n_a_pas_de_date() -> None:
    repute = financeur("ANRU", engagement=ModeEngagement.REPUTE)
    autres = [financeur(code) for code in ("VILLE", "DEPARTEMENT", "OPH")]
    trouves = delais([mouvement("acompte", 10, "2010-01-01")], financeurs=(repute, *autres))
    assert (trouves.premiers, trouves.paiements_sans_engagement) == ((), ())


@pytest.mark.parametrize(
    ("age", "attendue"),
    [
        (0, "0 à 30 jours"),
        (30, "0 à 30 jours"),
        (31, "31 à 60 jours"),
        (60, "31 à 60 jours"),
        (61, "61 à 90 jours"),
        (90, "61 à 90 jours"),
        (91, "91 à 180 jours"),
        (180, "91 à 180 jours"),
        (181, "plus de 180 jours"),
    ],
)
def test_une_demande_impayee_se_range_par_son_age(age: int, attendue: str) -> None:
    date = (AU - datetime.timedelta(days=age)).isoformat()
    (attente,) = delais([mouvement("demande", 700, date, operation="OP-2")]).vieillissement()
    assert (attente.tranche.libelle, attente.montant, attente.operations) == (attendue, 700, ("OP-2",))


def test_les_soldes_jamais_demandes_par_maitre_d_ouvrage() -> None:
    """Achevées, 800 000 € dépensés : l’ANRU doit 360 000 €, le Département 40 000 € ; OPH a demandé ceux de l’ANRU."""
    soldes = delais(
        [
            m
            for code in ("OP-1", "OP-2")
            for m in (
                mouvement("engagement", euros(450_000), "2010-01-01", operation=code),
                mouvement("engagement", euros(50_000), "2010-01-01", operation=code, financeur="DEPARTEMENT"),
                mouvement("depense", euros(800_000), "2011-06-01", operation=code),
            )
        ]
        + [mouvement("demande", euros(360_000), "2011-09-01", operation="OP-2")]
    ).soldes_non_demandes()
    assert [(s.maitre_ouvrage, s.montant, s.operations) for s in soldes] == [
        ("VILLE", euros(400_000), ("OP-1",)),
        ("OPH", euros(40_000), ("OP-2",)),
    ]


def test_l_autofinancement_n_a_pas_de_delai() -> None:
    propre = {"financeur": "VILLE", "nature": Nature.FONDS_PROPRES}
    assert delais([mouvement("demande", 10, **propre), mouvement("solde", 10, "2010-09-01", **propre)]).parts == ()


def test_la_mediane_couvre_la_moitie_du_poids() -> None:
    mesure = mesurer([(5, 1), (9, 1), (40, 2), (3, 0)])
    assert mesure is not None
    assert (mesure.mediane, mesure.maximum, mesure.moyenne) == (9, 40, Fraction(94, 4))
    assert mesurer([(5, 0)]) is None


def test_seule_une_cloture_a_des_delais() -> None:
    with pytest.raises(ValeurImpossible):
        calculer_delais("2011-12-31")  # type: ignore[arg-type]


SENS: Final = {TypeMouvement.DEMANDE: "demande", TypeMouvement.REJET: "rejet", TypeMouvement.REVERSEMENT: "reversement"}


def sommes(dossier: Projet, au: datetime.date) -> Counter[str]:
    """Ce que le journal dit des concours à la date, refait à part, par genre de mouvement."""
    natures = {(p.operation, p.financeur): p.nature for p in dossier.plan}
    totaux: Counter[str] = Counter()
    for m in dossier.journal:
        nature = m.nature or natures.get((m.operation, m.financeur or ""), Nature.SUBVENTION)
        if m.financeur is None or m.date > au or nature is Nature.FONDS_PROPRES:
            continue
        if m.type in SENS or INVERSES.get(m.type) is TypeMouvement.REVERSEMENT:
            totaux[SENS.get(m.type, "paiement")] += m.montant
    return totaux


@given(dossiers())
def test_rien_ne_se_perd_ni_ne_se_cree(tire: tuple[Projet, datetime.date]) -> None:
    """Σ des parts = demandé − rejeté ; Σ payé = Σ parts payées + payé sans demande ; Σ des tranches = impayé."""
    dossier, au = tire
    trouves = calculer_delais(calculer_cloture(dossier, au=au))
    du_journal, lignes = sommes(dossier, au), trouves.appariements
    montants: Counter[EtatPart] = Counter()
    for part in trouves.parts:
        assert part.montant > 0
        montants[part.etat] += part.montant
    rejetes = du_journal["rejet"] - sum(a.rejets_sans_demande for a in lignes)
    reverses = du_journal["reversement"] - sum(a.reversements_sans_paiement for a in lignes)
    assert montants.total() == du_journal["demande"] - rejetes
    payes = montants[EtatPart.PAYEE] + sum(a.paye_sans_demande for a in lignes)
    assert payes == du_journal["paiement"] - reverses
    assert sum(a.montant for a in trouves.vieillissement()) == montants[EtatPart.IMPAYEE]
    assert sum(d.mesure.poids for d in trouves.demande_paiement()) == montants[EtatPart.PAYEE]
    assert all(part.jours is None or part.jours >= 0 for part in trouves.parts)


@given(dossiers(), st.randoms(use_true_random=False))
def test_l_ordre_du_journal_est_indifferent(tire: tuple[Projet, datetime.date], hasard: Random) -> None:
    dossier, au = tire
    mele = replace(dossier, journal=tuple(hasard.sample(tuple(dossier.journal), len(dossier.journal))))

    def dits(vu: Projet) -> tuple[object, ...]:
        trouves = calculer_delais(calculer_cloture(vu, au=au))
        parts = Counter(
            (p.cle, p.demande.date, p.demande.piece, p.paiement and p.paiement.date, p.jours, p.montant, p.etat)
            for p in trouves.parts
        )
        return parts, trouves.demande_paiement(), trouves.engagement_paiement(), trouves.vieillissement()

    assert dits(mele) == dits(dossier)


def test_les_tranches_se_suivent_sans_trou() -> None:
    assert TRANCHES[0].debut == 0
    assert [t.debut for t in TRANCHES[1:]] == [(t.fin or 0) + 1 for t in TRANCHES[:-1]]
    assert TRANCHES[-1].fin is None
