"""Écrire du html : tout texte est échappé, tout json est sans danger dans un élément script."""

import json
from html import escape
from typing import Any, Final

from exports.document_tableau import Tableau
from exports.typographie import composer_espaces

__all__ = ["ancre_de_cellule", "ancre_de_ligne", "ancre_de_tableau", "echapper", "json_embarque", "phrase"]

_DANGEREUX: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def echapper(texte: str) -> str:
    """Le texte tel quel, sans qu'aucun caractère n'y commande."""
    return escape(texte, quote=True)


def phrase(texte: str) -> str:
    """Une phrase, espaces composées, échappée."""
    return escape(composer_espaces(texte), quote=True)


def json_embarque(donnees: Any) -> str:
    """Du json compact, que rien ne peut faire sortir de son élément ``script``."""
    return json.dumps(donnees, ensure_ascii=False, separators=(",", ":")).translate(_DANGEREUX)


def ancre_de_tableau(tableau: Tableau) -> str:
    """L'identifiant de la section d'un tableau."""
    return f"tableau-{tableau.cle}"


def ancre_de_ligne(tableau: Tableau, rang: int) -> str:
    """L'identifiant d'une ligne, comptée depuis zéro ; l'ancre compte depuis un, comme un lecteur."""
    return f"ligne-{tableau.cle}-{rang + 1}"


def ancre_de_cellule(tableau: Tableau, ligne: str, colonne: str) -> str:
    """L'identifiant d'une cellule désignée par un chiffre clé."""
    return f"cellule-{tableau.cle}-{tableau.rang_ligne(ligne) + 1}-{tableau.rang_colonne(colonne) + 1}"
