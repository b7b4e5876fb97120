"""Chaque contrôle dit quoi faire, et ce qu’il dit, fait, ne laisse plus rien à redire."""

import re

import pytest

from financement.controles.constat import Gravite
from financement.controles.registre import controler
from tests.financement.controles.cas import CAS, cas_principal
from tests.financement.controles.cas.fichiers import EXEMPLES as EXEMPLES_DE_FICHIERS
from tests.financement.controles.cas.modele import Cas
from tests.financement.controles.lecture import espaces_simples, le_constat
from tests.financement.controles.voies import VOIES, Voie
from tests.modeles import CONTROLES_DECLARES

RIEN_A_REJOUER = {
    # Il naît d'un total importé, et se corrige dans le document d'origine.
    "TOTAL-01",
    # La forme d'un fichier, non le projet : ``tests/maquettes/test_fichiers_coupes.py``.
    *EXEMPLES_DE_FICHIERS,
    # Rien n'y est à corriger.
    "INFO-01",
    "INFO-03",
}
SUITES = {
    # Un solde, sur une opération qui n'est pas achevée au dossier.
    "un solde saisi en acompte": {"CLOTURE-01"},
    # Sans son avance, l'opération engagée en 2006 n'a pas démarré.
    "faire reverser l’avance de 50 000,00 €": {"EXECUTION-03"},
}
"""Ce que la correction laisse voir d’autre."""
LIEUX = re.compile(
    r"\b(plan|journal|opérations|convention|règlement du dossier|document d’origine|financeurs?|fichier)\b"
)
JARGON = re.compile(r"\b(csv|toml|json|xlsx|provenance|null|champ|contexte|paramètre)s?\b", re.IGNORECASE)


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_chaque_controle_a_un_remede(code: str) -> None:
    modele = CONTROLES_DECLARES[code]
    assert re.match(r"[A-ZÉ][a-zé]*(er|ir|re|ien)\b", modele.remede), "il commence par ce qu’il faut faire"
    assert modele.remede.endswith(".")
    assert modele.remede != modele.message
    assert JARGON.search(modele.remede) is None
    assert LIEUX.search(modele.remede) or modele.remede.startswith("Rien à corriger : "), "il dit où"


@pytest.mark.parametrize(
    "code", [c for c, modele in CONTROLES_DECLARES.items() if modele.gravite is Gravite.INFORMATION]
)
def test_une_information_dit_que_rien_n_est_a_corriger(code: str) -> None:
    assert re.match("Rien à corriger( si? | s’| : )", CONTROLES_DECLARES[code].remede)


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.code)
def test_le_remede_d_un_constat_est_compose_et_distinct_de_son_message(cas: Cas) -> None:
    constat = le_constat(cas.projet, cas.code, cas.au)
    assert "{" not in constat.remede
    assert constat.remede not in constat.message
    assert len(constat.remede) <= 300


def test_chaque_remede_est_rejoue() -> None:
    assert set(VOIES) == set(CONTROLES_DECLARES) - RIEN_A_REJOUER


@pytest.mark.parametrize(
    ("code", "voie"),
    [pytest.param(code, voie, id=f"{code} {voie.mots}") for code, voies in VOIES.items() for voie in voies],
)
def test_le_remede_applique_fait_disparaitre_le_constat(code: str, voie: Voie) -> None:
    """Sans en faire naître d’autre qui bloque ou alerte."""
    cas = cas_principal(code)
    assert voie.mots in espaces_simples(le_constat(cas.projet, code, cas.au).remede), (
        "la voie n’est plus celle du remède"
    )
    avant, apres = controler(cas.projet, au=cas.au), controler(voie.geste(cas.projet), au=cas.au)
    assert code not in [constat.code for constat in apres]
    nouveaux = {c.code for c in apres if c.gravite is not Gravite.INFORMATION} - {c.code for c in avant}
    assert nouveaux <= SUITES.get(voie.mots, set())
