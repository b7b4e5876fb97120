"""Répartir un journal commun en Parquet (extra « rapide ») : des rangées par convention, lues comme celles d’un csv."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.fautes.provenance import Provenance
from maquettes.description.description import JOURNAL
from maquettes.description.fautes_comptees import Incoherences, sans_confronter
from maquettes.description.lignes import TableLue
from maquettes.grand_journal.arrow import prendre, rangs_de
from maquettes.grand_journal.fichier_parquet import textes_du_parquet
from maquettes.grand_journal.parquet import lire_rangees, lire_textes_en_partie
from maquettes.grand_journal.source import ARemettre
from maquettes.journal_commun.part import CONVENTION, JOURNAL_COMMUN, Part, Rangs, Repartition, resituer

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PartDeParquet", "repartir_parquet"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartDeParquet:
    """Les textes de rangées d’un fichier Parquet ; ``numeros`` : leur rang, la première valant 1."""

    nom: str
    textes: "pa.Table"
    numeros: Rangs

    def lire(self, incoherences: Incoherences[Mouvement] = sans_confronter) -> TableLue[Mouvement]:
        """Les lignes et toutes leurs fautes, situées au nom et au rang des rangées du journal commun."""
        return lire_rangees(self.nom, self._colonnes(), self.numeros, incoherences)

    def en_partie(self) -> tuple[JournalEnColonnes, TableLue[Mouvement]] | None:
        """Les mêmes lignes en colonnes, et les seules fautives, situées ; ``None`` s’il faut :meth:`lire`."""
        try:
            journal, fautives = lire_textes_en_partie(self.nom, self._colonnes())
        except ARemettre:
            return None
        return journal.renumeroter(self.numeros[journal.colonnes.ligne - 1]), resituer(fautives, self._situer)

    def _colonnes(self) -> dict[str, "pa.ChunkedArray"]:
        return {colonne: self.textes[colonne] for colonne in JOURNAL.noms}

    def _situer(self, lieu: Provenance) -> Provenance:
        if lieu.ligne is None:
            return lieu
        return Provenance(fichier=lieu.fichier, ligne=int(self.numeros[lieu.ligne - 1]), colonne=lieu.colonne)


def repartir_parquet(nom: str, octets: bytes) -> Repartition:
    """Les rangées du fichier ``nom``, par convention ; lève :class:`DossierRefuse` si ses colonnes sont fautives."""
    import pyarrow as pa

    colonnes = textes_du_parquet(nom, octets, JOURNAL_COMMUN)
    # D'un seul tenant, chaque part s'en extrait bien plus vite.
    par_code = _par_code(colonnes.pop(CONVENTION.nom))
    textes = pa.table({colonne: colonnes.pop(colonne).combine_chunks() for colonne in JOURNAL.noms})
    if "" in par_code:
        par_code[""] = _non_vides(textes, par_code[""])

    def extraire(siennes: Rangs) -> Part:
        return PartDeParquet(nom=nom, textes=prendre(textes, siennes), numeros=siennes + 1)

    return Repartition(
        par_code={code: rangs for code, rangs in par_code.items() if rangs.size},
        numeros=np.arange(1, textes.num_rows + 1),
        extraire=extraire,
    )


def _par_code(conventions: "pa.ChunkedArray") -> dict[str, Rangs]:
    """Les rangs croissants des rangées de chaque code."""
    if not len(conventions):
        return {}
    distinguees = conventions.combine_chunks().dictionary_encode()
    codes: dict[str, int] = {}
    places = np.array([codes.setdefault(texte.strip(), len(codes)) for texte in distinguees.dictionary.to_pylist()])
    rangs = places.take(rangs_de(distinguees))
    ordre = np.argsort(rangs, kind="stable")
    bornes = np.searchsorted(rangs[ordre], np.arange(len(codes) + 1))
    return {code: ordre[bornes[rang] : bornes[rang + 1]] for code, rang in codes.items()}


def _non_vides(textes: "pa.Table", rangs: Rangs) -> Rangs:
    """Celles des rangées, sans convention, qui ne sont pas entièrement vides."""
    restantes = rangs
    for colonne in textes.column_names:
        if not restantes.size:
            break
        distingues = prendre(textes.select([colonne]), restantes)[colonne].combine_chunks().dictionary_encode()
        vides = np.array([not texte.strip() for texte in distingues.dictionary.to_pylist()])
        restantes = restantes[vides.take(rangs_de(distingues))]
    return np.setdiff1d(rangs, restantes, assume_unique=True)
