"""La loi des inverses : un mouvement et son inverse intégral laissent états, montants et constats comme sans eux."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.controles.registre import controler
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import INVERSES, MOUVEMENTS_DU_MAITRE_OUVRAGE, Nature
from financement.dossier.projet import Projet
from financement.explications.motif import motif
from tests.financement.cloture.dossiers import DATES, FINANCEURS, dossiers

Dossier = tuple[Projet, datetime.date]


def tout(projet: Projet, au: datetime.date) -> tuple[object, ...]:
    """Ce qu’une clôture et des contrôles disent à une date."""
    cloture = calculer_cloture(projet, au=au)
    lignes = [
        (ligne.cle, ligne.etat, motif(ligne), *(getattr(ligne, nom) for nom in GRANDEURS_DE_CLOTURE))
        for ligne in cloture.lignes
    ]
    # Que rien ne soit inscrit se dit du journal tel qu'il est écrit, non de ce qu'il en reste.
    constats = [c for c in controler(projet, au=au) if c.code != "JOURNAL-02"]
    return lignes, cloture.etats_des_operations(), cloture.total, constats


@st.composite
def paires(tirer: st.DrawFn, dossier: Dossier) -> tuple[Mouvement, ...]:
    """Un mouvement, et ce qui le ramène : sous sa pièce, en une ou deux fois, ou au montant, que rien d’autre n’a."""
    projet, au = dossier
    genre = tirer(st.sampled_from(list(INVERSES)))
    debut, fin = sorted(tirer(st.tuples(*[st.sampled_from([d for d in DATES if d <= au])] * 2)))
    sien = genre in MOUVEMENTS_DU_MAITRE_OUVRAGE
    montant = tirer(st.integers(0, 1000))
    piece = tirer(st.sampled_from(["", "Une pièce à part"]))
    if not piece:
        montant += 1 + max((m.montant for m in projet.journal), default=0)
    mouvement = Mouvement(
        date=debut,
        type=genre,
        operation=tirer(st.sampled_from([o.code for o in projet.operations])),
        financeur=None if sien else tirer(st.sampled_from(FINANCEURS)).code,
        nature=None if sien else tirer(st.sampled_from(Nature)),
        montant=montant,
        piece=piece,
    )
    part = tirer(st.integers(0, montant)) if piece and tirer(st.booleans()) else montant
    parts = [part] if part == montant else [part, montant - part]
    return mouvement, *(replace(mouvement, date=fin, type=INVERSES[genre], montant=p) for p in parts)


def inserer(journal: Sequence[Mouvement], ajouts: Sequence[Mouvement], hasard: Random) -> tuple[Mouvement, ...]:
    mele = list(journal)
    for ajout in ajouts:
        mele.insert(hasard.randint(0, len(mele)), ajout)
    return tuple(mele)


@given(dossiers(), st.data(), st.randoms(use_true_random=False))
def test_un_mouvement_et_son_inverse_ne_changent_rien(dossier: Dossier, choix: st.DataObject, hasard: Random) -> None:
    projet, au = dossier
    ajouts = choix.draw(paires(dossier))
    assert tout(replace(projet, journal=inserer(projet.journal, ajouts, hasard)), au) == tout(projet, au)


@given(dossiers(), st.randoms(use_true_random=False))
def test_l_ordre_du_journal_est_indifferent_aux_constats(dossier: Dossier, hasard: Random) -> None:
    projet, au = dossier
    mele = replace(projet, journal=tuple(hasard.sample(projet.journal, len(projet.journal))))

    def dits(vu: Projet) -> Counter[str]:
        return Counter(constat.message for constat in controler(vu, au=au))

    assert dits(mele) == dits(projet)
