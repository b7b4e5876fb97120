"""Les lignes suivies : programmées ou mouvementées, avec leurs mouvements dans l’ordre des dates."""

from financement.calculs.lignes import lignes_suivies
from financement.calculs.situation import calculer_situation
from financement.dossier.nomenclature import Nature
from tests.construction import jour, ligne, mouvement, operation, projet

PROJET = projet(
    operations=[operation("OP-1"), operation("OP-2")],
    plan=[
        ligne("CDC", 70, operation="OP-2", nature=Nature.PRET),
        ligne("ANRU", 45),
        ligne("ANRU", 5, operation="OP-2"),
    ],
    journal=[
        mouvement("acompte", 20, "2012-01-01"),
        mouvement("engagement", 40, "2010-01-01"),
        mouvement("engagement", 60, "2011-01-01", operation="OP-2", financeur="CDC"),
        mouvement("avance", 3, "2013-01-01", financeur="OPH"),
        mouvement("depense", 99, "2010-01-01"),
    ],
)


def test_chaque_ligne_programmee_ou_mouvementee_vient_une_fois() -> None:
    """Dans l’ordre de la grille : opérations, financeurs, natures du dossier."""
    lignes = lignes_suivies(calculer_situation(PROJET))
    assert [(s.cle.operation, s.cle.financeur, s.cle.nature.value) for s in lignes] == [
        ("OP-1", "ANRU", "subvention"),
        ("OP-1", "OPH", "subvention"),  # sans ligne de plan, mais avec un mouvement
        ("OP-2", "ANRU", "subvention"),  # sans mouvement
        ("OP-2", "CDC", "pret"),
    ]
    assert [(s.programme, s.engage, s.paye) for s in lignes] == [(45, 40, 20), (0, 0, 3), (5, 0, 0), (70, 60, 0)]


def test_les_mouvements_viennent_dans_l_ordre_des_dates() -> None:
    anru = lignes_suivies(calculer_situation(PROJET))[0]
    assert [m.montant for m in anru.mouvements] == [40, 20]
    assert anru.operation.code == "OP-1"
    assert anru.financeur.code == "ANRU"


def test_seuls_comptent_les_mouvements_a_la_date() -> None:
    anru = lignes_suivies(calculer_situation(PROJET, au=jour("2011-12-31")))[0]
    assert [m.montant for m in anru.mouvements] == [40]
    assert (anru.engage, anru.paye) == (40, 0)


def test_les_mots_d_une_ligne() -> None:
    assert lignes_suivies(calculer_situation(PROJET))[3].termes == {
        "operation": "OP-2",
        "financeur": "CDC",
        "nature": "prêt",
    }
