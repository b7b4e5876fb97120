"""Lois de conservation, et ce qui ne doit rien changer à une clôture."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from financement.cloture import Cloture, LigneCloturee, calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TypeMouvement
from financement.dossier.projet import Projet
from tests.financement.cloture.dossiers import dossiers
from tests.financement.cloture.lois import manquements
from tests.profils import COUTEUX
from tests.strategies import projets

Dossier = tuple[Projet, datetime.date]
T = TypeVar("T")


def chiffres(cloture: Cloture) -> list[tuple[object, ...]]:
    """Tout ce qu’une ligne montre : identité, état, fondement et montants."""
    return [
        (ligne.cle, ligne.etat, ligne.calcul.fondement, *(getattr(ligne, nom) for nom in GRANDEURS_DE_CLOTURE))
        for ligne in cloture.lignes
    ]


def melanger(lignes: Sequence[T], hasard: Random) -> tuple[T, ...]:
    return tuple(hasard.sample(lignes, len(lignes)))


def reversement(ligne: LigneCloturee, au: datetime.date) -> Mouvement:
    """L’ordre de reversement d’un trop-perçu, exécuté le jour même."""
    operation, financeur, nature = ligne.cle
    return Mouvement(
        date=au,
        type=TypeMouvement.REVERSEMENT,
        operation=operation,
        financeur=financeur,
        nature=nature,
        montant=ligne.trop_percu,
    )


@given(dossiers())
def test_les_lois_tiennent(dossier: Dossier) -> None:
    projet, au = dossier
    assert manquements(calculer_cloture(projet, au=au)) == []


@COUTEUX
@given(projets(), st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)))
def test_les_lois_tiennent_sur_un_projet_quelconque(projet: Projet, au: datetime.date) -> None:
    assert manquements(calculer_cloture(projet, au=au)) == []


@given(dossiers(), st.randoms(use_true_random=False))
def test_l_ordre_du_journal_et_des_reestimations_est_indifferent(dossier: Dossier, hasard: Random) -> None:
    projet, au = dossier
    autre = replace(
        projet,
        journal=melanger(projet.journal, hasard),
        reestimations=melanger(projet.reestimations, hasard),
    )
    assert chiffres(calculer_cloture(autre, au=au)) == chiffres(calculer_cloture(projet, au=au))


@given(dossiers(), st.data())
def test_fractionner_un_mouvement_ne_change_rien(dossier: Dossier, choix: st.DataObject) -> None:
    """Rien, du moins, que ses annulations : un inverse ramène un mouvement, pas la somme de deux."""
    projet, au = dossier
    assume(projet.journal)
    rang = choix.draw(st.integers(0, len(projet.journal) - 1))
    entier = projet.journal[rang]
    part = choix.draw(st.integers(0, entier.montant))
    fractions = (replace(entier, montant=part), replace(entier, montant=entier.montant - part))
    autre = replace(projet, journal=(*projet.journal[:rang], *fractions, *projet.journal[rang + 1 :]))
    avant, apres = calculer_cloture(projet, au=au), calculer_cloture(autre, au=au)
    for nom in ("engage", "paye"):
        assert np.array_equal(getattr(apres.situation.lignes, nom), getattr(avant.situation.lignes, nom))
    assume(not (avant.situation.annulations.inverses or apres.situation.annulations.inverses))
    assert chiffres(apres) == chiffres(avant)


@given(dossiers())
def test_ce_qui_suit_la_date_est_ignore(dossier: Dossier) -> None:
    projet, au = dossier
    autre = replace(
        projet,
        journal=tuple(m for m in projet.journal if m.date <= au),
        reestimations=tuple(r for r in projet.reestimations if r.date <= au),
    )
    assert chiffres(calculer_cloture(autre, au=au)) == chiffres(calculer_cloture(projet, au=au))


@given(dossiers())
def test_reverser_le_trop_percu_le_solde(dossier: Dossier) -> None:
    """L’ordre de reversement exécuté, il ne reste rien à reverser, et aucun montant de clôture ne bouge.

    Une ligne non programmée dont tout est reversé n’en est plus une : son montant de clôture était nul.
    """
    projet, au = dossier
    cloture = calculer_cloture(projet, au=au)
    assume(cloture.total.trop_percu)
    reversements = tuple(reversement(ligne, au) for ligne in cloture.lignes if ligne.trop_percu)
    apres = calculer_cloture(replace(projet, journal=(*projet.journal, *reversements)), au=au)
    assert apres.total.trop_percu == 0
    clos = {ligne.cle: ligne.montant_cloture for ligne in apres.lignes}
    assert {ligne.cle: clos.get(ligne.cle, 0) for ligne in cloture.lignes} == {
        ligne.cle: ligne.montant_cloture for ligne in cloture.lignes
    }
