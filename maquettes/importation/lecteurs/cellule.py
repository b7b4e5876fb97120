"""Ce qu’une cellule donne à lire, avant de savoir ce qu’on y cherche : ni une erreur de calcul, ni une formule vide."""

import re
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.textes_abimes import est_un_nombre_abrege, est_une_erreur_de_tableur
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["ESPACES", "de_texte", "en_espaces_simples", "texte_lisible"]

ESPACES: Final = " \u00a0\u202f\u2007\u2009\t\r\n"
_TEXTE, _ERREUR, _VIDE = GenreCellule.TEXTE, GenreCellule.ERREUR, GenreCellule.VIDE
_SUITE: Final = re.compile(f"[{ESPACES}]+")
_INVISIBLES: Final = str.maketrans("", "", "\u200b\u200e\u200f\u2060\ufeff\u00ad")

CELLULE_SANS_VALEUR: Final = ModeleFaute(
    "IMPORT-07",
    "La cellule ne contient pas de valeur : {cause} (« {lu} »).",
    "{correction}",
)


def de_texte(texte: str) -> CelluleLue:
    """Une cellule de texte, comme en a un csv."""
    return CelluleLue(_TEXTE, texte)


def en_espaces_simples(texte: str) -> str:
    """Le texte, chaque suite d’espaces, insécables et sauts de ligne compris, en une ; les signes invisibles ôtés."""
    if texte.isascii() and "  " not in texte and "\n" not in texte and "\t" not in texte:
        return texte.strip()
    return _SUITE.sub(" ", texte.translate(_INVISIBLES)).strip()


def texte_lisible(cellule: CelluleLue) -> str:
    """Le texte de la cellule, espaces réduites ; lève :class:`TexteRefuse` si elle n’a qu’une erreur, ou rien."""
    genre, texte, _ = cellule
    if genre is _ERREUR or est_une_erreur_de_tableur(texte):
        raise TexteRefuse(
            CELLULE_SANS_VALEUR,
            texte,
            cause="sa formule rend une erreur",
            correction="Corriger la formule dans le tableur, et enregistrer de nouveau.",
        )
    if genre is _VIDE:
        raise TexteRefuse(
            CELLULE_SANS_VALEUR,
            f"={cellule.formule or ''}",
            cause="le résultat de sa formule n’est pas enregistré",
            correction="Ouvrir le classeur dans un tableur, qui le calcule, et l’enregistrer de nouveau.",
        )
    if est_un_nombre_abrege(texte):
        raise TexteRefuse(
            CELLULE_SANS_VALEUR,
            texte,
            cause="le tableur a abrégé le nombre et en a perdu les derniers chiffres",
            correction="Reprendre le fichier d’origine, et mettre la colonne au format Texte avant de l’ouvrir.",
        )
    return en_espaces_simples(texte)
