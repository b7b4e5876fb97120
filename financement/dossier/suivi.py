"""Suivi d’exécution : réestimations de coût, réalisations physiques, heures d’insertion."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date

__all__ = ["Insertion", "Realisation", "Reestimation", "Suivi"]


class Suivi(Protocol):
    """Une ligne de suivi, d’une opération."""

    @property
    def operation(self) -> str:
        """Le code de l’opération."""
        ...

    @property
    def provenance(self) -> Provenance:
        """L’endroit où la ligne a été lue."""
        ...

    @property
    def identite(self) -> str | None:
        """Ce qui ne se donne qu’une fois dans sa table ; ``None`` si les lignes s’ajoutent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reestimation:
    """Coût réestimé d’une opération à une date, en centimes, sur la base déclarée de l’opération."""

    date: datetime.date
    operation: str
    cout: int
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Réestimation",
            validation.jour("date", self.date),
            validation.code("operation", self.operation),
            validation.montant("cout", self.cout),
        )

    @property
    def identite(self) -> str:
        """L’opération et la date."""
        return f"{self.operation} au {afficher_date(self.date)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Realisation:
    """Quantité réalisée d’une opération à une date, dans l’unité de l’opération ; les réalisations s’ajoutent."""

    date: datetime.date
    operation: str
    quantite: Decimal
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Réalisation",
            validation.jour("date", self.date),
            validation.code("operation", self.operation),
            validation.quantite("quantite", self.quantite),
        )

    @property
    def identite(self) -> None:
        """Aucune : une opération peut avoir deux réalisations le même jour."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Heures d’insertion d’une opération : objectif et heures réalisées."""

    operation: str
    heures_objectif: Decimal
    heures_realisees: Decimal
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Heures d’insertion",
            validation.code("operation", self.operation),
            validation.quantite("heures_objectif", self.heures_objectif),
            validation.quantite("heures_realisees", self.heures_realisees),
        )

    @property
    def identite(self) -> str:
        """L’opération."""
        return self.operation
