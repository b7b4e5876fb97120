"""Les cœurs permis : au moins un, et jamais plus que ceux de la machine."""

import os

from maquettes.fichiers.coeurs import coeurs_permis


def test_un_processus_a_au_moins_un_coeur_et_pas_plus_que_la_machine() -> None:
    assert 1 <= coeurs_permis() <= (os.cpu_count() or 1)
