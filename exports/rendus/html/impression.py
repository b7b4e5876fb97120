"""Ce que la page imprime de chaque tableau : les colonnes qui disent quelque chose, en volets si la feuille l’exige.

La page n’en porte que les rangs des colonnes : son programme compose les volets au moment d’imprimer, et les défait.
Sans lui, un tableau s’imprime entier, réduit à la largeur de la feuille.
"""

from collections.abc import Iterable
from typing import Any, Final

from exports.document.document import Document
from exports.document.tableau import Tableau
from exports.document.typographie import composer_espaces
from exports.mise_en_page.disposition import disposer
from exports.mise_en_page.imprime import imprimer
from exports.mise_en_page.tableau_texte import TableauTexte
from exports.rendus.html.balises import ancre_de_tableau

__all__ = ["TAILLE", "planifier_l_impression"]

TAILLE: Final = 80
"""La taille du texte d’un tableau imprimé, en dixièmes de point : celle qu’écrit le style de la page."""

_A4_COUCHE: Final = 7_060
_A3_COUCHE: Final = 10_200
"""Ce qu’une feuille couchée a de large entre ses marges, en dixièmes de point, moins un dixième : la police de la page
est celle de qui l’imprime, plus large d’un dixième que Carlito, sur laquelle tout se mesure, si c’est Arial."""

Volets = list[list[int]]


def planifier_l_impression(document: Document, tableaux: Iterable[Tableau]) -> dict[str, dict[str, Any]]:
    """Par ancre de tableau, ce que l’impression en change ; rien de ceux qui s’impriment tels quels.

    - ``note`` : ce que disent les colonnes qui ne s’impriment pas ;
    - ``libelles`` : rang de colonne → en-tête, là où deux colonnes n’en font qu’une ;
    - ``a4``, ``a3`` : les rangs de colonnes de chaque volet ; sans ``a3``, ceux de l’A4 valent pour les deux.
    """
    plans = ((ancre_de_tableau(tableau), _planifier(document, tableau)) for tableau in tableaux)
    return {ancre: plan for ancre, plan in plans if plan}


def _planifier(document: Document, tableau: Tableau) -> dict[str, Any]:
    imprime, textes = imprimer(document, tableau)
    rangs = [tableau.rang_colonne(colonne.cle) for colonne in imprime.colonnes]
    a4, a3 = (_volets(textes, rangs, largeur) for largeur in (_A4_COUCHE, _A3_COUCHE))
    libelles = {
        str(rang): composer_espaces(colonne.libelle)
        for rang, colonne in zip(rangs, imprime.colonnes, strict=True)
        if colonne.libelle != tableau.colonnes[rang].libelle
    }
    if a4 == [list(range(len(tableau.colonnes)))] and not libelles:
        return {}
    plan: dict[str, Any] = {"a4": a4}
    if a3 != a4:
        plan["a3"] = a3
    if libelles:
        plan["libelles"] = libelles
    if note := " ".join(imprime.notes[len(tableau.notes) :]):
        plan["note"] = composer_espaces(note)
    return plan


def _volets(textes: TableauTexte, rangs: list[int], largeur: int) -> Volets:
    """Les volets, en rangs de colonnes du tableau entier."""
    disposition = disposer(textes, largeur, (TAILLE,))
    return [[rangs[place] for place in volet.rangs] for volet in disposition.volets]
