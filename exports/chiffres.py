"""Un chiffre clé tel qu'on l'affiche, partout le même."""

from dataclasses import dataclass

from exports.document import Document
from exports.document_elements import ChiffreCle
from exports.document_tableau import GenreColonne
from exports.typographie import afficher_euros, afficher_valeur

__all__ = ["ChiffreAffiche", "afficher_chiffre"]


@dataclass(frozen=True, slots=True)
class ChiffreAffiche:
    """La valeur d'un chiffre clé, unité comprise, et son signe."""

    texte: str
    est_negatif: bool


def afficher_chiffre(document: Document, chiffre: ChiffreCle) -> ChiffreAffiche:
    """La valeur de la cellule que désigne un chiffre clé ; un montant porte son symbole."""
    lieu, unite = chiffre.lieu, document.sceau.unite
    tableau = document.tableau(lieu.tableau)
    valeur = tableau.cellule(lieu.ligne, lieu.colonne).valeur
    genre = tableau.colonnes[tableau.rang_colonne(lieu.colonne)].genre
    if genre is GenreColonne.MONTANT and isinstance(valeur, int):
        return ChiffreAffiche(afficher_euros(valeur, unite), valeur < 0)
    return ChiffreAffiche(afficher_valeur(valeur, genre, unite), isinstance(valeur, int) and valeur < 0)
