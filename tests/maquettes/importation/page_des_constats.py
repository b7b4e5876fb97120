"""Le tableau des constats de ``docs/importer.md``, tel que l’importation les fait.

``python -m tests.maquettes.importation.page_des_constats`` le refait.
"""

import re
from pathlib import Path
from types import MappingProxyType
from typing import Final

from maquettes.importation.extraction.constats import ModeleConstat
from tests.modeles import CONSTATS_D_IMPORT_DECLARES

__all__ = ["PAGE", "refaire", "tableau"]

PAGE: Final = Path(__file__).parents[3] / "docs" / "importer.md"
_ENTETE: Final = ("| Code | Constat | Gravité | Ce qu’il dit | Quoi faire |", "|---|---|---|---|---|")
_TABLEAU: Final = re.compile(r"^\| Code \| Constat \|.*?(?=\n\n)", re.MULTILINE | re.DOTALL)
_TERME: Final = re.compile(r"\{(\w+)\}")
_DITS: Final = MappingProxyType(
    {
        "ailleurs": "autre ligne",
        "attendu": "montant calculé",
        "attendue": "base de l’opération",
        "autre": "autre colonne",
        "champ": "sens",
        "constate": "montant annoncé",
        "fois": "n",
        "lu": "texte",
        "nombre": "n",
        "refusees": "n",
        "places": "colonnes ou lignes",
        "sienne": "base",
        "somme": "ses lignes font",
    }
)
"""Ce que dit chaque terme d’un constat, pour qui n’a pas écrit son message ; les autres disent leur nom."""


def tableau() -> str:
    """Une rangée par constat, dans l’ordre des codes ; l’italique tient lieu de ce que dit chaque fichier."""
    modeles = sorted(CONSTATS_D_IMPORT_DECLARES.values(), key=lambda modele: modele.code)
    return "\n".join([*_ENTETE, *map(_rangee, modeles)])


def _rangee(modele: ModeleConstat) -> str:
    textes = (_TERME.sub(_terme, texte) for texte in (modele.message, modele.remede))
    return f"| {modele.code} | {modele.nom} | {modele.gravite} | {' | '.join(textes)} |"


def _terme(lu: re.Match[str]) -> str:
    return f"*{_DITS.get(lu[1], lu[1])}*"


def refaire(page: str) -> str:
    """La page, son tableau refait."""
    return _TABLEAU.sub(lambda _: tableau(), page, count=1)


if __name__ == "__main__":
    PAGE.write_text(refaire(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
