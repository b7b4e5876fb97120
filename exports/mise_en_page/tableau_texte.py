"""Un tableau du document en textes : chaque cellule telle qu’elle s’affiche, avant toute mise en page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.document_elements import Precision
from exports.document_tableau import Cellule, Colonne, GenreColonne, GenreLigne, Tableau
from exports.mise_en_page.police import Graisse
from exports.mise_en_page.texte import imprimable
from exports.typographie import composer_espaces, composer_valeur

__all__ = ["GENRES_DE_LECTURE", "Entete", "Rangee", "TableauTexte", "mettre_en_texte"]

GENRES_DE_LECTURE: Final = frozenset({GenreColonne.TEXTE, GenreColonne.CODE})
"""Les colonnes qui se lisent, et peuvent se replier ; les autres portent des nombres ou des dates, d’un seul tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entete:
    """L’en-tête d’une colonne, son groupe (vide s’il n’y en a pas), son genre et sa largeur voulue, en caractères."""

    libelle: str
    groupe: str
    genre: GenreColonne
    largeur: int | None

    @property
    def se_lit(self) -> bool:
        """La colonne porte du texte, qui peut se replier."""
        return self.genre in GENRES_DE_LECTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rangee:
    """Une ligne en textes, un par colonne."""

    genre: GenreLigne
    textes: tuple[str, ...]

    @property
    def graisse(self) -> Graisse:
        """Normale pour une donnée, grasse pour tout ce qui la titre ou la totalise."""
        return Graisse.NORMALE if self.genre is GenreLigne.DONNEE else Graisse.GRASSE

    def etendue(self, rangs: Sequence[int]) -> int:
        """Sur combien des colonnes ``rangs`` s’étend la première cellule : les vides qui la suivent, hors donnée."""
        if self.genre is GenreLigne.DONNEE:
            return 1
        pleines = (place for place, rang in enumerate(rangs) if place and self.textes[rang])
        return next(pleines, len(rangs))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableauTexte:
    """Un tableau en textes."""

    entetes: tuple[Entete, ...]
    rangees: tuple[Rangee, ...]

    def suit_un_nombre(self, rang: int) -> bool:
        """La colonne se lit, et suit un nombre ou une date, calés à droite : collés, ils ne feraient qu’un."""
        return rang > 0 and self.entetes[rang].se_lit and not self.entetes[rang - 1].se_lit


def mettre_en_texte(tableau: Tableau, unite: Precision) -> TableauTexte:
    """Les en-têtes et les lignes du tableau, en textes que les polices livrées savent dessiner."""
    entetes = tuple(
        Entete(
            libelle=imprimable(composer_espaces(colonne.libelle)),
            groupe=imprimable(composer_espaces(colonne.groupe)),
            genre=colonne.genre,
            largeur=colonne.largeur,
        )
        for colonne in tableau.colonnes
    )
    rangees = tuple(
        Rangee(
            genre=ligne.genre,
            textes=tuple(
                _texte(cellule, colonne, unite)
                for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True)
            ),
        )
        for ligne in tableau.lignes
    )
    return TableauTexte(entetes=entetes, rangees=rangees)


def _texte(cellule: Cellule, colonne: Colonne, unite: Precision) -> str:
    return imprimable(composer_valeur(cellule.valeur, colonne.genre, unite))
