"""Des grilles écrites à la main : une ligne de texte par ligne de tableur."""

import re
from collections.abc import Sequence
from typing import Final

from maquettes.importation.grille.grille import Grille
from maquettes.tableur.adresses import adresse_de
from maquettes.tableur.contenu import CelluleLue, GenreCellule, Plage

__all__ = ["cellule", "fusion", "grille"]

_NOMBRE: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POURCENTAGE: Final = re.compile(r"%(0(\.[0-9]+)?|1)")


def cellule(texte: str) -> CelluleLue:
    """Un nombre, une date, un pourcentage (``%0.45``), ou un texte (``'12`` le force), comme un tableur les garde."""
    if texte.startswith("'"):
        return CelluleLue(GenreCellule.TEXTE, texte[1:])
    if _POURCENTAGE.fullmatch(texte):
        return CelluleLue(GenreCellule.POURCENTAGE, texte[1:])
    if _NOMBRE.fullmatch(texte):
        return CelluleLue(GenreCellule.NOMBRE, texte)
    if _DATE.fullmatch(texte):
        return CelluleLue(GenreCellule.DATE, texte)
    return CelluleLue(GenreCellule.TEXTE, texte)


def fusion(plage: str) -> Plage:
    """La plage ``A1:C2``."""
    debut, fin = plage.split(":")
    return Plage(*adresse_de(debut), *adresse_de(fin))


def grille(
    texte: str, fusions: Sequence[str] = (), *, feuille: str | None = "Feuil1", fichier: str = "recu.xlsx"
) -> Grille:
    """Une grille, ligne par ligne ; des cellules séparées par « | », ``.`` seul pour une ligne vide."""
    lignes = [ligne.strip() for ligne in texte.strip().splitlines()]
    cellules = {
        (rang, colonne): cellule(contenu.strip())
        for rang, ligne in enumerate(lignes)
        for colonne, contenu in enumerate(ligne.split("|"))
        if contenu.strip() and ligne != "."
    }
    return Grille(fichier=fichier, feuille=feuille, cellules=cellules, fusions=tuple(map(fusion, fusions)))
