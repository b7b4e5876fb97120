"""Les jeux de règles de la bibliothèque, et les paramètres qu’ils connaissent."""

from types import MappingProxyType
from typing import Final

from financement.reglement.npnru import PARAMETRES_NPNRU
from financement.reglement.pnru import PARAMETRES_PNRU

__all__ = ["JEUX", "UNITES"]

JEUX: Final = MappingProxyType({"pnru": PARAMETRES_PNRU, "npnru": PARAMETRES_NPNRU})

# Une clé a la même unité partout : un calcul ne sait la lire que dans celle-là.
UNITES: Final = MappingProxyType({p.cle: p.unite for jeu in JEUX.values() for p in jeu})
