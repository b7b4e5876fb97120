"""Description du dossier, format 1 : ses tables et les objets de sa convention, colonne par colonne.

La même description sert à lire et à écrire toutes les formes du dossier. L’ordre des colonnes est celui du contrat.
Une colonne vide prend la valeur par défaut de la classe du domaine.
"""

from collections.abc import Callable
from enum import StrEnum as Vocabulaire
from typing import Final

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
from financement.dossier.suivi import Insertion, Realisation, Reestimation, Suivi
from financement.fautes.provenance import Situe
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from maquettes.description import designation
from maquettes.description.table import Colonne, Exigence, Genre, TableDuDossier

__all__ = [
    "AVENANTS",
    "CONTENU",
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
    "SUIVIS",
    "TABLES",
]

FORMAT: Final = 1


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


OPERATIONS: Final = TableDuDossier(
    nom="operations",
    titre="Opérations",
    construire=Operation,
    objets=lambda projet: projet.operations,
    designer=designation.designer_operation,
    cle=("version", "operation"),
    lignes_au_plus=20_000,
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

PLAN: Final = TableDuDossier(
    nom="plan",
    titre="Plan de financement",
    construire=LignePlan,
    objets=lambda projet: projet.plan,
    designer=designation.designer_ligne_de_plan,
    cle=("version", "operation", "financeur", "nature"),
    lignes_au_plus=100_000,
    colonnes=(
        _entier("version", 0, VERSION_MAXIMALE),
        _colonne("operation", Genre.CODE),
        _colonne("financeur", Genre.CODE),
        _choix("nature", Nature),
        _colonne("montant", Genre.MONTANT),
        _choix("regle_cloture", RegleCloture, Exigence.RIEN),
    ),
)

JOURNAL: Final = TableDuDossier(
    nom="journal",
    titre="Journal",
    construire=Mouvement,
    objets=lambda projet: projet.journal,
    designer=designation.designer_mouvement,
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

REESTIMATIONS: Final = TableDuDossier(
    nom="reestimations",
    titre="Réestimations",
    construire=Reestimation,
    objets=lambda projet: projet.reestimations,
    designer=designation.designer_reestimation,
    cle=("date", "operation"),
    lignes_au_plus=100_000,
    colonnes=(
        _colonne("date", Genre.DATE),
        _colonne("operation", Genre.CODE),
        _colonne("cout", Genre.MONTANT),
    ),
)

REALISATIONS: Final = TableDuDossier(
    nom="realisations",
    titre="Réalisations",
    construire=Realisation,
    objets=lambda projet: projet.realisations,
    designer=designation.designer_realisation,
    lignes_au_plus=100_000,
    colonnes=(
        _colonne("date", Genre.DATE),
        _colonne("operation", Genre.CODE),
        _colonne("quantite", Genre.QUANTITE),
    ),
)

INSERTION: Final = TableDuDossier(
    nom="insertion",
    titre="Insertion",
    construire=Insertion,
    objets=lambda projet: projet.insertion,
    designer=designation.designer_insertion,
    cle=("operation",),
    lignes_au_plus=20_000,
    colonnes=(
        _colonne("operation", Genre.CODE),
        _colonne("heures_objectif", Genre.QUANTITE),
        _colonne("heures_realisees", Genre.QUANTITE),
    ),
)

CONVENTION: Final = TableDuDossier(
    nom="convention",
    titre="Convention",
    construire=_construire_convention,
    objets=lambda projet: (projet.convention,),
    designer=lambda _: "convention",
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
        _colonne("region", Genre.TEXTE, Exigence.RIEN),
        _colonne("departement", Genre.TEXTE, Exigence.RIEN),
    ),
)

FINANCEURS: Final = TableDuDossier(
    nom="financeurs",
    titre="Financeurs",
    construire=Financeur,
    objets=lambda projet: projet.convention.financeurs,
    designer=designation.designer_financeur,
    cle=("code",),
    lignes_au_plus=10_000,
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

AVENANTS: Final = TableDuDossier(
    nom="avenants",
    titre="Avenants",
    construire=Avenant,
    objets=lambda projet: projet.convention.avenants,
    designer=designation.designer_avenant,
    cle=("numero", "date"),
    lignes_au_plus=10_000,
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

MAITRES_OUVRAGE: Final = TableDuDossier(
    nom="maitres_ouvrage",
    titre="Maîtres d’ouvrage",
    construire=MaitreOuvrage,
    objets=lambda projet: projet.convention.maitres_ouvrage,
    designer=designation.designer_maitre_ouvrage,
    cle=("code",),
    lignes_au_plus=10_000,
    colonnes=(
        _colonne("code", Genre.CODE),
        _colonne("nom", Genre.TEXTE),
        _colonne("siret", Genre.SIRET, Exigence.RIEN),
        _colonne("signataire", Genre.TEXTE, Exigence.RIEN),
    ),
)

CONTREPARTIES_FONCIERES: Final = TableDuDossier(
    nom="contreparties_foncieres",
    titre="Contreparties foncières",
    construire=ContrepartieFonciere,
    objets=lambda projet: projet.convention.contreparties_foncieres,
    designer=designation.designer_contrepartie,
    lignes_au_plus=10_000,
    colonnes=(
        _colonne("site", Genre.TEXTE),
        _colonne("surface_m2", Genre.QUANTITE),
        _colonne("droits_a_construire_m2", Genre.QUANTITE, Exigence.RIEN),
        _colonne("beneficiaire", Genre.TEXTE),
        _choix("statut", StatutContrepartie),
        _colonne("date", Genre.DATE, Exigence.RIEN),
    ),
)

REGLEMENT: Final = TableDuDossier(
    nom="reglement",
    titre="Règlement du dossier",
    construire=ReglementPropre,
    objets=lambda projet: () if projet.reglement_propre is None else (projet.reglement_propre,),
    designer=lambda _: "règlement du dossier",
    cle=("base",),
    colonnes=(_colonne("base", Genre.CODE),),
)

PARAMETRES: Final = TableDuDossier(
    nom="parametres",
    titre="Paramètres du règlement",
    construire=Parametre,
    objets=lambda projet: () if projet.reglement_propre is None else projet.reglement_propre.parametres,
    designer=designation.designer_parametre,
    cle=("cle", "debut", "familles", "produit"),
    lignes_au_plus=10_000,
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

OBJETS: Final[tuple[TableDuDossier[Situe], ...]] = (FINANCEURS, AVENANTS, MAITRES_OUVRAGE, CONTREPARTIES_FONCIERES)
"""Les listes que déclare la convention."""

SUIVIS: Final[tuple[TableDuDossier[Suivi], ...]] = (REESTIMATIONS, REALISATIONS, INSERTION)
"""Les tables facultatives, chaque ligne d’une opération."""

TABLES: Final[tuple[TableDuDossier[Situe], ...]] = (OPERATIONS, PLAN, JOURNAL, *SUIVIS)
"""Les tables d’un dossier, dans l’ordre du contrat."""

CONTENU: Final[tuple[TableDuDossier[Situe], ...]] = (CONVENTION, *OBJETS, REGLEMENT, PARAMETRES, *TABLES)
"""Tout ce qu’un dossier contient, dans l’ordre où deux dossiers se comparent."""
