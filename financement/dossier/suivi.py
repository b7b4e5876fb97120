"""Suivi d’exécution : réestimations de coût, réalisations physiques, heures d’insertion."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation

__all__ = ["Insertion", "Realisation", "Reestimation"]


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
