"""Le constat : un fait représentable mais anormal, rapporté comme une donnée ; et la suite que rend un contrôle."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from financement.affichage.table_html import table_html
from financement.fautes.provenance import INCONNUE, Provenance

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Constat", "Constats", "EcartDate", "EcartMontant", "EcartNombre", "Gravite", "Mesure", "nombre_bloquants"]


class Gravite(StrEnum):
    """Gravité d’un constat, de la plus forte à la plus faible."""

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
    """Un constat de contrôle : ce qui était attendu, ce qui est constaté, où le voir, et quoi faire.

    ``remede`` : une phrase qui dit quoi faire, et où ; « Rien à corriger… » si rien n’est demandé. ``enjeu`` : montant
    en jeu pour la clôture, en centimes (zéro s’il n’y en a pas).
    """

    code: str
    gravite: Gravite
    message: str
    remede: str
    mesure: Mesure | None = None
    operation: str | None = None
    financeur: str | None = None
    provenance: Provenance = INCONNUE
    enjeu: int = 0

    @property
    def est_bloquant(self) -> bool:
        """Le constat empêche de tenir le document pour définitif."""
        return self.gravite is Gravite.BLOQUANT

    @property
    def montant_en_jeu(self) -> int:
        """L’enjeu, à défaut l’écart des montants, sans signe, en centimes ; zéro si le constat n’en mesure aucun."""
        if self.enjeu or not isinstance(self.mesure, EcartMontant):
            return abs(self.enjeu)
        return abs(self.mesure.ecart)


class Constats(tuple[Constat, ...]):
    """Les constats d’un contrôle, dans l’ordre des contrôles : un tuple, qui se montre en table dans un carnet."""

    __slots__ = ()

    def __repr__(self) -> str:
        comptes = (f"{gravite} : {sum(constat.gravite is gravite for constat in self)}" for gravite in Gravite)
        return f"<Constats, {', '.join(comptes)}>"

    def _repr_html_(self) -> str:
        return table_html(
            repr(self).strip("<>"),
            ("Gravité", "Code", "Constat", "Remède", "Lieu"),
            [
                (c.gravite, c.code, c.message, c.remede, c.provenance)
                for gravite in Gravite
                for c in self
                if c.gravite is gravite
            ],
        )

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par constat, son message, son remède, son lieu et l’enjeu.

        ``enjeu`` : centimes en int64, ou euros en ``Decimal`` avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        from financement.affichage.cadre import colonne_de_montants

        textes = [(c.code, str(c.gravite), c.message, c.operation, c.financeur, str(c.provenance)) for c in self]
        cadre = pd.DataFrame(textes, columns=["code", "gravite", "message", "operation", "financeur", "lieu"])
        cadre["enjeu"] = colonne_de_montants((c.enjeu for c in self), unite)
        cadre["remede"] = [c.remede for c in self]
        return cadre


def nombre_bloquants(constats: tuple[Constat, ...]) -> int:
    """Nombre de constats bloquants."""
    return sum(constat.est_bloquant for constat in constats)
