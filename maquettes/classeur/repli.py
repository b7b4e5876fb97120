"""La place d’une colonne dans le plan d’une feuille : ce que le tableur replie, et où il en met le bouton."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

__all__ = ["Repli"]


class Repli(Enum):
    """Une colonne montrée, repliée (ni vue ni imprimée, sa donnée gardée), ou montrée sous le bouton qui la rouvre."""

    MONTREE = "montree"
    REPLIEE = "repliee"
    SOUS_LE_BOUTON = "sous_le_bouton"

    @property
    def options(self) -> dict[str, int]:
        """Ce que le format du classeur en écrit."""
        return dict(_OPTIONS[self])


_OPTIONS: Mapping[Repli, Mapping[str, int]] = MappingProxyType(
    {
        Repli.MONTREE: MappingProxyType({}),
        Repli.REPLIEE: MappingProxyType({"level": 1, "hidden": 1}),
        Repli.SOUS_LE_BOUTON: MappingProxyType({"collapsed": 1}),
    }
)
