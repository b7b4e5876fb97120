"""Écrire du html : tout texte y est échappé."""

import json
import re
from html import escape
from typing import Any, Final

from exports.document.elements import LieuDocument
from exports.document.renvois import nom_du_lieu
from exports.document.tableau import Tableau
from exports.document.typographie import composer_espaces

__all__ = ["ancre_de_cellule", "ancre_de_tableau", "echapper", "json_compact", "phrase"]

# Hébreu, arabe, syriaque, thâna, n'ko et leurs formes ; d'un mot à l'autre, des espaces et des traits d'union, sans
# chiffre : entre deux noms, un montant reste de gauche à droite.
_LETTRES: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_DE_DROITE_A_GAUCHE: Final = re.compile(f"{_LETTRES}+(?:[ \u00a0-]+{_LETTRES}+)*")


def echapper(texte: str) -> str:
    """Le texte d’un élément, tel quel, sans qu’aucun caractère n’y commande ; il ne va jamais dans un attribut."""
    return escape(texte, quote=False)


def phrase(texte: str) -> str:
    r"""Une phrase, espaces composées, échappée ; ce qui s’y écrit de droite à gauche n’y déplace pas ce qui suit.

    >>> phrase("\u05e2\u05d9\u05e8 : 12 €") == "<bdi>\u05e2\u05d9\u05e8</bdi>\xa0: 12\xa0€"
    True
    """
    return _DE_DROITE_A_GAUCHE.sub(r"<bdi>\g<0></bdi>", echapper(composer_espaces(texte)))


def json_compact(donnees: Any) -> str:
    """Du json sans espace ni échappement de trop."""
    return json.dumps(donnees, ensure_ascii=False, separators=(",", ":"))


def ancre_de_tableau(tableau: Tableau) -> str:
    """L’identifiant de la section d’un tableau."""
    return f"tableau-{tableau.cle}"


def ancre_de_cellule(tableau: Tableau, lieu: LieuDocument) -> str:
    """L’identifiant d’une cellule où mène un chiffre clé ou un lien."""
    return f"cellule-{nom_du_lieu(tableau, lieu)}"
