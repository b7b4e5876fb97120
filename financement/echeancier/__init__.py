"""L’échéancier : engagements et paiements passés, prévision jusqu’à la clôture, besoin de trésorerie."""

from financement.echeancier.echeancier import Echeancier, LigneEcheancier, calculer_echeancier
from financement.echeancier.tresorerie import BesoinTresorerie, FluxSemestriel, besoins_de_tresorerie

__all__ = [
    "BesoinTresorerie",
    "Echeancier",
    "FluxSemestriel",
    "LigneEcheancier",
    "besoins_de_tresorerie",
    "calculer_echeancier",
]
