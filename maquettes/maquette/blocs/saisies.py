"""Les colonnes saisies de chaque bloc : celles du dossier, avec leur libellé, leur largeur et leur consigne."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    CONVENTION,
    FINANCEURS,
    INSERTION,
    JOURNAL,
    MAITRES_OUVRAGE,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REALISATIONS,
    REESTIMATIONS,
)
from maquettes.description.table import Colonne, Exigence, Genre, Table
from maquettes.maquette.contenu import ENVELOPPES
from maquettes.maquette.description import ColonneMaquette, Presentation
from maquettes.maquette.listes import LISTES_DES_VOCABULAIRES

__all__ = ["LIBELLES", "consigne_de", "presentation_de", "saisies_de", "saisies_des_colonnes"]


class _Forme(NamedTuple):
    """Libellé et largeur d’une colonne saisie, et nom défini du choix proposé s’il n’est pas un vocabulaire."""

    libelle: str
    largeur: int
    liste: str | None = None


LIBELLES: Final[Mapping[str, Mapping[str, _Forme]]] = MappingProxyType(
    {
        CONVENTION.nom: {
            "code": _Forme("Code de la convention", 44),
            "nom": _Forme("Nom de l’opération", 44),
            "programme": _Forme("Programme", 44),
            "reglement": _Forme("Règlement", 44),
            "porteur": _Forme("Porteur de projet", 44),
            "date_signature": _Forme("Date de signature", 44),
            "date_limite_engagement": _Forme("Date limite d’engagement", 44),
            "date_limite_solde": _Forme("Date limite de solde", 44),
            "unite": _Forme("Unité des montants", 44),
            "signataire": _Forme("Signataire du porteur", 44),
            "region": _Forme("Région", 44),
            "departement": _Forme("Département", 44),
            "base": _Forme("Base du règlement propre", 44),
        },
        FINANCEURS.nom: {
            "code": _Forme("Code", 20),
            "nom": _Forme("Nom", 48),
            "categorie": _Forme("Catégorie", 18),
            "enveloppe": _Forme("Enveloppe (€)", 17),
            "siret": _Forme("SIRET", 17),
            "engagement": _Forme("Engagement", 13),
            "signataire": _Forme("Signataire", 44),
        },
        AVENANTS.nom: {
            "numero": _Forme("Avenant n°", 10),
            "nature": _Forme("Nature", 14),
            "date": _Forme("Date de signature", 13),
            "date_limite_engagement": _Forme("Date limite d’engagement", 14),
            "date_limite_solde": _Forme("Date limite de solde", 14),
            "porteur": _Forme("Porteur de projet", 44),
            "tableau": _Forme("Tableau", 11),
            "signataire": _Forme("Signataire du porteur", 44),
        },
        ENVELOPPES.nom: {
            "avenant": _Forme("Avenant n°", 10),
            "financeur": _Forme("Financeur", 22, "financeurs_code"),
            "montant": _Forme("Enveloppe (€)", 17),
        },
        MAITRES_OUVRAGE.nom: {
            "code": _Forme("Code", 22),
            "nom": _Forme("Nom", 60),
            "siret": _Forme("SIRET", 17),
            "signataire": _Forme("Signataire", 44),
        },
        CONTREPARTIES_FONCIERES.nom: {
            "site": _Forme("Site", 44),
            "surface_m2": _Forme("Surface (m²)", 14),
            "droits_a_construire_m2": _Forme("Droits à construire (m²)", 16),
            "beneficiaire": _Forme("Bénéficiaire", 36),
            "statut": _Forme("Statut", 12),
            "date": _Forme("Date", 12),
        },
        PARAMETRES.nom: {
            "cle": _Forme("Paramètre", 34),
            "valeur": _Forme("Valeur", 16),
            "unite": _Forme("Unité", 18),
            "debut": _Forme("Valable du", 12),
            "fin": _Forme("Valable jusqu’au", 12),
            "familles": _Forme("Familles", 16),
            "produit": _Forme("Produit", 14),
            "reference": _Forme("Référence", 60),
            "confiance": _Forme("Confiance", 10),
        },
        OPERATIONS.nom: {
            "version": _Forme("Version", 8),
            "operation": _Forme("N° d’opération", 21),
            "famille": _Forme("Famille", 8, "familles_code"),
            "libelle": _Forme("Libellé", 52),
            "maitre_ouvrage": _Forme("Maître d’ouvrage", 33, "financeurs_code"),
            "localisation": _Forme("Localisation", 28),
            "quantite": _Forme("Quantité", 10),
            "unite": _Forme("Unité", 11),
            "nature_cout": _Forme("Nature du coût", 9),
            "cout_ht": _Forme("Coût HT (€)", 16),
            "taux_tva": _Forme("Taux de TVA", 10),
            "base": _Forme("Base du plan", 8),
            "cout_ttc": _Forme("Coût TTC (€)", 16),
            "assiette": _Forme("Assiette (€)", 16),
            "taux_anru": _Forme("Taux ANRU", 10),
            "debut": _Forme("Démarrage", 10),
            "duree_semestres": _Forme("Durée (semestres)", 11),
            "achevement": _Forme("Achèvement", 12),
            "statut": _Forme("Statut", 12),
            "origine": _Forme("Origine", 11),
        },
        PLAN.nom: {
            "version": _Forme("Version", 8),
            "operation": _Forme("N° d’opération", 21, "situation_operation"),
            "financeur": _Forme("Financeur", 22, "financeurs_code"),
            "nature": _Forme("Nature", 15),
            "montant": _Forme("Montant (€)", 17),
            "regle_cloture": _Forme("Règle de clôture", 11),
        },
        JOURNAL.nom: {
            "date": _Forme("Date", 12),
            "type": _Forme("Type", 14),
            "operation": _Forme("N° d’opération", 21, "situation_operation"),
            "financeur": _Forme("Financeur", 22, "financeurs_code"),
            "nature": _Forme("Nature", 15),
            "montant": _Forme("Montant (€)", 17),
            "piece": _Forme("Pièce", 22),
            "libelle": _Forme("Libellé", 46),
        },
        REESTIMATIONS.nom: {
            "date": _Forme("Date", 12),
            "operation": _Forme("N° d’opération", 21, "situation_operation"),
            "cout": _Forme("Coût réestimé (€)", 17),
        },
        REALISATIONS.nom: {
            "date": _Forme("Date", 12),
            "operation": _Forme("N° d’opération", 21, "situation_operation"),
            "quantite": _Forme("Quantité réalisée", 12),
        },
        INSERTION.nom: {
            "operation": _Forme("N° d’opération", 21, "situation_operation"),
            "heures_objectif": _Forme("Heures prévues", 12),
            "heures_realisees": _Forme("Heures réalisées", 12),
        },
    }
)
"""Libellé, largeur et choix de chaque colonne saisie, par table."""

_PRESENTATIONS: Final[Mapping[Genre, Presentation]] = MappingProxyType(
    {
        Genre.CODE: Presentation.CODE,
        Genre.TEXTE: Presentation.TEXTE,
        Genre.MONTANT: Presentation.MONTANT,
        Genre.TAUX: Presentation.TAUX,
        Genre.DATE: Presentation.DATE,
        Genre.SEMESTRE: Presentation.CODE,
        Genre.ENTIER: Presentation.ENTIER,
        Genre.QUANTITE: Presentation.QUANTITE,
        Genre.CHOIX: Presentation.CODE,
        Genre.SIRET: Presentation.CODE,
        Genre.CODES: Presentation.CODE,
        Genre.VALEUR: Presentation.CODE,
    }
)

_CONSIGNES: Final[Mapping[Genre, str]] = MappingProxyType(
    {
        Genre.CODE: "Le code tel qu’il est déclaré, sur une ligne.",
        Genre.TEXTE: "Un texte libre.",
        Genre.MONTANT: "En euros, positif, deux décimales au plus.",
        Genre.TAUX: "Un pourcentage (45 %), ou une fraction en texte (1/3).",
        Genre.DATE: "Une date : 31/12/2014.",
        Genre.SEMESTRE: "Un semestre : 2006-S1 ou 2006-S2.",
        Genre.ENTIER: "Un nombre entier.",
        Genre.QUANTITE: "Un nombre positif, deux décimales au plus.",
        Genre.CHOIX: "À choisir dans la liste.",
        Genre.SIRET: "Quatorze chiffres, sans espace.",
        Genre.CODES: "Des codes de famille séparés par des virgules ; vide : toutes.",
        Genre.VALEUR: "Selon l’unité : 15 %, 50000,00, 24 (mois) ou 0,5 (ETP).",
    }
)


def presentation_de(colonne: Colonne) -> Presentation:
    """Comment une valeur de cette colonne du dossier se montre dans une cellule."""
    return _PRESENTATIONS[colonne.genre]


def consigne_de(colonne: Colonne) -> str:
    """La phrase qui s’affiche quand on se place sur une cellule à remplir."""
    phrase = _CONSIGNES[colonne.genre]
    return phrase if colonne.exigence is Exigence.VALEUR else f"{phrase} Peut rester vide."


def saisies_de(table: Table[object]) -> tuple[ColonneMaquette, ...]:
    """Les colonnes saisies d’une table du dossier, dans l’ordre du contrat ; les enveloppes ont leur propre bloc."""
    return saisies_des_colonnes(table.nom, tuple(c for c in table.colonnes if c.genre is not Genre.ENVELOPPES))


def saisies_des_colonnes(bloc: str, colonnes: tuple[Colonne, ...]) -> tuple[ColonneMaquette, ...]:
    """Les colonnes saisies d’un bloc."""
    return tuple(_saisie(LIBELLES[bloc][colonne.nom], colonne) for colonne in colonnes)


def _saisie(forme: _Forme, colonne: Colonne) -> ColonneMaquette:
    du_vocabulaire = None if colonne.vocabulaire is None else LISTES_DES_VOCABULAIRES[colonne.vocabulaire]
    return ColonneMaquette(
        nom=colonne.nom,
        libelle=forme.libelle,
        largeur=forme.largeur,
        presentation=presentation_de(colonne),
        saisie=colonne,
        liste=forme.liste or du_vocabulaire,
        consigne=consigne_de(colonne),
    )
