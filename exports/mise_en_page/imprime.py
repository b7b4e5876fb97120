"""Un tableau tel qu’il s’imprime, préparé une fois pour tous les formats qui l’impriment."""

from typing import NamedTuple

from exports.document.document import Document
from exports.document.tableau import Tableau
from exports.mise_en_page.colonnes import resserrer
from exports.mise_en_page.tableau_texte import TableauTexte, mettre_en_texte

__all__ = ["Imprime", "imprimer"]


class Imprime(NamedTuple):
    """Le tableau réduit aux colonnes qui s’impriment, et ses textes."""

    tableau: Tableau
    textes: TableauTexte


def imprimer(document: Document, tableau: Tableau) -> Imprime:
    """Ce qui s’imprime d’un tableau du document, qui le garde : pdf, docx et html montrent les mêmes colonnes."""
    prets = document.une_fois(_prets)
    if tableau.cle not in prets:
        resserre = resserrer(document, tableau)
        prets[tableau.cle] = Imprime(resserre, mettre_en_texte(resserre, document.sceau.unite))
    return prets[tableau.cle]


def _prets(_: Document) -> dict[str, Imprime]:
    return {}
