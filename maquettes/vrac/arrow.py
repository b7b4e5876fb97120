"""Colonnes de texte rendues par pyarrow (extra « rapide »), lues et vérifiées par nos propres règles.

pyarrow ne fait que découper : il ne lit ni date ni montant, et ne décide d'aucune faute.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from financement.journal_colonnes import Colonnes
from financement.validation import LONGUEUR_TEXTE
from maquettes.vrac.blocs import TAILLE_DU_BLOC, fins_de_ligne
from maquettes.vrac.fenetres import Positions, Tampon
from maquettes.vrac.lecture import RANGS, Lecteur, Lues
from maquettes.vrac.lexique import Lexique
from maquettes.vrac.montants import Centimes, lire_montants
from maquettes.vrac.source import Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["centimes_de", "lire_par_arrow", "valeurs_de"]

_SEPARATEUR = ";"


def lire_par_arrow(source: Source, lecteur: Lecteur) -> Lues | None:
    """Ce que rend :meth:`Lecteur.lire` ; ``None`` si pyarrow ne découperait pas le fichier comme lui.

    Lève :class:`UnicodeError` si le fichier n'est pas en UTF-8.
    """
    if source.cites or source.retours:
        return None
    fins = np.concatenate([*fins_de_ligne(source, TAILLE_DU_BLOC), np.zeros(0, dtype=np.int64)])
    table = _decouper(source, lecteur)
    if table is None or table.num_rows != fins.size:
        return None
    valeurs = {
        nom: valeurs_de(table.column(str(source.rangs[RANGS[nom]])), lexique)
        for nom, lexique in lecteur.lexiques().items()
    }
    montant = centimes_de(table.column(str(source.rangs[RANGS["montant"]])))
    departs = np.concatenate([np.full(1, source.corps, dtype=np.int64), fins[:-1]])
    numeros = np.arange(fins.size) + 2
    sures, colonnes = lecteur.juger(valeurs, montant, numeros)
    sures &= fins - departs <= LONGUEUR_TEXTE
    if sures.all():
        return Lues(colonnes=colonnes, remises=np.zeros((0, 3), dtype=np.int64))
    remises = np.stack([departs, fins, numeros], axis=1)[~sures]
    return Lues(colonnes=Colonnes.bout_a_bout([colonnes.prendre(sures)]), remises=remises)


def _decouper(source: Source, lecteur: Lecteur) -> "pa.Table | None":
    """Les colonnes utiles, une rangée par ligne physique ; ``None`` si une ligne n'a pas la forme de l'en-tête."""
    import pyarrow as pa
    import pyarrow.csv as pc

    genres = {str(source.rangs[RANGS[nom]]): pa.string() for nom in (*lecteur.lectures, "montant")}
    try:
        return pc.read_csv(
            pa.py_buffer(source.octets).slice(source.corps),
            pc.ReadOptions(column_names=[str(rang) for rang in range(source.largeur)], block_size=TAILLE_DU_BLOC),
            pc.ParseOptions(delimiter=_SEPARATEUR, quote_char=False, ignore_empty_lines=False),
            pc.ConvertOptions(column_types=genres, include_columns=list(genres), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None


def valeurs_de(colonne: "pa.ChunkedArray", lexique: Lexique) -> NDArray[np.int32]:
    """La valeur entière de chaque cellule d'une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int32), *(lexique.reperer(*lieu) for lieu in _cellules(colonne))])


def centimes_de(colonne: "pa.ChunkedArray") -> Centimes:
    """Les centimes de chaque cellule d'une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *(lire_montants(*lieu) for lieu in _cellules(colonne))])


def _cellules(colonne: "pa.ChunkedArray") -> Iterator[tuple[Tampon, Positions, Positions]]:
    """Pour chaque morceau, un tampon de ses octets, le début et la fin de ses cellules ; valable jusqu'au suivant."""
    tampon = Tampon(0)
    for morceau in colonne.chunks:
        bornes = _bornes(morceau)
        _, _, donnees = morceau.buffers()
        octets = np.frombuffer(donnees or b"", dtype=np.uint8)[bornes[0] : bornes[-1]]
        if octets.size > tampon.capacite:
            tampon = Tampon(octets.size)
        tampon.remplir(octets)
        relatives = bornes - bornes[0]
        yield tampon, relatives[:-1], relatives[1:]


def _bornes(morceau: "pa.StringArray") -> Positions:
    """Les bornes des textes dans leurs octets, une de plus qu'il n'y a de textes."""
    _, bornes, _ = morceau.buffers()
    if bornes is None:
        return np.zeros(1, dtype=np.int64)
    toutes = np.frombuffer(bornes, dtype=np.int32)
    return toutes[morceau.offset : morceau.offset + len(morceau) + 1].astype(np.int64)


def cellules_longues(colonne: "pa.ChunkedArray") -> Iterator[NDArray[np.bool_]]:
    """Pour chaque morceau, les textes qui ont plus d'octets que n'en garantit la limite."""
    for morceau in colonne.chunks:
        yield np.diff(_bornes(morceau)) > LONGUEUR_TEXTE
