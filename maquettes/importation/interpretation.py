"""Des valeurs extraites à une ligne du dossier : un refus gardé devient la faute de sa cellule."""

from collections.abc import Mapping
from typing import TypeVar

from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.description.lignes import LigneLue, interpreter
from maquettes.description.table import Colonne, Table

__all__ = ["interpreter_les_valeurs"]

T = TypeVar("T")


def interpreter_les_valeurs(table: Table[T], valeurs: Mapping[str, object], lieu: Provenance) -> LigneLue[T]:
    """La ligne de ``table`` que font ces valeurs, ``None`` valant vide ; ses fautes à la cellule de chacune."""
    dites = {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}
    return interpreter(table, dites, _lire, lieu, lieu.a_la_colonne)


def _lire(_colonne: Colonne, valeur: object) -> object:
    if isinstance(valeur, TexteRefuse):
        raise valeur
    return valeur
