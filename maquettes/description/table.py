"""De quoi une table du dossier est faite : ses colonnes, ce qui l’identifie, où ses lignes sont dans un projet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from enum import StrEnum as Vocabulaire
from typing import Any, Generic, TypeVar

from financement.dossier.projet import Projet

__all__ = ["Colonne", "Exigence", "Genre", "Table", "TableDuDossier"]

T_co = TypeVar("T_co", covariant=True)


class Genre(Enum):
    """Genre de valeur d’une colonne : il décide de la lecture et de l’écriture."""

    CODE = auto()
    TEXTE = auto()
    MONTANT = auto()
    TAUX = auto()
    DATE = auto()
    SEMESTRE = auto()
    ENTIER = auto()
    QUANTITE = auto()
    CHOIX = auto()
    SIRET = auto()
    ENVELOPPES = auto()
    CODES = auto()
    VALEUR = auto()


class Exigence(Enum):
    """Ce qu’une colonne exige : une valeur sur chaque ligne, ou rien ; elle peut alors manquer à l’en-tête."""

    VALEUR = auto()
    RIEN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """Une colonne d’une table, ou une clé d’un objet ; ``champ`` est l’attribut de la classe du domaine."""

    nom: str
    champ: str
    genre: Genre
    exigence: Exigence = Exigence.VALEUR
    vocabulaire: type[Vocabulaire] | None = None
    minimum: int = 0
    maximum: int = 0

    @property
    def valeurs(self) -> tuple[str, ...]:
        """Valeurs du vocabulaire qui s’écrivent, la valeur vide exceptée."""
        return tuple(membre.value for membre in self.vocabulaire or () if membre.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T_co]):
    """Une table que l’on lit ligne à ligne ; ``cle`` nomme les colonnes qui identifient une ligne.

    ``lignes_au_plus`` : au-delà, aucune n’est lue. Chacune est un objet examiné plusieurs fois, vingt microsecondes
    d’une ligne de plan, trente d’une opération ; la plus grosse convention a quelques centaines d’opérations et
    quelques milliers de lignes de plan. Le journal, gardé en colonnes, n’a que la limite de ses octets : ``None``.
    """

    nom: str
    construire: Callable[..., T_co]
    colonnes: tuple[Colonne, ...]
    cle: tuple[str, ...] = ()
    lignes_au_plus: int | None = None

    @property
    def noms(self) -> tuple[str, ...]:
        """Noms des colonnes, dans l’ordre du contrat."""
        return tuple(colonne.nom for colonne in self.colonnes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDuDossier(Table[T_co]):
    """Une table du dossier, ou un objet de sa convention.

    ``titre`` : son nom pour une personne. ``objets`` : ses lignes dans un projet. ``designer`` : une ligne nommée dans
    les mots du métier, « opération OP-1 (avenant n° 2) ».
    """

    titre: str
    objets: Callable[[Projet], Sequence[T_co]]
    designer: Callable[[Any], str]
