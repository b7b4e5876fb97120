"""FICHIER-01 et 02 naissent d’un fichier, non d’un dossier : ``tests/maquettes/test_fichiers_coupes.py`` les lit."""

from collections.abc import Mapping
from typing import Final

__all__ = ["EXEMPLES"]

EXEMPLES: Final[Mapping[str, str]] = {
    "FICHIER-01": ("La dernière ligne ne finit pas par un retour à la ligne : rien ne dit que le fichier est entier."),
    "FICHIER-02": (
        "À partir d’ici, 2 lignes ont moins de cellules que l’en-tête ; ce qui manque (piece, libelle) est facultatif "
        "et lu vide. Un tableur omet parfois les cellules vides de la fin."
    ),
}
