"""Des colonnes d’entiers en mémoire aux soldes : l’addition nue de numpy et de C, et les cadres de données."""

import ctypes
import importlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Colonnes", "Geste", "compacter", "gestes_des_colonnes", "lire_colonnes"]

_module: Callable[[str], Any] = importlib.import_module

SOURCE_C: Final = """
#include <stdint.h>
void eparpiller(const int32_t *cle, const int64_t *montant, int64_t nombre, int64_t *solde) {
    for (int64_t i = 0; i < nombre; i++) solde[cle[i]] += montant[i];
}
"""
# La grandeur que touche chaque type du générateur (engagé, payé, demandé, dépensé, reçu), et dans quel sens.
MESURE: Final = np.array([0, 0, 1, 1, 1, 1, 2, 3, 4], dtype=np.int8)
SIGNE: Final = np.array([1, -1, 1, 1, 1, -1, 1, 1, 1], dtype=np.int64)
MESURES: Final = 5
ANNEE_ZERO: Final = 2000
ANNEES: Final = 32
FINANCEURS: Final = 16
EPOQUE: Final = 719163

Entiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonnes:
    """Les mouvements : rangs (financeur −1 : aucun) et année ; ``montant`` signé, en centimes."""

    mesure: NDArray[np.int8]
    operation: NDArray[np.int32]
    financeur: NDArray[np.int8]
    annee: NDArray[np.int16]
    montant: Entiers

    def series(self) -> dict[str, NDArray[Any]]:
        """Les colonnes par nom."""
        return {champ.name: getattr(self, champ.name) for champ in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Geste:
    """Ce qui est chronométré, et de quoi ranger ensuite son résultat dans l’ordre des cases."""

    calculer: Callable[[], Any]
    ranger: Callable[[Any], Entiers]


def annees(jour: NDArray[np.int32]) -> NDArray[np.int16]:
    """L’année de chaque rang ordinal."""
    jours = (jour.astype(np.int64) - EPOQUE).astype("datetime64[D]")
    return (jours.astype("datetime64[Y]").astype(np.int64) + 1970).astype(np.int16)


def lire_colonnes(repertoire: Path) -> Colonnes:
    """Les colonnes que le générateur a laissées à côté du journal."""
    with np.load(repertoire / "colonnes.npz") as lues:
        genre = lues["type"]
        return Colonnes(
            mesure=MESURE[genre],
            operation=lues["operation"],
            financeur=lues["financeur"],
            annee=annees(lues["jour"]),
            montant=lues["montant"] * SIGNE[genre],
        )


def cle_de_case(mesure: NDArray[Any], operation: NDArray[Any], financeur: NDArray[Any], annee: NDArray[Any]) -> Entiers:
    """Une clé par case possible, utilisée ou non."""
    cle = operation.astype(np.int64) * FINANCEURS + (financeur.astype(np.int64) + 1)
    large: Entiers = (cle * ANNEES + (annee.astype(np.int64) - ANNEE_ZERO)) * MESURES + mesure
    return large


def compacter(colonnes: Colonnes) -> tuple[Entiers, NDArray[np.int32]]:
    """Les cases utilisées, triées, et pour chaque mouvement le rang de la sienne."""
    cles = cle_de_case(colonnes.mesure, colonnes.operation, colonnes.financeur, colonnes.annee)
    cases, rangs = np.unique(cles, return_inverse=True)
    return cases, rangs.astype(np.int32)


def _compiler(dossier: Path) -> Callable[..., None] | None:
    """L’addition en C, plancher de la machine ; ``None`` sans compilateur."""
    source, bibliotheque = dossier / "plancher.c", dossier / "plancher.so"
    source.write_text(SOURCE_C, encoding="utf-8")
    try:
        subprocess.run(["gcc", "-O3", "-shared", "-fPIC", str(source), "-o", str(bibliotheque)], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    fonction: Callable[..., None] = ctypes.CDLL(str(bibliotheque)).eparpiller
    return fonction


def gestes_des_colonnes(
    colonnes: Colonnes, cases: Entiers, rangs: NDArray[np.int32], dossier: Path
) -> dict[str, Geste]:
    """Les gestes des outils que l’on peut employer à notre place."""

    def avec_numpy() -> Entiers:
        soldes = np.zeros(len(cases), dtype=np.int64)
        np.add.at(soldes, rangs, colonnes.montant)
        return soldes

    gestes = {"np.add.at, clés compactes prêtes": Geste(calculer=avec_numpy, ranger=np.asarray)}
    en_c = _compiler(dossier)
    if en_c is not None:

        def avec_c() -> Entiers:
            soldes = np.zeros(len(cases), dtype=np.int64)
            cle, montant, solde = (ctypes.c_void_p(t.ctypes.data) for t in (rangs, colonnes.montant, soldes))
            en_c(cle, montant, ctypes.c_int64(len(rangs)), solde)
            return soldes

        gestes["C, clés compactes prêtes"] = Geste(calculer=avec_c, ranger=np.asarray)
    return gestes | _gestes_des_cadres(colonnes, cases)


def _gestes_des_cadres(colonnes: Colonnes, cases: Entiers) -> dict[str, Geste]:
    pl, pd, duckdb = _module("polars"), _module("pandas"), _module("duckdb")
    series = colonnes.series()
    noms = [nom for nom in series if nom != "montant"]
    cadre_polars, cadre_pandas = pl.DataFrame(series), pd.DataFrame(series)
    connexion = duckdb.connect()
    connexion.register("vue", cadre_polars.to_arrow())
    connexion.execute("CREATE TABLE mouvements AS SELECT * FROM vue")
    requete = f"SELECT {', '.join(noms)}, CAST(sum(montant) AS BIGINT) AS montant FROM mouvements GROUP BY ALL"  # noqa: S608

    def ranger(lues: Any) -> Entiers:
        cles = cle_de_case(*(np.asarray(lues[nom]) for nom in noms))
        soldes = np.zeros(len(cases), dtype=np.int64)
        soldes[np.searchsorted(cases, cles)] = np.asarray(lues["montant"])
        return soldes

    calculs: dict[str, Callable[[], Any]] = {
        "polars": lambda: cadre_polars.group_by(noms).agg(pl.col("montant").sum()),
        "pandas": lambda: cadre_pandas.groupby(noms)["montant"].sum().reset_index(),
        "DuckDB": lambda: connexion.execute(requete).fetchnumpy(),
    }
    return {nom: Geste(calculer=calcul, ranger=ranger) for nom, calcul in calculs.items()}
