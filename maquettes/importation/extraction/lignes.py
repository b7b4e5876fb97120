"""Ce qu’est chaque ligne d’une table reçue : des données, un titre, un total, un en-tête répété, une note."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction.table import Rangee, TableRecue
from maquettes.importation.extraction.valeurs import est_un_tiret
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = [
    "TEXTES_D_UN_TITRE",
    "GenreDeLigne",
    "LigneClassee",
    "Titre",
    "classer",
    "designe_une_operation",
    "est_un_total",
    "ressemble_a_un_entete",
    "texte_de_la_ligne",
]

_TOTAL: Final = re.compile(
    r"(?:[0-9]{1,2} ?[-–:.]? ?)?(?:sous[- ]?tot|s[/.]? ?[/-]? ?tot|s/ ?t\b|ss[- ]tot|total|totaux\b|ensemble\b|"
    r"cumul general|montant total|recapitulatif)"
)
_CHIFFRE: Final = re.compile("[0-9]")
_MOT: Final = re.compile(r"[^\W\d_]{3,}")
TEXTES_D_UN_TITRE: Final = 2
"""Un titre a deux cellules au plus : « 01 » et « Démolition »."""
_TEXTES_D_UN_ENTETE: Final = 3


class GenreDeLigne(Enum):
    """Ce qu’est une ligne."""

    DONNEES = auto()
    TITRE = auto()
    TOTAL = auto()
    IGNOREE = auto()
    HORS_TABLE = auto()
    NOTE = auto()
    NON_LUE = auto()


_SANS_MONTANT: Final = frozenset({GenreDeLigne.TITRE, GenreDeLigne.NOTE})


class Titre(NamedTuple):
    """Une ligne de titre : son texte, la place de sa cellule, et sa forme, la même pour les titres de son niveau."""

    texte: str
    place: tuple[int, int]
    forme: tuple[int, bool]


@dataclass(slots=True)
class LigneClassee:
    """Une ligne, son genre, et les titres au-dessus d’elle, du plus proche au plus lointain."""

    genre: GenreDeLigne
    rangee: Rangee
    titres: tuple[Titre, ...] = ()


@dataclass(slots=True)
class _Pile:
    """Les titres en vigueur ; un titre qui suit un titre est de son niveau s’il en a la forme, sinon il est dessous."""

    titres: list[Titre] = field(default_factory=list)

    def poser(self, titre: Titre) -> None:
        formes = [autre.forme for autre in self.titres]
        if titre.forme in formes:
            del self.titres[formes.index(titre.forme) :]
        self.titres.append(titre)

    @property
    def du_plus_proche(self) -> tuple[Titre, ...]:
        return tuple(reversed(self.titres))


def classer(
    table: TableRecue,
    rangees: Iterable[Rangee],
    sont_des_donnees: Callable[[Rangee], bool],
    montants: frozenset[int],
    nomme_une_famille: Callable[[str], bool],
) -> Iterator[LigneClassee]:
    """Chacune de ces lignes de la table, dans l’ordre, et ce qu’elle est.

    ``sont_des_donnees`` : la ligne désigne une opération ou porte une écriture ; ``montants`` : les colonnes dont les
    totaux se comparent. Une ligne qui nomme une famille est un titre, même si des notes ou des montants la suivent.
    """
    pile, attente = _Pile(), list[LigneClassee]()
    ignorees = [cle_de_libelle(i.ligne) for i in table.source.ignorees if i.ligne is not None]
    fin = None if table.source.fin is None else cle_de_libelle(table.source.fin)
    finie = False
    for rangee in rangees:
        if finie or rangee.ligne < table.entete[0]:
            yield LigneClassee(GenreDeLigne.HORS_TABLE, rangee)
            continue
        if rangee.ligne <= table.entete[1]:
            continue
        finie = fin is not None and _est_la_fin(rangee, fin)
        genre = _genre(table, rangee, ignorees, sont_des_donnees, montants)
        if finie and genre is not GenreDeLigne.TOTAL:
            yield LigneClassee(GenreDeLigne.HORS_TABLE, rangee)
            continue
        titre = _titre(rangee, genre, nomme_une_famille)
        if titre is not None:
            pile.poser(titre)
        if titre is not None and genre in _SANS_MONTANT:
            attente.append(LigneClassee(GenreDeLigne.TITRE, rangee))
        else:
            if genre is not GenreDeLigne.NON_LUE:
                yield from attente
                attente = []
            yield LigneClassee(genre, rangee, pile.du_plus_proche)
    # Un titre sans rien dessous n'en est pas un.
    for seule in attente:
        yield LigneClassee(GenreDeLigne.NOTE, seule.rangee)


def _titre(rangee: Rangee, genre: GenreDeLigne, nomme_une_famille: Callable[[str], bool]) -> Titre | None:
    """Le titre que porte une ligne qui n’est ni une opération, ni un total."""
    if genre in {GenreDeLigne.DONNEES, GenreDeLigne.TOTAL} or not (textes := _textes(rangee)):
        return None
    colonne, texte = textes[0]
    if nomme_une_famille(texte):
        return Titre(texte, (rangee.ligne, colonne), (colonne, texte.isupper()))
    entier = texte_de_la_ligne(rangee)
    return Titre(entier, (rangee.ligne, colonne), (colonne, texte.isupper())) if genre is GenreDeLigne.TITRE else None


def _est_la_fin(rangee: Rangee, fin: str) -> bool:
    """Un texte de la ligne commence par le libellé qui clôt la table ; sa première lettre en écarte presque tous."""
    for _, texte in _textes(rangee):
        premiere = texte[:1]
        if not premiere.isascii() or premiere.casefold() == fin[:1]:
            cle = cle_de_libelle(texte)
            if cle == fin or cle.startswith((f"{fin} ", f"{fin}:")):
                return True
    return False


def _genre(
    table: TableRecue,
    rangee: Rangee,
    ignorees: Sequence[str],
    sont_des_donnees: Callable[[Rangee], bool],
    montants: frozenset[int],
) -> GenreDeLigne:
    if ignorees and any(fnmatchcase(cle, motif) for cle in _cles(rangee) for motif in ignorees):
        return GenreDeLigne.IGNOREE
    if sont_des_donnees(rangee):
        return GenreDeLigne.DONNEES
    if any(map(_TOTAL.match, _cles(rangee))):
        return GenreDeLigne.TOTAL
    if any(_est_un_montant(rangee.cellules.get(colonne)) for colonne in montants):
        return GenreDeLigne.NON_LUE
    return _genre_sans_montant(table, rangee)


def _genre_sans_montant(table: TableRecue, rangee: Rangee) -> GenreDeLigne:
    if _est_un_entete_repete(table, rangee):
        return GenreDeLigne.IGNOREE
    if len(rangee.cellules) <= TEXTES_D_UN_TITRE and _textes(rangee):
        return GenreDeLigne.TITRE
    return GenreDeLigne.NOTE


def _cles(rangee: Rangee) -> list[str]:
    return [cle_de_libelle(texte) for _, texte in _textes(rangee)]


@lru_cache(maxsize=4096)
def est_un_total(texte: str) -> bool:
    """Le texte nomme un total ou un sous-total."""
    return _TOTAL.match(cle_de_libelle(texte)) is not None


def designe_une_operation(texte: str, codes: Mapping[str, str]) -> bool:
    """Le texte nomme une opération : un code connu, ou un texte qui n’est pas fait de mots.

    ``codes`` : leur code d’opération, sans casse ni accents = le nôtre.
    """
    texte = texte.strip()
    if cle_de_libelle(texte) in codes:
        return True
    # « Démolition » ou « Famille 01 » nomment des lignes ; « 01-0001 », « RU09ECOLE » ou « TOUR » sont des codes.
    est_fait_de_mots = bool(_MOT.search(texte)) and (" " in texte or not (texte.isupper() or _CHIFFRE.search(texte)))
    return bool(texte) and not est_un_total(texte) and not est_fait_de_mots


def _est_un_montant(cellule: CelluleLue | None) -> bool:
    if cellule is None or est_un_tiret(cellule):
        return False
    return cellule.genre is GenreCellule.NOMBRE or any(map(str.isdigit, cellule.texte))


def _textes(rangee: Rangee) -> list[tuple[int, str]]:
    return [(c, cellule.texte.strip()) for c, cellule in rangee.cellules.items() if cellule.genre is GenreCellule.TEXTE]


def ressemble_a_un_entete(classee: LigneClassee) -> bool:
    """Une ligne de trois textes au moins, et de rien d’autre, que rien ne dit être des données ni un total."""
    cellules = classee.rangee.cellules
    return classee.genre is GenreDeLigne.NOTE and len(cellules) == len(_textes(classee.rangee)) >= _TEXTES_D_UN_ENTETE


def texte_de_la_ligne(rangee: Rangee) -> str:
    """Les premiers textes d’une ligne de titre, de total ou de note, bout à bout ; sans texte, sa première cellule."""
    textes = [texte for _, texte in sorted(_textes(rangee))] or [rangee.cellules[min(rangee.cellules)].texte]
    return " ".join(textes[:TEXTES_D_UN_TITRE])


def _est_un_entete_repete(table: TableRecue, rangee: Rangee) -> bool:
    """La ligne répète, à chaque page imprimée, la dernière ligne de l’en-tête."""
    if len(rangee.cellules) < _TEXTES_D_UN_ENTETE:
        return False
    return all(
        cle_de_libelle(table.libelle(colonne)).endswith(cle_de_libelle(cellule.texte))
        for colonne, cellule in rangee.cellules.items()
    )
