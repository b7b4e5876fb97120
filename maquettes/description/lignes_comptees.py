"""Compter les lignes d’une table avant d’en faire des objets : au-delà de sa limite, aucune n’est lue."""

import csv
import io
from contextlib import suppress
from typing import Final

from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import Provenance
from maquettes.description.fautes import DOCUMENT_DEMESURE
from maquettes.description.table import Table
from maquettes.tableur.limites import en_chiffres

__all__ = ["trop_de_lignes", "trop_de_rangees"]

_FINS_DE_LIGNE: Final = ("\n", "\r")


def trop_de_lignes(table: Table[object], nombre: int, lieu: Provenance) -> list[Faute]:
    """La faute d’une table qui a un ``nombre`` de lignes au-dessus de sa limite ; aucune sinon."""
    limite = table.lignes_au_plus
    if limite is None or nombre <= limite:
        return []
    cause = f"sa table « {table.nom} » a {en_chiffres(nombre)} lignes, plus que la limite de {en_chiffres(limite)}"
    return [faute(DOCUMENT_DEMESURE, lieu, cause=cause)]


def trop_de_rangees(table: Table[object], texte: str, deja: int, separateur: str, lieu: Provenance) -> list[Faute]:
    """La même faute d’un csv, ``deja`` rangées d’en-tête et rangées vides non comprises."""
    limite = table.lignes_au_plus
    if limite is None or sum(map(texte.count, _FINS_DE_LIGNE)) <= limite:
        return []
    return trop_de_lignes(table, _rangees(texte, separateur) - deja, lieu)


def _rangees(texte: str, separateur: str) -> int:
    """Les rangées qui ont une cellule, jusqu’à celle qui ne se découpe pas."""
    nombre = 0
    with suppress(csv.Error):
        for rangee in csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True):
            nombre += any(map(str.strip, rangee))
    return nombre
