"""Les grandeurs d’une ligne de financement, dans l’ordre où elles se lisent, et ce dont chacune se déduit."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "AUJOURD_HUI",
    "A_LA_CLOTURE",
    "DEDUITES",
    "DE_LA_CLOTURE",
    "DE_LA_SITUATION",
    "LIBELLES_GRANDEURS",
    "Deduite",
    "Grandeur",
]

AUJOURD_HUI: Final = "Aujourd’hui"
A_LA_CLOTURE: Final = "À la clôture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grandeur:
    """Un montant, son libellé, et quand il se dit."""

    nom: str
    libelle: str
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduite(Grandeur):
    """La différence de deux grandeurs ; un dû n’est jamais négatif, et l’autofinancement, dû à personne, n’en a pas."""

    de: str
    moins: str
    est_un_du: bool = False


DE_LA_SITUATION: Final = (
    Grandeur(nom="programme", libelle="Programmé", moment=AUJOURD_HUI),
    Grandeur(nom="engage", libelle="Engagé", moment=AUJOURD_HUI),
    Grandeur(nom="paye", libelle="Payé", moment=AUJOURD_HUI),
    Deduite(nom="reste_a_engager", libelle="Reste à engager", moment=AUJOURD_HUI, de="programme", moins="engage"),
    Deduite(nom="reste_a_payer", libelle="Reste à payer", moment=AUJOURD_HUI, de="engage", moins="paye"),
)


def _du(nom: str, libelle: str, de: str, moins: str) -> Deduite:
    return Deduite(nom=nom, libelle=libelle, moment=A_LA_CLOTURE, de=de, moins=moins, est_un_du=True)


DE_LA_CLOTURE: Final = (
    Grandeur(nom="montant_cloture", libelle="Montant de clôture", moment=A_LA_CLOTURE),
    _du("solde_a_verser", "Solde à verser", "montant_cloture", "paye"),
    _du("trop_percu", "Trop-perçu", "paye", "montant_cloture"),
    _du("a_degager", "À dégager", "engage", "montant_cloture"),
    _du("a_engager", "À engager", "montant_cloture", "engage"),
    Deduite(nom="economie", libelle="Économie", moment=A_LA_CLOTURE, de="programme", moins="montant_cloture"),
)

DEDUITES: Final = tuple(grandeur for grandeur in (*DE_LA_SITUATION, *DE_LA_CLOTURE) if isinstance(grandeur, Deduite))
"""Celles qui se tirent des autres, sur une ligne comme sur un total."""

LIBELLES_GRANDEURS: Final = MappingProxyType(
    {
        **{grandeur.nom: grandeur.libelle for grandeur in (*DE_LA_SITUATION, *DE_LA_CLOTURE)},
        "engage_cumul": "Engagé cumulé",
        "paye_cumul": "Payé cumulé",
    }
)
"""Le nom de chaque grandeur, tel qu’une personne le lit dans une table."""
