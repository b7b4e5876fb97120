"""Le constat : un fait représentable mais anormal, rapporté comme une donnée."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from financement.provenance import INCONNUE, Provenance

__all__ = ["Constat", "EcartDate", "EcartMontant", "EcartNombre", "Gravite", "Mesure", "nombre_bloquants"]


class Gravite(StrEnum):
    """Gravité d'un constat, de la plus forte à la plus faible."""

    BLOQUANT = "bloquant"
    ALERTE = "alerte"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class EcartMontant:
    """Montants attendu et constaté, en centimes."""

    attendu: int
    constate: int

    @property
    def ecart(self) -> int:
        """Constaté − attendu, en centimes."""
        return self.constate - self.attendu


@dataclass(frozen=True, slots=True)
class EcartNombre:
    """Nombres attendu et constaté."""

    attendu: int
    constate: int

    @property
    def ecart(self) -> int:
        """Constaté − attendu."""
        return self.constate - self.attendu


@dataclass(frozen=True, slots=True)
class EcartDate:
    """Date attendue (au plus tard) et date constatée."""

    attendu: date
    constate: date

    @property
    def ecart(self) -> int:
        """Constaté − attendu, en jours."""
        return (self.constate - self.attendu).days


Mesure = EcartMontant | EcartNombre | EcartDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """Un constat de contrôle : ce qui était attendu, ce qui est constaté, où le voir.

    ``enjeu`` : montant en jeu pour la clôture, en centimes (zéro s'il n'y en a pas).
    """

    code: str
    gravite: Gravite
    message: str
    mesure: Mesure | None = None
    operation: str | None = None
    financeur: str | None = None
    provenance: Provenance = INCONNUE
    enjeu: int = 0

    @property
    def est_bloquant(self) -> bool:
        """Le constat empêche de tenir le document pour définitif."""
        return self.gravite is Gravite.BLOQUANT


def nombre_bloquants(constats: tuple[Constat, ...]) -> int:
    """Nombre de constats bloquants."""
    return sum(constat.est_bloquant for constat in constats)
