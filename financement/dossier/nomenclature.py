"""Vocabulaires fermés de la convention : programmes, familles, catégories, natures, types.

Familles du PNRU : 01 à 04, confiance B ; libellés suivants, D. Familles du NPNRU (IODA) : D.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = [
    "AUTOFINANCEMENT",
    "CONCOURS",
    "FAMILLES",
    "INVERSES",
    "LIBELLES_CATEGORIES",
    "LIBELLES_NATURES",
    "LIBELLES_NATURES_AVENANT",
    "LIBELLES_TYPES",
    "LIBELLES_UNITES",
    "MOUVEMENTS_DU_MAITRE_OUVRAGE",
    "NATURES",
    "TYPES",
    "VERSEMENTS",
    "Base",
    "Categorie",
    "ModeEngagement",
    "Nature",
    "NatureAvenant",
    "NatureCout",
    "Origine",
    "PorteeTableau",
    "Programme",
    "RegleCloture",
    "Statut",
    "StatutContrepartie",
    "TypeMouvement",
    "Unite",
    "UniteMontants",
]


class Programme(StrEnum):
    """Programme national de renouvellement urbain (PNRU, 2004-2020) ou nouveau programme (NPNRU)."""

    PNRU = "PNRU"
    NPNRU = "NPNRU"


class Categorie(StrEnum):
    """Les treize catégories de financeurs."""

    ANRU = "anru"
    FONCIERE_LOGEMENT = "fonciere_logement"
    ACTION_LOGEMENT = "action_logement"
    ETAT = "etat"
    REGION = "region"
    DEPARTEMENT = "departement"
    EPCI = "epci"
    VILLE = "ville"
    BAILLEUR = "bailleur"
    CDC = "cdc"
    ANAH = "anah"
    EUROPE = "europe"
    AUTRE = "autre"


class ModeEngagement(StrEnum):
    """Comment se connaît l’engagé d’un financeur : par ses mouvements, ou réputé égal au programmé (lecture C)."""

    SUIVI = ""
    REPUTE = "repute"


class NatureAvenant(StrEnum):
    """Nature d’un avenant à la convention."""

    SIMPLIFIE = "simplifie"
    LOCAL = "local"
    NATIONAL = "national"
    ETAPE = "etape"
    CLOTURE = "cloture"


class PorteeTableau(StrEnum):
    """Ce que disent les lignes d’un avenant : ce qui change, ou le tableau financier entier."""

    PARTIEL = ""
    COMPLET = "complet"


class Nature(StrEnum):
    """Nature d’un financement."""

    # Celui d'une énumération est une fonction de Python, appelée dix fois par mouvement ; le texte suffit.
    __hash__ = str.__hash__
    SUBVENTION = "subvention"
    PRET = "pret"
    FONDS_PROPRES = "fonds_propres"


class RegleCloture(StrEnum):
    """Règle de recalcul d’une ligne de plan à la clôture (lecture C)."""

    TAUX = "taux"
    FORFAIT = "forfait"
    RESIDU = "residu"


class TypeMouvement(StrEnum):
    """Type d’un mouvement du journal ; il donne le sens du montant, toujours positif."""

    __hash__ = str.__hash__
    ENGAGEMENT = "engagement"
    DEGAGEMENT = "degagement"
    AVANCE = "avance"
    ACOMPTE = "acompte"
    SOLDE = "solde"
    REVERSEMENT = "reversement"
    DEMANDE = "demande"
    DEPENSE = "depense"
    RECETTE = "recette"
    ANNULATION = "annulation"
    REJET = "rejet"


class Unite(StrEnum):
    """Unité d’une quantité physique."""

    LOGEMENT = "logement"
    M2 = "m2"
    ETP = "etp"
    FORFAIT = "forfait"


class UniteMontants(StrEnum):
    """Unité dans laquelle les tableaux de la convention ont été dressés."""

    CENTIME = ""
    EURO = "euro"


class NatureCout(StrEnum):
    """Coût brut, ou déficit (coût net des recettes)."""

    BRUT = "brut"
    DEFICIT = "deficit"


class Base(StrEnum):
    """Base, hors taxes ou toutes taxes comprises, sur laquelle le plan s’équilibre."""

    __hash__ = str.__hash__
    HT = "ht"
    TTC = "ttc"


class Statut(StrEnum):
    """Statut déclaré d’une opération dans une version."""

    ACTIVE = ""
    ABANDONNEE = "abandonnee"


class Origine(StrEnum):
    """Origine des chiffres d’une opération : publiés, ou inventés pour l’exemple."""

    SOURCE = "source"
    ILLUSTRATIF = "illustratif"


class StatutContrepartie(StrEnum):
    """Avancement d’une contrepartie foncière."""

    CEDEE = "cedee"
    A_CEDER = "a_ceder"


# Le rang d'une nature ou d'un type dans ces suites tient lieu d'elle dans les tableaux d'entiers.
NATURES: Final = tuple(Nature)
TYPES: Final = tuple(TypeMouvement)

# Les concours sont dus par quelqu'un à quelqu'un ; l'autofinancement est l'argent du maître d'ouvrage : personne ne
# l'engage ni ne le verse, et aucun reste ni solde ne le compte (lecture C).
CONCOURS: Final = frozenset({Nature.SUBVENTION, Nature.PRET})
AUTOFINANCEMENT: Final = frozenset({Nature.FONDS_PROPRES})

MOUVEMENTS_DU_MAITRE_OUVRAGE: Final = frozenset(
    {TypeMouvement.DEPENSE, TypeMouvement.RECETTE, TypeMouvement.ANNULATION}
)

VERSEMENTS: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE, TypeMouvement.SOLDE})

# Le type qui revient sur chaque autre (lecture C) ; une recette n'en a pas.
INVERSES: Final = MappingProxyType(
    {
        TypeMouvement.ENGAGEMENT: TypeMouvement.DEGAGEMENT,
        TypeMouvement.AVANCE: TypeMouvement.REVERSEMENT,
        TypeMouvement.ACOMPTE: TypeMouvement.REVERSEMENT,
        TypeMouvement.SOLDE: TypeMouvement.REVERSEMENT,
        TypeMouvement.DEMANDE: TypeMouvement.REJET,
        TypeMouvement.DEPENSE: TypeMouvement.ANNULATION,
    }
)

FAMILLES: Final = MappingProxyType(
    {
        Programme.PNRU: MappingProxyType(
            {
                "01": "Démolition de logements locatifs sociaux",
                "02": "Création de logements locatifs sociaux",
                "03": "Changement d’usage",
                "04": "Requalification d’îlots d’habitat dégradé",
                "05": "Réhabilitation",
                "06": "Résidentialisation",
                "07": "Amélioration de la qualité de service",
                "08": "Aménagement et création d’espaces publics",
                "09": "Équipements et locaux associatifs",
                "10": "Équipements à finalité économique, commerces",
                "11": "Intervention sur l’habitat privé",
                "12": "Ingénierie et conduite de projet",
            }
        ),
        Programme.NPNRU: MappingProxyType(
            {
                "14": "Ingénierie",
                "21": "Démolition de logements locatifs sociaux",
                "22": "Recyclage de copropriétés dégradées",
                "23": "Recyclage de l’habitat ancien dégradé",
                "24": "Aménagement d’ensemble",
                "31": "Reconstitution de logements locatifs sociaux",
                "32": "Accession à la propriété",
                "33": "Requalification de logements locatifs sociaux",
                "34": "Résidentialisation de logements locatifs sociaux",
                "35": "Résidentialisation de copropriétés",
                "36": "Portage massif de copropriétés",
                "37": "Équipements de proximité",
                "38": "Immobilier à vocation économique",
                "39": "Autres investissements",
            }
        ),
    }
)

LIBELLES_CATEGORIES: Final = MappingProxyType(
    {
        Categorie.ANRU: "ANRU",
        Categorie.FONCIERE_LOGEMENT: "Foncière Logement",
        Categorie.ACTION_LOGEMENT: "Action Logement",
        Categorie.ETAT: "État",
        Categorie.REGION: "Région",
        Categorie.DEPARTEMENT: "Département",
        Categorie.EPCI: "EPCI",
        Categorie.VILLE: "Ville",
        Categorie.BAILLEUR: "Bailleur social",
        Categorie.CDC: "Caisse des Dépôts",
        Categorie.ANAH: "Anah",
        Categorie.EUROPE: "Europe",
        Categorie.AUTRE: "Autre",
    }
)

LIBELLES_NATURES: Final = MappingProxyType(
    {Nature.SUBVENTION: "Subvention", Nature.PRET: "Prêt", Nature.FONDS_PROPRES: "Fonds propres"}
)

LIBELLES_NATURES_AVENANT: Final = MappingProxyType(
    {
        NatureAvenant.SIMPLIFIE: "avenant simplifié",
        NatureAvenant.LOCAL: "avenant local",
        NatureAvenant.NATIONAL: "avenant national",
        NatureAvenant.ETAPE: "avenant de point d’étape",
        NatureAvenant.CLOTURE: "avenant de clôture",
    }
)

LIBELLES_TYPES: Final = MappingProxyType(
    {
        TypeMouvement.ENGAGEMENT: "engagement",
        TypeMouvement.DEGAGEMENT: "dégagement",
        TypeMouvement.AVANCE: "avance",
        TypeMouvement.ACOMPTE: "acompte",
        TypeMouvement.SOLDE: "solde",
        TypeMouvement.REVERSEMENT: "reversement",
        TypeMouvement.DEMANDE: "demande de paiement",
        TypeMouvement.DEPENSE: "dépense justifiée",
        TypeMouvement.RECETTE: "recette",
        TypeMouvement.ANNULATION: "annulation de dépense",
        TypeMouvement.REJET: "rejet de demande",
    }
)

LIBELLES_UNITES: Final = MappingProxyType(
    {Unite.LOGEMENT: "logements", Unite.M2: "m²", Unite.ETP: "ETP", Unite.FORFAIT: "forfait"}
)
