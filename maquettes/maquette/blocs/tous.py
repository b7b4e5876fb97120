"""Tous les blocs d’une maquette, dans l’ordre des feuilles."""

from typing import Final

from maquettes.maquette.blocs.annulations import BLOC_ANNULATIONS
from maquettes.maquette.blocs.cloture import BLOC_CLOTURE
from maquettes.maquette.blocs.convention import BLOCS_DE_CONVENTION
from maquettes.maquette.blocs.echeancier import BLOC_ECHEANCIER
from maquettes.maquette.blocs.journal import BLOC_JOURNAL, BLOCS_DE_SUIVI
from maquettes.maquette.blocs.plan import BLOC_OPERATIONS, BLOC_PLAN
from maquettes.maquette.blocs.situation import BLOC_COUTS_FINALS, BLOC_SITUATION
from maquettes.maquette.blocs.syntheses import BLOC_COMPARAISON, BLOC_FAMILLES, BLOC_MAITRES, BLOC_SYNTHESE_FINANCEURS
from maquettes.maquette.description import Bloc

__all__ = ["BLOCS", "BLOCS_CALCULES", "BLOCS_SAISIS"]

BLOCS_SAISIS: Final[tuple[Bloc, ...]] = (
    *BLOCS_DE_CONVENTION,
    BLOC_OPERATIONS,
    BLOC_PLAN,
    BLOC_JOURNAL,
    *BLOCS_DE_SUIVI,
)
"""Les blocs que l’on remplit."""

BLOCS_CALCULES: Final[tuple[Bloc, ...]] = (
    BLOC_SITUATION,
    BLOC_COUTS_FINALS,
    BLOC_CLOTURE,
    BLOC_SYNTHESE_FINANCEURS,
    BLOC_FAMILLES,
    BLOC_MAITRES,
    BLOC_ECHEANCIER,
    BLOC_COMPARAISON,
    BLOC_ANNULATIONS,
)
"""Les blocs tout calculés."""

BLOCS: Final = (*BLOCS_SAISIS, *BLOCS_CALCULES)
