"""Les calculs d’une cellule : ce qu’elle doit valoir d’après d’autres cellules, sans syntaxe de tableur.

Un calcul est une intention : la cellule garde sa valeur, le calcul dit d’où elle vient. Le document vérifie que les
deux s’accordent, et chaque rendu traduit l’intention à sa façon (une formule vive, une note, rien).
Une cellule vide compte pour zéro dans une somme ou une différence, comme dans un tableur.
"""

from typing import Annotated

from exports.document.modele import modele
from exports.document.texte import Cle, de_forme, non_vide

__all__ = [
    "Calcul",
    "Critere",
    "CritereTexte",
    "Cumul",
    "DifferenceColonnes",
    "Etendue",
    "Evolution",
    "Exces",
    "Part",
    "Rapport",
    "Renvoi",
    "SommeAilleurs",
    "SommeColonnes",
    "SommeLignes",
    "SommeSi",
]

Cles = Annotated[tuple[Cle, ...], non_vide]


@modele
class SommeLignes:
    """Somme de la même colonne sur d’autres lignes du tableau."""

    lignes: Cles


@modele
class SommeColonnes:
    """Somme d’autres colonnes de la même ligne."""

    colonnes: Cles


@modele
class DifferenceColonnes:
    """Colonne ``de`` − colonne ``moins``, sur la même ligne."""

    de: Cle
    moins: Cle


@modele
class Exces:
    """Ce dont la colonne ``de`` dépasse la colonne ``sur``, sur la même ligne ; zéro si elle ne la dépasse pas."""

    de: Cle
    sur: Cle


@modele
class Evolution:
    """Colonne ``colonne`` : sa valeur sur cette ligne − sa valeur sur la ligne ``depuis``."""

    colonne: Cle
    depuis: Cle


@modele
class Cumul:
    """Somme de la colonne ``colonne`` de la première ligne du tableau à celle-ci."""

    colonne: Cle


@modele
class Etendue:
    """Plus grande − plus petite des colonnes, sur la même ligne : nulle si toutes concordent."""

    colonnes: Cles


@modele
class Rapport:
    """Colonne ``numerateur`` / colonne ``denominateur`` de la même ligne ; vide si le dénominateur est nul."""

    numerateur: Cle
    denominateur: Cle


@modele
class Part:
    """Part de cette ligne dans la ligne ``ligne``, pour la colonne ``colonne`` ; vide si celle-ci est nulle."""

    colonne: Cle
    ligne: Cle


@modele
class Renvoi:
    """La valeur d’une autre cellule, éventuellement d’un autre tableau."""

    tableau: Cle
    ligne: Cle
    colonne: Cle


@modele
class SommeAilleurs:
    """Somme d’une colonne d’un autre tableau sur des lignes données."""

    tableau: Cle
    lignes: Cles
    colonne: Cle


@modele
class Critere:
    """La colonne ``colonne`` du tableau sommé vaut exactement la colonne ``ici`` de cette ligne."""

    colonne: Cle
    ici: Cle


@modele
class CritereTexte:
    """La colonne ``colonne`` du tableau sommé vaut exactement ``texte``, un mot de notre vocabulaire.

    Un texte du dossier n’entre jamais dans une formule : il se désigne par sa cellule.
    """

    colonne: Cle
    texte: Annotated[str, de_forme(r"[\w' -]{1,60}", "un mot de notre vocabulaire")]


@modele
class SommeSi:
    """Somme d’une colonne d’un tableau sur les lignes qui remplissent tous les critères.

    Les tableurs ne distinguent pas tous la casse : deux textes d’une colonne comparée diffèrent par plus que cela.
    """

    tableau: Cle
    colonne: Cle
    criteres: Annotated[tuple[Critere | CritereTexte, ...], non_vide]


Calcul = (
    SommeLignes
    | SommeColonnes
    | SommeAilleurs
    | DifferenceColonnes
    | Exces
    | Evolution
    | Cumul
    | Etendue
    | Rapport
    | Part
    | Renvoi
    | SommeSi
)
