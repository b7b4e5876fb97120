"""Les liens d’un document, d’une cellule à une autre : où chacun mène dans un format, et ce qu’il y faut nommer."""

from collections.abc import Collection
from dataclasses import dataclass

from exports.document.document import Document
from exports.document.elements import LieuDocument
from exports.document.tableau import Tableau

__all__ = ["Marque", "marques", "nom_du_lieu"]


@dataclass(frozen=True, slots=True)
class Marque:
    """Ce que porte une cellule : le nom par lequel on y arrive, celui du lieu où elle mène (vides : aucun)."""

    ancre: str = ""
    lien: str = ""


def nom_du_lieu(tableau: Tableau, lieu: LieuDocument) -> str:
    """Le nom d’une cellule dans un fichier : son tableau, sa ligne et sa colonne, comptées depuis un."""
    return f"{tableau.cle}-{tableau.rang_ligne(lieu.ligne) + 1}-{tableau.rang_colonne(lieu.colonne) + 1}"


def marques(document: Document, tableau: Tableau, montres: Collection[str]) -> dict[tuple[int, int], Marque]:
    """Les marques des cellules du tableau, par rang de ligne et de colonne ; il peut n’avoir qu’une part des siennes.

    ``montres`` : les clés des tableaux que montre le format ; un lien vers un autre n’y est pas.
    """
    entier = document.tableau(tableau.cle)
    ancres = {
        (tableau.rang_ligne(lieu.ligne), tableau.rang_colonne(lieu.colonne)): nom_du_lieu(entier, lieu)
        for lieu in document.cibles
        if lieu.tableau == tableau.cle
    }
    liens = {
        (rang, place): nom_du_lieu(document.tableau(cellule.lien.tableau), cellule.lien)
        for rang, ligne in enumerate(tableau.lignes)
        for place, cellule in enumerate(ligne.cellules)
        if cellule.lien is not None and cellule.lien.tableau in montres
    }
    return {lieu: Marque(ancres.get(lieu, ""), liens.get(lieu, "")) for lieu in ancres.keys() | liens.keys()}
