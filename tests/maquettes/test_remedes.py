"""Chaque remède, appliqué tel qu’il est écrit à la valeur lue, mène à un dossier accepté."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.maquettes import test_filet as filet
from tests.maquettes import test_mouvements_negatifs as negatifs
from tests.maquettes import test_remedes_classeurs as classeurs
from tests.maquettes import test_remedes_du_systeme as systeme
from tests.maquettes.catalogue_erreurs import DOSSIER, Exemple, exemples, fautes_de, preparer
from tests.maquettes.remedes.classeurs import EPREUVES
from tests.maquettes.remedes.correspondance import REMEDES_DE_CORRESPONDANCE
from tests.maquettes.remedes.importation import REMEDES_D_IMPORTATION
from tests.maquettes.remedes.lecture import REMEDES_DE_LECTURE
from tests.maquettes.remedes.rapprochement import REMEDES_DE_RAPPROCHEMENT
from tests.maquettes.remedes.reunion import REMEDES_DE_REUNION
from tests.maquettes.remedes.scenarios import REMEDES_DES_SCENARIOS
from tests.maquettes.remedes.valeurs import REMEDES_DE_VALEUR
from tests.modeles import FAUTES_DECLAREES

BASE, *EXEMPLES = exemples()
PAR_CODE: Final[Mapping[str, Exemple]] = {exemple.code: exemple for exemple in EXEMPLES}
REMEDES: Final = {
    **REMEDES_DE_LECTURE,
    **REMEDES_DE_VALEUR,
    **REMEDES_D_IMPORTATION,
    **REMEDES_DE_CORRESPONDANCE,
    **REMEDES_DE_RAPPROCHEMENT,
    **REMEDES_DE_REUNION,
    **REMEDES_DES_SCENARIOS,
}

JOUEES_AILLEURS: Final[Mapping[str, Callable[..., None]]] = {
    "Ouvrir le classeur dans un tableur et l’enregistrer": classeurs.test_un_vrai_tableur_repare,
    "vérifier la place disponible et les droits": systeme.test_une_destination_refusee_est_ecrite_ensuite,
    "au journal, le type du mouvement donne le sens": negatifs.test_dans_un_csv,
    "La variable FINANCEMENT_TRACE=1 en donne la trace": filet.test_la_trace_ne_se_donne_que_demandee,
}
"""Les voies que joue le test d’un autre fichier."""

SANS_ESSAI: Final = (
    # Aucune version plus récente n'existe pour lire ces fichiers.
    "mettre la bibliothèque à jour",
    # Une mise en garde, ou ce qui se choisit pour renommer.
    "ne pas ouvrir le fichier s’il vient d’un inconnu",
    "colonnes connues",
    "clés connues",
)


def remede_de_la_page(code: str) -> str:
    """Le remède de l’exemple de la page : ce qui suit la phrase du catalogue, sans le code."""
    if "{" not in FAUTES_DECLAREES[code].remede:
        return FAUTES_DECLAREES[code].remede
    phrase = re.sub(r"\\\{[a-z_]+\\\}", ".*?", re.escape(FAUTES_DECLAREES[code].message))
    forme = re.fullmatch(rf".*?{phrase} (.+) \[{code}\]", PAR_CODE[code].message, re.DOTALL)
    assert forme is not None, code
    return forme[1]


def voies_jouees(code: str) -> list[str]:
    jouees = [r.mots for r in REMEDES.get(code, ())]
    return jouees + [voie.mots for epreuve in EPREUVES.get(code, ()) for voie in epreuve.voies]


def test_chaque_code_a_son_remede_rejoue() -> None:
    # Une panne est un défaut de la bibliothèque : rien ne s'y corrige au dossier.
    assert set(REMEDES) | set(EPREUVES) == set(FAUTES_DECLAREES) - {"PANNE-01"}
    assert not set(REMEDES) & set(EPREUVES)


@pytest.mark.parametrize("code", FAUTES_DECLAREES)
def test_chaque_voie_du_remede_est_jouee(code: str) -> None:
    """Chaque membre du remède, de « ou » en « ; », est nommé par une voie jouée."""
    remede = remede_de_la_page(code).casefold().removesuffix(".")
    connues = [mots.casefold() for mots in (*voies_jouees(code), *JOUEES_AILLEURS, *SANS_ESSAI)]
    nues = [mots.removeprefix("ou ") for mots in connues if mots in remede]
    for voie in re.split(r",? ou | ; (?!»)", remede):
        assert any(mots in voie or voie in mots for mots in nues), voie


@pytest.mark.parametrize(
    ("code", "rang"),
    [
        pytest.param(code, rang, id=f"{code} {r.mots}")
        for code, voies in REMEDES.items()
        for rang, r in enumerate(voies)
    ],
)
def test_le_remede_mene_a_un_dossier_accepte(
    code: str, rang: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    preparer(BASE, Path(DOSSIER))
    exemple, remede = PAR_CODE[code], REMEDES[code][rang]
    if remede.gestes:
        exemple = Exemple(code, list(remede.gestes))
    preparer(exemple, Path(DOSSIER))
    *autres, constatee = fautes_de(exemple)
    # Celle-là seule en suit d'autres, qu'elle compte.
    assert not autres or code == "LECTURE-17", autres
    assert constatee.code == code, constatee
    assert remede.mots in constatee.remede, "la voie n’est plus celle que dit le remède"
    remede.appliquer(constatee)
    if remede.lecture:
        exemple = Exemple(code, [(remede.lecture, "")])
    assert [str(autre) for autre in fautes_de(exemple)] == []
