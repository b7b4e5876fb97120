"""Les indicateurs : des rapports de sommes, comparables d’une convention à l’autre, et leurs repères."""

from financement.indicateurs.catalogue import INDICATEURS, Indicateur
from financement.indicateurs.mesure import MesureIndicateur, PerimetreMesure
from financement.indicateurs.national import mesures_nationales
from financement.indicateurs.quantiles import Quantiles
from financement.indicateurs.releve import ReleveConvention, relever
from financement.indicateurs.tableau_de_bord import TableauDeBord, tableau_de_bord

__all__ = [
    "INDICATEURS",
    "Indicateur",
    "MesureIndicateur",
    "PerimetreMesure",
    "Quantiles",
    "ReleveConvention",
    "TableauDeBord",
    "mesures_nationales",
    "relever",
    "tableau_de_bord",
]
