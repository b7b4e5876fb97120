"""Espacer les recherches de cycles : elles restent, plus rares, et trouvent encore ce que rien ne tient plus."""

import subprocess
import sys
from pathlib import Path

PROGRAMME = """
import gc, weakref
from maquettes.fichiers.cycles import espacer_les_recherches

class Objet: ...

avant = gc.get_threshold()[0]
espacer_les_recherches()
objet = Objet()
objet.lui = objet
suivi = weakref.ref(objet)
del objet
gardes = [[] for _ in range(2_000_000)]
print(gc.isenabled(), gc.get_threshold()[0] > 10 * avant, suivi() is None)
"""


def test_des_recherches_plus_rares_trouvent_encore_les_cycles() -> None:
    """Dans un processus à part : c’est l’état du processus qui change."""
    racine = Path(__file__).parents[2]
    rendu = subprocess.run([sys.executable, "-c", PROGRAMME], capture_output=True, text=True, check=True, cwd=racine)
    assert rendu.stdout.split() == ["True", "True", "True"]
