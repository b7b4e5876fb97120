"""Une figure expliquée : un montant et les étapes qui y mènent, à refaire à la main."""

from dataclasses import dataclass

from financement.dossier.nomenclature import Nature
from financement.fautes.provenance import INCONNUE, Provenance

__all__ = ["Etape", "Figure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """Une étape : ce qu’elle est, son montant (centimes, signé ; ``None`` sans montant), la règle et où la voir."""

    libelle: str
    montant: int | None = None
    regle: str = ""
    reference: str = ""
    provenance: Provenance = INCONNUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Un chiffre (``cle``, par exemple ``engage``) d’une ligne, en centimes, et ses étapes dans l’ordre du calcul."""

    cle: str
    nature: Nature
    montant: int
    etapes: tuple[Etape, ...]
