"""Chaque contrôle parle exactement comme prévu dans son dossier minimal, et se tait dans les dossiers voisins."""

import pytest

from tests.financement.controles.cas import CAS, VOISINS
from tests.financement.controles.cas.fichiers import EXEMPLES
from tests.financement.controles.cas.modele import Cas, Voisin
from tests.financement.controles.lecture import constats_de, le_constat, lisible
from tests.modeles import CONTROLES_DECLARES


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.code)
def test_le_constat_est_exactement_celui_attendu(cas: Cas) -> None:
    constat = le_constat(cas.projet, cas.code, cas.au)
    assert lisible(constat) == cas.message
    assert constat.gravite is CONTROLES_DECLARES[str(cas.code)].gravite
    assert constat.mesure == cas.mesure
    assert constat.provenance == cas.lieu
    assert (constat.operation, constat.financeur) == (cas.operation, cas.financeur)
    assert constat.enjeu == cas.enjeu


@pytest.mark.parametrize("voisin", VOISINS, ids=lambda voisin: f"{voisin.code} {voisin.nom}")
def test_a_la_limite_le_controle_se_tait(voisin: Voisin) -> None:
    assert constats_de(voisin.projet, voisin.code, voisin.au) == []


def test_chaque_code_a_son_dossier_minimal() -> None:
    """TOTAL-01 naît d’un total importé, FICHIER-01 et 02 de la forme d’un fichier : aucun ne se lit d’un projet."""
    assert {cas.code for cas in CAS} == set(CONTROLES_DECLARES) - {"TOTAL-01", *EXEMPLES}
