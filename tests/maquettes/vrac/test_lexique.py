"""Le lexique : une cellule n’est reconnue que si tous ses octets sont ceux d’une entrée."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.grand_journal import lexique
from maquettes.grand_journal.fenetres import Tampon
from maquettes.grand_journal.lexique import Lexique


def reperer(connu: Lexique, cellules: list[str]) -> list[int]:
    octets = "".join(f"{cellule};" for cellule in cellules).encode()
    tampon = Tampon(len(octets))
    tampon.remplir(np.frombuffer(octets, dtype=np.uint8))
    fins = np.flatnonzero(tampon.octets == ord(";"))
    valeurs: list[int] = connu.reperer(tampon, np.concatenate([[0], fins[:-1] + 1]), fins).tolist()
    return valeurs


class Numeros:
    """Donne un numéro à chaque texte nouveau, et compte les lectures."""

    def __init__(self) -> None:
        self.lus: list[str] = []

    def __call__(self, texte: str) -> int:
        self.lus.append(texte)
        return len(self.lus) - 1


CELLULES = st.text(st.characters(exclude_characters="\0;", exclude_categories=["Cs"]), max_size=30)
# Mêmes débuts, mêmes fins, mêmes huit premiers octets : seule la comparaison de tous les octets les sépare.
VOISINES = st.builds(
    lambda debut, milieu, fin: debut * 8 + milieu + fin * 8,
    st.sampled_from("ab"),
    st.sampled_from(["", "x", "y", "x" * 90]),
    st.sampled_from("ab"),
)


@given(st.lists(st.lists(CELLULES | VOISINES, min_size=1, max_size=30), min_size=1, max_size=4))
def test_chaque_texte_distinct_est_lu_une_fois_et_garde_sa_valeur(blocs: list[list[str]]) -> None:
    numeros = Numeros()
    connu = Lexique(numeros)
    for bloc in blocs:
        valeurs = reperer(connu, bloc)
        assert [numeros.lus[valeur] for valeur in valeurs] == bloc
    assert sorted(numeros.lus) == sorted({cellule for bloc in blocs for cellule in bloc})


def test_des_milliers_de_textes_agrandissent_le_lexique() -> None:
    numeros = Numeros()
    connu = Lexique(numeros)
    textes = [f"9200{rang:05d}-08-{rang % 97:04d}" for rang in range(20_000)]
    for depart in range(0, len(textes), 1500):
        reperer(connu, textes[depart : depart + 1500])
    assert [numeros.lus[valeur] for valeur in reperer(connu, textes)] == textes
    assert len(numeros.lus) == len(textes)


def test_des_empreintes_toutes_egales_ne_trompent_pas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sans dispersion, les entrées qui ne trouvent pas de place sont lues par le dictionnaire."""
    monkeypatch.setattr(lexique, "_FACTEURS", np.zeros_like(lexique._FACTEURS))
    numeros = Numeros()
    connu = Lexique(numeros)
    textes = [f"code {rang}" for rang in range(200)]
    assert [numeros.lus[valeur] for valeur in reperer(connu, textes)] == textes
    assert [numeros.lus[valeur] for valeur in reperer(connu, textes[::-1])] == textes[::-1]
    assert len(numeros.lus) == len(textes)
