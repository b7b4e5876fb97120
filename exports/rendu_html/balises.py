"""Écrire du html : tout texte est échappé, tout json est sans danger dans un élément script."""

import json
import re
from html import escape
from typing import Any, Final

from exports.document_tableau import Tableau
from exports.typographie import composer_espaces

__all__ = ["ancre_de_cellule", "ancre_de_ligne", "ancre_de_tableau", "echapper", "json_embarque", "phrase"]

# Hébreu, arabe, syriaque, thâna, n'ko et leurs formes ; d'un mot à l'autre, des espaces et des traits d'union, sans
# chiffre : entre deux noms, un montant reste de gauche à droite.
_LETTRES: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_DE_DROITE_A_GAUCHE: Final = re.compile(f"{_LETTRES}+(?:[ \u00a0-]+{_LETTRES}+)*")
_DANGEREUX: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def echapper(texte: str) -> str:
    """Le texte tel quel, sans qu'aucun caractère n'y commande."""
    return escape(texte, quote=True)


def phrase(texte: str) -> str:
    r"""Une phrase, espaces composées, échappée ; ce qui s'y écrit de droite à gauche n'y déplace pas ce qui suit.

    >>> phrase("\u05e2\u05d9\u05e8 : 12 €") == "<bdi>\u05e2\u05d9\u05e8</bdi>\xa0: 12\xa0€"
    True
    """
    return _DE_DROITE_A_GAUCHE.sub(r"<bdi>\g<0></bdi>", echapper(composer_espaces(texte)))


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
