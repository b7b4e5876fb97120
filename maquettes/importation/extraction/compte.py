"""Le compte des cellules d’une table reçue : lues, ignorées, signalées ; à elles trois, toutes les remplies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["Compte", "Etat", "est_remplie"]


class Etat(Enum):
    """Ce que devient une cellule, ou une ligne."""

    LUE = auto()
    IGNOREE = auto()
    SIGNALEE = auto()


_BLANCS: Final = GenreCellule.TEXTE


def est_remplie(cellule: CelluleLue) -> bool:
    """La cellule contient autre chose que des blancs."""
    return cellule.genre is not _BLANCS or bool(cellule.texte.strip())


@dataclass(slots=True)
class Compte:
    """Les cellules et les lignes d’une table, par ce qu’elles sont devenues ; ``colonnes`` : l’état de chacune."""

    colonnes: Mapping[int, Etat]
    cellules: dict[Etat, int] = field(default_factory=lambda: dict.fromkeys(Etat, 0))
    lignes: dict[Etat, int] = field(default_factory=lambda: dict.fromkeys(Etat, 0))
    _ignorees: frozenset[int] = frozenset()
    _signalees: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self._ignorees = frozenset(c for c, etat in self.colonnes.items() if etat is Etat.IGNOREE)
        self._signalees = frozenset(c for c, etat in self.colonnes.items() if etat is Etat.SIGNALEE)

    def compter_entiere(self, cellules: Collection[int], etat: Etat) -> None:
        """Toutes les cellules d’une ligne, d’un même état."""
        self.cellules[etat] += len(cellules)

    def compter_des_lues(self, colonnes: Collection[int], nombre: int) -> None:
        """Comme :meth:`compter`, de ``nombre`` lignes de données aux mêmes cellules remplies, toutes lues."""
        ignorees, signalees = len(self._ignorees.intersection(colonnes)), len(self._signalees.intersection(colonnes))
        self.cellules[Etat.LUE] += nombre * (len(colonnes) - ignorees - signalees)
        self.cellules[Etat.IGNOREE] += nombre * ignorees
        self.cellules[Etat.SIGNALEE] += nombre * signalees
        self.lignes[Etat.LUE] += nombre

    def compter(self, colonnes: Collection[int], signalees: int = 0, declarees: int = 0) -> None:
        """Les cellules remplies d’une ligne, par l’état de leurs colonnes.

        D’entre les lues, ``signalees`` et ``declarees`` (ignorées pour ce qu’elles disent) ne le sont pas.
        """
        ignorees = declarees + (len(self._ignorees.intersection(colonnes)) if self._ignorees else 0)
        signalees += len(self._signalees.intersection(colonnes)) if self._signalees else 0
        self.cellules[Etat.LUE] += len(colonnes) - ignorees - signalees
        self.cellules[Etat.IGNOREE] += ignorees
        self.cellules[Etat.SIGNALEE] += signalees
