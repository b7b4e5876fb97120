"""Les limites d’un fichier de dossier, chacune avec sa raison : sa taille, ses fautes, la forme de ses documents.

La taille est celle que sa forme fait tenir dans une mémoire donnée ; les rapports sont mesurés, au plus haut, sur les
commandes qui lisent et calculent, puis arrondis par excès (décision 0023).
"""

from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from maquettes.description.description import JOURNAL
from maquettes.fichiers.sources import LIMITE_OCTETS

__all__ = [
    "CHIFFRES_TOML",
    "ELEMENTS_D_UNE_VALEUR",
    "FAUTES_GARDEES",
    "MEMOIRE",
    "OBJETS_JSON",
    "OCTETS_D_UN_OBJET_JSON",
    "PARTIES_D_UNE_CLE_TOML",
    "TABLES_TOML",
    "limite_de_lecture",
]

MEMOIRE: Final = 4_000_000_000
"""Ce qu’un fichier peut demander de mémoire, en octets : la moitié d’un poste ordinaire."""

FAUTES_GARDEES: Final = 10_000
"""Les fautes d’un fichier qui sont dites : une personne n’en lit pas tant, et leurs phrases pèsent plus que lui."""

PARTIES_D_UNE_CLE_TOML: Final = 20
"""Aucune clé du dossier n’est pointée ; une clé de dix mille parties demanderait des gigaoctets."""

CHIFFRES_TOML: Final = 10_000
"""Un montant en a seize ; l’analyseur prend cent vingt octets par chiffre avant de refuser un nombre."""

TABLES_TOML: Final = 10_000
"""Les tables, listes et clés pointées d’un document : chacune prend jusqu’à un kilo-octet, donc dix millions."""

ELEMENTS_D_UNE_VALEUR: Final = 10_000
"""Les enveloppes d’un avenant, les codes d’une liste : un par financeur ou par famille, quelques dizaines."""

OCTETS_D_UN_OBJET_JSON: Final = 16
"""Un objet d’un dossier en a toujours plus ; vide, il n’en prend que deux, et quatre-vingts en mémoire."""

OBJETS_JSON: Final = 200_000
"""Jusque-là, de si petits objets tiennent dans vingt millions d’octets : le dossier les refusera un à un."""

_DU_JOURNAL: Final = 8
"""Octets de mémoire par octet d’un journal csv, gardé en colonnes d’entiers (décision 0018)."""

_PAR_OCTET: Final = MappingProxyType({".csv": 10, ".json": 10})
"""Octets de mémoire par octet d’un fichier dont chaque ligne devient un objet."""

_DU_TOML: Final = 3_000_000
"""Une convention tient en quelques dizaines de milliers d’octets, et s’analyse cent fois moins vite qu’une table."""


def limite_de_lecture(nom: str) -> int:
    """Le plus grand nombre d’octets d’un fichier de dossier de ce nom.

    Les autres formes ne portent pas de mouvements : une convention ou un règlement reste petit, et un classeur se
    mesure décompressé, par sa garde.
    """
    if nom == f"{JOURNAL.nom}.csv":
        return MEMOIRE // _DU_JOURNAL
    suffixe = PurePath(nom).suffix.lower()
    if suffixe == ".toml":
        return _DU_TOML
    rapport = _PAR_OCTET.get(suffixe)
    return LIMITE_OCTETS if rapport is None else MEMOIRE // rapport
