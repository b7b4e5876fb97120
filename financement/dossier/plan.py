"""Le plan de financement : qui finance combien de quelle opération, sous quelle nature."""

from dataclasses import dataclass, field
from typing import NamedTuple

from financement.dossier.nomenclature import CONCOURS, Nature, RegleCloture
from financement.dossier.operation import VERSION_MAXIMALE
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation

__all__ = ["CleLigne", "LignePlan"]


class CleLigne(NamedTuple):
    """Identité d’une ligne de financement : opération, financeur, nature."""

    operation: str
    financeur: str
    nature: Nature

    @property
    def est_concours(self) -> bool:
        """Vrai d’une subvention ou d’un prêt ; faux des fonds propres (autofinancement)."""
        return self.nature in CONCOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePlan:
    """Montant programmé (centimes) d’une ligne à partir de la version ``version`` ; zéro retire la ligne.

    ``regle_cloture`` vide prend la règle par défaut de la nature (lecture C).
    """

    version: int
    operation: str
    financeur: str
    nature: Nature
    montant: int
    regle_cloture: RegleCloture | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Ligne de plan",
            validation.entier("version", self.version, 0, VERSION_MAXIMALE),
            validation.code("operation", self.operation),
            validation.code("financeur", self.financeur),
            validation.choix("nature", self.nature, Nature),
            validation.montant("montant", self.montant),
            None if self.regle_cloture is None else validation.choix("regle_cloture", self.regle_cloture, RegleCloture),
        )

    @property
    def cle(self) -> CleLigne:
        """L’identité de la ligne."""
        return CleLigne(self.operation, self.financeur, self.nature)
