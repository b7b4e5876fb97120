"""Le texte destiné au lecteur : une ligne, sans caractère qui commande l’affichage ou casse un fichier."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from exports.texte.affichable import est_affichable

__all__ = ["LONGUEUR_MAXIMALE", "Texte"]

LONGUEUR_MAXIMALE: Final = 4000


def _exiger_affichable(texte: str) -> str:
    if not texte.isprintable() and not all(map(est_affichable, texte)):
        raise ValueError(f"texte à rendre affichable : {texte!r}")
    return texte


Texte = Annotated[str, Field(max_length=LONGUEUR_MAXIMALE), AfterValidator(_exiger_affichable)]
"""Un texte affichable, borné."""
