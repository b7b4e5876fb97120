"""``docs/reunir.md`` se rejoue : chaque commande, sa sortie."""

from pathlib import Path
from typing import Final

import pytest

from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_page_importer import commandes, se_lit_dans
from tests.maquettes.reunion.page import changer_le_dossier, remplir_la_part

PAGE: Final = Path(__file__).parents[3] / "docs" / "reunir.md"
ENVOI, REUNION = PAGE.read_text(encoding="utf-8").split("```\n$ ")[1:]


def rejouer(bloc: str, financement: Commande) -> list[int]:
    """Le code de chaque commande du bloc, dont la sortie doit être celle de la page."""
    codes = []
    for mots, attendues in commandes(f"$ {bloc.partition('```')[0]}"):
        reponse = financement(*mots)
        assert se_lit_dans(attendues, reponse.sortie.splitlines()), reponse.sortie
        codes.append(reponse.code)
    return codes


def test_la_page_se_rejoue(noyer: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(noyer.parent)
    assert rejouer(ENVOI, financement) == [0, 0]
    remplir_la_part(Path("sem92.xlsx"), Path("sem92-retour.xlsx"))
    changer_le_dossier(noyer)
    assert rejouer(REUNION, financement) == [1]
