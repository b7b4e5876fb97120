"""Le fichier Parquet du journal (extra « rapide ») : ses colonnes, puis leurs textes, décompressés sous garde.

Quelques kilo-octets peuvent y dire des milliards de cellules : rien n’est développé avant d’avoir été pesé.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.validation import CLE_MAUVAIS_TYPE
from maquettes.description.table import Table
from maquettes.description.valeurs import FLOTTANT
from maquettes.fichiers.sources import LECTURE_IMPOSSIBLE
from maquettes.formes.tables_csv import lire_table
from maquettes.tableur.limites import en_chiffres

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["textes_du_parquet"]

_PARQUET: Final = b"PAR1"
_ABIME: Final = "ce fichier Parquet est abîmé"
_REFAIRE: Final = "Écrire de nouveau le fichier en Parquet, ou donner le journal en csv."
# Un kilo-octet décrit un groupe de rangées : cinq mille groupes, quand un journal national en a deux.
_PIED_AU_PLUS: Final = 5_000_000
_OCTETS_DU_PIED: Final = 4
# Les textes d'un journal se compriment de trois à dix fois.
_RAPPORT_AU_PLUS: Final = 20
_POIDS_TOUJOURS_ADMIS: Final = 100_000_000
# La limite d'un journal commun en csv ; les bornes des textes d'une colonne tiennent alors dans un entier de 32 bits.
_POIDS_AU_PLUS: Final = 2_000_000_000
# Ce que prend une cellule, fût-elle vide : la borne de son texte.
_OCTETS_D_UNE_CELLULE: Final = 4
_RANGEES_D_UN_LOT: Final = 1 << 17


def textes_du_parquet(nom: str, octets: bytes, decrite: Table[object]) -> dict[str, "pa.ChunkedArray"]:
    """Chaque colonne de la table ``decrite`` en textes, vides à la place des valeurs absentes.

    Lève :class:`DossierRefuse` avec toutes les fautes des colonnes, ou d’un fichier abîmé ou démesuré.
    """
    import pyarrow as pa

    try:
        return _lire(nom, octets, decrite)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        cause = _ABIME if octets.startswith(_PARQUET) else "ce n’est pas un fichier Parquet"
        raise _refus(nom, cause) from None


def _refus(nom: str, cause: str) -> DossierRefuse:
    return DossierRefuse([faute(LECTURE_IMPOSSIBLE, Provenance(fichier=nom), nom, cause=cause, correction=_REFAIRE)])


def _lire(nom: str, octets: bytes, decrite: Table[object]) -> dict[str, "pa.ChunkedArray"]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pied = int.from_bytes(octets[-_OCTETS_DU_PIED - len(_PARQUET) : -len(_PARQUET)], "little")
    if octets.startswith(_PARQUET) and _PIED_AU_PLUS < pied < len(octets):
        limite = en_chiffres(_PIED_AU_PLUS)
        cause = f"la description de ses colonnes et de ses groupes pèse {en_chiffres(pied)} octets, plus que {limite}"
        raise _refus(nom, cause)
    source = pa.BufferReader(octets)
    decrit = pq.ParquetFile(source)
    schema = decrit.schema_arrow
    _exiger(_fautes_de_l_entete(nom, decrite, schema.names))
    lues = [colonne for colonne in decrite.noms if colonne in schema.names]
    lieu = Provenance(fichier=nom)
    refus = [_genre_refuse(decrit, colonne, lieu.a_la_colonne(colonne)) for colonne in lues]
    _exiger([constatee for constatee in refus if constatee is not None])
    # En dictionnaire, un texte d'un million d'octets répété mille fois n'en prend encore qu'un million.
    des_textes = [colonne for colonne in lues if _est_un_texte(schema.field(colonne).type)]
    fichier = pq.ParquetFile(source, metadata=decrit.metadata, read_dictionary=des_textes)
    morceaux: dict[str, list[pa.Array]] = {colonne: [] for colonne in decrite.noms}
    for lot in _lots(nom, fichier, lues, len(octets)):
        for colonne in decrite.noms:
            morceaux[colonne].append(_en_texte(lot, colonne))
    return {colonne: pa.chunked_array(morceaux.pop(colonne), type=pa.string()) for colonne in decrite.noms}


def _exiger(fautes: list[Faute]) -> None:
    if fautes:
        raise DossierRefuse(fautes)


def _fautes_de_l_entete(nom: str, decrite: Table[object], colonnes: list[str]) -> list[Faute]:
    """Celles qu’aurait l’en-tête d’un csv de ces ``colonnes`` ; un Parquet n’a pas de ligne d’en-tête."""
    entete = ";".join('"' + colonne.replace('"', '""') + '"' for colonne in colonnes)
    return [
        Faute(
            code=f.code,
            message=f.message,
            lu=f.lu,
            remede=f.remede,
            provenance=Provenance(fichier=nom, colonne=f.provenance.colonne),
        )
        for f in lire_table(decrite, nom, entete.encode()).fautes
    ]


def _lots(nom: str, fichier: "pq.ParquetFile", colonnes: list[str], taille: int) -> Iterator["pa.RecordBatch"]:
    """Les rangées du fichier, par lots ; lève :class:`DossierRefuse` à celui qui le rend démesuré."""
    limite = min(max(_POIDS_TOUJOURS_ADMIS, _RAPPORT_AU_PLUS * taille), _POIDS_AU_PLUS)
    groupes = (fichier.metadata.row_group(rang) for rang in range(fichier.num_row_groups))
    # Ce que disent les métadonnées peut être faux : elles épargnent seulement de décompresser pour rien.
    annonce = max(
        sum(groupe.total_byte_size for groupe in groupes),
        fichier.metadata.num_rows * len(colonnes) * _OCTETS_D_UNE_CELLULE,
    )
    pese = 0
    lots = fichier.iter_batches(_RANGEES_D_UN_LOT, columns=colonnes) if annonce <= limite else iter([None])
    for lot in lots:
        pese += annonce if lot is None else sum(map(_poids, lot.columns))
        if lot is None or pese > limite:
            raise _refus(nom, f"décompressé, il pèserait plus de {en_chiffres(limite)} octets")
        # Un octet abîmé laisse lire le fichier, et ne se voit qu'aux textes, qui ne sont plus de l'UTF-8.
        lot.validate(full=True)
        yield lot


def _poids(colonne: "pa.Array") -> int:
    """Les octets des textes d’une colonne et de leurs bornes, chaque texte compté autant de fois qu’il est dit."""
    import pyarrow as pa
    import pyarrow.compute as calcul

    cellules = _OCTETS_D_UNE_CELLULE * len(colonne)
    if not pa.types.is_dictionary(colonne.type):
        return cellules + int(colonne.nbytes)
    longueurs = calcul.binary_length(colonne.dictionary.cast(pa.string())).cast(pa.int64())
    return cellules + (calcul.sum(longueurs.take(colonne.indices)).as_py() or 0)


def _est_un_texte(genre: "pa.DataType") -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(genre) or pa.types.is_large_string(genre))


def _genre_refuse(fichier: "pq.ParquetFile", colonne: str, lieu: Provenance) -> Faute | None:
    """La faute d’une colonne dont le genre ne s’écrit pas en texte sans rien perdre."""
    import pyarrow as pa

    genre = fichier.schema_arrow.field(colonne).type
    genre = genre.value_type if pa.types.is_dictionary(genre) else genre
    if pa.types.is_floating(genre):
        lots = fichier.iter_batches(_RANGEES_D_UN_LOT, columns=[colonne])
        premieres = (str(lot.column(0).drop_null()[0]) for lot in lots if lot.column(0).null_count < lot.num_rows)
        correction = "Enregistrer la colonne en texte ou en décimal."
        return faute(FLOTTANT, lieu, next(premieres, str(genre)), correction=correction)
    admis = pa.types.is_null, pa.types.is_date, pa.types.is_decimal, pa.types.is_integer
    if _est_un_texte(genre) or any(est(genre) for est in admis):
        return None
    return faute(CLE_MAUVAIS_TYPE, lieu, str(genre), attendu="un texte")


def _en_texte(lot: "pa.RecordBatch", colonne: str) -> "pa.StringArray":
    """Les textes d’une colonne ; ceux d’une colonne facultative que le fichier n’a pas sont vides."""
    import pyarrow as pa
    import pyarrow.compute as calcul

    # Un texte de Python, que pyarrow convertirait, lui ferait importer pandas, une demi-seconde.
    vide = pa.StringArray.from_buffers(1, pa.py_buffer(bytes(2 * _OCTETS_D_UNE_CELLULE)), pa.py_buffer(b""))[0]
    if colonne not in lot.schema.names:
        return pa.repeat(vide, lot.num_rows)
    textes = lot.column(colonne).cast(pa.string())
    return calcul.fill_null(textes, vide) if textes.null_count else textes
