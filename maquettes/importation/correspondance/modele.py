"""Le modèle de la correspondance, format 1 : valeurs figées, validées à leur frontière.

Un libellé de colonne se lit comme l’en-tête le porte, sans égard à la casse, aux accents ni aux espaces ; celui d’un
en-tête à plusieurs niveaux s’écrit « ANRU / Montant ». ``@titre`` désigne le libellé d’une ligne de titre au-dessus
des siennes, ``@titre 2`` celui de la ligne de titre qui la contient, ``@feuille`` et ``@fichier`` leur nom.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from financement.dossier.nomenclature import Base, Nature, TypeMouvement

__all__ = [
    "MAITRE_OUVRAGE",
    "Champ",
    "Codes",
    "ColonneDExercice",
    "ColonneDeFinanceur",
    "Condition",
    "Correspondance",
    "FormeDeMouvement",
    "Ignoree",
    "Regle",
    "Role",
    "Signe",
    "Source",
    "UniteDeSource",
]

MAITRE_OUVRAGE = "maitre_ouvrage"
"""Le financeur d’une colonne « fonds propres » : le maître d’ouvrage de la ligne."""

Libelle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Role(StrEnum):
    """Ce qu’une source dit du dossier."""

    TABLEAU_FINANCIER = "tableau_financier"
    JOURNAL = "journal"
    DEPENSES = "depenses"
    OPERATIONS = "operations"
    REALISATIONS = "realisations"

    @property
    def titre(self) -> str:
        """Le rôle, pour une personne."""
        return _TITRES[self]


_TITRES = {
    Role.TABLEAU_FINANCIER: "tableau financier",
    Role.JOURNAL: "journal",
    Role.DEPENSES: "dépenses",
    Role.OPERATIONS: "opérations",
    Role.REALISATIONS: "réalisations",
}


class UniteDeSource(StrEnum):
    """L’unité des montants d’une source."""

    EURO = "euro"
    MILLIER = "millier"
    MILLION = "million"


class Signe(StrEnum):
    """Le signe d’un montant."""

    NEGATIF = "negatif"
    POSITIF = "positif"
    NUL = "nul"


class _Figee(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Champ(_Figee):
    """D’où vient la valeur d’un champ : d’une ``colonne``, ou toujours la même ``valeur``."""

    colonne: Libelle | None = None
    valeur: Libelle | None = None


class ColonneDeFinanceur(_Figee):
    """Une colonne d’un tableau financier qui porte le montant d’un financeur, d’une nature."""

    colonne: Libelle
    financeur: Libelle
    nature: Nature
    unite: UniteDeSource | None = None


class ColonneDExercice(_Figee):
    """Une colonne d’un état par exercice ; ses montants sont datés du 31 décembre, et marqués tels."""

    colonne: Libelle
    exercice: Annotated[int, Field(ge=1900, le=2200)]


class FormeDeMouvement(_Figee):
    """L’un des mouvements que donne une ligne ; un texte seul est une colonne, ou une constante pour ``type``,
    ``nature`` et ``financeur`` ; sans ``type``, des règles le disent. ``une_fois_par`` : la colonne dont une valeur ne
    compte qu’une fois.
    """

    type: TypeMouvement | Champ | None = None
    date: Champ
    montant: Champ
    operation: Champ | None = None
    financeur: Champ | None = None
    nature: Nature | Champ | None = None
    piece: Champ | None = None
    libelle: Champ | None = None
    une_fois_par: Libelle | None = None
    cumul: bool = False


class Condition(_Figee):
    """Ce que doit être la valeur d’une colonne pour qu’une règle s’applique ; tout ce qui est dit doit être vrai."""

    colonne: Libelle
    vaut: Libelle | None = None
    contient: Libelle | None = None
    motif: Libelle | None = None
    signe: Signe | None = None
    vide: bool | None = None


class Regle(_Figee):
    """Une règle dont toutes les conditions sont vraies donne à la ligne les champs qu’aucune avant elle n’a donnés.

    ``ignorer``, avec son motif, écarte la ligne si aucune règle avant elle n’est vraie. ``base`` : celle du montant.
    """

    si: tuple[Condition, ...]
    type: TypeMouvement | None = None
    operation: Libelle | None = None
    financeur: Libelle | None = None
    nature: Nature | None = None
    base: Base | None = None
    ignorer: Libelle | None = None


class Ignoree(_Figee):
    """Ce qui ne se lit pas, et pourquoi : une ``colonne``, les lignes de libellé ``ligne``, une ``feuille``.

    ``valeur`` : un texte qui, dans une colonne de montants, dit qu’il n’y en a pas (« p.m. »).
    """

    colonne: Libelle | None = None
    ligne: Libelle | None = None
    feuille: Libelle | None = None
    valeur: Libelle | None = None
    motif: Libelle | None = None


class Codes(_Figee):
    """Leur code ou leur nom = le nôtre."""

    operation: dict[Libelle, Libelle] = Field(default_factory=dict)
    financeur: dict[Libelle, Libelle] = Field(default_factory=dict)
    maitre_ouvrage: dict[Libelle, Libelle] = Field(default_factory=dict)
    famille: dict[Libelle, Libelle] = Field(default_factory=dict)


class Source(_Figee):
    """Une table reçue, et ce que ses colonnes disent.

    ``fichier`` : nom ou motif ; ``feuille`` : nom, motif ou liste. ``version`` : celle de toute la table, ou une par
    feuille ou fichier. ``entete`` : première et dernière ligne, comptées depuis 1. ``fin`` : le libellé qui la clôt.
    ``constantes`` : champs dont la valeur est la même à toutes les lignes. ``convertir`` : un montant d’une autre base
    que son opération y est ramené au taux de celle-ci ; sinon, il n’est pas lu. ``decimale`` : le séparateur décimal
    des montants écrits en texte, quand rien d’autre ne l’établit.
    """

    fichier: Libelle
    feuille: Libelle | tuple[Libelle, ...] | None = None
    role: Role
    version: int | dict[Libelle, int] | None = None
    entete: tuple[int, int] | None = None
    fin: Libelle | None = None
    unite: UniteDeSource = UniteDeSource.EURO
    base: Base | None = None
    convertir: bool = False
    decimale: Literal[",", "."] | None = None
    colonnes: dict[Libelle, Libelle] = Field(default_factory=dict)
    constantes: dict[Libelle, Libelle] = Field(default_factory=dict)
    financeurs: tuple[ColonneDeFinanceur, ...] = ()
    exercices: tuple[ColonneDExercice, ...] = ()
    mouvements: tuple[FormeDeMouvement, ...] = ()
    ignorees: tuple[Ignoree, ...] = ()
    regles: tuple[Regle, ...] = ()
    codes: Codes = Codes()


class Correspondance(_Figee):
    """Les sources d’un dossier ; ``convention`` : le chemin d’un convention.toml, ou vide si elle est écrite ici."""

    format: Literal[1] = 1
    convention: Libelle | None = None
    sources: tuple[Source, ...]
