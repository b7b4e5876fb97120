"""La présentation d’une annexe en tableur : formats français, graisses et filets selon le genre de ligne."""

from decimal import Decimal
from typing import Final

from exports.document.elements import Precision
from exports.document.tableau import Colonne, GenreColonne, GenreLigne, Valeur
from maquettes.classeur.classeur import Style

__all__ = [
    "ALINEA",
    "ARTICLE",
    "AVERTISSEMENT",
    "BANDEAU",
    "GROUPE",
    "GROUPE_VIDE",
    "LIBELLE",
    "LIEN",
    "MONTANT_DE_GRAPHIQUE",
    "NOTE",
    "SOUS_TITRE",
    "TAILLE",
    "TITRE",
    "TITRE_DE_PARTIE",
    "VALEUR",
    "StylesDeCellules",
    "format_de_nombre",
    "style_d_en_tete",
]

TAILLE: Final = 9

_ENCRE: Final = "#1F3864"
_ROUGE: Final = "#B00020"
_FOND_EN_TETE: Final = "#E6EBF3"
_FOND_FAMILLE: Final = "#F4F6FA"
_FOND_TOTAL: Final = "#D9E1EE"

# [$-40C] demande le français (France) : LibreOffice en tire ses séparateurs, Excel l'admet et garde ceux du poste.
_FRANCAIS: Final = "[$-40C]"
_FORMATS: Final = {
    GenreColonne.TEXTE: "@",
    GenreColonne.CODE: "@",
    GenreColonne.MONTANT: f'{_FRANCAIS}#,##0.00;"\u2212"#,##0.00;"–"',
    GenreColonne.TAUX: f'{_FRANCAIS}0.00"\u00a0"%',
    GenreColonne.QUANTITE: f'{_FRANCAIS}#,##0;"\u2212"#,##0;"–"',
    GenreColonne.ENTIER: f'{_FRANCAIS}#,##0;"\u2212"#,##0;"–"',
    GenreColonne.DATE: f"{_FRANCAIS}dd/mm/yyyy",
}
_QUANTITE_DECIMALE: Final = f'{_FRANCAIS}#,##0.00;"\u2212"#,##0.00;"–"'
_A_DROITE: Final = frozenset(
    {GenreColonne.MONTANT, GenreColonne.TAUX, GenreColonne.QUANTITE, GenreColonne.ENTIER, GenreColonne.DATE}
)

TITRE: Final = Style(taille=15, graisse="grasse", couleur=_ENCRE)
TITRE_DE_PARTIE: Final = Style(taille=11, graisse="grasse", couleur=_ENCRE, filet_bas=1, couleur_filet="#8496B0")
SOUS_TITRE: Final = Style(taille=10, couleur="#44546A")
BANDEAU: Final = Style(taille=11, graisse="grasse", couleur=_ROUGE, fond="#FBE9EB")
ALINEA: Final = Style(taille=11, repli="replie", vertical="top")
ARTICLE: Final = Style(taille=12, graisse="grasse", couleur=_ENCRE, filet_bas=1, couleur_filet="#8496B0")
NOTE: Final = Style(pente="italique", couleur="#44546A", repli="replie", vertical="top")
AVERTISSEMENT: Final = Style(taille=10, graisse="grasse", repli="replie", vertical="top")
GROUPE: Final = Style(
    graisse="grasse", couleur=_ENCRE, fond=_FOND_EN_TETE, horizontal="center", filet_bas=1, couleur_filet="#8496B0"
)
GROUPE_VIDE: Final = Style(fond=_FOND_EN_TETE)
MONTANT_DE_GRAPHIQUE: Final = Style(couleur="#44546A", format_nombre="#,##0.00")
LIBELLE: Final = Style(taille=10, couleur="#44546A", filet_bas=7, repli="replie")
VALEUR: Final = Style(taille=10, graisse="grasse", filet_bas=7, repli="replie")
LIEN: Final = Style(taille=10, couleur=_ENCRE, soulignement=1, filet_bas=7)


def _alignement(colonne: Colonne, rang: int) -> str:
    """À droite ce qui se compare en colonne, à gauche ce qui se lit, au centre les codes (hors la première colonne)."""
    if colonne.genre in _A_DROITE:
        return "right"
    return "center" if colonne.genre is GenreColonne.CODE and rang else "left"


def _retrait(colonne: Colonne, rang: int) -> int:
    """Un texte à gauche ne touche pas le nombre qui le précède."""
    return 1 if rang and colonne.genre is GenreColonne.TEXTE else 0


def format_de_nombre(genre: GenreColonne, valeur: Valeur, unite: Precision) -> str:
    """Le format d’une valeur ; une quantité n’a de décimales que si elle en demande, un montant en euros aucune."""
    if isinstance(valeur, Decimal) and valeur % 1:
        return _QUANTITE_DECIMALE
    if genre is GenreColonne.MONTANT and unite is Precision.EURO:
        return _FORMATS[GenreColonne.ENTIER]
    return _FORMATS[genre]


def style_d_en_tete(colonne: Colonne, rang: int) -> Style:
    """L’en-tête d’une colonne, aligné comme elle."""
    return Style(
        graisse="grasse",
        couleur=_ENCRE,
        fond=_FOND_EN_TETE,
        repli="replie",
        horizontal=_alignement(colonne, rang),
        retrait=_retrait(colonne, rang),
        filet_bas=2,
        couleur_filet=_ENCRE,
    )


class StylesDeCellules:
    """Les styles des cellules d’un tableau, chacun composé une fois."""

    def __init__(self, unite: Precision) -> None:
        self._unite = unite
        self._styles: dict[tuple[int, GenreLigne, str], Style] = {}

    def style(self, colonne: Colonne, rang: int, genre: GenreLigne, valeur: Valeur) -> Style:
        """Celui d’une cellule, selon sa colonne, le genre de sa ligne et ce qu’elle contient."""
        nombre = format_de_nombre(colonne.genre, valeur, self._unite)
        if (rang, genre, nombre) not in self._styles:
            self._styles[rang, genre, nombre] = _style_de_cellule(colonne, rang, genre, nombre)
        return self._styles[rang, genre, nombre]


def _style_de_cellule(colonne: Colonne, rang: int, genre: GenreLigne, nombre: str) -> Style:
    if genre is GenreLigne.FAMILLE:
        return Style(graisse="grasse", couleur=_ENCRE, fond=_FOND_FAMILLE, filet_haut=1)
    est_donnee = genre is GenreLigne.DONNEE
    est_total = genre is GenreLigne.TOTAL
    return Style(
        format_nombre=nombre,
        graisse="normale" if est_donnee else "grasse",
        horizontal=_alignement(colonne, rang),
        retrait=_retrait(colonne, rang),
        repli="replie" if est_donnee and colonne.genre is GenreColonne.TEXTE else "aucun",
        fond=_FOND_TOTAL if est_total else None,
        filet_haut=0 if est_donnee else 2 if est_total else 1,
        filet_bas=7 if est_donnee else 2 if est_total else 1,
        couleur_filet=_ENCRE if est_total else "#B8C2D0",
    )
