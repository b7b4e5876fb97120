"""Les fautes d’une correspondance qui ne s’applique pas à la table reçue."""

from typing import Final

from financement.fautes.faute import ModeleFaute

__all__ = [
    "CHAMP_SANS_SOURCE",
    "COLONNE_INTROUVABLE",
    "MONTANT_NEGATIF_SANS_REGLE",
    "VERSION_NON_DITE",
]

COLONNE_INTROUVABLE: Final = ModeleFaute(
    "IMPORT-15",
    "Aucune colonne n’a le libellé « {lu} » dans l’en-tête de {table}{proposition}.",
    "Écrire dans la correspondance le libellé de l’en-tête, ses niveaux séparés par « / ».",
)
CHAMP_SANS_SOURCE: Final = ModeleFaute(
    "IMPORT-16",
    "Rien ne donne « {attendu} » pour {table}.",
    "Ajouter {attendu} à [sources.colonnes], s’il est dans la table, ou à [sources.constantes].",
)
MONTANT_NEGATIF_SANS_REGLE: Final = ModeleFaute(
    "IMPORT-17",
    "« {lu} » est négatif, et aucune règle ne dit ce qu’est un montant négatif de « {type} ».",
    'Ajouter une règle à [[sources.regles]] : si la colonne « {colonne} » a le signe « negatif », type = "{inverse}".',
)
VERSION_NON_DITE: Final = ModeleFaute(
    "IMPORT-18",
    "Rien ne dit de quelle version est {table}.",
    "Donner sa version dans la correspondance, version = 1 par exemple.",
)
