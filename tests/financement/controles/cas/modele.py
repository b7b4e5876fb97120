"""Un cas de contrôle : le dossier, et tout ce que son constat doit dire."""

from dataclasses import dataclass
from datetime import date

from financement.controles.constat import Mesure
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from tests.financement.controles.lecture import journal_csv

__all__ = ["Cas", "Voisin", "journal_csv", "operations_csv"]


@dataclass(frozen=True, kw_only=True)
class Cas:
    """Un dossier où ``code`` parle exactement une fois, et son constat ; ``au`` vide lit tout le journal."""

    code: str
    projet: Projet
    message: str
    mesure: Mesure | None
    lieu: Provenance
    operation: str | None = "OP-1"
    financeur: str | None = None
    enjeu: int = 0
    au: date | None = None


@dataclass(frozen=True, kw_only=True)
class Voisin:
    """Un dossier à la limite, ou presque pareil, où ``code`` se tait."""

    code: str
    nom: str
    projet: Projet
    au: date | None = None


def operations_csv(colonne: str, ligne: int = 2) -> Provenance:
    """Une cellule des opérations, la première ligne de données étant la ligne 2."""
    return Provenance(fichier="operations.csv", ligne=ligne, colonne=colonne)
