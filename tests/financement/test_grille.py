"""Mise en grille : le dossier en tableaux d’entiers 64 bits."""

import numpy as np
import pytest

from financement.calculs.grille import Axes, axes_du_projet, figer, nature_resolue
from financement.calculs.journal_du_projet import ecritures_du_projet
from financement.dossier.nomenclature import NATURES, TYPES, Nature, TypeMouvement
from financement.dossier.plan import CleLigne
from tests.construction import avenant, jour, ligne, mouvement, operation, projet

AXES = Axes(operations=("OP-1", "OP-2"), financeurs=("ANRU", "VILLE", "OPH"))


@pytest.mark.parametrize("tableau", [np.arange(3), np.asarray(5), np.int64(5), np.zeros((2, 2), dtype=np.int64)])
def test_un_tableau_fige_est_en_lecture_seule(tableau: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    fige = figer(tableau)
    assert isinstance(fige, np.ndarray)
    assert fige.dtype == np.int64
    assert np.array_equal(fige, tableau)
    with pytest.raises(ValueError, match="read-only"):
        fige[...] = 1


def test_les_axes_sont_ceux_de_tout_le_dossier() -> None:
    """Toutes versions confondues : deux versions se comparent case à case."""
    dossier = projet(
        avenants=(avenant(1),), operations=[operation("B", version=1), operation("A"), operation("B")], plan=[]
    )
    axes = axes_du_projet(dossier)
    assert axes.operations == ("B", "A")
    assert axes.financeurs == ("ANRU", "VILLE", "DEPARTEMENT", "CDC", "OPH")
    assert axes.forme == (2, 5, 3)


def test_une_case_se_nomme() -> None:
    assert AXES.cle((1, 2, NATURES.index(Nature.PRET))) == CleLigne("OP-2", "OPH", Nature.PRET)


def test_le_plan_prend_sa_place_dans_la_grille() -> None:
    grille = AXES.grille_du_plan([ligne("OPH", 10**13, operation="OP-2", nature=Nature.PRET), ligne("ANRU", 7)])
    assert grille.dtype == np.int64
    assert grille[1, 2, NATURES.index(Nature.PRET)] == 10**13
    assert grille[0, 0, NATURES.index(Nature.SUBVENTION)] == 7
    assert np.count_nonzero(grille) == 2


def test_une_nature_vide_est_celle_de_la_seule_ligne_du_financeur() -> None:
    natures: dict[tuple[str, str], tuple[Nature, ...]] = {("OP-1", "CDC"): (Nature.PRET,)}
    assert nature_resolue(mouvement("engagement", 1, financeur="CDC"), natures) is Nature.PRET
    assert nature_resolue(mouvement("engagement", 1, financeur="ANRU"), natures) is Nature.SUBVENTION
    dite = mouvement("engagement", 1, financeur="CDC", nature=Nature.SUBVENTION)
    assert nature_resolue(dite, natures) is Nature.SUBVENTION


def test_le_journal_se_met_en_colonnes_dans_l_ordre_du_dossier() -> None:
    dossier = projet(
        journal=[
            mouvement("acompte", 10**13, "2012-02-29", financeur="VILLE"),
            mouvement("depense", 5, "2010-01-01"),
        ]
    )
    ecritures = ecritures_du_projet(dossier)
    assert ecritures.operation.tolist() == [0, 0]
    assert ecritures.financeur.tolist() == [1, -1]  # une dépense n'a pas de financeur
    assert NATURES[ecritures.nature[0]] is Nature.FONDS_PROPRES  # résolue par le plan
    assert [TYPES[rang] for rang in ecritures.type] == [TypeMouvement.ACOMPTE, TypeMouvement.DEPENSE]
    assert ecritures.jour.tolist() == [jour("2012-02-29").toordinal(), jour("2010-01-01").toordinal()]
    assert ecritures.montant.tolist() == [10**13, 5]
    assert not ecritures.montant.flags.writeable


def test_un_journal_vide_donne_des_colonnes_vides() -> None:
    ecritures = ecritures_du_projet(projet())
    assert ecritures.montant.shape == (0,)
    assert not ecritures.cumuler({TypeMouvement.ENGAGEMENT: 1}).any()


def test_les_depenses_se_cumulent_par_operation_nettes_des_recettes() -> None:
    dossier = projet(
        operations=[operation("OP-1"), operation("OP-2")],
        plan=[],
        journal=[
            mouvement("depense", 100, "2010-01-01"),
            mouvement("depense", 50, "2011-01-01", operation="OP-2"),
            mouvement("recette", 30, "2012-01-01"),
            mouvement("acompte", 999, "2010-01-01"),
        ],
    )
    signes = {TypeMouvement.DEPENSE: 1, TypeMouvement.RECETTE: -1}
    ecritures = ecritures_du_projet(dossier)
    assert ecritures.cumuler_par_operation(signes).tolist() == [70, 50]
    assert ecritures.cumuler_par_operation(signes, jour("2010-12-31")).tolist() == [100, 0]


def test_une_ecriture_compte_des_son_jour() -> None:
    ecritures = ecritures_du_projet(projet(journal=[mouvement("engagement", 100, "2010-06-15")]))
    veille, meme_jour = (
        ecritures.retenues([TypeMouvement.ENGAGEMENT], jour(date)) for date in ("2010-06-14", "2010-06-15")
    )
    assert veille.tolist() == [False]
    assert meme_jour.tolist() == [True]
