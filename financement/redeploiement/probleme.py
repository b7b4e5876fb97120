"""Le problème en entiers : une part par besoin, en nombre de pas, et des relations entre ces parts.

Rien n’y parle plus de convention : c’est ce qu’un solveur, ou une énumération, résout.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from financement.fautes.provenance import INCONNUE, Provenance

__all__ = [
    "AuMoins",
    "AuPlus",
    "GenreLimite",
    "Groupe",
    "LimiteDeRedeploiement",
    "NulOuAuMoins",
    "NulOuExactement",
    "Probleme",
    "Relation",
    "ServisAuPlus",
    "TousOuAucun",
]


@dataclass(frozen=True, slots=True)
class AuPlus:
    """Σ des parts ≤ ``borne``."""

    besoins: tuple[int, ...]
    borne: int

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return _somme(self.besoins, parts) <= self.borne


@dataclass(frozen=True, slots=True)
class AuMoins:
    """Σ des parts ≥ ``borne``."""

    besoins: tuple[int, ...]
    borne: int

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return _somme(self.besoins, parts) >= self.borne


@dataclass(frozen=True, slots=True)
class NulOuAuMoins:
    """La part est nulle, ou d’au moins ``seuil``."""

    besoin: int
    seuil: int

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return parts[self.besoin] == 0 or parts[self.besoin] >= self.seuil


@dataclass(frozen=True, slots=True)
class NulOuExactement:
    """La part est nulle, ou vaut ``montant``."""

    besoin: int
    montant: int

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return parts[self.besoin] in (0, self.montant)


@dataclass(frozen=True, slots=True)
class ServisAuPlus:
    """Au plus ``nombre`` de ces besoins ont une part."""

    besoins: tuple[int, ...]
    nombre: int

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return sum(parts[besoin] > 0 for besoin in self.besoins) <= self.nombre


@dataclass(frozen=True, slots=True)
class TousOuAucun:
    """Ces besoins ont tous une part, ou aucun n’en a."""

    besoins: tuple[int, ...]

    def tient(self, parts: Sequence[int]) -> bool:
        """Ces parts respectent la relation."""
        return len({parts[besoin] > 0 for besoin in self.besoins}) <= 1


Relation = AuPlus | AuMoins | NulOuAuMoins | NulOuExactement | ServisAuPlus | TousOuAucun


def _somme(besoins: Iterable[int], parts: Sequence[int]) -> int:
    return sum(parts[besoin] for besoin in besoins)


class GenreLimite(StrEnum):
    """Ce dont vient une limite : les règles, le dossier, ou ce que l’on s’impose (ces noms sont ceux du fichier)."""

    ECONOMIES = "economies"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    ETAT = "etat"
    EQUILIBRE = "equilibre"
    TAUX = "taux"
    TAUX_MAXIMAL = "taux_maximal"
    ASSIETTE = "assiette"
    ENVELOPPE = "enveloppe"
    DATE_LIMITE_ENGAGEMENT = "date_limite_engagement"
    DATE_LIMITE_SOLDE = "date_limite_solde"
    PART_MINIMALE = "part_minimale"
    SANS_AVENANT = "sans_avenant"
    PLAFOND = "plafond"
    PLANCHER = "plancher"
    NOMBRE_MAXIMAL = "nombre_maximal"
    TOUT_OU_RIEN = "tout_ou_rien"
    SEUIL = "seuil"
    EXCLUSION = "exclusion"
    ENSEMBLE = "ensemble"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimiteDeRedeploiement:
    """Une limite, dite en français, et la ``relation`` entre les parts qui la traduit ; ``montant`` en centimes."""

    genre: GenreLimite
    texte: str
    relation: Relation
    operation: str | None = None
    montant: int | None = None
    provenance: Provenance = INCONNUE


@dataclass(frozen=True, slots=True)
class Groupe:
    """Des besoins qu’une même ``ressource`` (en nombre de pas) peut servir par la voie locale."""

    besoins: tuple[int, ...]
    ressource: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probleme:
    """Une part par besoin, de poids ``priorites`` par pas ; ``groupes`` : ce que la voie locale peut servir."""

    priorites: tuple[Fraction, ...]
    limites: tuple[LimiteDeRedeploiement, ...]
    groupes: tuple[Groupe, ...] = ()

    @property
    def borne_des_parts(self) -> int:
        """Un nombre de pas qu’aucune part n’a lieu de dépasser, une limite fût-elle levée."""
        bornes = [0]
        for limite in self.limites:
            match limite.relation:
                case AuPlus(borne=nombre) | AuMoins(borne=nombre) | NulOuAuMoins(seuil=nombre):
                    bornes.append(nombre)
                case NulOuExactement(montant=nombre):
                    bornes.append(nombre)
                case _:
                    pass
        return max(bornes)

    def valeur(self, parts: Sequence[int]) -> Fraction:
        """Σ priorité × part, en nombre de pas."""
        return sum((priorite * part for priorite, part in zip(self.priorites, parts, strict=True)), Fraction(0))
