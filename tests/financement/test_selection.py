"""Ce qu’une sélection retient : lignes, opérations, constats ; rien n’y est recalculé."""

from datetime import date

import pytest
from hypothesis import given

from financement.calculs.situation import calculer_situation
from financement.cloture import calculer_cloture
from financement.controles.constat import Constat, Gravite
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.selection import Selection, restreindre_cloture, retenir_constats, selectionner
from tests.construction import avenant, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import dossiers
from tests.profils import COUTEUX
from tests.strategies import jours, projets

AU = jour("2012-01-01")


@pytest.mark.parametrize(
    ("selection", "retenus"),
    [
        (Selection(), ["dossier", "op", "op et ville", "ville", "autre op", "anru"]),
        (Selection(financeur="VILLE"), ["op", "op et ville", "ville", "autre op"]),
        (Selection(famille="08"), ["op", "op et ville"]),
        (Selection(maitre_ouvrage="VILLE"), ["op", "op et ville"]),
        (Selection(famille="08", financeur="ANRU"), ["op"]),
    ],
)
def test_un_constat_est_retenu_s_il_ne_parle_que_de_la_selection(selection: Selection, retenus: list[str]) -> None:
    """Ce qui parle de tout le dossier, ou de tout un financeur, n’est pas d’une famille."""
    lieux: dict[str, tuple[str | None, str | None]] = {
        "dossier": (None, None),
        "op": ("OP-1", None),
        "op et ville": ("OP-1", "VILLE"),
        "ville": (None, "VILLE"),
        "autre op": ("OP-2", None),
        "anru": (None, "ANRU"),
    }
    constats = [
        Constat(code="X-01", gravite=Gravite.ALERTE, message=nom, remede="…", operation=operation_, financeur=financeur)
        for nom, (operation_, financeur) in lieux.items()
    ]
    des_operations = {"OP-1"} if selection.famille or selection.maitre_ouvrage else {"OP-1", "OP-2"}
    assert [c.message for c in retenir_constats(constats, selection, des_operations)] == retenus


@COUTEUX
@given(projets(), jours())
def test_les_clotures_d_un_axe_se_partagent_la_cloture(dossier: Projet, au: date) -> None:
    """Chaque ligne, inchangée, est d’un maître d’ouvrage et d’un seul, d’un financeur et d’un seul."""
    cloture = calculer_cloture(dossier, au=au)
    for axe, totaux in (
        ("financeur", cloture.par_financeur()),
        ("famille", cloture.par_famille()),
        ("maitre_ouvrage", cloture.par_maitre_ouvrage()),
    ):
        restreintes = {code: restreindre_cloture(cloture, Selection(**{axe: code})) for code in totaux}
        assert {code: restreinte.total for code, restreinte in restreintes.items()} == totaux
        lignes = [ligne for restreinte in restreintes.values() for ligne in restreinte.lignes]
        assert sorted(lignes, key=lambda ligne: ligne.cle) == sorted(cloture.lignes, key=lambda ligne: ligne.cle)


def test_les_operations_d_un_financeur_sont_celles_ou_il_a_une_ligne() -> None:
    """Programmée (A), payée hors du plan (B) ; ni retirée (C), ni de mouvements annulés (D), ni à venir (E)."""
    dossier = projet(
        financeurs=(financeur("ANRU"), financeur("REGION")),
        operations=[operation(code, maitre_ouvrage="OPH") for code in "ABCDE"],
        plan=[
            ligne("REGION", 100, "A"),
            ligne("REGION", 100, "C"),
            ligne("REGION", 0, "C", version=1),
            ligne("ANRU", 100, "D"),
        ],
        avenants=(avenant(1, "2008-01-01"),),
        journal=[
            mouvement("acompte", 7, "2010-01-01", operation="B", financeur="REGION"),
            mouvement("acompte", 7, "2010-01-01", operation="D", financeur="REGION"),
            mouvement("reversement", 7, "2010-02-01", operation="D", financeur="REGION"),
            mouvement("acompte", 7, "2013-01-01", operation="E", financeur="REGION"),
        ],
    )
    situation = calculer_situation(dossier, au=AU)
    assert Selection(financeur="REGION").operations(situation) == {"A", "B"}
    assert Selection(financeur="REGION", maitre_ouvrage="VILLE").operations(situation) == set()
    assert Selection(operation="C").operations(situation) == {"C"}
    assert Selection().operations(situation) == set("ABCDE")


@given(dossiers())
def test_les_operations_d_un_financeur_sont_celles_de_ses_lignes(tire: tuple[Projet, date]) -> None:
    """La définition ne connaît que la situation ; la clôture en fait les lignes."""
    dossier, au = tire
    cloture = calculer_cloture(dossier, au=au)
    for code in (f.code for f in dossier.convention.financeurs):
        siennes = {ligne.cle.operation for ligne in cloture.lignes if ligne.cle.financeur == code}
        assert Selection(financeur=code).operations(cloture.situation) == siennes


def test_une_selection_se_lit_avec_toutes_ses_fautes() -> None:
    dossier = projet(operations=[operation(maitre_ouvrage="SEM 92")], plan=())
    lue = selectionner(dossier, financeur="ville", famille="8", maitre_ouvrage="92")
    assert lue == Selection(financeur="VILLE", famille="08", maitre_ouvrage="SEM 92")
    assert selectionner(dossier) == Selection()
    assert (Selection().est_vide, lue.est_vide) == (True, False)
    with pytest.raises(ValeurImpossible) as leve:
        selectionner(dossier, financeur="X", famille="8", maitre_ouvrage="VILLE")
    assert [faute.code for faute in leve.value.fautes] == ["CODE-02", "VALEUR-02"]
