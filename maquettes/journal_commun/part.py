"""Ce qui revient à une convention d’un journal commun : des lignes et leurs numéros, qu’un processus transmet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.controles.constat import Constat
from financement.dossier.journal import Mouvement
from financement.fautes.provenance import Provenance
from maquettes.description.description import JOURNAL, Colonne, Genre, Table
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.formes.tables_csv import lire_table

__all__ = ["CONVENTION", "JOURNAL_COMMUN", "Part", "PartDeCsv", "Repartition"]

Rangs = NDArray[np.int64]

_PREMIERE_LIGNE: Final = 2


def _mouvement(situer: Callable[[Provenance], Provenance], *, provenance: Provenance, **valeurs: object) -> Mouvement:
    """Le mouvement d’une ligne, situé dans le journal commun ; la convention n’en est pas une valeur."""
    construire: Callable[..., Mouvement] = Mouvement
    del valeurs["convention"]
    return construire(provenance=situer(provenance), **valeurs)


def _tel_quel(lieu: Provenance) -> Provenance:
    return lieu


CONVENTION: Final = Colonne(nom="convention", champ="convention", genre=Genre.CODE)
JOURNAL_COMMUN: Final = Table(
    nom=JOURNAL.nom,
    construire=partial(_mouvement, _tel_quel),
    colonnes=(CONVENTION, *JOURNAL.colonnes),
)


class Part(Protocol):
    """Des lignes d’un journal commun, que l’on lit comme celles d’un ``journal.csv``."""

    @property
    def numeros(self) -> Rangs:
        """Leurs numéros dans le journal commun."""
        ...

    def lire(self) -> TableLue[Mouvement]:
        """Les lignes et toutes leurs fautes, situées au nom et au numéro de ligne du journal commun."""
        ...

    def en_colonnes(self) -> JournalEnColonnes:
        """Les mêmes lignes en colonnes ; lève :class:`DossierRefuse` si l’une a une faute, que :meth:`lire` situe."""
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

    @cached_property
    def _places(self) -> dict[int, int]:
        """Le numéro dans le journal commun de chaque ligne qui commence un enregistrement."""
        return dict(zip(self._debuts.tolist(), self.numeros.tolist(), strict=True))

    def lire(self) -> TableLue[Mouvement]:
        """Les lignes et toutes leurs fautes, situées au nom et au numéro de ligne du journal commun."""
        table = replace(JOURNAL_COMMUN, construire=partial(_mouvement, self._situer))
        lue = lire_table(table, self.nom, self.entete + self.octets)
        lue.fautes = [replace(f, provenance=self._situer(f.provenance)) for f in lue.fautes]
        lue.lignes = [self._resituer(ligne) for ligne in lue.lignes]
        # Le journal commun a les siennes, à ses lignes.
        lue.remarques = []
        return lue

    def en_colonnes(self) -> JournalEnColonnes:
        """Les mêmes lignes en colonnes ; lève :class:`DossierRefuse` si l’une a une faute, que :meth:`lire` situe."""
        from maquettes.grand_journal.journal import lire_journal_en_colonnes

        lu = lire_journal_en_colonnes(self.nom, self.entete + self.octets, table=JOURNAL_COMMUN)
        enregistrements = np.searchsorted(self._debuts, lu.colonnes.ligne)
        return lu.renumeroter(self.numeros[enregistrements])

    @cached_property
    def _debuts(self) -> Rangs:
        """La ligne de la part où commence chaque enregistrement."""
        return _PREMIERE_LIGNE + np.cumsum(self.hauteurs) - self.hauteurs

    def _situer(self, lieu: Provenance) -> Provenance:
        if lieu.ligne is None:
            return lieu
        return Provenance(fichier=lieu.fichier, ligne=self._places[lieu.ligne], colonne=lieu.colonne)

    def _resituer(self, ligne: LigneLue[Mouvement]) -> LigneLue[Mouvement]:
        """La même ligne, à son lieu ; son mouvement, s’il y en a un, y est déjà."""
        if ligne.objet is not None and not ligne.fautes:
            return LigneLue(objet=ligne.objet, provenance=ligne.objet.provenance, fautives=ligne.fautives)
        return LigneLue(
            objet=ligne.objet,
            provenance=self._situer(ligne.provenance) if ligne.objet is None else ligne.objet.provenance,
            fautives=ligne.fautives,
            fautes=tuple(replace(f, provenance=self._situer(f.provenance)) for f in ligne.fautes),
        )
