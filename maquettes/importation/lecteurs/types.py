"""Le type d’un mouvement : « Avance », « Acompte n° 2 », « 1er acompte » ; un numéro d’ordre n’y change rien."""

import re
from typing import Final

from financement.dossier.nomenclature import TypeMouvement
from financement.fautes.faute import TexteRefuse
from maquettes.description.vocabulaires import trouver_choix
from maquettes.importation.lecteurs.cellule import texte_lisible
from maquettes.importation.lecteurs.libelles import MOT_INCONNU, normaliser_libelle
from maquettes.importation.lecteurs.recues import ValeurRecue
from maquettes.tableur.contenu import CelluleLue

__all__ = ["lire_type_recu", "type_nomme"]

_ORDRE: Final = re.compile(
    r"(?:(?:[0-9]{1,3}(?:er|ere|re|e|eme|nd|nde)?|premiere?|deuxieme|seconde?|troisieme) )?"
    r"(?P<mot>[a-z ]+?)(?: (?:n|no|numero))?(?: [0-9]{1,3})*"
)


def type_nomme(texte: str) -> TypeMouvement | None:
    """Le type que nomme un texte, à son numéro d’ordre près ; rien si c’est un autre mot."""
    entier = trouver_choix(TypeMouvement, texte.strip())
    if entier is None and (forme := _ORDRE.fullmatch(normaliser_libelle(texte))) is not None:
        entier = trouver_choix(TypeMouvement, forme["mot"])
    return None if entier is None else TypeMouvement(entier)


def lire_type_recu(cellule: CelluleLue) -> ValeurRecue:
    """Le type d’un mouvement, à son numéro d’ordre près ; lève :class:`TexteRefuse`."""
    texte = texte_lisible(cellule)
    nomme = type_nomme(texte)
    if nomme is None:
        raise TexteRefuse(
            MOT_INCONNU,
            texte,
            attendu="un type de mouvement",
            correction="engagement, avance, acompte, solde, reversement ou dépense, selon ce qu’il est",
        )
    return ValeurRecue(nomme.value)
