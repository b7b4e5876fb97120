"""Ce qu’un chemin ou un lieu contient de commandes se voit, et ne commande rien."""

import os

import pytest

from financement.fautes.chemins import afficher_chemin
from financement.fautes.provenance import Provenance


@pytest.mark.parametrize(
    ("chemin", "montre"),
    [
        ("bilan été\u00a02015/plan.csv", "bilan été\u00a02015/plan.csv"),
        ("\x1b[2J\x07", "\\u001b[2J\\u0007"),
        ("a\u202efdp.csv", "a\\u202efdp.csv"),
        ("deux\nlignes\r", "deux\\u000alignes\\u000d"),
        (os.fsdecode(b"\xe9t\xe9"), "\\udce9t\\udce9"),
        ("sans\u200blargeur", "sans\\u200blargeur"),
    ],
)
def test_un_chemin_s_affiche_sans_rien_commander(chemin: str, montre: str) -> None:
    assert afficher_chemin(chemin) == montre
    assert str(Provenance(fichier=chemin, feuille=chemin, ligne=3)) == f"{montre}, feuille {montre}, ligne 3"
    montre.encode()
