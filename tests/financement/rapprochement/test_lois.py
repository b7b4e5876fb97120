"""Ce qui est vrai de tout rapprochement, quels que soient les deux comptes."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.journal_colonnes import de_mouvements
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from financement.fautes.provenance import Provenance
from financement.rapprochement import Rapprochement, rapprocher
from tests.construction import mouvement, operation, projet
from tests.financement.rapprochement.loi import exiger_la_loi
from tests.strategies import sans_cumul_excessif

AU = datetime.date(2013, 12, 31)
OPERATIONS = ("OP-1", "OP-2", "OP-3")
TVA = Fraction(1, 5)


@st.composite
def mouvements(draw: st.DrawFn) -> Mouvement:
    """Peu de valeurs, pour que les coïncidences et les ambiguïtés soient la règle."""
    genre = draw(st.sampled_from(TypeMouvement))
    champs: dict[str, Any] = {"operation": draw(st.sampled_from((*OPERATIONS, "AILLEURS")))}
    if genre not in MOUVEMENTS_DU_MAITRE_OUVRAGE:
        champs["financeur"] = draw(st.sampled_from(("ANRU", "VILLE", "INCONNU")))
    jour = datetime.date(2012, 11, 1) + datetime.timedelta(draw(st.integers(0, 70)) * draw(st.sampled_from((1, 8))))
    montant = draw(st.sampled_from((0, 100, 100, 120, 200, 300, 400, 10**13)) | st.integers(0, 500))
    return mouvement(genre, montant, jour.isoformat(), piece=draw(st.sampled_from(("", "", "A", "B"))), **champs)


COMPTES = st.lists(mouvements(), max_size=25)


def rapprochement(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement], **options: Any) -> Rapprochement:
    operations = [operation(code, taux_tva=None if code == "OP-3" else TVA) for code in (*OPERATIONS, "AILLEURS")]
    return rapprocher(projet(operations=operations, plan=(), journal=dossier), de_mouvements(extrait), au=AU, **options)


def contenu(r: Rapprochement) -> Counter[Any]:
    """Les écarts et les accords, sans leurs rangs."""
    dossier, extrait = r.dossier, r.extrait
    return Counter(
        (e.genre, e.operation, e.financeur, e.exercice, e.sens, e.montant_dossier, e.montant_extrait, e.motif)
        for e in r.ecarts
    ) + Counter((a.passe, dossier[a.dossier[0]], extrait[a.extrait[0]]) for a in r.accords())


def du_dossier(tirage: st.SearchStrategy[list[Mouvement]]) -> st.SearchStrategy[list[Mouvement]]:
    """Ce qu’un dossier accepte : des financeurs connus, des cumuls permis."""
    return tirage.map(lambda compte: [*sans_cumul_excessif([m for m in compte if m.financeur != "INCONNU"])])


@given(dossier=du_dossier(COMPTES), extrait=COMPTES, jours=st.sampled_from((0, 5, 30, 366)))
def test_les_ecarts_font_la_difference_des_totaux(
    dossier: list[Mouvement], extrait: list[Mouvement], jours: int
) -> None:
    exiger_la_loi(rapprochement(dossier, extrait, jours=jours), dossier, extrait, AU)


@given(dossier=du_dossier(COMPTES))
def test_une_copie_n_a_aucun_ecart(dossier: list[Mouvement]) -> None:
    r = rapprochement(dossier, dossier[::-1])
    assert list(r.ecarts) == []
    assert r.nombre == sum(m.date <= AU for m in dossier)


@given(dossier=du_dossier(COMPTES), extrait=COMPTES, hasard=st.randoms(use_true_random=False))
def test_l_ordre_des_mouvements_est_indifferent(
    dossier: list[Mouvement], extrait: list[Mouvement], hasard: Any
) -> None:
    situes = [
        [replace(m, provenance=Provenance(fichier=nom, ligne=rang)) for rang, m in enumerate(compte, 2)]
        for nom, compte in (("journal.csv", dossier), ("extrait.csv", extrait))
    ]
    memes = [hasard.sample(compte, len(compte)) for compte in situes]
    assert contenu(rapprochement(*situes)) == contenu(rapprochement(*memes))


@given(dossier=du_dossier(COMPTES), extrait=du_dossier(COMPTES))
def test_changer_de_cote_change_le_signe_des_totaux(dossier: list[Mouvement], extrait: list[Mouvement]) -> None:
    ici, la = rapprochement(dossier, extrait), rapprochement(extrait, dossier)
    assert {(t.financeur, t.exercice, t.sens): t.ecart for t in ici.totaux} == {
        (t.financeur, t.exercice, t.sens): -t.ecart for t in la.totaux
    }
