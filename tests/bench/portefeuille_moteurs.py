"""Chaque moteur de calcul, un processus chacun : ``python -m tests.bench.portefeuille_moteurs MOTEUR REPERTOIRE``.

Tous lisent le même csv et écrivent les mêmes soldes, ``mesure;operation;financeur;annee;centimes`` : engagé et payé
par opération, financeur et année, cases nulles comprises ou non.
"""

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

__all__ = [
    "MOTEURS",
    "NOUS",
    "NOUS_PARQUET",
    "NOUS_REPEREES",
    "agreger_duckdb",
    "agreger_pandas",
    "agreger_polars",
    "somme_des_octets",
]

# Nos lectures ; la seconde demande l'extra « rapide » (pyarrow). Puis la seule addition.
NOUS: Final = "financement"
NOUS_PARQUET: Final = "financement, Parquet"
NOUS_REPEREES: Final = "financement, cases repérées"

SIGNES: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "engagement": ("Engage", 1),
        "degagement": ("Engage", -1),
        "avance": ("Paye", 1),
        "acompte": ("Paye", 1),
        "solde": ("Paye", 1),
        "reversement": ("Paye", -1),
    }
)
COLONNES: Final = ("date", "type", "operation", "financeur", "montant")
CLES: Final = ("mesure", "operation", "financeur", "annee")

# Les outils du banc ne sont pas des dépendances du projet : leurs types ne sont pas toujours là.
_module: Callable[[str], Any] = importlib.import_module


def agreger_pandas(journal: Path) -> Any:
    """Cadre pandas des soldes ; les montants lus en flottants, ramenés à des centimes entiers avant toute somme."""
    pd = _module("pandas")
    lu = pd.read_csv(
        journal,
        sep=";",
        usecols=list(COLONNES),
        decimal=",",
        dtype={"type": "category", "operation": "category", "financeur": "category"},
    )
    lu = lu[lu["type"].isin(list(SIGNES))]
    mesure = lu["type"].map({nom: mesure for nom, (mesure, _) in SIGNES.items()}).astype("category")
    signe = lu["type"].map({nom: signe for nom, (_, signe) in SIGNES.items()}).astype("int64")
    centimes = (lu["montant"] * 100).round().astype("int64") * signe
    annee = lu["date"].str[:4].astype("int16")
    groupes = lu.assign(mesure=mesure, centimes=centimes, annee=annee).groupby(list(CLES), observed=True)
    return groupes["centimes"].sum().reset_index()


def agreger_polars(journal: Path) -> Any:
    """Cadre polars des soldes ; même remarque."""
    pl = _module("polars")
    lu = pl.read_csv(journal, separator=";", columns=list(COLONNES), decimal_comma=True)
    mesures = {nom: mesure for nom, (mesure, _) in SIGNES.items()}
    signes = {nom: signe for nom, (_, signe) in SIGNES.items()}
    centimes = (pl.col("montant") * 100).round().cast(pl.Int64)
    return (
        lu.lazy()
        .filter(pl.col("type").is_in(list(SIGNES)))
        .with_columns(
            mesure=pl.col("type").replace_strict(mesures),
            annee=pl.col("date").str.slice(0, 4).cast(pl.Int16),
            centimes=centimes * pl.col("type").replace_strict(signes, return_dtype=pl.Int64),
        )
        .group_by(list(CLES))
        .agg(pl.col("centimes").sum())
        .collect()
    )


def agreger_duckdb(journal: Path) -> Any:
    """Relation DuckDB des soldes, en décimaux exacts."""
    duckdb = _module("duckdb")
    cas_mesure = " ".join(f"WHEN '{nom}' THEN '{mesure}'" for nom, (mesure, _) in SIGNES.items())
    cas_signe = " ".join(f"WHEN '{nom}' THEN {signe}" for nom, (_, signe) in SIGNES.items())
    requete = f"""
        SELECT CASE type {cas_mesure} END AS mesure, operation, financeur, year(date) AS annee,
               CAST(sum(montant * CASE type {cas_signe} END) * 100 AS BIGINT) AS centimes
        FROM read_csv('{journal}', delim=';', header=true, quote='"', decimal_separator=',', columns={{
            'date': 'DATE', 'type': 'VARCHAR', 'operation': 'VARCHAR', 'financeur': 'VARCHAR', 'nature': 'VARCHAR',
            'montant': 'DECIMAL(18,2)', 'piece': 'VARCHAR', 'libelle': 'VARCHAR'}})
        WHERE type IN ({", ".join(f"'{nom}'" for nom in SIGNES)})
        GROUP BY ALL
    """  # noqa: S608
    return duckdb.sql(requete)


def somme_des_octets(journal: Path) -> int:
    """Ce que coûte au moins toute lecture : chaque octet du fichier vu une fois."""
    np = _module("numpy")
    return int(np.fromfile(journal, dtype=np.uint8).sum(dtype=np.uint64))


def _pandas(repertoire: Path, sortie: Path) -> None:
    agreger_pandas(repertoire / "journal.csv").to_csv(sortie, sep=";", header=False, index=False)


def _polars(repertoire: Path, sortie: Path) -> None:
    soldes = agreger_polars(repertoire / "journal.csv")
    soldes.write_csv(sortie, separator=";", include_header=False)


def _duckdb(repertoire: Path, sortie: Path) -> None:
    agreger_duckdb(repertoire / "journal.csv").write_csv(str(sortie), sep=";", header=False)


def _octets(repertoire: Path, sortie: Path) -> None:
    sortie.write_text(f"{somme_des_octets(repertoire / 'journal.csv')}\n", encoding="utf-8")


def _lignes(repertoire: Path, sortie: Path) -> None:
    _module("tests.bench.portefeuille_nous").par_lignes(repertoire, sortie)


def _colonnes(repertoire: Path, sortie: Path) -> None:
    _module("tests.bench.portefeuille_nous").par_colonnes(repertoire, sortie)


MOTEURS: Final[Mapping[str, Callable[[Path, Path], None]]] = MappingProxyType(
    {
        "lignes": _lignes,
        "colonnes": _colonnes,
        "pandas": _pandas,
        "polars": _polars,
        "duckdb": _duckdb,
        "octets": _octets,
    }
)

if __name__ == "__main__":
    MOTEURS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
