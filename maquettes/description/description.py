"""Description du dossier, format 1 : ses tables et les objets de sa convention, colonne par colonne.

La même description sert à lire et à écrire toutes les formes du dossier. L’ordre des colonnes est celui du contrat.
Une colonne vide prend la valeur par défaut de la classe du domaine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from enum import StrEnum as Vocabulaire
from typing import Final, Generic, TypeVar

from financement.dossier.convention import Avenant, ContrepartieFonciere, Convention, Financeur, MaitreOuvrage
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import (
    Base,
    Categorie,
    ModeEngagement,
    Nature,
    NatureAvenant,
    NatureCout,
    Origine,
    PorteeTableau,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
    UniteMontants,
)
from financement.dossier.operation import DUREE_MAXIMALE, VERSION_MAXIMALE, Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre

__all__ = [
    "AVENANTS",
    "CONTREPARTIES_FONCIERES",
    "CONVENTION",
    "FINANCEURS",
    "FORMAT",
    "INSERTION",
    "JOURNAL",
    "MAITRES_OUVRAGE",
    "OBJETS",
    "OPERATIONS",
    "PARAMETRES",
    "PLAN",
    "REALISATIONS",
    "REESTIMATIONS",
    "REGLEMENT",
    "TABLES",
    "Colonne",
    "Exigence",
    "Genre",
    "Table",
]

FORMAT: Final = 1

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
    """Une table du dossier, ou un objet de la convention ; ``cle`` nomme les colonnes qui l’identifient."""

    nom: str
    construire: Callable[..., T_co]
    colonnes: tuple[Colonne, ...]
    cle: tuple[str, ...] = ()

    @property
    def noms(self) -> tuple[str, ...]:
        """Noms des colonnes, dans l’ordre du contrat."""
        return tuple(colonne.nom for colonne in self.colonnes)


def _colonne(nom: str, genre: Genre, exigence: Exigence = Exigence.VALEUR, *, champ: str | None = None) -> Colonne:
    return Colonne(nom=nom, champ=champ or nom, genre=genre, exigence=exigence)


def _choix(nom: str, vocabulaire: type[Vocabulaire], exigence: Exigence = Exigence.VALEUR) -> Colonne:
    return Colonne(nom=nom, champ=nom, genre=Genre.CHOIX, exigence=exigence, vocabulaire=vocabulaire)


def _entier(nom: str, minimum: int, maximum: int, exigence: Exigence = Exigence.VALEUR) -> Colonne:
    return Colonne(nom=nom, champ=nom, genre=Genre.ENTIER, exigence=exigence, minimum=minimum, maximum=maximum)


def _construire_convention(**valeurs: object) -> Convention:
    """La convention sans ses financeurs ni ses avenants, que le dossier déclare à part."""
    construire: Callable[..., Convention] = Convention
    return construire(financeurs=(), **valeurs)


OPERATIONS: Final = Table(
    nom="operations",
    construire=Operation,
    cle=("version", "operation"),
    colonnes=(
        _entier("version", 0, VERSION_MAXIMALE),
        _colonne("operation", Genre.CODE, champ="code"),
        _colonne("famille", Genre.CODE),
        _colonne("libelle", Genre.TEXTE),
        _colonne("maitre_ouvrage", Genre.TEXTE),
        _colonne("localisation", Genre.TEXTE, Exigence.RIEN),
        _colonne("quantite", Genre.QUANTITE, Exigence.RIEN),
        _choix("unite", Unite, Exigence.RIEN),
        _choix("nature_cout", NatureCout),
        _colonne("cout_ht", Genre.MONTANT),
        _colonne("taux_tva", Genre.TAUX, Exigence.RIEN),
        _choix("base", Base),
        _colonne("cout_ttc", Genre.MONTANT, Exigence.RIEN),
        _colonne("assiette", Genre.MONTANT, Exigence.RIEN),
        _colonne("taux_anru", Genre.TAUX, Exigence.RIEN),
        _colonne("debut", Genre.SEMESTRE, Exigence.RIEN),
        _entier("duree_semestres", 0, DUREE_MAXIMALE, Exigence.RIEN),
        _colonne("achevement", Genre.DATE, Exigence.RIEN),
        _choix("statut", Statut, Exigence.RIEN),
        _choix("origine", Origine, Exigence.RIEN),
    ),
)

PLAN: Final = Table(
    nom="plan",
    construire=LignePlan,
    cle=("version", "operation", "financeur", "nature"),
    colonnes=(
        _entier("version", 0, VERSION_MAXIMALE),
        _colonne("operation", Genre.CODE),
        _colonne("financeur", Genre.CODE),
        _choix("nature", Nature),
        _colonne("montant", Genre.MONTANT),
        _choix("regle_cloture", RegleCloture, Exigence.RIEN),
    ),
)

JOURNAL: Final = Table(
    nom="journal",
    construire=Mouvement,
    colonnes=(
        _colonne("date", Genre.DATE),
        _choix("type", TypeMouvement),
        _colonne("operation", Genre.CODE),
        _colonne("financeur", Genre.CODE, Exigence.RIEN),
        _choix("nature", Nature, Exigence.RIEN),
        _colonne("montant", Genre.MONTANT),
        _colonne("piece", Genre.TEXTE, Exigence.RIEN),
        _colonne("libelle", Genre.TEXTE, Exigence.RIEN),
    ),
)

REESTIMATIONS: Final = Table(
    nom="reestimations",
    construire=Reestimation,
    cle=("date", "operation"),
    colonnes=(
        _colonne("date", Genre.DATE),
        _colonne("operation", Genre.CODE),
        _colonne("cout", Genre.MONTANT),
    ),
)

REALISATIONS: Final = Table(
    nom="realisations",
    construire=Realisation,
    colonnes=(
        _colonne("date", Genre.DATE),
        _colonne("operation", Genre.CODE),
        _colonne("quantite", Genre.QUANTITE),
    ),
)

INSERTION: Final = Table(
    nom="insertion",
    construire=Insertion,
    cle=("operation",),
    colonnes=(
        _colonne("operation", Genre.CODE),
        _colonne("heures_objectif", Genre.QUANTITE),
        _colonne("heures_realisees", Genre.QUANTITE),
    ),
)

CONVENTION: Final = Table(
    nom="convention",
    construire=_construire_convention,
    cle=("code",),
    colonnes=(
        _colonne("code", Genre.CODE),
        _colonne("nom", Genre.TEXTE),
        _choix("programme", Programme),
        _colonne("reglement", Genre.TEXTE),
        _colonne("porteur", Genre.TEXTE),
        _colonne("date_signature", Genre.DATE),
        _colonne("date_limite_engagement", Genre.DATE),
        _colonne("date_limite_solde", Genre.DATE, Exigence.RIEN),
        _choix("unite", UniteMontants, Exigence.RIEN),
        _colonne("signataire", Genre.TEXTE, Exigence.RIEN),
    ),
)

FINANCEURS: Final = Table(
    nom="financeurs",
    construire=Financeur,
    cle=("code",),
    colonnes=(
        _colonne("code", Genre.CODE),
        _colonne("nom", Genre.TEXTE),
        _choix("categorie", Categorie),
        _colonne("enveloppe", Genre.MONTANT, Exigence.RIEN),
        _colonne("siret", Genre.SIRET, Exigence.RIEN),
        _choix("engagement", ModeEngagement, Exigence.RIEN),
        _colonne("signataire", Genre.TEXTE, Exigence.RIEN),
    ),
)

AVENANTS: Final = Table(
    nom="avenants",
    construire=Avenant,
    cle=("numero", "date"),
    colonnes=(
        _entier("numero", 1, VERSION_MAXIMALE),
        _choix("nature", NatureAvenant),
        _colonne("date", Genre.DATE),
        _colonne("date_limite_engagement", Genre.DATE, Exigence.RIEN),
        _colonne("date_limite_solde", Genre.DATE, Exigence.RIEN),
        _colonne("porteur", Genre.TEXTE, Exigence.RIEN),
        _colonne("enveloppes", Genre.ENVELOPPES, Exigence.RIEN),
        _choix("tableau", PorteeTableau, Exigence.RIEN),
        _colonne("signataire", Genre.TEXTE, Exigence.RIEN),
    ),
)

MAITRES_OUVRAGE: Final = Table(
    nom="maitres_ouvrage",
    construire=MaitreOuvrage,
    cle=("code",),
    colonnes=(
        _colonne("code", Genre.CODE),
        _colonne("nom", Genre.TEXTE),
        _colonne("siret", Genre.SIRET, Exigence.RIEN),
        _colonne("signataire", Genre.TEXTE, Exigence.RIEN),
    ),
)

CONTREPARTIES_FONCIERES: Final = Table(
    nom="contreparties_foncieres",
    construire=ContrepartieFonciere,
    colonnes=(
        _colonne("site", Genre.TEXTE),
        _colonne("surface_m2", Genre.QUANTITE),
        _colonne("droits_a_construire_m2", Genre.QUANTITE, Exigence.RIEN),
        _colonne("beneficiaire", Genre.TEXTE),
        _choix("statut", StatutContrepartie),
        _colonne("date", Genre.DATE, Exigence.RIEN),
    ),
)

REGLEMENT: Final = Table(
    nom="reglement",
    construire=ReglementPropre,
    cle=("base",),
    colonnes=(_colonne("base", Genre.CODE),),
)

PARAMETRES: Final = Table(
    nom="parametres",
    construire=Parametre,
    cle=("cle", "debut", "familles", "produit"),
    colonnes=(
        _colonne("cle", Genre.CODE),
        _colonne("valeur", Genre.VALEUR),
        _choix("unite", UniteParametre),
        _colonne("debut", Genre.DATE),
        _colonne("fin", Genre.DATE, Exigence.RIEN),
        _colonne("familles", Genre.CODES, Exigence.RIEN),
        _colonne("produit", Genre.TEXTE, Exigence.RIEN),
        _colonne("reference", Genre.TEXTE),
        _choix("confiance", Confiance),
    ),
)

OBJETS: Final[tuple[Table[object], ...]] = (FINANCEURS, AVENANTS, MAITRES_OUVRAGE, CONTREPARTIES_FONCIERES)
TABLES: Final[tuple[Table[object], ...]] = (OPERATIONS, PLAN, JOURNAL, REESTIMATIONS, REALISATIONS, INSERTION)
