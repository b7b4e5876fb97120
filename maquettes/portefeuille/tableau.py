"""Un tableau d’un classeur imprimé : colonnes décrites, rangées, total vivant au-dessus, textes repliés et entiers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Final

from maquettes.classeur.classeur import Feuille, Style, adresse
from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, lignes_occupees, nombre_de_lignes
from maquettes.maquette.description import Presentation
from maquettes.maquette.styles import EN_TETE_CALCUL, FORMATS, MAUVAIS, TAILLE, TOTAL, TOTAL_LIBELLE

__all__ = [
    "STYLES",
    "Colonne",
    "Genre",
    "Rangee",
    "Tableau",
    "Valeur",
    "ecrire_tableau",
    "format_decimal",
    "montant",
    "texte",
]

Valeur = str | int | Fraction
Rangee = tuple[Valeur, ...]
"""Textes, centimes, entiers et rapports exacts, un par colonne."""

_RETRAIT: Final = 1.3
_BOUTON_DU_FILTRE: Final = 2
_AERATION: Final = 2


class Genre(Enum):
    """Ce qu’une colonne montre ; une mention est un texte court que l’on signale en rouge."""

    TEXTE = "texte"
    MENTION = "mention"
    MONTANT = "montant"
    ENTIER = "entier"
    DECIMAL = "decimal"


def format_decimal(decimales: int) -> str:
    """Le format français d’un nombre à ``decimales`` décimales."""
    return FORMATS[Presentation.ENTIER] + (f".{'0' * decimales}" if decimales else "")


_ENTIER: Final = f'{FORMATS[Presentation.ENTIER]};"−"#,##0;"–"'
STYLES: Final = {
    Genre.TEXTE: Style(format_nombre=FORMATS[Presentation.TEXTE], retrait=1, repli="replie", filet_bas=7),
    Genre.MENTION: replace(MAUVAIS, format_nombre=FORMATS[Presentation.TEXTE], horizontal="center", filet_bas=7),
    Genre.MONTANT: Style(format_nombre=FORMATS[Presentation.MONTANT], horizontal="right", filet_bas=7),
    Genre.ENTIER: Style(format_nombre=_ENTIER, horizontal="right", retrait=1, filet_bas=7),
    Genre.DECIMAL: Style(format_nombre=format_decimal(2), horizontal="right", retrait=1, filet_bas=7),
}
_TOTAL_ENTIER: Final = replace(TOTAL, format_nombre=FORMATS[Presentation.ENTIER], retrait=1)


@dataclass(frozen=True, slots=True)
class Colonne:
    """``total`` : la somme de la colonne s’écrit au-dessus d’elle."""

    titre: str
    genre: Genre
    largeur: float
    total: bool = False


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un tableau, et ses rangées."""

    colonnes: tuple[Colonne, ...]
    rangees: Sequence[Rangee]

    def valeurs(self, rang: int) -> list[Valeur]:
        """Les valeurs d’une colonne."""
        return [rangee[rang] for rangee in self.rangees]


def texte(titre: str, largeur: float) -> Colonne:
    """Une colonne de textes, repliés s’ils sont plus longs qu’elle."""
    return Colonne(titre, Genre.TEXTE, largeur)


def montant(titre: str, largeur: float = 14) -> Colonne:
    """Une colonne de montants, et leur total."""
    return Colonne(titre, Genre.MONTANT, largeur, total=True)


def ecrire_tableau(feuille: Feuille, tableau: Tableau, ligne_total: int) -> int:
    """Écrit le total, les titres sous lui, puis les rangées ; rend la dernière ligne du tableau, une vide au moins."""
    titres, premiere = ligne_total + 1, ligne_total + 2
    derniere = premiere + max(len(tableau.rangees), 1) - 1
    for rang, colonne in enumerate(tableau.colonnes):
        valeurs = tableau.valeurs(rang)
        feuille.texte(titres, rang, colonne.titre, EN_TETE_CALCUL)
        _ecrire_colonne(feuille, premiere, rang, colonne.genre, valeurs)
        if any(une.total for une in tableau.colonnes):
            _ecrire_total(feuille, (ligne_total, rang), colonne, valeurs, derniere)
    _regler_les_hauteurs(feuille, tableau, titres)
    feuille.tolerer_codes((premiere, 0), (derniere, len(tableau.colonnes) - 1))
    return derniere


def _ecrire_colonne(feuille: Feuille, premiere: int, rang: int, genre: Genre, valeurs: Sequence[Valeur]) -> None:
    style = STYLES[genre]
    textes = [valeur for valeur in valeurs if isinstance(valeur, str)]
    entiers = [valeur for valeur in valeurs if isinstance(valeur, int)]
    match genre:
        case Genre.TEXTE:
            feuille.colonne_de_textes(premiere, rang, textes, style)
        case Genre.MENTION:
            for ligne, mention in enumerate(textes, premiere):
                feuille.texte(ligne, rang, mention, style if mention else STYLES[Genre.TEXTE])
        case Genre.MONTANT:
            feuille.colonne_d_euros(premiere, rang, entiers, style)
        case Genre.ENTIER:
            feuille.colonne_d_entiers(premiere, rang, entiers, style)
        case Genre.DECIMAL:
            for ligne, valeur in enumerate(valeurs, premiere):
                if isinstance(valeur, str):
                    feuille.texte(ligne, rang, valeur, style)
                else:
                    feuille.nombre(ligne, rang, valeur, style)


def _ecrire_total(
    feuille: Feuille, place: tuple[int, int], colonne: Colonne, valeurs: Sequence[Valeur], derniere: int
) -> None:
    """Le total au-dessus de la colonne, où il reste visible quand on descend ou filtre."""
    ligne, rang = place
    if not colonne.total:
        feuille.texte(ligne, rang, "" if rang else "Total", TOTAL_LIBELLE)
        return
    somme = sum(valeur for valeur in valeurs if isinstance(valeur, int))
    formule = f"=SUM({adresse(ligne + 2, rang)}:{adresse(derniere, rang)})"
    if colonne.genre is Genre.MONTANT:
        feuille.formule(ligne, rang, formule, Fraction(somme, 100), TOTAL)
    else:
        feuille.formule(ligne, rang, formule, somme, _TOTAL_ENTIER)


def _regler_les_hauteurs(feuille: Feuille, tableau: Tableau, titres: int) -> None:
    """Donne leur hauteur aux titres, et aux rangées dont un texte se replie."""
    colonnes = tableau.colonnes
    en_tete = max(nombre_de_lignes(c.titre, c.largeur - _BOUTON_DU_FILTRE, TAILLE, "grasse") for c in colonnes)
    feuille.hauteur(titres, hauteur_de_ligne(en_tete, TAILLE) + 2 * _AERATION)
    lignes = [1] * len(tableau.rangees)
    for rang, colonne in enumerate(colonnes):
        if colonne.genre is not Genre.TEXTE:
            continue
        valeurs = tableau.valeurs(rang)
        # Un même nom revient à chaque rangée de sa convention : il ne se mesure qu'une fois.
        mesures = {
            valeur: lignes_occupees(valeur, colonne.largeur - _RETRAIT, TAILLE)
            for valeur in {str(valeur) for valeur in valeurs}
        }
        lignes = [max(avant, mesures[str(valeur)]) for avant, valeur in zip(lignes, valeurs, strict=True)]
    for ligne, nombre in enumerate(lignes, titres + 1):
        if nombre > 1:
            feuille.hauteur(ligne, min(hauteur_de_ligne(nombre, TAILLE) + _AERATION, HAUTEUR_MAXIMALE))
