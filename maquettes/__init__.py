"""Fichiers d'entrée et de sortie : les formes du dossier, lues et écrites sans perte.

Les noms publics sont chargés à la première demande : importer le paquet ne coûte rien.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maquettes.dossier_json import empreinte, texte_canonique
    from maquettes.dossiers import convertir, ecrire_dossier, lire_dossier
    from maquettes.ecriture import EcritureRefusee, ecrire_fichier

__all__ = [
    "EcritureRefusee",
    "convertir",
    "ecrire_dossier",
    "ecrire_fichier",
    "empreinte",
    "lire_dossier",
    "texte_canonique",
]

_MODULES = {
    "EcritureRefusee": "maquettes.ecriture",
    "convertir": "maquettes.dossiers",
    "ecrire_dossier": "maquettes.dossiers",
    "ecrire_fichier": "maquettes.ecriture",
    "empreinte": "maquettes.dossier_json",
    "lire_dossier": "maquettes.dossiers",
    "texte_canonique": "maquettes.dossier_json",
}


def __getattr__(nom: str) -> object:
    if nom not in _MODULES:
        raise AttributeError(f"module 'maquettes' has no attribute {nom!r}")
    valeur: object = getattr(import_module(_MODULES[nom]), nom)
    globals()[nom] = valeur
    return valeur


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
