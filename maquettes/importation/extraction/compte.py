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
    _toutes_lues: bool = False

    def __post_init__(self) -> None:
        self._toutes_lues = all(etat is Etat.LUE for etat in self.colonnes.values())

    def compter_entiere(self, cellules: Collection[int], etat: Etat) -> None:
        """Toutes les cellules d’une ligne, d’un même état."""
        self.cellules[etat] += len(cellules)

    def compter(self, colonnes: Collection[int], signalees: int = 0) -> None:
        """Les cellules remplies d’une ligne, par l’état de leurs colonnes, ``signalees`` d’entre les lues exceptées."""
        if self._toutes_lues:
            self.cellules[Etat.LUE] += len(colonnes)
        else:
            for colonne in colonnes:
                self.cellules[self.colonnes[colonne]] += 1
        self.cellules[Etat.LUE] -= signalees
        self.cellules[Etat.SIGNALEE] += signalees
