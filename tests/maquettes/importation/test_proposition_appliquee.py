"""De la proposition au dossier : elle se relit telle quelle, et peu de choses y ajoutées font un dossier juste."""

from pathlib import Path
from typing import Final

import pytest

from maquettes.description.comparaison import Sorte, comparer_dossiers
from maquettes.dossiers import lire_dossier
from maquettes.importation.correspondance.ecriture import ecrire_proposition
from maquettes.importation.correspondance.lecture import lire_correspondance
from maquettes.importation.importation import importer
from maquettes.importation.proposition import proposer_correspondance
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.dispositions import disposer

RECUS: Final = Path(__file__).parents[3] / "examples" / "fichiers_recus"
SOURCES: Final = (
    "tableaux_financiers.xlsx",
    "extrait_anru.xlsx",
    "grand_livre_ville.csv",
    "mandats_2009.xml",
    "retour_bailleur_A.xlsx",
    "retour_bailleur_B.xlsx",
)
# Ce qu'aucun fichier ne dit : l'opération de chaque code de la comptabilité, et ce qui n'est pas de la convention.
CODES: Final = {
    "RU09ECOLE": "5951203-09-0001-001",
    "RU08PLACE": "5951203-08-0001-001",
    "RU08SQUARE": "5951203-08-0003-001",
    "RU12ETUDES": "5951203-12-0001-001",
}
HORS: Final = {"Code opération": "VOIRIE2008", "Operation": "VOIRIE2009"}
PREMIERES_REGLES: Final = {"Code opération": "Type", "Operation": "Genre"}


def completee(texte: str) -> str:
    """La proposition, une fois ses codes dits et ce qui n’est pas de la convention ignoré."""
    for lu, code in CODES.items():
        assert f'# "{lu}" = "…"' in texte
        texte = texte.replace(f'# "{lu}" = "…"', f'"{lu}" = "{code}"')
    for colonne, code in HORS.items():
        regles = f'regles = [\n    {{ si = [{{ colonne = "{PREMIERES_REGLES[colonne]}"'
        assert texte.count(regles) == 1
        ecartee = f'    {{ si = [{{ colonne = "{colonne}", vaut = "{code}" }}], ignorer = "hors convention" }},\n'
        texte = texte.replace(regles, regles.replace("[\n", "[\n" + ecartee, 1))
    return texte


def test_la_proposition_completee_donne_le_dossier_fait_a_la_main(tmp_path: Path) -> None:
    for nom in (*SOURCES, "convention.toml"):
        (tmp_path / nom).write_bytes((RECUS / nom).read_bytes())
    sources = [tmp_path / nom for nom in SOURCES]
    correspondance = tmp_path / "correspondance.toml"
    correspondance.write_text(
        completee(ecrire_proposition(proposer_correspondance(sources)).decode()), encoding="utf-8"
    )
    importe = importer(sources, correspondance).projet
    changements = comparer_dossiers(lire_dossier(RECUS / "dossier"), importe)
    assert {changement.sorte for changement in changements} <= {Sorte.ORDRE}


@pytest.mark.parametrize("graine", range(8))
def test_une_proposition_se_relit_telle_quelle(graine: int) -> None:
    proposition = reconnaitre(disposer(graine).grilles, Connus(), "convention.toml")
    relue = lire_correspondance("proposee.toml", ecrire_proposition(proposition)).correspondance
    assert relue == proposition.correspondance


def test_celle_des_fichiers_d_exemple_aussi() -> None:
    proposition = proposer_correspondance([RECUS / nom for nom in SOURCES])
    relue = lire_correspondance("proposee.toml", ecrire_proposition(proposition)).correspondance
    assert relue == proposition.correspondance
