"""Ce qu’une réunion a trouvé : les maquettes rendues, ce qui est pris, en conflit, non suivi, sans réponse."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.fautes.provenance import Provenance

__all__ = [
    "LIBELLES_DES_ETATS",
    "Conflit",
    "EtatDeRetour",
    "MaquetteRendue",
    "Modification",
    "NonSuivie",
    "SansReponse",
    "ValeurCitee",
]


class EtatDeRetour(StrEnum):
    """Ce que devient une maquette rendue ; le premier qui s’applique.

    ``NON_SUIVIE`` : rien d’elle n’est en conflit, mais elle touche à ce qui n’est pas à son maître d’ouvrage.
    """

    IDENTIQUE = "identique"
    EN_CONFLIT = "en_conflit"
    NON_SUIVIE = "non_suivie"
    REUNIE = "reunie"
    DEJA_REUNIE = "deja_reunie"
    INCHANGEE = "inchangee"


LIBELLES_DES_ETATS: Final[Mapping[EtatDeRetour, str]] = MappingProxyType(
    {
        EtatDeRetour.IDENTIQUE: "identique à une autre",
        EtatDeRetour.EN_CONFLIT: "en conflit",
        EtatDeRetour.NON_SUIVIE: "touche à ce qui n’est pas à elle",
        EtatDeRetour.REUNIE: "réunie",
        EtatDeRetour.DEJA_REUNIE: "n’apporte rien de plus",
        EtatDeRetour.INCHANGEE: "inchangée",
    }
)
"""Chaque état, pour une personne."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaquetteRendue:
    """Une maquette reçue, à qui elle avait été envoyée, et ce qu’elle devient."""

    fichier: str
    maitre_ouvrage: str
    version: int
    etat: EtatDeRetour


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurCitee:
    """Une valeur et sa place : ``valeur`` comme l’écrit le json du dossier, ``affichee`` pour une personne.

    D’une ligne entière, un objet json de ses colonnes ; ``None`` : vide, ou ligne absente.
    """

    valeur: object
    affichee: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Modification:
    """Un changement repris d’une maquette ; sans ``champ``, une ligne ajoutée ou retirée.

    ``cle`` : la clé de la ligne dans sa table, toutes ses colonnes si elle n’en a pas (journal, réalisations), séparées
    par ``|``. ``objet`` : la ligne nommée dans les mots du métier.
    """

    table: str
    cle: str
    objet: str
    champ: str | None
    avant: ValeurCitee
    apres: ValeurCitee


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflit:
    """Des valeurs que rien ne départage ; la première est celle du dossier, qui reste."""

    table: str
    cle: str
    objet: str
    champ: str | None
    valeurs: tuple[ValeurCitee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NonSuivie:
    """Un changement que le maître d’ouvrage n’avait pas à faire : dit, non suivi ; ``motif`` : pourquoi."""

    maitre_ouvrage: str
    table: str
    cle: str
    objet: str
    champ: str | None
    avant: ValeurCitee
    apres: ValeurCitee
    motif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SansReponse:
    """Un maître d’ouvrage d’opérations du dossier, dont aucune maquette n’est revenue."""

    maitre_ouvrage: str
    nom: str
    operations: tuple[str, ...]
