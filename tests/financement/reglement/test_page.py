"""docs/reglements.md dit exactement ce que sont les règlements."""

import re
import tomllib

import pytest

from financement.reglement.jeux import JEUX, UNITES
from financement.reglement.parametre import Confiance, UniteParametre
from financement.reglement.valeur import lire_valeur
from tests.financement.reglement.page import PAGE, tableau

TEXTE = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("nom", JEUX)
def test_la_page_donne_le_tableau_de_chaque_jeu(nom: str) -> None:
    section = re.search(rf"^## Jeu `{nom}`\n(.*?)(?=^## )", TEXTE, re.MULTILINE | re.DOTALL)
    assert section is not None
    rangees = [ligne for ligne in section[1].splitlines() if ligne.startswith("|")]
    assert "\n".join(rangees) == tableau(JEUX[nom])


def test_la_page_nomme_chaque_unite_et_chaque_confiance() -> None:
    assert all(f"| `{unite}` |" in TEXTE for unite in UniteParametre)
    assert all(f"| {niveau} |" in TEXTE or f"| **{niveau}** |" in TEXTE for niveau in Confiance)


def test_l_exemple_de_la_page_est_un_reglement_correct() -> None:
    exemple = re.search(r"```toml\n(base = .*?)```", TEXTE, re.DOTALL)
    assert exemple is not None
    document = tomllib.loads(exemple[1])
    assert document["base"] in JEUX
    for parametre in document["parametres"]:
        unite = UniteParametre(parametre["unite"])
        assert UNITES[parametre["cle"]] is unite
        assert lire_valeur(unite, parametre["valeur"]) > 0
