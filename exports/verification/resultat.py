"""Le résultat d'une vérification : un verdict pour le document, un pour le dossier, un pour les règles."""

from dataclasses import dataclass

from exports.sceau import Sceau
from exports.verification.comparaison import Ecart

__all__ = ["Verdict", "Verification"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Une phrase, et si elle dit un accord ; ``None`` : il n'a pas pu être vérifié."""

    accord: bool | None
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Ce que l'on sait d'un document : son format, son sceau, les trois verdicts, les réserves, les premiers écarts.

    ``nombre_ecarts`` compte tous les écarts, ceux que l'on ne garde pas compris.
    """

    fichier: str
    format: str
    sceau: Sceau
    document: Verdict
    dossier: Verdict
    regles: Verdict
    reserves: tuple[str, ...]
    ecarts: tuple[Ecart, ...]
    nombre_ecarts: int

    @property
    def conforme(self) -> bool:
        """Document, dossier et règles s'accordent."""
        return all(verdict.accord for verdict in (self.document, self.dossier, self.regles))
