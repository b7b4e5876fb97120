"""Pour chaque contrôle, un dossier minimal où il parle et ses voisins à la limite, où il se tait."""

from tests.financement.controles.cas import (
    cloture,
    depenses,
    engagement,
    execution,
    informations,
    npnru,
    paiement,
    plafonds,
    plan,
)
from tests.financement.controles.cas.modele import Cas, Voisin

__all__ = ["CAS", "VOISINS"]

_MODULES = (plan, plafonds, engagement, paiement, execution, npnru, depenses, cloture, informations)

CAS: tuple[Cas, ...] = tuple(cas for module in _MODULES for cas in module.CAS)
VOISINS: tuple[Voisin, ...] = tuple(voisin for module in _MODULES for voisin in module.VOISINS)


def cas_principal(code: str) -> Cas:
    """Le premier cas d’un code : celui que la page des contrôles donne en exemple."""
    return next(cas for cas in CAS if cas.code == code)
