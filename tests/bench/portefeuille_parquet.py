"""Le journal national en Parquet, écrit par pyarrow : ce qu’un entrepôt de données en donnerait."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["ecrire_parquet"]

_module: Callable[[str], Any] = importlib.import_module


def ecrire_parquet(journal: Path, chemin: Path) -> None:
    """Le même journal : montants en décimaux d’euros, tout le reste en texte ; un paquet en mémoire à la fois."""
    pa, pc, pq = _module("pyarrow"), _module("pyarrow.csv"), _module("pyarrow.parquet")
    with journal.open(encoding="utf-8") as flux:
        noms = next(flux).rstrip("\n").split(";")
    genres = dict.fromkeys(noms, pa.string()) | {"montant": pa.decimal128(18, 2)}
    lecteur = pc.open_csv(
        journal,
        parse_options=pc.ParseOptions(delimiter=";"),
        convert_options=pc.ConvertOptions(column_types=genres, decimal_point=","),
    )
    with pq.ParquetWriter(chemin, lecteur.schema) as sortie:
        for paquet in lecteur:
            sortie.write_batch(paquet)
