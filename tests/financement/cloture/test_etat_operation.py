"""L'état d'une opération résume celui de ses lignes."""

from datetime import date

import pytest

from exports import chemin_exemple
from financement import EtatLigne, calculer_cloture
from financement.cloture.etat import etat_de_l_operation
from maquettes import lire_dossier

E = EtatLigne


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        ([E.SOLDEE, E.SOLDEE, E.RESIDU], E.SOLDEE),
        ([E.SOLDEE, E.ACHEVEE, E.RESIDU], E.ACHEVEE),
        ([E.SOLDEE, E.EN_COURS], E.EN_COURS),
        ([E.EN_COURS, E.ENGAGEE_NON_DEMARREE], E.ENGAGEE_NON_DEMARREE),
        ([E.ENGAGEE_NON_DEMARREE, E.A_ENGAGER, E.RESIDU], E.A_ENGAGER),
        ([E.FORCLOSE, E.A_ENGAGER, E.RESIDU], E.A_ENGAGER),
        ([E.FORCLOSE, E.SOLDEE], E.SOLDEE),
        ([E.FORCLOSE, E.RESIDU], E.FORCLOSE),
        ([E.RESIDU], E.RESIDU),
        ([E.ABANDONNEE, E.ABANDONNEE], E.ABANDONNEE),
    ],
)
def test_l_etat_est_celui_de_la_ligne_la_moins_avancee(etats: list[EtatLigne], attendu: EtatLigne) -> None:
    assert etat_de_l_operation(etats) is attendu
    assert etat_de_l_operation(reversed(etats)) is attendu


def test_une_operation_sans_ligne_n_a_pas_d_etat() -> None:
    with pytest.raises(ValueError, match="empty"):
        etat_de_l_operation([])


def test_les_operations_du_noyer_dore() -> None:
    """Abandonnée, livrée sans demande de solde, à engager, engagée non démarrée : telles que l'exemple les plante."""
    etats = calculer_cloture(lire_dossier(chemin_exemple()), au=date(2015, 3, 31)).etats_des_operations()
    assert etats["9200201-09-0009-001"] is E.ABANDONNEE
    assert etats["9200201-07-0006-001"] is E.ACHEVEE
    assert etats["9200201-10-0005-001"] is E.ENGAGEE_NON_DEMARREE
    assert etats["9200201-08-0016-001"] is E.A_ENGAGER
    assert etats["9200201-06-0003-001"] is E.SOLDEE
