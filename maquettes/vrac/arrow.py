"""Colonnes de texte rendues par pyarrow (extra « rapide »), lues et vérifiées par nos propres règles.

pyarrow ne fait que découper : il ne lit ni date ni montant, et ne décide d'aucune faute.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from financement.fils import en_fils
from financement.validation import LONGUEUR_TEXTE
from maquettes.coeurs import coeurs_permis
from maquettes.vrac.blocs import TAILLE_DU_BLOC, bornes_des_blocs, fins_de_ligne, separer_les_citees
from maquettes.vrac.fenetres import Positions, Tampon
from maquettes.vrac.lecture import RANGS, Lecteur, Lues, mettre_bout_a_bout
from maquettes.vrac.lexique import Lexique
from maquettes.vrac.montants import Centimes, lire_montants
from maquettes.vrac.source import Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["cellules_longues", "centimes_de", "lire_par_arrow", "valeurs_de"]

_SEPARATEUR: Final = ";"
# Assez pour que pyarrow occupe ses fils, assez peu pour que les colonnes d'un morceau restent dans le cache.
_TAILLE_DU_MORCEAU: Final = 1 << 22
# Colonnes aux textes peu nombreux : pyarrow les distingue, et chacun n'est lu qu'une fois par morceau.
_REPETITIVES: Final = ("date", "type", "financeur", "nature")


def lire_par_arrow(source: Source, lecteur: Lecteur) -> Lues | None:
    """Ce que rend :meth:`Lecteur.lire` ; ``None`` si pyarrow ne découperait pas le fichier comme lui.

    Un enregistrement à guillemets est remis, comme à la lecture de base, quoi qu'en ait lu pyarrow.
    Lève :class:`UnicodeError` si le fichier n'est pas en UTF-8.
    """
    if source.retours and source.octets.count(b"\r") != source.octets.count(b"\r\n"):
        return None
    blocs = bornes_des_blocs(source, TAILLE_DU_BLOC)
    par_bloc = en_fils(lambda bornes: [fins_de_ligne(source, *siennes) for siennes in bornes], blocs, coeurs_permis())
    fins = np.concatenate([np.zeros(0, dtype=np.int64), *par_bloc])
    table = _decouper(source, lecteur)
    # Un guillemet peut faire perdre des lignes à pyarrow, jamais lui en faire trouver.
    if table is None or table.num_rows != fins.size:
        return None
    departs = np.concatenate([np.full(1, source.corps, dtype=np.int64), fins])[: fins.size]
    morceaux = [morceau for morceau in table.to_batches() if morceau.num_rows]
    places = np.cumsum([0, *(morceau.num_rows for morceau in morceaux)])

    def lire(rangs: Sequence[int]) -> list[Lues]:
        lexiques = lecteur.lexiques()
        lues = []
        for rang in rangs:
            siennes = slice(places[rang], places[rang + 1])
            bornes = np.stack([departs[siennes], fins[siennes], np.arange(morceaux[rang].num_rows)], axis=1)
            lues.append(_lire(source, lecteur, lexiques, morceaux[rang], bornes))
        return lues

    return mettre_bout_a_bout(lecteur.repartir(lire, range(len(morceaux))))


def _lire(
    source: Source, lecteur: Lecteur, lexiques: Mapping[str, Lexique], morceau: "pa.RecordBatch", bornes: Positions
) -> Lues:
    """Les lignes d'un morceau ; ``bornes`` : leur début et leur fin dans le fichier, et leur rang."""
    valeurs = {
        nom: _valeurs(morceau.column(str(source.rangs[RANGS[nom]])), lexique) for nom, lexique in lexiques.items()
    }
    montant = _centimes(morceau.column(str(source.rangs[RANGS["montant"]])))
    sures, colonnes = lecteur.juger(valeurs, montant, bornes[:, 2])
    seules, citees = separer_les_citees(source, bornes)
    sures &= seules & (bornes[:, 1] - bornes[:, 0] <= LONGUEUR_TEXTE)
    return Lues(
        colonnes=colonnes if sures.all() else colonnes.prendre(sures),
        remises=np.concatenate([bornes[seules & ~sures], citees]),
        lignes=len(bornes),
    )


def _decouper(source: Source, lecteur: Lecteur) -> "pa.Table | None":
    """Les colonnes utiles, une rangée par enregistrement ; ``None`` si l'un n'a pas la forme de l'en-tête."""
    import pyarrow as pa
    import pyarrow.csv as pc

    distingues = pa.dictionary(pa.int32(), pa.string())
    genres = {
        str(source.rangs[RANGS[nom]]): distingues if nom in _REPETITIVES else pa.string()
        for nom in (*lecteur.lectures, "montant")
    }
    if source.corps == len(source.octets):
        return pa.table({nom: pa.array([], type=genre) for nom, genre in genres.items()})
    try:
        return pc.read_csv(
            pa.py_buffer(source.octets).slice(source.corps),
            pc.ReadOptions(column_names=[str(rang) for rang in range(source.largeur)], block_size=_TAILLE_DU_MORCEAU),
            pc.ParseOptions(
                delimiter=_SEPARATEUR, quote_char='"' if len(source.cites) else False, ignore_empty_lines=False
            ),
            # Que ce soit de l'UTF-8, :func:`fins_de_ligne` l'a vérifié.
            pc.ConvertOptions(
                column_types=genres, include_columns=list(genres), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def valeurs_de(colonne: "pa.ChunkedArray", lexique: Lexique) -> NDArray[np.int32]:
    """La valeur entière de chaque cellule d'une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int32), *(_valeurs(m, lexique) for m in colonne.chunks)])


def centimes_de(colonne: "pa.ChunkedArray") -> Centimes:
    """Les centimes de chaque cellule d'une colonne de textes."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *map(_centimes, colonne.chunks)])


def _valeurs(morceau: "pa.Array", lexique: Lexique) -> NDArray[np.int32]:
    """La valeur entière de chaque cellule d'un morceau, que pyarrow en ait ou non distingué les textes."""
    import pyarrow as pa

    if not isinstance(morceau, pa.DictionaryArray):
        return lexique.reperer(*_cellules(morceau))
    distinctes = lexique.reperer(*_cellules(morceau.dictionary))
    # Rendus par pyarrow en tableau numpy, les indices lui feraient charger pandas.
    indices = morceau.indices
    _, octets = indices.buffers()
    rangs = np.frombuffer(octets, dtype=np.int32)[indices.offset : indices.offset + len(indices)]
    valeurs: NDArray[np.int32] = distinctes.take(rangs)
    return valeurs


def _centimes(morceau: "pa.StringArray") -> Centimes:
    return lire_montants(*_cellules(morceau))


def _cellules(morceau: "pa.StringArray") -> tuple[Tampon, Positions, Positions]:
    """Un tampon des octets d'un morceau, le début et la fin de ses cellules."""
    bornes = _bornes(morceau)
    _, _, donnees = morceau.buffers()
    octets = np.frombuffer(donnees or b"", dtype=np.uint8)[bornes[0] : bornes[-1]]
    tampon = Tampon()
    tampon.remplir(octets)
    relatives = bornes - bornes[0]
    return tampon, relatives[:-1], relatives[1:]


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
