"""La page des lecteurs dit ce qu’ils lisent : chaque ligne de ses tables est rejouée."""

import re
from pathlib import Path
from typing import Final

import pytest

from financement.fautes.faute import TexteRefuse
from maquettes.importation.lecteurs.cellule import de_texte
from maquettes.importation.lecteurs.lecteurs import LECTEURS

PAGE: Final = Path(__file__).parents[4] / "docs" / "lecteurs.md"
LIGNE: Final = re.compile(r"^\| `(?P<cellule>.+?)` \| (?:`(?P<valeur>.+?)`|refusé) \| (?P<dit>.*?)\|$", re.MULTILINE)


def sections() -> dict[str, list[re.Match[str]]]:
    _, *morceaux = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {nom: list(LIGNE.finditer(texte)) for nom, texte in zip(morceaux[::2], morceaux[1::2], strict=True)}


SECTIONS: Final = sections()


def test_la_page_decrit_chaque_lecteur_et_aucun_autre() -> None:
    assert list(SECTIONS) == list(LECTEURS)
    assert all(len(lignes) > 1 for lignes in SECTIONS.values())


@pytest.mark.parametrize(
    ("nom", "ligne"),
    [pytest.param(nom, ligne, id=f"{nom} {ligne['cellule']}") for nom, lignes in SECTIONS.items() for ligne in lignes],
)
def test_chaque_exemple_de_la_page_se_rejoue(nom: str, ligne: re.Match[str]) -> None:
    cellule = de_texte(ligne["cellule"])
    if ligne["valeur"] is None:
        with pytest.raises(TexteRefuse):
            LECTEURS[nom](cellule)
        return
    lue = LECTEURS[nom](cellule)
    assert (lue.texte, lue.remarque.replace("\u202f", " ").replace("\u00a0", " ")) == (
        ligne["valeur"],
        ligne["dit"].strip(),
    )


def test_aucune_ligne_des_tables_n_echappe_au_rejeu() -> None:
    lignes = [ligne for ligne in PAGE.read_text(encoding="utf-8").splitlines() if ligne.startswith("| `")]
    assert len(lignes) == sum(map(len, SECTIONS.values()))
