"""Le journal d’un fichier Parquet (extra « rapide ») : mêmes valeurs et mêmes fautes que ses cellules en csv.

La ligne d’une origine est le rang de la rangée, la première valant 1. Une cellule n’y a pas d’apostrophe protectrice.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from financement.calculs.journal_colonnes import Colonnes, JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.textes_abimes import DEBUTS_D_ERREUR, DEBUTS_DE_DOUBLE_ENCODAGE, EXPOSANT, PERDU
from financement.valeurs.validation import CLE_MAUVAIS_TYPE
from maquettes.description.description import JOURNAL, Table
from maquettes.description.fautes_comptees import Incoherences, retenir_les_lignes, sans_confronter
from maquettes.description.lignes import LigneLue, TableLue, interpreter
from maquettes.description.valeurs import FLOTTANT, lire_cellule
from maquettes.fichiers.sources import LECTURE_IMPOSSIBLE
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.arrow import cellules_longues, centimes_de, valeurs_de
from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.remise import en_partie

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["lire_rangees", "lire_textes_en_partie", "textes_du_parquet"]

_TEXTES: Final = ("piece", "libelle")
_PARQUET: Final = b"PAR1"
# Les blancs que Python retire d'un texte, plus nombreux que « \s » ici.
_BLANCS: Final = r"[\s\pZ\x0B\x1C-\x1F\x{85}]*"
_DOUTEUX: Final = "|".join(
    [
        r"\x00",
        *(rf"^{_BLANCS}{debut}" for debut in DEBUTS_D_ERREUR),
        PERDU,
        *map(re.escape, (EXPOSANT, *DEBUTS_DE_DOUBLE_ENCODAGE)),
    ]
)


def lire_textes_en_partie(
    nom: str, textes: Mapping[str, "pa.ChunkedArray"]
) -> tuple[JournalEnColonnes, TableLue[Mouvement]]:
    """Tout le journal que font ces ``textes``, une colonne chacun, et ses seules lignes fautives, avec leurs fautes."""
    lecteur = Lecteur()
    valeurs = {colonne: valeurs_de(textes[colonne], lexique) for colonne, lexique in lecteur.lexiques().items()}
    montant = centimes_de(textes["montant"])
    sures, colonnes = lecteur.juger(valeurs, montant, np.arange(1, montant.size + 1))
    for colonne in _TEXTES:
        sures &= ~np.concatenate([np.zeros(0, dtype=np.bool_), *cellules_longues(textes[colonne])])
        sures &= ~_est_douteux(textes[colonne])
    douteuses = np.flatnonzero(~sures)
    cellules = {colonne: lus.take(douteuses).to_pylist() for colonne, lus in textes.items()}
    relues = lire_rangees(nom, cellules, (douteuses + 1).tolist())
    return en_partie(nom, lecteur, colonnes.prendre(sures), relues, lambda lues: _lecture_des_textes(textes, lues))


def _table(nom: str, octets: bytes) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(octets))
        # Un octet abîmé laisse lire le fichier, et ne se voit qu'aux noms et aux textes, qui ne sont plus de l'UTF-8.
        table.validate(full=True)
        _ = table.column_names
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        cause = "ce fichier Parquet est abîmé" if octets[:4] == _PARQUET else "ce n’est pas un fichier Parquet"
        correction = "Écrire de nouveau le fichier en Parquet, ou donner le journal en csv."
        lieu = Provenance(fichier=nom)
        refus = faute(LECTURE_IMPOSSIBLE, lieu, nom, cause=cause, correction=correction)
        raise DossierRefuse([refus]) from None
    return table


def textes_du_parquet(nom: str, octets: bytes, decrite: Table[object]) -> dict[str, "pa.ChunkedArray"]:
    """Chaque colonne de la table ``decrite`` en textes, vides à la place des valeurs absentes.

    Lève :class:`DossierRefuse` avec toutes les fautes des colonnes.
    """
    table = _table(nom, octets)
    entete = ";".join('"' + colonne.replace('"', '""') + '"' for colonne in table.column_names)
    lieu = Provenance(fichier=nom)
    fautes = [
        Faute(
            code=f.code,
            message=f.message,
            lu=f.lu,
            remede=f.remede,
            provenance=Provenance(fichier=nom, colonne=f.provenance.colonne),
        )
        for f in lire_table(decrite, nom, entete.encode()).fautes
    ]
    if fautes:
        raise DossierRefuse(fautes)
    textes = {}
    for colonne in decrite.noms:
        lue = table.column(colonne) if colonne in table.column_names else _vide(table.num_rows)
        refus = _genre_refuse(lue, lieu.a_la_colonne(colonne))
        if refus is None:
            textes[colonne] = _en_texte(lue)
        else:
            fautes.append(refus)
    if fautes:
        raise DossierRefuse(fautes)
    return textes


def _vide(nombre: int) -> "pa.ChunkedArray":
    """La colonne facultative d’un fichier qui ne l’a pas."""
    import pyarrow as pa

    return pa.chunked_array([pa.array([""] * nombre, type=pa.string())])


def _genre_refuse(colonne: "pa.ChunkedArray", lieu: Provenance) -> Faute | None:
    """La faute d’une colonne dont le genre ne s’écrit pas en texte sans rien perdre."""
    import pyarrow as pa

    genre = colonne.type.value_type if pa.types.is_dictionary(colonne.type) else colonne.type
    if pa.types.is_floating(genre):
        premier = next((str(valeur) for valeur in colonne.to_pylist() if valeur is not None), str(genre))
        return faute(FLOTTANT, lieu, premier, correction="Enregistrer la colonne en texte ou en décimal.")
    textes = pa.types.is_string, pa.types.is_large_string, pa.types.is_null
    if any(est(genre) for est in (*textes, pa.types.is_date, pa.types.is_decimal, pa.types.is_integer)):
        return None
    return faute(CLE_MAUVAIS_TYPE, lieu, str(genre), attendu="un texte")


def _en_texte(colonne: "pa.ChunkedArray") -> "pa.ChunkedArray":
    import pyarrow as pa
    import pyarrow.compute as calcul

    return calcul.fill_null(colonne.cast(pa.string()), "")


def _est_douteux(colonne: "pa.ChunkedArray") -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Les textes qui ont un caractère nul, ou qu’un tableur ou un changement d’encodage a pu abîmer."""
    import pyarrow.compute as calcul

    trouves: np.ndarray[tuple[int], np.dtype[np.bool_]] = calcul.match_substring_regex(colonne, _DOUTEUX).to_numpy()
    return trouves


def lire_rangees(
    nom: str,
    cellules: Mapping[str, Sequence[str]],
    numeros: Sequence[int],
    incoherences: Incoherences[Mouvement] = sans_confronter,
) -> TableLue[Mouvement]:
    """Les lignes de ces ``numeros``, et leurs fautes, lues des ``cellules`` de chaque colonne du journal.

    Une rangée vide n’est pas une ligne. Trop de fautes ou d’``incoherences`` en arrêtent la lecture.
    """

    def lignes() -> Iterator[LigneLue[Mouvement]]:
        for place, numero in enumerate(numeros):
            valeurs = {colonne: lus[place].strip() for colonne, lus in cellules.items()}
            if any(valeurs.values()):
                lieu = Provenance(fichier=nom, ligne=numero)
                yield interpreter(JOURNAL, valeurs, lire_cellule, lieu, lieu.a_la_colonne)

    lue: TableLue[Mouvement] = TableLue()
    retenir_les_lignes(lue, lignes(), nom, incoherences)
    return lue


def _lecture_des_textes(
    textes: Mapping[str, "pa.ChunkedArray"], colonnes: Colonnes
) -> Callable[[int], tuple[str, str]]:
    def lire(rang: int) -> tuple[str, str]:
        place = int(colonnes.ligne[rang]) - 1
        piece, libelle = (textes[colonne][place].as_py().strip() for colonne in _TEXTES)
        return piece, libelle

    return lire
