"""Des grilles écrites en classeur, comme une personne les aurait saisies."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from maquettes.importation.grille.grille import Grille
from maquettes.tableur.contenu import GenreCellule

__all__ = ["ecrire_classeur"]


def ecrire_classeur(grilles: Sequence[Grille], chemin: Path) -> Path:
    """Une feuille par grille : cellules, fusions, lignes et colonnes masquées, notes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(chemin), options) as classeur:
        formats = {
            GenreCellule.POURCENTAGE: classeur.add_format({"num_format": "0.00%"}),
            GenreCellule.DATE: classeur.add_format({"num_format": "dd/mm/yyyy"}),
            GenreCellule.NOMBRE: classeur.add_format({"num_format": "#,##0.00"}),
        }
        for grille in grilles:
            feuille = classeur.add_worksheet(grille.feuille)
            for plage in grille.fusions:
                feuille.merge_range(*plage, "")
            for place, cellule in grille.cellules.items():
                if cellule.genre is GenreCellule.DATE:
                    feuille.write_datetime(
                        *place, datetime.datetime.fromisoformat(cellule.texte), formats[cellule.genre]
                    )
                elif cellule.genre in formats:
                    feuille.write_number(*place, float(cellule.texte), formats[cellule.genre])
                else:
                    feuille.write_string(*place, cellule.texte)
            for ligne in sorted(grille.lignes_masquees):
                feuille.set_row(ligne, None, None, {"hidden": True})
            for colonne in sorted(grille.colonnes_masquees):
                feuille.set_column(colonne, colonne, None, None, {"hidden": True})
            for place, note in grille.notes.items():
                feuille.write_comment(*place, note)
    return chemin
