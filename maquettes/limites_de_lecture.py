"""La taille qu'un fichier de dossier peut avoir : celle que sa forme fait tenir dans une mémoire donnée.

Les rapports sont mesurés, au plus haut, sur les commandes qui lisent et calculent, puis arrondis par excès
(décision 0023).
"""

from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from maquettes.description import JOURNAL
from maquettes.sources import LIMITE_OCTETS

__all__ = ["MEMOIRE", "limite_de_lecture"]

MEMOIRE: Final = 4_000_000_000
"""Ce qu'un fichier peut demander de mémoire, en octets : la moitié d'un poste ordinaire."""

_DU_JOURNAL: Final = 8
"""Octets de mémoire par octet d'un journal csv, gardé en colonnes d'entiers (décision 0018)."""

_PAR_OCTET: Final = MappingProxyType({".csv": 10, ".json": 10})
"""Octets de mémoire par octet d'un fichier dont chaque ligne devient un objet."""


def limite_de_lecture(nom: str) -> int:
    """Le plus grand nombre d'octets d'un fichier de dossier de ce nom.

    Les autres formes ne portent pas de mouvements : une convention ou un règlement n'approche jamais la limite
    commune, et un classeur se mesure décompressé, par sa garde.
    """
    if nom == f"{JOURNAL.nom}.csv":
        return MEMOIRE // _DU_JOURNAL
    rapport = _PAR_OCTET.get(PurePath(nom).suffix.lower())
    return LIMITE_OCTETS if rapport is None else MEMOIRE // rapport
