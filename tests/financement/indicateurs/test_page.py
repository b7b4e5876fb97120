"""La page des indicateurs dit chacun d’eux comme le catalogue."""

import re
from pathlib import Path

from financement.indicateurs import INDICATEURS

PAGE = (Path(__file__).parents[3] / "docs" / "indicateurs.md").read_text(encoding="utf-8")


def test_la_page_donne_chaque_indicateur() -> None:
    rangees = [tuple(ligne.strip("| ").split(" | ")) for ligne in re.findall(r"^\| `\w+` \|.*\|$", PAGE, re.MULTILINE)]
    du_catalogue = [
        (f"`{un.cle}`", un.libelle, un.formule, un.unite.nom, un.source, un.confiance.value) for un in INDICATEURS
    ]
    assert [rangee for rangee in rangees if len(rangee) == 6] == du_catalogue
