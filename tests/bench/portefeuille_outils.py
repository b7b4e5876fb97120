"""Les outils du banc, chacun un processus : ce qu’il lit, sa commande, et comment relire ses soldes."""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.bench.generateur import Portefeuille
from tests.bench.grands_livres import (
    Soldes,
    ecrire_beancount,
    ecrire_ledger,
    lire_beancount,
    lire_hledger,
    lire_ledger,
)
from tests.bench.portefeuille_moteurs import NOUS

__all__ = ["OUTILS", "Outil", "lire_soldes"]


FORMAT_LEDGER: Final = '%(format_date(date, "%Y"));%(account);%(quantity(amount))\n'
REQUETE_BEANCOUNT: Final = (
    "SELECT year, account, sum(number) WHERE account ~ '^Assets:(Engage|Paye)' GROUP BY year, account"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outil:
    """Un outil ; ``ecrire`` : son journal, écrit dans ``fichier`` (rien si c’est le csv commun).

    ``commande`` reçoit le répertoire des fichiers et le fichier des soldes, que ``lire`` relit ; un outil sans
    ``lire`` ne calcule pas de soldes.
    """

    nom: str
    commande: Callable[[Path, Path], list[str]]
    lire: Callable[[str], Soldes] | None
    present: bool = True
    fichier: str = "journal.csv"
    ecrire: Callable[[Portefeuille, Path], None] | None = None


def lire_soldes(texte: str) -> Soldes:
    """Les soldes ``mesure;operation;financeur;annee;centimes``, cases nulles omises."""
    soldes: Soldes = {}
    for ligne in texte.splitlines():
        mesure, operation, financeur, annee, centimes = ligne.split(";")
        if int(centimes):
            soldes[mesure, operation, financeur, int(annee)] = int(centimes)
    return soldes


def _moteur(
    nom: str, moteur: str, modules: tuple[str, ...] = (), lire: Callable[[str], Soldes] | None = lire_soldes
) -> Outil:
    def commande(repertoire: Path, sortie: Path) -> list[str]:
        return [sys.executable, "-m", "tests.bench.portefeuille_moteurs", moteur, str(repertoire), str(sortie)]

    return Outil(
        nom=nom,
        commande=commande,
        lire=lire,
        present=all(importlib.util.find_spec(module) is not None for module in modules),
    )


def _ledger(repertoire: Path, sortie: Path) -> list[str]:  # noqa: ARG001
    return [
        *("ledger", "--args-only", "-f", str(repertoire / "journal.ledger")),
        *("register", "^Engage", "^Paye", "--yearly", "-F", FORMAT_LEDGER),
    ]


def _hledger(repertoire: Path, sortie: Path) -> list[str]:  # noqa: ARG001
    return [
        *("hledger", "-f", str(repertoire / "journal.ledger"), "balance", "^Engage", "^Paye"),
        *("--yearly", "--flat", "--no-total", "-O", "csv"),
    ]


def _beancount(repertoire: Path, sortie: Path) -> list[str]:  # noqa: ARG001
    commande = str(Path(sys.executable).with_name("bean-query"))
    return [commande, "-f", "csv", str(repertoire / "journal.beancount"), REQUETE_BEANCOUNT]


OUTILS: Final[Mapping[str, Outil]] = MappingProxyType(
    {
        outil.nom: outil
        for outil in (
            _moteur(NOUS, "colonnes"),
            _moteur("financement, un objet par ligne", "lignes"),
            Outil(
                nom="ledger",
                commande=_ledger,
                lire=lire_ledger,
                present=shutil.which("ledger") is not None,
                fichier="journal.ledger",
                ecrire=ecrire_ledger,
            ),
            Outil(
                nom="hledger",
                commande=_hledger,
                lire=lire_hledger,
                present=shutil.which("hledger") is not None,
                fichier="journal.ledger",
                ecrire=ecrire_ledger,
            ),
            Outil(
                nom="beancount",
                commande=_beancount,
                lire=lire_beancount,
                present=importlib.util.find_spec("beanquery") is not None,
                fichier="journal.beancount",
                ecrire=ecrire_beancount,
            ),
            _moteur("pandas", "pandas"),
            _moteur("polars", "polars", ("polars",)),
            _moteur("DuckDB", "duckdb", ("duckdb",)),
            _moteur("numpy, somme des octets", "octets", lire=None),
        )
    }
)
