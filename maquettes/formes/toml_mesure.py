"""Ce qu’un texte TOML a d’innombrable, mesuré avant de l’analyser.

L’analyseur de Python retient près d’un kilo-octet par table et par partie de clé pointée, et un temps qui croît comme
le carré des parties d’une clé. Aucun dossier n’en approche : le texte est parcouru une fois, sans rien en garder.
"""

import re
from typing import Final

from maquettes.description.limites_de_lecture import CHIFFRES_TOML, PARTIES_D_UNE_CLE_TOML, TABLES_TOML
from maquettes.tableur.limites import en_chiffres

__all__ = ["demesure"]

# Les textes et les commentaires, où rien ne compte, puis ce qui ouvre ou sépare.
_SIGNE: Final = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""|\Z)?|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
    r"|'''.*?(?:'''|\Z)|'[^'\n]*+'?|\#[^\n]*+|(?P<ouvre>[\[{])|(?P<point>\.)|(?P<separe>[=,\n]++)"
    rf"|(?P<nombre>[0-9_]{{{CHIFFRES_TOML}}})",
    re.DOTALL,
)


def demesure(texte: str) -> str | None:
    """Ce qui fait que le texte n’est pas d’un dossier, en une proposition ; ``None`` s’il peut être analysé."""
    tables = parties = 0
    for signe in _SIGNE.finditer(texte):
        match signe.lastgroup:
            case "ouvre":
                tables, parties = tables + 1, 1
            case "point":
                tables, parties = tables + 1, parties + 1
            case "separe":
                parties = 1
            case "nombre":
                return f"un nombre y a plus de {en_chiffres(CHIFFRES_TOML)} chiffres"
            case _:
                continue
        if parties > PARTIES_D_UNE_CLE_TOML:
            return f"une clé y a plus de {PARTIES_D_UNE_CLE_TOML} parties"
        if tables > TABLES_TOML:
            return f"il a plus de {en_chiffres(TABLES_TOML)} tables, listes et clés pointées"
    return None
