"""Textes des fautes d’une maquette relue : feuilles, rubriques et cellules."""

from types import MappingProxyType
from typing import Final

from financement.fautes.codes import CodeFaute, ModeleFaute

__all__ = ["MODELES_MAQUETTES"]

_M = ModeleFaute
_C = CodeFaute

MODELES_MAQUETTES: Final = MappingProxyType(
    {
        _C.MAQUETTE_NON_RECONNUE: _M(
            "« {lu} » n’est pas une maquette de cette bibliothèque : il n’en porte pas la marque.",
            "Écrire une maquette par « financement maquette » et y reporter les données.",
        ),
        _C.MAQUETTE_D_UNE_AUTRE_VERSION: _M(
            "La maquette est de version « {lu} » ; cette version de la bibliothèque lit la version {attendu}.",
            "Mettre la bibliothèque à jour, ou refaire la maquette par « financement maquette ».",
        ),
        _C.FEUILLE_ABSENTE: _M(
            "La feuille « {attendu} » manque{proposition}.",
            "La rétablir sous ce nom, avec ses titres, ou refaire la maquette par « financement maquette ».",
        ),
        _C.FEUILLE_SANS_EN_TETE: _M(
            "La feuille « {lu} » n’a plus sa ligne d’en-tête.", "Rétablir les titres de colonnes : {colonnes}."
        ),
        _C.RUBRIQUE_ABSENTE: _M(
            "La rubrique « {attendu} » manque à la feuille de la convention{proposition}.",
            "Rétablir ce libellé, la valeur à sa droite.",
        ),
        _C.CELLULE_EN_ERREUR: _M(
            "La cellule contient l’erreur « {lu} ».", "Corriger la formule ou la référence, ou saisir la valeur."
        ),
        _C.CELLULES_FUSIONNEES: _M(
            "Les cellules {lu} sont fusionnées : une seule garde sa valeur.",
            "Les défusionner, et saisir la valeur de chacune.",
        ),
        _C.FORMULE_SANS_VALEUR: _M(
            "La formule « {lu} » n’a pas de valeur enregistrée.",
            "Ouvrir le classeur dans un tableur et l’enregistrer, ou saisir la valeur.",
        ),
        _C.FEUILLE_EN_PLUS: _M(
            "La feuille « {lu} » porte les titres de « {attendu} », mais n’est pas une feuille de la maquette : ses "
            "lignes ne seraient pas lues.",
            "Reporter dans « {attendu} » celles qui y manquent, puis supprimer cette feuille.",
        ),
        _C.FEUILLE_EN_DOUBLE: _M(
            "Deux feuilles portent le même nom, à la casse, aux espaces et à l’apostrophe près : {places}.",
            "N’en garder qu’une : supprimer celle qui n’est pas à lire.",
        ),
        _C.RUBRIQUE_EN_DOUBLE: _M(
            "La rubrique « {lu} » figure deux fois, en {places}.", "N’en garder qu’une : effacer l’autre libellé."
        ),
        _C.NOMBRE_TROP_LONG: _M(
            "« {lu} » est un nombre de plus de quinze chiffres : le tableur en a déjà changé les derniers.",
            "Mettre la cellule au format Texte, puis saisir de nouveau tous les chiffres.",
        ),
    }
)
