"""Un classeur ouvert par openpyxl pour être modifié : analysé une fois par contenu, neuf à chaque ouverture."""

import pickle
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import DimensionHolder

__all__ = ["ouvrir"]


def ouvrir(chemin: Path) -> Workbook:
    """Le classeur, formules comprises ; ce qu’on en change ne se voit d’aucune autre ouverture."""
    classeur = pickle.loads(_analyser(chemin.read_bytes()))  # noqa: S301 -- écrit ci-dessous, dans ce processus
    assert isinstance(classeur, Workbook)
    for feuille in classeur.worksheets:
        _retablir_les_dimensions(feuille)
    return classeur


@lru_cache(maxsize=16)
def _analyser(octets: bytes) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(BytesIO(octets)), pickle.HIGHEST_PROTOCOL)


def _retablir_les_dimensions(feuille: Any) -> None:
    """Ces deux tables perdent, mises en conserve, ce qui fait d’une clé absente une ligne ou une colonne neuve."""
    for nom, ajouter in (("row_dimensions", feuille._add_row), ("column_dimensions", feuille._add_column)):
        table: Any = DimensionHolder(worksheet=feuille, default_factory=ajouter)
        table.update(getattr(feuille, nom))
        setattr(feuille, nom, table)
