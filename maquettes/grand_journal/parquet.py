"""Le journal d’un fichier Parquet (extra « rapide ») : mêmes valeurs et mêmes fautes que ses cellules en csv.

La ligne d’une origine est le rang de la rangée, la première valant 1. Une cellule n’y a pas d’apostrophe protectrice.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import Colonnes, JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.fautes.faute import FAUTES_COMPTEES
from financement.fautes.provenance import Provenance
from financement.valeurs.textes_abimes import DEBUTS_D_ERREUR, DEBUTS_DE_DOUBLE_ENCODAGE, EXPOSANT, PERDU
from maquettes.description.description import JOURNAL
from maquettes.description.fautes_comptees import Incoherences, retenir_les_lignes, sans_confronter
from maquettes.description.lignes import LigneLue, TableLue, interpreter
from maquettes.description.valeurs import lire_cellule
from maquettes.grand_journal.arrow import booleens_de, cellules_longues, centimes_de, prendre, valeurs_de
from maquettes.grand_journal.fenetres import Positions
from maquettes.grand_journal.lecture import REMISES_AU_PLUS, Lecteur
from maquettes.grand_journal.lexique import Lexique
from maquettes.grand_journal.remise import en_partie
from maquettes.grand_journal.source import ARemettre

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["lire_rangees", "lire_textes_en_partie"]

_TEXTES: Final = ("piece", "libelle")
_RANGEES_D_UNE_FENETRE: Final = 1 << 14
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
    """Tout le journal que font ces ``textes``, une colonne chacun, et ses seules lignes fautives, avec leurs fautes.

    Lève :class:`ARemettre` s’il est presque tout entier à lire rangée par rangée.
    """
    lecteur = Lecteur()
    lexiques = lecteur.lexiques()
    en_colonnes, a_relire = [], np.zeros(0, dtype=np.int64)
    for debut, fenetre in _fenetres(textes):
        sures, colonnes = _juger(lecteur, lexiques, fenetre, debut)
        en_colonnes.append(colonnes.prendre(sures))
        a_relire = np.concatenate([a_relire, debut + np.flatnonzero(~sures)])
        # D'un fichier dont la moitié est à relire, les fautes arrêteront vite la lecture rangée par rangée.
        au_plus = FAUTES_COMPTEES if 2 * a_relire.size > debut + sures.size else REMISES_AU_PLUS
        if a_relire.size > au_plus:
            raise ARemettre
    relues = lire_rangees(nom, {colonne: prendre(lus, a_relire) for colonne, lus in textes.items()}, a_relire + 1)
    toutes = Colonnes.bout_a_bout(en_colonnes)
    return en_partie(nom, lecteur, toutes, relues, lambda lues: _lecture_des_textes(textes, lues))


def _fenetres(textes: Mapping[str, "pa.ChunkedArray"]) -> Iterator[tuple[int, dict[str, "pa.ChunkedArray"]]]:
    """Les rangées, quelques dizaines de milliers à la fois, et le rang de la première."""
    for debut in range(0, len(next(iter(textes.values()))), _RANGEES_D_UNE_FENETRE):
        yield debut, {colonne: lus.slice(debut, _RANGEES_D_UNE_FENETRE) for colonne, lus in textes.items()}


def _juger(
    lecteur: Lecteur, lexiques: Mapping[str, Lexique], textes: Mapping[str, "pa.ChunkedArray"], debut: int
) -> tuple[NDArray[np.bool_], Colonnes]:
    """Les rangées sûrement sans faute, et les colonnes de toutes, la première ayant le numéro ``debut`` + 1."""
    valeurs = {colonne: valeurs_de(textes[colonne], lexique) for colonne, lexique in lexiques.items()}
    montant = centimes_de(textes["montant"])
    sures, colonnes = lecteur.juger(valeurs, montant, np.arange(debut + 1, debut + 1 + montant.size))
    for colonne in _TEXTES:
        sures &= ~np.concatenate([np.zeros(0, dtype=np.bool_), *cellules_longues(textes[colonne])])
        sures &= ~_est_douteux(textes[colonne])
    return sures, colonnes


def _est_douteux(colonne: "pa.ChunkedArray") -> NDArray[np.bool_]:
    """Les textes qui ont un caractère nul, ou qu’un tableur ou un changement d’encodage a pu abîmer."""
    import pyarrow.compute as calcul

    return booleens_de(calcul.match_substring_regex(colonne, _DOUTEUX))


def lire_rangees(
    nom: str,
    textes: Mapping[str, "pa.ChunkedArray"],
    numeros: Positions,
    incoherences: Incoherences[Mouvement] = sans_confronter,
) -> TableLue[Mouvement]:
    """Les lignes de ces ``numeros``, et leurs fautes, lues des ``textes`` de chaque colonne du journal.

    Une rangée vide n’est pas une ligne. Trop de fautes ou d’``incoherences`` en arrêtent la lecture.
    """

    def lignes() -> Iterator[LigneLue[Mouvement]]:
        for debut, fenetre in _fenetres(textes):
            cellules = {colonne: lus.to_pylist() for colonne, lus in fenetre.items()}
            for place, numero in enumerate(numeros[debut : debut + _RANGEES_D_UNE_FENETRE].tolist()):
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
