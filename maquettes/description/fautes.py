"""Les fautes que plusieurs lectures d’un dossier constatent : colonnes, clés, documents démesurés."""

from typing import Final

from financement.fautes.faute import ModeleFaute

__all__ = [
    "CLE_EN_DOUBLE",
    "CLE_INCONNUE",
    "COLONNE_ABSENTE",
    "COLONNE_EN_DOUBLE",
    "COLONNE_INCONNUE",
    "DOCUMENT_DEMESURE",
]

DOCUMENT_DEMESURE: Final = ModeleFaute(
    "LECTURE-18", "Ce document n’est pas celui d’un dossier : {cause}.", "Vérifier qu’il s’agit du bon fichier."
)
COLONNE_INCONNUE: Final = ModeleFaute(
    "COLONNE-01",
    "La colonne « {lu} » n’existe pas ici{proposition}.",
    "La renommer ou la retirer ; colonnes connues : {colonnes}.",
)
COLONNE_ABSENTE: Final = ModeleFaute(
    "COLONNE-02", "La colonne « {attendu} » manque.", "L’ajouter à l’en-tête, avec ses valeurs."
)
COLONNE_EN_DOUBLE: Final = ModeleFaute(
    "COLONNE-03", "La colonne « {lu} » figure deux fois, en {places}.", "N’en garder qu’une."
)
CLE_INCONNUE: Final = ModeleFaute(
    "CLE-01", "La clé « {lu} » n’existe pas ici{proposition}.", "La renommer ou la retirer ; clés connues : {cles}."
)
CLE_EN_DOUBLE: Final = ModeleFaute(
    "CLE-04", "La clé « {lu} » figure deux fois dans le même objet.", "N’en garder qu’une."
)
