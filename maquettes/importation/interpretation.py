"""Des valeurs extraites à une ligne du dossier : un refus gardé devient la faute de sa cellule."""

from collections.abc import Mapping
from typing import Final, TypeVar

from financement.fautes.faute import TexteRefuse, ValeurImpossible
from financement.fautes.provenance import Provenance
from maquettes.description.lignes import LigneLue, interpreter
from maquettes.description.table import Colonne, Exigence, Table

__all__ = ["interpreter_les_valeurs"]

T = TypeVar("T")

# Cherché par sa classe, un membre d'énumération coûte : cent mille lignes ont neuf colonnes.
_EXIGEE: Final = Exigence.VALEUR


def interpreter_les_valeurs(table: Table[T], valeurs: Mapping[str, object], lieu: Provenance) -> LigneLue[T]:
    """La ligne de ``table`` que font ces valeurs, ``None`` valant vide ; ses fautes à la cellule de chacune."""
    objet = _construire(table, valeurs, lieu)
    if objet is not None:
        return LigneLue(objet=objet, provenance=lieu)
    dites = {nom: valeur for nom, valeur in valeurs.items() if valeur is not None and valeur != ""}
    return interpreter(table, dites, _lire, lieu, lieu.a_la_colonne)


def _construire(table: Table[T], valeurs: Mapping[str, object], lieu: Provenance) -> T | None:
    """L’objet de la ligne, comme presque toujours ; ``None`` si elle a peut-être une faute, que l’on saura dire."""
    champs: dict[str, object] = {"provenance": lieu}
    for colonne in table.colonnes:
        valeur = valeurs.get(colonne.nom)
        if valeur is not None and valeur != "":
            if isinstance(valeur, TexteRefuse):
                return None
            champs[colonne.champ] = valeur
        elif colonne.exigence is _EXIGEE:
            return None
    try:
        return table.construire(**champs)
    except ValeurImpossible:
        return None


def _lire(_colonne: Colonne, valeur: object) -> object:
    if isinstance(valeur, TexteRefuse):
        raise valeur
    return valeur
