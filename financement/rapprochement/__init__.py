"""Rapprocher deux comptes du même argent : ce qui se répond, ce qui diffère, et leurs totaux."""

from financement.rapprochement.genres import GenreEcart, Passe, Sens
from financement.rapprochement.rapprochement import rapprocher
from financement.rapprochement.repartition import repartir_l_extrait
from financement.rapprochement.resultat import EcartDeComptes, Rapproche, Rapprochement, TotalDeComptes

__all__ = [
    "EcartDeComptes",
    "GenreEcart",
    "Passe",
    "Rapproche",
    "Rapprochement",
    "Sens",
    "TotalDeComptes",
    "rapprocher",
    "repartir_l_extrait",
]
