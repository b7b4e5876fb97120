"""Saisir dans une maquette comme une personne, à la première ligne libre d’un tableau ou dans une cellule ; la lire."""

from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.description import LIGNE_EN_TETE, PREMIERE_LIGNE
from tests.classeur_ouvert import ouvrir

__all__ = ["Saisies", "lignes_de"]

Valeur = Any
"""Ce qu’openpyxl écrit dans une cellule."""


def lignes_de(classeur: Workbook, feuille: str) -> list[dict[str, Any]]:
    """Les lignes remplies d’une feuille, par libellé de colonne."""
    bloc = next((bloc for bloc in BLOCS if bloc.feuille == feuille), None)
    en_tete = LIGNE_EN_TETE if bloc is None else bloc.ligne_en_tete
    libelles, *rangees = classeur[feuille].iter_rows(min_row=en_tete + 1, values_only=True)
    return [dict(zip(map(str, libelles), rangee, strict=True)) for rangee in rangees if rangee[0] not in ("", None)]


class Saisies:
    """Une maquette ouverte pour la modifier ; :meth:`enregistrer` l’écrit ailleurs."""

    def __init__(self, source: Path) -> None:
        self.classeur: Workbook = ouvrir(source)

    def feuille(self, nom: str) -> Worksheet:
        feuille = self.classeur[nom]
        assert isinstance(feuille, Worksheet)
        return feuille

    def colonne(self, feuille: str, libelle: str) -> int:
        """Le rang, à partir de 1, de la colonne de ce libellé."""
        libelles = [cellule.value for cellule in self.feuille(feuille)[LIGNE_EN_TETE + 1]]
        return libelles.index(libelle) + 1

    def ligne_de(self, feuille: str, libelle: str, valeur: str) -> int:
        """La première ligne où la colonne porte cette valeur."""
        colonne = self.colonne(feuille, libelle)
        lignes = range(PREMIERE_LIGNE + 1, self.feuille(feuille).max_row + 1)
        return next(ligne for ligne in lignes if self.feuille(feuille).cell(ligne, colonne).value == valeur)

    def lignes(self, feuille: str) -> list[dict[str, Valeur]]:
        """Les lignes remplies d’une feuille à remplir, par libellé de colonne."""
        libelles = [str(cellule.value) for cellule in self.feuille(feuille)[LIGNE_EN_TETE + 1]]
        rangees = self.feuille(feuille).iter_rows(min_row=PREMIERE_LIGNE + 1, values_only=True)
        return [dict(zip(libelles, rangee, strict=True)) for rangee in rangees if rangee[0] is not None]

    def libre(self, feuille: str) -> int:
        """La première ligne dont les premières cellules sont vides."""
        ligne = PREMIERE_LIGNE + 1
        while any(self.feuille(feuille).cell(ligne, colonne).value is not None for colonne in (1, 2)):
            ligne += 1
        return ligne

    def ecrire(self, feuille: str, ligne: int, libelle: str, valeur: Valeur) -> None:
        """Remplit une cellule."""
        self.feuille(feuille).cell(ligne, self.colonne(feuille, libelle)).value = valeur

    def remplir(self, feuille: str, place: tuple[int, int], valeur: Valeur) -> None:
        """Remplit la cellule d’une ligne et d’une colonne comptées à partir de 1."""
        self.feuille(feuille).cell(*place).value = valeur

    def ajouter(self, feuille: str, **valeurs: Any) -> int:
        """Remplit la première ligne libre ; les libellés de colonne sont les clés."""
        ligne = self.libre(feuille)
        for libelle, valeur in valeurs.items():
            self.ecrire(feuille, ligne, libelle, valeur)
        return ligne

    def enregistrer(self, chemin: Path) -> Path:
        """Écrit le classeur modifié."""
        self.classeur.save(chemin)
        return chemin
