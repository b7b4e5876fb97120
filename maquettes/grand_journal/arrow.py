"""Colonnes de texte de pyarrow (extra « rapide »), lues et vérifiées par nos propres règles.

pyarrow n’y lit ni date ni montant, et ne décide d’aucune faute.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from financement.valeurs.validation import LONGUEUR_TEXTE
from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.lexique import Lexique
from maquettes.grand_journal.montants import Centimes, lire_montants

if TYPE_CHECKING:
    import pyarrow as pa

Nombre = TypeVar("Nombre", bound=np.generic)
Rangees = TypeVar("Rangees", "pa.Table", "pa.ChunkedArray")

__all__ = ["booleens_de", "cellules_longues", "centimes_de", "prendre", "rangs_de", "valeurs_de"]


def valeurs_de(colonne: "pa.ChunkedArray", lexique: Lexique) -> NDArray[np.int32]:
    """La valeur entière de chaque cellule d’une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int32), *(lexique.reperer(*_cellules(m)) for m in colonne.chunks)])


def centimes_de(colonne: "pa.ChunkedArray") -> Centimes:
    """Les centimes de chaque cellule d’une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *map(_centimes, colonne.chunks)])


def _centimes(morceau: "pa.StringArray") -> Centimes:
    return lire_montants(*_cellules(morceau))


def _cellules(morceau: "pa.StringArray") -> tuple[Tampon, Positions, Positions]:
    """Un tampon des octets d’un morceau, le début et la fin de ses cellules."""
    bornes = _bornes(morceau)
    _, _, donnees = morceau.buffers()
    octets = np.frombuffer(donnees or b"", dtype=np.uint8)[bornes[0] : bornes[-1]]
    tampon = Tampon()
    tampon.remplir(octets)
    relatives = bornes - bornes[0]
    return tampon, relatives[:-1], relatives[1:]


def _bornes(morceau: "pa.StringArray") -> Positions:
    """Les bornes des textes dans leurs octets, une de plus qu’il n’y a de textes."""
    _, bornes, _ = morceau.buffers()
    if bornes is None:
        return np.zeros(1, dtype=np.int64)
    toutes = np.frombuffer(bornes, dtype=np.int32)
    return toutes[morceau.offset : morceau.offset + len(morceau) + 1].astype(np.int64)


def cellules_longues(colonne: "pa.ChunkedArray") -> Iterator[NDArray[np.bool_]]:
    """Pour chaque morceau, les textes qui ont plus d’octets que n’en garantit la limite."""
    for morceau in colonne.chunks:
        yield np.diff(_bornes(morceau)) > LONGUEUR_TEXTE


# Ce que pyarrow convertit lui-même de numpy ou vers lui importe pandas, une demi-seconde : ses octets suffisent.


def booleens_de(colonne: "pa.ChunkedArray") -> NDArray[np.bool_]:
    """Les booléens d’une colonne, sans valeur absente."""
    morceaux = (_octets_de(morceau.cast("uint8"), np.bool_) for morceau in colonne.chunks)
    return np.concatenate([np.zeros(0, dtype=np.bool_), *morceaux])


def rangs_de(distingues: "pa.DictionaryArray") -> NDArray[np.int32]:
    """Le rang, dans le dictionnaire, de chaque texte."""
    return _octets_de(distingues.indices, np.int32)


def _octets_de(morceau: "pa.Array", genre: type[Nombre]) -> NDArray[Nombre]:
    octets = morceau.buffers()[1]
    return np.frombuffer(octets or b"", dtype=genre)[morceau.offset : morceau.offset + len(morceau)]


def prendre(textes: Rangees, rangs: Positions) -> Rangees:
    """Les rangées de ces ``rangs``."""
    import pyarrow as pa

    octets = pa.py_buffer(np.ascontiguousarray(rangs))
    return textes.take(pa.Array.from_buffers(pa.int64(), rangs.size, [None, octets]))
