"""Les fautes, contrôles et remarques que le code déclare, trouvés en explorant ses modules."""

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

import exports
import financement
import maquettes
from financement.controles.modele import ModeleControle
from financement.fautes.faute import ModeleFaute
from maquettes.importation.extraction.constats import ModeleConstat
from maquettes.maquette.relecture.remarques import ModeleRemarque

__all__ = [
    "CONSTATS_D_IMPORT_DECLARES",
    "CONTROLES_DECLARES",
    "FAUTES_DECLAREES",
    "REMARQUES_DECLAREES",
    "declarations",
    "modules",
]

Modele = TypeVar("Modele")


def modules() -> list[ModuleType]:
    """Tous les modules des trois paquets."""
    paquets = (financement, maquettes, exports)
    return [import_module(m.name) for p in paquets for m in walk_packages(p.__path__, f"{p.__name__}.")]


def declarations(genre: type[Modele]) -> dict[str, Modele]:
    """Les constantes de ce genre, sous leur nom ; deux modules ne donnent pas le même à deux modèles."""
    trouvees: dict[str, Modele] = {}
    for module in modules():
        for nom, valeur in vars(module).items():
            if isinstance(valeur, genre):
                assert trouvees.setdefault(nom, valeur) is valeur, f"{nom} a deux sens"
    return trouvees


CONTROLES_DECLARES = {modele.code: modele for modele in declarations(ModeleControle).values()}
"""Le modèle de chaque code de contrôle, ceux qui naissent d’un fichier compris."""

FAUTES_DECLAREES = {modele.code: modele for modele in declarations(ModeleFaute).values()}
"""Le modèle de chaque code de faute."""

REMARQUES_DECLAREES = {modele.code: modele for modele in declarations(ModeleRemarque).values()}
"""Le modèle de chaque code de remarque de relecture."""

CONSTATS_D_IMPORT_DECLARES = {modele.code: modele for modele in declarations(ModeleConstat).values()}
"""Le modèle de chaque code de constat d’importation."""
