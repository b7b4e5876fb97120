"""Un cumul du journal que la clôture ne pourrait pas écrire est refusé au mouvement qui le fait déborder."""

from datetime import date
from fractions import Fraction
from typing import Any, Final

import pytest

from financement.calculs.journal_colonnes import de_mouvements
from financement.cloture.avenant import generer_avenant_cloture
from financement.cloture.resultat import calculer_cloture
from financement.dossier.cumuls import fautes_de_cumuls
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Base
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from tests.construction import jour, ligne, mouvement, operation, projet

# 100 milliards d'euros, en centimes.
LIMITE: Final = 10**13
FIN: Final = " dépassent 100 milliards d’euros."


def dits(*journal: Mouvement) -> list[tuple[str, str]]:
    """Les messages et le montant lu de chaque faute, un journal en colonnes disant les mêmes."""
    fautes = list(fautes_de_cumuls(journal))
    # Ses mouvements sont à leur rang : le lieu seul diffère.
    en_colonnes = fautes_de_cumuls(de_mouvements(journal))
    assert [(f.message, f.lu) for f in en_colonnes] == [(f.message, f.lu) for f in fautes]
    return [(str(f.provenance), f.message) for f in fautes]


def test_la_limite_passe_un_centime_de_plus_non() -> None:
    juste = (mouvement("depense", LIMITE - 1), mouvement("depense", 1))
    assert dits(*juste) == []
    assert dits(*juste, mouvement("depense", 1)) == [
        (
            "colonne montant",
            "« 0,01 » n’est pas accepté : avec lui, les dépenses de l’opération « OP-1 »" + FIN,
        )
    ]


def test_avances_acomptes_et_soldes_d_un_financeur_se_cumulent() -> None:
    verses = [mouvement(genre, LIMITE // 2) for genre in ("avance", "acompte")]
    assert dits(*verses, mouvement("solde", 2), mouvement("acompte", LIMITE)) == [
        (
            "colonne montant",
            "« 0,02 » n’est pas accepté : avec lui, les versements de l’opération « OP-1 », financeur « ANRU »," + FIN,
        )
    ]


@pytest.mark.parametrize(
    "autre",
    [
        mouvement("reversement", LIMITE),
        mouvement("acompte", LIMITE, financeur="VILLE"),
        mouvement("acompte", LIMITE, operation="OP-2"),
        mouvement("depense", LIMITE),
    ],
)
def test_ce_qui_ne_se_cumule_pas_passe(autre: Mouvement) -> None:
    assert dits(mouvement("acompte", LIMITE), autre) == []


def test_un_total_trop_grand_n_est_dit_qu_une_fois() -> None:
    assert dits(*[mouvement("depense", LIMITE)] * 101) == []


def test_un_projet_est_refuse_au_mouvement() -> None:
    with pytest.raises(DossierRefuse, match=r"journal\.csv, ligne 3, colonne montant : « 0,01 »"):
        projet(journal=[mouvement("depense", LIMITE), mouvement("depense", 1)])


def test_ce_qui_passe_se_clot_et_s_ecrit_en_avenant() -> None:
    """À la limite de tous les cumuls, la clôture écrit encore ses montants dans une version."""
    extreme = projet(
        operations=[operation(base=Base.TTC, cout_ttc=LIMITE, achevement=jour("2011-01-01"))],
        plan=[ligne("ANRU", LIMITE)],
        journal=[mouvement(genre, LIMITE) for genre in ("engagement", "avance", "depense")],
    )
    clos = generer_avenant_cloture(calculer_cloture(extreme, au=date(2012, 1, 1)), signature=date(2012, 1, 1))
    assert clos.convention.versions == (0, 1)


def test_une_tva_qui_passe_la_limite_est_refusee_au_cout() -> None:
    """60 milliards HT et 100 % de TVA font 120 milliards TTC ; sur une base HT, rien ne les additionne."""
    champs: dict[str, Any] = {"cout_ht": 6 * 10**12, "taux_tva": Fraction(1)}
    with pytest.raises(ValeurImpossible, match="colonne cout_ht : « 60000000000,00 » n’est pas accepté : avec sa TVA"):
        operation(base=Base.TTC, **champs)
    assert operation(base=Base.HT, **champs).cout == 6 * 10**12
    assert operation(base=Base.TTC, cout_ttc=LIMITE, **champs).cout == LIMITE
