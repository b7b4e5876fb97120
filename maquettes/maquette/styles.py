"""La présentation d’une maquette : saisies bleues sur jaune pâle, calculs verrouillés, formats français."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from maquettes.classeur.classeur import Style
from maquettes.maquette.description import ColonneMaquette, Presentation, Visibilite

__all__ = [
    "ALERTE",
    "AVIS",
    "BANDEAU",
    "BON",
    "CONTROLE",
    "EN_TETE_CALCUL",
    "EN_TETE_INTERMEDIAIRE",
    "EN_TETE_SAISIE",
    "FORMATS",
    "LEGENDE_CALCUL",
    "LEGENDE_D_AUTRUI",
    "LEGENDE_INTERMEDIAIRE",
    "LEGENDE_SAISIE",
    "LIBELLE",
    "LIEN",
    "LIGNE_OCCUPEE",
    "LIGNE_POUR_MEMOIRE",
    "MAUVAIS",
    "NOTE",
    "RUBRIQUE",
    "SOUS_TITRE",
    "TAILLE",
    "TEXTE",
    "TITRE",
    "TOTAL",
    "TOTAL_LIBELLE",
    "style_d_autrui",
    "style_de_colonne",
    "style_de_saisie",
]

TAILLE: Final = 9
_ENCRE: Final = "#1F3864"
_BLEU_DE_SAISIE: Final = "#0000C0"
_JAUNE_DE_SAISIE: Final = "#FFFDE7"
_GRIS: Final = "#5B6573"
_FRANCAIS: Final = "[$-40C]"

FORMATS: Final[Mapping[Presentation, str]] = MappingProxyType(
    {
        Presentation.TEXTE: "@",
        Presentation.CODE: "@",
        Presentation.ENTIER: f"{_FRANCAIS}#,##0",
        Presentation.MONTANT: f'{_FRANCAIS}#,##0.00;"\u2212"#,##0.00;"–"',
        Presentation.TAUX: f'{_FRANCAIS}0.00####"\u00a0"%',
        Presentation.DATE: f"{_FRANCAIS}dd/mm/yyyy",
        Presentation.QUANTITE: "General",
        Presentation.NOMBRE: "General",
    }
)
_FORMATS_DE_SAISIE: Final = {**FORMATS, Presentation.MONTANT: f"{_FRANCAIS}#,##0.00", Presentation.ENTIER: "0"}
_FORMATS_DE_CALCUL: Final = {**FORMATS, Presentation.TEXTE: "General", Presentation.CODE: "General"}
_A_DROITE: Final = frozenset({Presentation.MONTANT, Presentation.QUANTITE, Presentation.NOMBRE})
_AU_CENTRE: Final = frozenset({Presentation.DATE, Presentation.ENTIER, Presentation.TAUX})

TITRE: Final = Style(taille=15, graisse="grasse", couleur=_ENCRE)
SOUS_TITRE: Final = Style(taille=10, couleur="#44546A")
CONTROLE: Final = Style(taille=10, graisse="grasse", couleur="#1E6B34")
NOTE: Final = Style(pente="italique", couleur="#44546A", repli="replie")
TEXTE: Final = Style(taille=10, repli="replie", vertical="top")
RUBRIQUE: Final = Style(taille=11, graisse="grasse", couleur=_ENCRE, filet_bas=1, couleur_filet=_ENCRE)
LIBELLE: Final = Style(taille=10, couleur="#44546A", filet_bas=7, repli="replie")
LIEN: Final = Style(taille=10, couleur="#0B5394", soulignement=1, filet_bas=7)

BANDEAU: Final = Style(
    taille=10,
    graisse="grasse",
    couleur="#FFFFFF",
    fond=_ENCRE,
    horizontal="center",
    filet_lateral=1,
    couleur_filet="#FFFFFF",
)
LIGNE_POUR_MEMOIRE: Final = Style(couleur=_GRIS, fond="#F2F2F2", filet_bas=7)
LIGNE_OCCUPEE: Final = Style(couleur="#1A1A1A", filet_bas=7)
BON: Final = Style(couleur="#1E6B34", fond="#E3F1E6", graisse="grasse")
# Le rouge ne dit qu'une chose : un écart bloquant.
MAUVAIS: Final = Style(couleur="#B00020", fond="#FBE3E6", graisse="grasse")
ALERTE: Final = Style(couleur="#8A4B00", fond="#FFF0D6", graisse="grasse")
AVIS: Final = Style(taille=10, graisse="grasse", couleur="#8A4B00", horizontal="right")

_EN_TETE: Final = Style(
    graisse="grasse",
    couleur=_ENCRE,
    fond="#E6EBF3",
    horizontal="center",
    repli="replie",
    filet_bas=2,
    filet_lateral=7,
    couleur_filet=_ENCRE,
)
EN_TETE_CALCUL: Final = _EN_TETE
EN_TETE_SAISIE: Final = Style(
    graisse="grasse",
    couleur=_BLEU_DE_SAISIE,
    fond="#FFF3B0",
    horizontal="center",
    repli="replie",
    filet_bas=2,
    filet_lateral=7,
    couleur_filet=_ENCRE,
)
EN_TETE_INTERMEDIAIRE: Final = Style(
    pente="italique",
    couleur=_GRIS,
    fond="#F2F2F2",
    horizontal="center",
    repli="replie",
    filet_bas=1,
    couleur_filet=_GRIS,
)
TOTAL: Final = Style(
    format_nombre=FORMATS[Presentation.MONTANT],
    graisse="grasse",
    couleur=_ENCRE,
    fond="#D9E1EE",
    horizontal="right",
    filet_haut=1,
    couleur_filet=_ENCRE,
)
TOTAL_LIBELLE: Final = Style(graisse="grasse", couleur=_ENCRE, fond="#D9E1EE", filet_haut=1, couleur_filet=_ENCRE)
LEGENDE_SAISIE: Final = Style(
    taille=10, couleur=_BLEU_DE_SAISIE, fond=_JAUNE_DE_SAISIE, horizontal="center", filet_bas=7, filet_haut=7
)
LEGENDE_D_AUTRUI: Final = Style(
    taille=10, couleur=_GRIS, fond="#F2F2F2", horizontal="center", filet_bas=7, filet_haut=7
)
LEGENDE_CALCUL: Final = Style(taille=10, couleur="#1A1A1A", horizontal="center", filet_bas=7, filet_haut=7)
LEGENDE_INTERMEDIAIRE: Final = Style(
    taille=10, pente="italique", couleur=_GRIS, fond="#FAFAFA", horizontal="center", filet_bas=7, filet_haut=7
)


def _alignement(presentation: Presentation) -> str:
    if presentation in _A_DROITE:
        return "right"
    return "center" if presentation in _AU_CENTRE else "left"


def style_de_saisie(presentation: Presentation) -> Style:
    """Une cellule à remplir."""
    return Style(
        format_nombre=_FORMATS_DE_SAISIE[presentation],
        couleur=_BLEU_DE_SAISIE,
        fond=_JAUNE_DE_SAISIE,
        horizontal=_alignement(presentation),
        retrait=1 if _alignement(presentation) == "left" else 0,
        repli="replie" if presentation is Presentation.TEXTE else "aucun",
        filet_bas=7,
        filet_lateral=7,
        saisie="libre",
    )


def style_d_autrui(style: Style) -> Style:
    """Une cellule à remplir par un autre que celui à qui la maquette est envoyée : grise et verrouillée."""
    return replace(style, couleur=_GRIS, fond="#F2F2F2", saisie="verrouillee")


def style_de_colonne(colonne: ColonneMaquette) -> Style:
    """Les cellules d’une colonne : à remplir, calculées, ou de calcul intermédiaire."""
    if colonne.saisie is not None:
        return style_de_saisie(colonne.presentation)
    if colonne.visibilite is Visibilite.REPLIEE:
        return Style(
            taille=8,
            pente="italique",
            couleur=_GRIS,
            fond="#FAFAFA",
            horizontal="right",
            format_nombre=_FORMATS_DE_CALCUL[colonne.presentation],
        )
    alignement = _alignement(colonne.presentation)
    return Style(
        format_nombre=_FORMATS_DE_CALCUL[colonne.presentation],
        horizontal=alignement,
        retrait=1 if alignement == "left" else 0,
        repli="replie" if colonne.presentation is Presentation.TEXTE else "aucun",
    )
