"""Les balises ouvertes se comptent dans les octets, où qu’un morceau les coupe ; sinon, balise à balise."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from maquettes.tableur.balises import mesurer
from maquettes.tableur.emboitements import Emboitements

PARTIE: Final = "xl/worksheets/sheet1.xml"
LIMITE: Final = 200


def en_morceaux(octets: bytes, coupes: list[int], _partie: str) -> Iterator[bytes]:
    bornes = sorted({0, len(octets), *(coupe % (len(octets) + 1) for coupe in coupes)})
    return (octets[debut:fin] for debut, fin in pairwise(bornes))


def emboiter(nombre: int, dedans: bytes = b"", avant: bytes = b"") -> bytes:
    """Une racine, ce qu’il y a ``avant``, puis ``nombre`` balises ouvertes en tout, la racine comprise."""
    return b"<r>" + avant + b'<a b=">">' * (nombre - 1) + dedans + b"</a>" * (nombre - 1) + b"</r>"


@pytest.mark.parametrize(
    "avant",
    [
        pytest.param(b"", id="rien"),
        pytest.param(b"<c/>" * 500, id="des balises seules"),
        pytest.param(b"<c>1</c>\n" * 500, id="des balises finies"),
        pytest.param(b"<f>A1>B1</f>", id="un signe supérieur dans un texte"),
        pytest.param(b"<f>/></f>" * 500, id="une fin dans un texte"),
        pytest.param(b"<f a='/>'></f>" * 500, id="une fin dans un attribut"),
        pytest.param(b"<!--" + b"</a>" * 500 + b"-->", id="des fins dans un commentaire"),
        pytest.param(b"<![CDATA[" + b"</a>" * 500 + b"]]>", id="des fins dans une section"),
        pytest.param(b"<?x " + b"</a>" * 500 + b"?>", id="des fins dans une instruction"),
    ],
)
@given(coupes=st.lists(st.integers(0, 10_000), max_size=4))
def test_la_limite_est_la_meme_quoi_qui_precede(avant: bytes, coupes: list[int]) -> None:
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    mesurer(PARTIE, partial(en_morceaux, declaration + emboiter(LIMITE, b"t", avant), coupes))
    for octets in (emboiter(LIMITE + 1, b"t", avant), emboiter(LIMITE, b"<c/>", avant)):
        with pytest.raises(TexteRefuse, match="emboîte plus de 200 balises"):
            mesurer(PARTIE, partial(en_morceaux, declaration + octets, coupes))


def test_une_partie_en_utf_16_se_mesure_balise_a_balise() -> None:
    texte = emboiter(LIMITE + 1).decode().encode("utf-16")
    with pytest.raises(TexteRefuse, match="emboîte plus de 200 balises"):
        mesurer(PARTIE, lambda _: iter([texte]))


def test_une_partie_ordinaire_ne_se_lit_qu_une_fois() -> None:
    lectures = []

    def ouvrir(partie: str) -> Iterator[bytes]:
        lectures.append(partie)
        return iter([emboiter(LIMITE - 1, b"<v>1</v>")])

    mesurer(PARTIE, ouvrir)
    assert lectures == [PARTIE]


def test_des_balises_sans_nombre_ne_se_mesurent_pas_une_a_une() -> None:
    octets = b"<r><!-- -->" + b"<c/>" * 100_000 + b"</r>"
    with pytest.raises(TexteRefuse, match="a plus de 100\u202f000 balises, et n’est pas écrite comme par un tableur"):
        list(Emboitements(PARTIE).suivre([octets]))
