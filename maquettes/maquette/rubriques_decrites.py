"""La feuille de la convention : ses rubriques, et le nom défini de la valeur de chacune."""

from typing import Final

from maquettes.description.description import CONVENTION, REGLEMENT
from maquettes.maquette.blocs.saisies import saisies_des_colonnes
from maquettes.maquette.description import ColonneMaquette

__all__ = ["FEUILLE_CONVENTION", "NOMS_DES_RUBRIQUES", "RUBRIQUES", "TITRES_DES_RUBRIQUES"]

FEUILLE_CONVENTION: Final = "Convention"
TITRES_DES_RUBRIQUES: Final = ("Rubrique", "Valeur", "Précision")
"""Les titres des colonnes de la feuille."""

RUBRIQUES: Final[tuple[ColonneMaquette, ...]] = (
    *saisies_des_colonnes(CONVENTION.nom, CONVENTION.colonnes),
    *saisies_des_colonnes(CONVENTION.nom, REGLEMENT.colonnes),
)
"""Les rubriques, dans l’ordre de la feuille ; la dernière ne sert qu’à un règlement propre au dossier."""

NOMS_DES_RUBRIQUES: Final = {rubrique.nom: f"convention_{rubrique.nom}" for rubrique in RUBRIQUES}
"""Le nom défini de la valeur de chaque rubrique."""
