"""Lire les tables que désigne une correspondance : l’en-tête de chacune retrouvé, ses lignes extraites et situées."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from financement.controles.constat import Constat
from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.importation.correspondance.lecture import CorrespondanceLue
from maquettes.importation.correspondance.libelles import colonne_designee
from maquettes.importation.correspondance.modele import Role, Source
from maquettes.importation.extraction.constats import COLONNE_DISPARUE, ENTETE_DEPLACE, FEUILLE_MASQUEE
from maquettes.importation.extraction.entete import porte_les_libelles, retrouver_l_entete
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.extraction.fautes import VERSION_NON_DITE
from maquettes.importation.extraction.mouvements import extraire_les_mouvements
from maquettes.importation.extraction.realisations import extraire_les_realisations
from maquettes.importation.extraction.table import TableRecue, nommer, ouvrir_la_table
from maquettes.importation.extraction.tableau import extraire_le_tableau
from maquettes.importation.extraction.totaux import nommer_l_intervalle
from maquettes.importation.extraction.valeurs import Nomenclature
from maquettes.importation.grille.grille import Grille
from maquettes.importation.reconnaissance.feuille.apercu import apercu_de
from maquettes.importation.reconnaissance.feuille.entetes import entetes_de
from maquettes.importation.sources import Appariement, version_de

__all__ = ["LectureDesTables"]


class LectureDesTables:
    """La lecture de toutes les tables ; les tableaux d’abord, par version, car ils donnent aux opérations leur code."""

    def __init__(
        self, lue: CorrespondanceLue, nomenclature: Nomenclature, fautes: list[Faute], avenants: Collection[int] = ()
    ) -> None:
        """``fautes`` reçoit ce qui empêche de lire une table ; ``avenants`` : les numéros que la convention déclare."""
        self.lue = lue
        self.nomenclature = nomenclature
        self.avenants = avenants
        self.fautes = fautes

    def extraire(self, apparies: Sequence[Appariement]) -> list[Extraction]:
        """Ce que l’on tire de chaque table."""
        versions = [(version_de(appariement), appariement) for appariement in apparies]
        ordonnes = sorted(versions, key=lambda v: (v[1].source.role is not Role.TABLEAU_FINANCIER, v[0] or 0))
        extraites = (self._extraire(appariement, version) for version, appariement in ordonnes)
        return [extraite for extraite in extraites if extraite is not None]

    def _extraire(self, appariement: Appariement, version: int | None) -> Extraction | None:
        source, grille = appariement.source, appariement.grille
        situer = partial(self._situer, appariement.rang)
        if source.role is Role.TABLEAU_FINANCIER and version is None:
            if self.avenants:
                self.fautes.append(faute(VERSION_NON_DITE, situer(("version",)), table=nommer(grille)))
                return None
            version = 0
        entete = _entete(source, grille)
        if entete is None:
            self.fautes.append(faute(ENTETE_INTROUVABLE, situer(("entete",)), table=nommer(grille)))
            return None
        table = ouvrir_la_table(source, grille, entete, situer)
        extraction = _EXTRACTIONS[source.role](table, self.nomenclature, version)
        extraction.constats[:0] = _surprises(table)
        return extraction

    def _situer(self, rang: int, cles: tuple[str | int, ...]) -> Provenance:
        return self.lue.lieux(("sources", rang, *cles))


_EXTRACTIONS: Final = MappingProxyType(
    {
        Role.TABLEAU_FINANCIER: extraire_le_tableau,
        Role.OPERATIONS: extraire_le_tableau,
        Role.JOURNAL: extraire_les_mouvements,
        Role.DEPENSES: extraire_les_mouvements,
        Role.REALISATIONS: extraire_les_realisations,
    }
)


def _surprises(table: TableRecue) -> Iterator[Constat]:
    """Ce que la forme de la table a d’inattendu : une feuille masquée, un en-tête déplacé, une colonne disparue."""
    grille, source = table.grille, table.source
    if not grille.est_visible:
        yield FEUILLE_MASQUEE.constater(provenance=grille.provenance(table.entete[0]), feuille=grille.feuille or "")
    premiere, derniere = (ligne + grille.premiere for ligne in table.entete)
    if source.entete is not None and source.entete != (premiere, derniere) and not grille.reperes:
        intervalle = nommer_l_intervalle(premiere, derniere)
        lignes = f"{'ligne' if premiere == derniere else 'lignes'} {intervalle}"
        yield ENTETE_DEPLACE.constater(provenance=grille.provenance(table.entete[0]), lignes=lignes)
    for ignoree in source.ignorees:
        libelle = ignoree.colonne
        if libelle is not None and "*" not in libelle and colonne_designee(table.libelles, libelle) is None:
            yield COLONNE_DISPARUE.constater(provenance=grille.provenance(table.entete[1]), colonne=libelle)


ENTETE_INTROUVABLE: Final = ModeleFaute(
    "IMPORT-24",
    "L’en-tête de {table} ne se reconnaît pas.",
    "Donner un libellé à ses colonnes, sur une ligne au-dessus de ses valeurs.",
)


def _entete(source: Source, grille: Grille) -> tuple[int, int] | None:
    """Les lignes de l’en-tête, depuis zéro : celles que dit la source, ou celles où sont ses libellés."""
    if grille.reperes:
        return 0, 0
    dites = None
    if source.entete is not None:
        dites = source.entete[0] - grille.premiere, source.entete[1] - grille.premiere
        if dites[0] >= 0 and porte_les_libelles(source, grille, dites):
            return dites
    trouve = retrouver_l_entete(source, grille) or dites
    return trouve or next(iter(entetes_de(apercu_de(grille))), None)
