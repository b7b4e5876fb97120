"""Les soldes : exacts, les mêmes en une fois ou par morceaux, dans n’importe quel ordre."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.journal_colonnes import JournalEnColonnes, de_mouvements, reunir
from financement.calculs.situation import calculer_situation
from financement.calculs.soldes import (
    AxeSolde,
    CleSolde,
    Grandeur,
    cases_du_journal,
    montants_signes,
    soldes_du_journal,
)
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TYPES, Nature, TypeMouvement
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import mouvement
from tests.financement.tirages import DATES_D_ARRETE, JOURNAUX, PROJETS

EFFETS = {
    "engagement": (Grandeur.ENGAGE, 1),
    "degagement": (Grandeur.ENGAGE, -1),
    "avance": (Grandeur.PAYE, 1),
    "acompte": (Grandeur.PAYE, 1),
    "solde": (Grandeur.PAYE, 1),
    "reversement": (Grandeur.PAYE, -1),
    "demande": (Grandeur.DEMANDE, 1),
    "depense": (Grandeur.DEPENSE, 1),
    "recette": (Grandeur.RECETTE, 1),
    "annulation": (Grandeur.DEPENSE, -1),
    "rejet": (Grandeur.DEMANDE, -1),
}


def attendus(mouvements: Sequence[Mouvement], convention: str | None = None) -> dict[CleSolde, int]:
    """Les mêmes sommes, en entiers de Python, un mouvement après l’autre."""
    sommes: dict[CleSolde, int] = defaultdict(int)
    for m in mouvements:
        grandeur, signe = EFFETS[m.type]
        sommes[CleSolde(convention, m.operation, m.financeur, m.nature, m.date.year, grandeur)] += signe * m.montant
    return {cle: somme for cle, somme in sommes.items() if somme}


def test_chaque_type_de_mouvement_a_son_effet() -> None:
    assert {genre.value for genre in TypeMouvement} == set(EFFETS)
    journal = de_mouvements([mouvement(genre, 1) for genre in TYPES])
    assert montants_signes(journal).tolist() == [EFFETS[genre][1] for genre in TYPES]


def test_des_soldes_comptes_a_la_main() -> None:
    journal = [
        mouvement("engagement", 1000, "2008-01-15", nature=Nature.SUBVENTION),
        mouvement("avance", 300, "2008-06-30", nature=Nature.SUBVENTION),
        mouvement("reversement", 50, "2008-12-31", nature=Nature.SUBVENTION),
        mouvement("avance", 7, "2009-01-01"),
        mouvement("depense", 400, "2009-01-01"),
    ]
    soldes = soldes_du_journal(de_mouvements(journal))
    assert dict(soldes.cases()) == {
        CleSolde(None, "OP-1", "ANRU", Nature.SUBVENTION, 2008, Grandeur.ENGAGE): 1000,
        CleSolde(None, "OP-1", "ANRU", Nature.SUBVENTION, 2008, Grandeur.PAYE): 250,
        CleSolde(None, "OP-1", "ANRU", None, 2009, Grandeur.PAYE): 7,
        CleSolde(None, "OP-1", None, None, 2009, Grandeur.DEPENSE): 400,
    }
    assert {grandeur: soldes.total(grandeur) for grandeur in Grandeur} == {
        Grandeur.ENGAGE: 1000,
        Grandeur.PAYE: 257,
        Grandeur.DEMANDE: 0,
        Grandeur.DEPENSE: 400,
        Grandeur.RECETTE: 0,
    }
    au_jour = soldes_du_journal(de_mouvements(journal), au=date(2008, 6, 30))
    assert (au_jour.total(Grandeur.PAYE), au_jour.brut) == (300, 1300)


def test_des_soldes_regroupes_a_la_main() -> None:
    journal = [
        mouvement("avance", 3, "2008-01-01", financeur="VILLE"),
        mouvement("avance", 5, "2010-01-01", financeur="VILLE", nature=Nature.PRET),
        mouvement("engagement", 11, "2008-01-01", financeur="ANRU"),
        mouvement("recette", 2, "2008-01-01", operation="OP-2"),
    ]
    groupes = soldes_du_journal(de_mouvements(journal)).regrouper(AxeSolde.FINANCEUR, AxeSolde.OPERATION)
    assert {axe: rangs.tolist() for axe, rangs in groupes.axes.items()} == {
        AxeSolde.FINANCEUR: [-1, 0, 1],
        AxeSolde.OPERATION: [1, 0, 0],
    }
    assert {grandeur: sommes.tolist() for grandeur, sommes in groupes.grandeurs.items()} == {
        Grandeur.ENGAGE: [0, 0, 11],
        Grandeur.PAYE: [0, 8, 0],
        Grandeur.DEMANDE: [0, 0, 0],
        Grandeur.DEPENSE: [0, 0, 0],
        Grandeur.RECETTE: [2, 0, 0],
    }
    annees = soldes_du_journal(de_mouvements(journal)).regrouper(AxeSolde.ANNEE)
    assert annees.axes[AxeSolde.ANNEE].tolist() == [2008, 2010]
    assert annees.grandeurs[Grandeur.PAYE].tolist() == [3, 5]
    nommees = soldes_du_journal(de_mouvements(journal)).regrouper("annee")  # type: ignore[arg-type]
    assert nommees.axes[AxeSolde.ANNEE].tolist() == annees.axes[AxeSolde.ANNEE].tolist()


@given(JOURNAUX)
def test_les_soldes_sont_les_sommes_exactes(journal: tuple[Mouvement, ...]) -> None:
    soldes = soldes_du_journal(de_mouvements(journal))
    assert dict(soldes.cases()) == attendus(journal)
    assert soldes.brut == sum(m.montant for m in journal)
    assert np.all(np.diff(soldes.cles) > 0)


@given(JOURNAUX, st.lists(st.integers(0, 4), min_size=25, max_size=25), st.permutations(range(5)))
def test_des_ajouts_dans_n_importe_quel_ordre_donnent_les_memes_soldes(
    journal: tuple[Mouvement, ...], morceaux: list[int], ordre: list[int]
) -> None:
    soldes = soldes_du_journal(de_mouvements(()))
    for morceau in ordre:
        partie = [m for m, numero in zip(journal, morceaux, strict=False) if numero == morceau]
        soldes = soldes.ajouter(de_mouvements(partie))
    assert dict(soldes.cases()) == attendus(journal)
    assert soldes.brut == sum(m.montant for m in journal)
    assert np.all(np.diff(soldes.cles) > 0)


@given(JOURNAUX, JOURNAUX, JOURNAUX)
def test_une_convention_se_lit_parmi_d_autres(
    premier: tuple[Mouvement, ...], deuxieme: tuple[Mouvement, ...], ajout: tuple[Mouvement, ...]
) -> None:
    """Deux conventions qui emploient les mêmes codes restent séparées, ajouts compris."""
    reunis = reunir({"C-1": de_mouvements(premier), "C-2": de_mouvements(deuxieme)})
    soldes = soldes_du_journal(reunis).ajouter(reunir({"C-3": de_mouvements(()), "C-2": de_mouvements(ajout)}))
    assert dict(soldes.de_la_convention("C-1").cases()) == attendus(premier, "C-1")
    assert dict(soldes.de_la_convention("C-2").cases()) == attendus((*deuxieme, *ajout), "C-2")
    assert dict(soldes.de_la_convention("C-3").cases()) == {}
    with pytest.raises(ValueError, match="index"):
        soldes.de_la_convention("C-4")


@given(PROJETS, DATES_D_ARRETE)
def test_les_soldes_d_un_projet_sont_ceux_de_sa_situation(projet: Projet, au: date | None) -> None:
    situation = calculer_situation(projet, au=au, version=0)
    soldes = soldes_du_journal(de_mouvements(projet.journal), (AxeSolde.OPERATION, AxeSolde.FINANCEUR), au=au)
    totaux = dict(soldes.cases())
    for grandeur, grille in ((Grandeur.ENGAGE, situation.grandeurs.engage), (Grandeur.PAYE, situation.grandeurs.paye)):
        assert {
            (situation.axes.operations[operation], situation.axes.financeurs[financeur]): int(
                grille[operation, financeur]
            )
            for operation, financeur in np.argwhere(grille).tolist()
        } == {(c.operation, c.financeur): somme for c, somme in totaux.items() if c.grandeur is grandeur}
    assert all(cle.annee is None and cle.nature is None for cle in totaux)


@given(JOURNAUX, DATES_D_ARRETE)
def test_des_cases_reperees_une_fois_servent_a_toutes_les_dates(
    journal: tuple[Mouvement, ...], au: date | None
) -> None:
    colonnes = de_mouvements(journal)
    cases = cases_du_journal(colonnes)
    retenus = colonnes.colonnes.jour <= (au or date.max).toordinal()
    sommes = cases.cumuler((montants_signes(colonnes) * retenus).__getitem__)
    assert sorted(somme for somme in sommes.tolist() if somme) == sorted(
        somme for _, somme in soldes_du_journal(colonnes, au=au).cases()
    )


def journal_de_montants(montants: Sequence[int]) -> JournalEnColonnes:
    return de_mouvements([mouvement("avance", montant) for montant in montants])


def test_le_total_brut_est_exact_a_sa_borne_et_refuse_au_dela() -> None:
    soldes = soldes_du_journal(journal_de_montants([10**13] * 99 + [10**13 - 1]))
    assert soldes.total(Grandeur.PAYE) == 10**15 - 1
    assert soldes.ajouter(journal_de_montants([1])).total(Grandeur.PAYE) == 10**15
    with pytest.raises(ValeurImpossible, match="Le total des montants"):
        soldes.ajouter(journal_de_montants([2]))
    with pytest.raises(ValeurImpossible, match="Le total des montants"):
        soldes_du_journal(journal_de_montants([10**13] * 101))


def test_un_montant_hors_de_ses_bornes_est_refuse() -> None:
    journal = journal_de_montants([1])
    negatif = np.full(1, -1, dtype=np.int64)
    with pytest.raises(ValeurImpossible, match="MONTANT-"):
        soldes_du_journal(remplacer_les_montants(journal, negatif))
    with pytest.raises(ValeurImpossible, match="MONTANT-"):
        soldes_du_journal(remplacer_les_montants(journal, negatif + 10**13 + 2))


def remplacer_les_montants(
    journal: JournalEnColonnes, montants: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> JournalEnColonnes:
    return replace(journal, colonnes=replace(journal.colonnes, montant=montants))


def test_des_tables_trop_longues_pour_une_cle_sont_refusees() -> None:
    codes = ("",) * 3_000_000
    immenses = replace(soldes_du_journal(de_mouvements([])), conventions=codes, operations=codes, financeurs=codes)
    with pytest.raises(ValueError, match="croisements"):
        immenses.coder([0] * 5, np.zeros(1, dtype=np.int64))
