"""La liste des épreuves, et leur exécution par lots sur plusieurs cœurs."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Final

from tests.solidite.bilan import Bilan

__all__ = ["EPREUVES", "Epreuve", "lots"]


@dataclass(frozen=True, slots=True)
class Epreuve:
    """Un module de ce répertoire qui offre ``eprouver(graine, nombre) -> Bilan``."""

    module: str
    titre: str
    nombre: int
    """Les essais d’une longue exécution."""
    lot: int
    """Les essais d’un lot : une graine, un appel."""

    def eprouver(self, graine: int, nombre: int) -> Bilan:
        """Le bilan de ``nombre`` essais tirés de ``graine``."""
        bilan: Bilan = import_module(f"tests.solidite.{self.module}").eprouver(graine, nombre)
        return bilan


_EPREUVES: Final[tuple[Epreuve, ...]] = (
    Epreuve("textes", "textes de dossier mutés, sous leurs trois formes", nombre=2_000_000, lot=5_000),
    Epreuve("arguments", "lignes de commande tirées au hasard", nombre=20_000, lot=500),
    Epreuve("classeurs", "classeurs mutés, comparés à ce qu’en lit openpyxl", nombre=24_000, lot=600),
    Epreuve("dossiers", "dossiers tirés au hasard, rendus dans tous les formats et extraits", nombre=2_000, lot=25),
    Epreuve("tues", "commandes tuées à des instants tirés", nombre=600, lot=50),
    Epreuve("coupes", "fichiers coupés à chaque octet, réécrits pendant la lecture", nombre=200_000, lot=1_500),
    Epreuve("ecritures", "supports pleins, droits, liens, flux fermés", nombre=1_500, lot=100),
    Epreuve("faux", "annexes falsifiées, chacune à sa façon, dans les cinq formats", nombre=800, lot=40),
)

EPREUVES: Final[Mapping[str, Epreuve]] = {epreuve.module: epreuve for epreuve in _EPREUVES}


def lots(epreuve: Epreuve, nombre: int, graine: int, coeurs: int) -> Iterator[Bilan]:
    """Les bilans des lots, à mesure et dans l’ordre des graines : ``graine``, ``graine + 1``…"""
    tailles = [min(epreuve.lot, nombre - debut) for debut in range(0, nombre, epreuve.lot)]
    graines = range(graine, graine + len(tailles))
    with ProcessPoolExecutor(coeurs, mp_context=get_context("spawn")) as processus:
        yield from processus.map(epreuve.eprouver, graines, tailles)
