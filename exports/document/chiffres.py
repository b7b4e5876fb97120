"""Un chiffre clé tel qu’on l’affiche, partout le même."""

from exports.document.document import Document
from exports.document.elements import ChiffreCle
from exports.document.tableau import GenreColonne
from exports.document.typographie import afficher_euros, afficher_valeur

__all__ = ["afficher_chiffre"]


def afficher_chiffre(document: Document, chiffre: ChiffreCle) -> str:
    """La valeur de la cellule que désigne un chiffre clé, unité comprise ; un montant porte son symbole."""
    lieu, unite = chiffre.lieu, document.sceau.unite
    tableau = document.tableau(lieu.tableau)
    valeur = tableau.cellule(lieu.ligne, lieu.colonne).valeur
    genre = tableau.colonnes[tableau.rang_colonne(lieu.colonne)].genre
    if genre is GenreColonne.MONTANT and isinstance(valeur, int):
        return afficher_euros(valeur, unite)
    return afficher_valeur(valeur, genre, unite)
