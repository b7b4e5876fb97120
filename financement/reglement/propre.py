"""Le règlement qu’un dossier apporte : un jeu de base et les paramètres qu’il y change."""

from dataclasses import dataclass, field

from financement.fautes.provenance import INCONNUE, Provenance
from financement.reglement.parametre import Parametre
from financement.valeurs import validation

__all__ = ["ReglementPropre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglementPropre:
    """Contenu de ``reglement.toml`` : le nom du jeu de base (``pnru``, ``npnru``) et les paramètres du dossier."""

    base: str
    parametres: tuple[Parametre, ...] = ()
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Règlement propre",
            validation.code("base", self.base),
            validation.suite("parametres", self.parametres, Parametre),
        )
