"""Ce qui revient à une convention d’un journal commun : des lignes et leurs numéros, qu’un processus transmet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.controles.constat import Constat
from financement.dossier.journal import Mouvement
from financement.fautes.faute import Faute
from financement.fautes.provenance import Provenance
from maquettes.description.description import JOURNAL
from maquettes.description.fautes_comptees import Incoherences, sans_confronter
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.description.table import Colonne, Genre, Table
from maquettes.formes.tables_csv import lire_table

__all__ = ["CONVENTION", "JOURNAL_COMMUN", "Part", "PartDeCsv", "Repartition", "resituer"]

Rangs = NDArray[np.int64]

_PREMIERE_LIGNE: Final = 2


def _mouvement(*, convention: object, **valeurs: object) -> Mouvement:
    """Le mouvement d’une ligne ; la convention n’en est pas une valeur."""
    construire: Callable[..., Mouvement] = Mouvement
    del convention
    return construire(**valeurs)


CONVENTION: Final = Colonne(nom="convention", champ="convention", genre=Genre.CODE)
JOURNAL_COMMUN: Final = Table(nom=JOURNAL.nom, construire=_mouvement, colonnes=(CONVENTION, *JOURNAL.colonnes))


class Part(Protocol):
    """Des lignes d’un journal commun, que l’on lit comme celles d’un ``journal.csv``."""

    @property
    def nom(self) -> str:
        """Celui du journal commun."""
        ...

    @property
    def numeros(self) -> Rangs:
        """Leurs numéros dans le journal commun."""
        ...

    def lire(self, incoherences: Incoherences[Mouvement] = sans_confronter) -> TableLue[Mouvement]:
        """Les lignes et toutes leurs fautes, situées au nom et au numéro de ligne du journal commun.

        Trop d’``incoherences`` en arrêtent la lecture.
        """
        ...

    def en_partie(self) -> tuple[JournalEnColonnes, TableLue[Mouvement]] | None:
        """Les mêmes lignes en colonnes, et les seules fautives, situées ; ``None`` s’il faut :meth:`lire`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repartition:
    """Les lignes d’un journal commun, par code de convention.

    ``par_code`` : les rangs croissants des lignes de chaque code ; ``numeros`` : le numéro de ligne de chaque rang ;
    ``extraire`` : la part que font des lignes ; ``remarques`` : ce que la forme du fichier a d’inhabituel.
    """

    par_code: Mapping[str, Rangs]
    numeros: Rangs
    extraire: Callable[[Rangs], Part]
    remarques: tuple[Constat, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class PartDeCsv:
    """Des enregistrements d’un csv, sous leur en-tête, qui tient sur une ligne.

    ``numeros`` : le numéro, dans le journal commun, de la première ligne de chaque enregistrement ; ``hauteurs`` : le
    nombre de ses lignes.
    """

    nom: str
    entete: bytes
    octets: bytes
    numeros: Rangs
    hauteurs: Rangs

    def lire(self, incoherences: Incoherences[Mouvement] = sans_confronter) -> TableLue[Mouvement]:
        """Les lignes et toutes leurs fautes, situées au nom et au numéro de ligne du journal commun."""
        lue = lire_table(JOURNAL_COMMUN, self.nom, self.entete + self.octets, incoherences, self._numeroter)
        # Le journal commun a ses propres remarques.
        return replace(lue, remarques=[])

    def en_partie(self) -> tuple[JournalEnColonnes, TableLue[Mouvement]] | None:
        """Les mêmes lignes en colonnes, et les seules fautives, situées ; ``None`` s’il faut :meth:`lire`."""
        from maquettes.grand_journal.journal import lire_en_partie

        lu = lire_en_partie(self.nom, self.entete + self.octets, JOURNAL_COMMUN)
        if lu is None:
            return None
        journal, fautives = lu
        enregistrements = np.searchsorted(self._debuts, journal.colonnes.ligne)
        return journal.renumeroter(self.numeros[enregistrements]), resituer(fautives, self._situer)

    @cached_property
    def _debuts(self) -> Rangs:
        """La ligne de la part où commence chaque enregistrement."""
        return _PREMIERE_LIGNE + np.cumsum(self.hauteurs) - self.hauteurs

    def _numeroter(self, ligne: int) -> int:
        """Le numéro, dans le journal commun, d’une ligne de la part ; l’en-tête garde le sien."""
        return ligne if ligne < _PREMIERE_LIGNE else int(self.numeros[np.searchsorted(self._debuts, ligne)])

    def _situer(self, lieu: Provenance) -> Provenance:
        if lieu.ligne is None:
            return lieu
        return Provenance(fichier=lieu.fichier, ligne=self._numeroter(lieu.ligne), colonne=lieu.colonne)


def resituer(lue: TableLue[Mouvement], situer: Callable[[Provenance], Provenance]) -> TableLue[Mouvement]:
    """Les mêmes lignes et les mêmes fautes, à leur lieu ; sans remarques : le journal commun a les siennes."""
    return TableLue(
        lignes=[_situee(ligne, situer) for ligne in lue.lignes],
        fautes=list(_situees(lue.fautes, situer)),
        complete=lue.complete,
    )


def _situee(ligne: LigneLue[Mouvement], situer: Callable[[Provenance], Provenance]) -> LigneLue[Mouvement]:
    lieu = situer(ligne.provenance)
    return LigneLue(
        objet=None if ligne.objet is None else replace(ligne.objet, provenance=lieu),
        provenance=lieu,
        fautives=ligne.fautives,
        fautes=_situees(ligne.fautes, situer),
    )


def _situees(fautes: Iterable[Faute], situer: Callable[[Provenance], Provenance]) -> tuple[Faute, ...]:
    return tuple(replace(constatee, provenance=situer(constatee.provenance)) for constatee in fautes)
