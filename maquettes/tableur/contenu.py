"""Ce que l’on lit d’un classeur : feuilles, cellules, fusions, noms définis et propriétés."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from maquettes.tableur.cellules import Cellules

__all__ = ["CelluleLue", "ClasseurLu", "FeuilleLue", "GenreCellule", "Plage"]


class GenreCellule(StrEnum):
    """Ce que contient une cellule ; ``VIDE`` : une formule dont aucune valeur n’est enregistrée."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    POURCENTAGE = "pourcentage"
    DATE = "date"
    BOOLEEN = "booléen"
    ERREUR = "erreur"
    VIDE = "vide"

    # Celui d'une énumération est une fonction de Python, appelée à chaque cellule.
    __hash__ = str.__hash__


class CelluleLue(NamedTuple):
    """Une cellule qui a une formule ou une valeur ; un texte vide n’en est pas une, faute de tableur qui le garde.

    ``texte`` : le texte lui-même ; un nombre en décimal à quinze chiffres significatifs, sans exposant (un taux de
    45 % est ``0.45``) ; une date ``2014-12-31``, suivie de l’heure s’il y en a une ; ``VRAI`` ou ``FAUX`` ; ``#N/A``.
    ``formule`` : sans le signe ``=``, ou rien. Une formule partagée donne à chaque cellule le texte de la première.
    """

    genre: GenreCellule
    texte: str
    formule: str | None = None


class Plage(NamedTuple):
    """Un rectangle de cellules, comptées depuis zéro, bornes comprises."""

    premiere_ligne: int
    premiere_colonne: int
    derniere_ligne: int
    derniere_colonne: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeuilleLue:
    """Une feuille de calcul ; ``cellules`` par (ligne, colonne) comptées depuis zéro, dans l’ordre du fichier.

    ``etat`` : ``visible``, ``hidden`` ou ``veryHidden``, comme l’écrit le format. ``lignes_masquees`` : à la main, par
    un filtre ou repliées. ``notes`` : les commentaires, d’un classeur reçu seulement.
    """

    nom: str
    etat: str
    cellules: "Cellules"
    fusions: tuple[Plage, ...] = ()
    lignes_masquees: frozenset[int] = frozenset()
    colonnes_masquees: frozenset[int] = frozenset()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClasseurLu:
    """Un classeur : ses feuilles de calcul dans l’ordre des onglets, ses noms définis et ses propriétés.

    ``noms_definis`` : ceux du classeur entier (« Feuille!$A$1 » sans signe ``=``), non ceux d’une seule feuille.
    ``proprietes`` : les propriétés personnalisées, en texte.
    """

    nom: str
    feuilles: tuple[FeuilleLue, ...]
    noms_definis: Mapping[str, str]
    proprietes: Mapping[str, str]

    def completer(self) -> None:
        """Lit les cellules calculées que l’on avait passées ; lève :class:`SourceRefusee` si l’une est illisible."""
        for feuille in self.feuilles:
            feuille.cellules.completer()
