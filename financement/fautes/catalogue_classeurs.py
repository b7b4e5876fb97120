"""Textes des fautes d’un classeur .xlsx que la garde refuse, ou dont une cellule est illisible."""

from types import MappingProxyType
from typing import Final

from financement.fautes.codes import CodeFaute, ModeleFaute

__all__ = ["MODELES_CLASSEURS"]

_M = ModeleFaute
_C = CodeFaute

MODELES_CLASSEURS: Final = MappingProxyType(
    {
        _C.CLASSEUR_AUTRE_FORMAT: _M(
            "« {lu} » n’est pas un classeur .xlsx : {cause}.",
            "{correction}",
        ),
        _C.CLASSEUR_CHIFFRE: _M(
            "« {lu} » est chiffré : il faut un mot de passe pour l’ouvrir, et il ne peut pas être lu.",
            "Retirer le mot de passe d’ouverture, puis enregistrer de nouveau ; "
            "la protection des feuilles, elle, ne gêne pas.",
        ),
        _C.CLASSEUR_ENDOMMAGE: _M(
            "« {lu} » est endommagé : {cause}.",
            "Reprendre le fichier d’origine{correction}.",
        ),
        _C.CLASSEUR_TROP_DE_PARTIES: _M(
            "Le classeur est fait de {lu} parties, plus que la limite de {limite}.",
            "Donner le bon fichier, ou supprimer les images et les objets ajoutés, puis enregistrer de nouveau.",
        ),
        _C.CLASSEUR_TROP_GROS: _M(
            "Le classeur décompressé pèse plus de {limite} octets, limite franchie à la partie « {lu} ».",
            "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
        ),
        _C.CLASSEUR_TROP_COMPRIME: _M(
            "La partie « {lu} » se décompresse en plus de {limite} fois sa taille : "
            "ce n’est pas le contenu d’un classeur ordinaire.",
            "Ne pas ouvrir le fichier s’il vient d’un inconnu ; sinon, en supprimer les images dans un tableur et "
            "l’enregistrer de nouveau.",
        ),
        _C.CLASSEUR_A_MACROS: _M(
            "Le classeur contient des macros (« {lu} ») : un dossier n’en a pas.",
            "L’enregistrer comme « Classeur Excel (.xlsx) », qui ne garde pas les macros ; "
            "supprimer aussi les feuilles de macros et de dialogue.",
        ),
        _C.CLASSEUR_LIE: _M(
            "Le classeur est lié à une source extérieure (« {lu} ») : un dossier porte toutes ses valeurs.",
            "Rompre les liaisons, supprimer les connexions et les requêtes (menu Données) et les images liées, "
            "puis enregistrer de nouveau.",
        ),
        _C.CLASSEUR_OBJET_INCORPORE: _M(
            "Le classeur contient un objet incorporé ou un contrôle ActiveX (« {lu} ») : un dossier n’en a pas.",
            "Supprimer cet objet, puis enregistrer de nouveau ; images et graphiques sont admis.",
        ),
        _C.CLASSEUR_DTD: _M(
            "La partie « {lu} » déclare un type de document ou des entités, ce qu’aucun tableur n’écrit.",
            "Ne pas ouvrir le fichier s’il vient d’un inconnu ; sinon, l’enregistrer de nouveau dans un tableur.",
        ),
        _C.CLASSEUR_XML_MALFORME: _M(
            "La partie « {lu} » du classeur n’est pas un xml correct : erreur à la ligne {ligne}.",
            "Reprendre le fichier d’origine ; à défaut, rouvrir le classeur dans un tableur, accepter la réparation, "
            "rétablir ce qu’elle a perdu et l’enregistrer de nouveau.",
        ),
        _C.CLASSEUR_SANS_CLASSEUR: _M(
            "« {lu} » ne contient pas de classeur .xlsx : {cause}.",
            "Donner une maquette écrite par « financement maquette », enregistrée au format "
            "« Classeur Excel (.xlsx) ».",
        ),
        _C.CLASSEUR_STRICT: _M(
            "Le classeur est au format « Strict Open XML » (« {lu} »), dont les feuilles ne seraient pas vues.",
            "L’enregistrer comme « Classeur Excel (.xlsx) », sans le mot « Strict ».",
        ),
        _C.CLASSEUR_SANS_FEUILLE: _M(
            "Le classeur « {lu} » n’a aucune feuille de calcul.",
            "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
        ),
        _C.CLASSEUR_FEUILLE_PERDUE: _M(
            "La feuille « {lu} » est annoncée, mais son contenu manque au classeur.",
            "Reprendre le fichier d’origine, ou écrire une maquette par « financement maquette » et y reporter les "
            "données.",
        ),
        _C.CLASSEUR_CELLULE_LOINTAINE: _M(
            "La cellule {lu} est remplie au-delà de la limite : colonne {colonne_limite}, ligne {ligne_limite}.",
            "Effacer cette cellule, ou la rapprocher du reste.",
        ),
        _C.CLASSEUR_TROP_DE_CELLULES: _M(
            "Le classeur compte plus de {lu} cellules, la limite.",
            "Supprimer les lignes et les colonnes vides mises en forme, ou écrire une maquette par "
            "« financement maquette » et y reporter les données.",
        ),
        _C.CLASSEUR_CELLULE_ILLISIBLE: _M(
            "« {lu} » ne peut pas être lu : il faut ici {attendu}.",
            "Rouvrir le classeur dans un tableur, corriger la cellule, puis l’enregistrer de nouveau.",
        ),
        _C.CLASSEUR_DEMESURE: _M(
            "La partie « {lu} » du classeur {cause} : ce n’est pas le contenu d’un classeur ordinaire.",
            "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
        ),
    }
)
