"""Importer : des fichiers reçus, par une correspondance, à un dossier ; toutes les fautes à leur cellule."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from financement.controles.constat import Constats
from financement.dossier.fautes import FAMILLE_INCONNUE, FINANCEUR_INCONNU, OPERATION_INCONNUE
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Programme
from financement.dossier.projet import Projet
from financement.dossier.suivi import Suivi
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Origine, Provenance
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.comparaison import Changement
from maquettes.description.description import JOURNAL, REALISATIONS
from maquettes.description.documents import ConventionLue
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.dossiers import comparer_a_ce_qui_existe, ecrire_avec_rapport
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes import convention_toml
from maquettes.importation.bases import ramener_a_leur_base
from maquettes.importation.correspondance.lecture import CorrespondanceLue
from maquettes.importation.correspondance.modele import Role
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.extraction.lieux import ProvenanceDeSource
from maquettes.importation.extraction.operations import OperationsConnues
from maquettes.importation.extraction.valeurs import Nomenclature
from maquettes.importation.interpretation import interpreter_les_valeurs
from maquettes.importation.sources import (
    LIMITE_D_UN_TEXTE,
    FichierRecu,
    apparier,
    correspondance_du_fichier,
    feuilles_non_lues,
    lire_les_fichiers,
    lire_un_fichier,
    sources_sans_fichier,
)
from maquettes.importation.tables import LectureDesTables
from maquettes.importation.versions import TableauxReunis, TableDeVersion, reunir_les_versions
from maquettes.importation.vraisemblances import invraisemblances

__all__ = ["Importation", "importer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importation:
    """Un dossier importé : son projet, ce qui a été tiré de chaque table, et ce qui s’y constate.

    ``empreintes`` : celle de chaque fichier reçu, par nom.
    """

    projet: Projet
    extractions: tuple[Extraction, ...]
    constats: Constats
    empreintes: dict[str, str] = field(default_factory=dict)

    def comparer_a(self, dossier: str | Path) -> tuple[Changement, ...] | None:
        """Ce qui sépare un dossier qui existe de ce qui est importé ; ``None`` s’il n’y a rien à cette place.

        Lève :class:`DossierRefuse` si ce qui s’y trouve n’est pas un dossier lisible.
        """
        return comparer_a_ce_qui_existe(self.projet, dossier)

    def ecrire(self, dossier: str | Path, rapport: str | Path | None = None) -> None:
        """Écrit le dossier, et le rapport s’il est demandé ; lève :class:`EcritureRefusee`, et rien n’est écrit."""
        ecrire_avec_rapport(self.projet, dossier, rapport, self._composer_le_rapport, origine_de=self.origine_de)

    def _composer_le_rapport(self) -> bytes:
        from maquettes.importation.rapport import classeur_du_rapport

        return classeur_du_rapport(self.projet, self.extractions, self.constats, self.origine_de)

    def origine_de(self, provenance: Provenance, colonne: str = "") -> Origine | None:
        """La cellule d’un fichier reçu, telle que le dossier la garde : celle de la ligne, ou d’une ``colonne``."""
        if not isinstance(provenance, ProvenanceDeSource) or provenance.fichier is None:
            return None
        if colonne:
            situee = provenance.cellule_de(colonne)
            return None if situee is None else self.origine_de(situee)
        return Origine(
            fichier=provenance.fichier,
            feuille=provenance.feuille or "",
            cellule=provenance.adresse,
            empreinte=self.empreintes.get(provenance.fichier, ""),
            avec=tuple(filter(None, map(self.origine_de, provenance.sommees))) if provenance.sommees else (),
        )


def importer(sources: Iterable[str | Path], correspondance: str | Path) -> Importation:
    """Le dossier que disent les fichiers ``sources``, lus comme le dit la ``correspondance`` ; rien n’est écrit.

    Lève :class:`DossierRefuse` avec toutes les fautes : celles de la correspondance, à leur ligne, ou celles des
    fichiers, à leur cellule.
    """
    chemin = chemin_donne("correspondance", correspondance)
    fautes: list[Faute] = []
    lue = correspondance_du_fichier(chemin)
    chemins = chemins_donnes("sources", sources)
    convention = _convention(lue, chemin, chemins)
    fichiers = lire_les_fichiers(chemins, fautes)
    return importer_les_fichiers(fichiers, lue, convention, fautes)


CONVENTION_NON_PORTEE: Final = ModeleFaute(
    "IMPORT-23",
    "La correspondance ne porte pas la convention.",
    'Y écrire convention = "convention.toml", le chemin de la sienne.',
)


def _convention(lue: CorrespondanceLue, chemin: Path, sources: Sequence[Path]) -> ConventionLue:
    """La convention que porte la correspondance, ou celle du fichier qu’elle nomme, à côté d’elle ou des sources."""
    if lue.convention is not None:
        return lue.convention
    nom = lue.correspondance.convention
    if nom is None:
        return ConventionLue(fautes=[faute(CONVENTION_NON_PORTEE, Provenance(fichier=chemin.name))])
    places = [parent / nom for parent in dict.fromkeys([chemin.parent, *(source.parent for source in sources)])]
    try:
        octets = lire_un_fichier(next((p for p in places if os.path.lexists(p)), places[0]), LIMITE_D_UN_TEXTE)
    except SourceRefusee as refus:
        return ConventionLue(fautes=[refus.faute])
    return convention_toml.lire_convention_toml(octets)


def importer_les_fichiers(
    fichiers: Sequence[FichierRecu], lue: CorrespondanceLue, convention: ConventionLue, fautes: list[Faute]
) -> Importation:
    """Comme :func:`importer`, de fichiers déjà lus ; ``fautes`` : le refus des autres."""
    nomenclature = _nomenclature(convention, lue)
    fautes.extend(sources_sans_fichier(lue, fichiers, fautes))
    apparies = apparier(lue, fichiers, fautes)
    avenants = [avenant.numero for avenant in convention.avenants.objets]
    extractions = LectureDesTables(lue, nomenclature, fautes, avenants).extraire(apparies)
    reunis = _reunir(extractions, convention)
    par_code = {ligne.objet.code: ligne.objet for ligne in reunis.operations.lignes if ligne.objet is not None}
    journal: TableLue[Mouvement] = TableLue()
    realisations: TableLue[Suivi] = TableLue()
    for extraction in extractions:
        ramener_a_leur_base(extraction, par_code)
        journal.lignes.extend(interpreter_les_valeurs(JOURNAL, m.valeurs, m.lieu) for m in extraction.mouvements)
        realisations.lignes.extend(
            interpreter_les_valeurs(REALISATIONS, r.valeurs, r.lieu) for r in extraction.realisations
        )
    journal.lignes.sort(key=_jour)
    lu = DossierLu(convention=convention, operations=reunis.operations, plan=reunis.plan, journal=journal)
    lu.suivis = {REALISATIONS.nom: realisations}
    lu.fautes = [*fautes, *(f for extraction in extractions for f in extraction.fautes)]
    try:
        projet = assembler(lu)
    except DossierRefuse as refus:
        raise DossierRefuse(map(_pour_un_import, refus.fautes)) from None
    constats = [
        *feuilles_non_lues(lue, fichiers, apparies),
        *(c for extraction in extractions for c in extraction.constats),
        *reunis.constats,
        *invraisemblances(extractions, projet),
    ]
    return Importation(
        projet=projet,
        extractions=tuple(extractions),
        constats=Constats(constats),
        empreintes={fichier.nom: fichier.empreinte for fichier in fichiers},
    )


def _jour(ligne: LigneLue[Mouvement]) -> date:
    """Les écritures de plusieurs fichiers se suivent par date ; à date égale, dans leur ordre."""
    return date.max if ligne.objet is None else ligne.objet.date


_REMEDES: Final = MappingProxyType(
    {
        OPERATION_INCONNUE.code: "Dire de quelle opération c’est le code, dans [sources.codes.operation], ou ignorer "
        "ses lignes par une règle.",
        FINANCEUR_INCONNU.code: "Dire de quel financeur c’est le nom, dans [sources.codes.financeur], ou l’ajouter à "
        "la convention.",
        FAMILLE_INCONNUE.code: "Dire de quelle famille c’est le nom, dans [sources.codes.famille].",
    }
)


def _pour_un_import(constatee: Faute) -> Faute:
    """La même faute ; d’un code inconnu, le remède est dans la correspondance."""
    remede = _REMEDES.get(constatee.code)
    return constatee if remede is None else replace(constatee, remede=remede)


def _nomenclature(convention: ConventionLue, lue: CorrespondanceLue) -> Nomenclature:
    entete = convention.entete.objet if convention.entete is not None else None
    return Nomenclature(
        programme=Programme.PNRU if entete is None else entete.programme,
        financeurs={f.code: f.nom for f in convention.financeurs.objets},
        maitres_ouvrage={m.code: m.nom for m in convention.maitres_ouvrage.objets},
        operations=OperationsConnues(_codes_ecrits(lue)),
    )


def _codes_ecrits(lue: CorrespondanceLue) -> Iterator[str]:
    """Les codes d’opération que la correspondance écrit elle-même."""
    for source in lue.correspondance.sources:
        yield from source.codes.operation.values()
        yield from (regle.operation for regle in source.regles if regle.operation is not None)


def _reunir(extractions: Sequence[Extraction], convention: ConventionLue) -> TableauxReunis:
    avenants = convention.avenants.objets
    derniere = max((avenant.numero for avenant in avenants), default=0)
    tables: dict[int, list[TableDeVersion]] = {}
    for extraction in extractions:
        role, grille = extraction.table.source.role, extraction.table.grille
        if role is not Role.TABLEAU_FINANCIER and not extraction.operations:
            continue
        version = derniere if extraction.version is None else extraction.version
        recue = TableDeVersion(
            lieu=Provenance(fichier=grille.fichier, feuille=grille.feuille),
            operations=extraction.operations,
            est_un_tableau=role is Role.TABLEAU_FINANCIER,
        )
        tables.setdefault(version, []).append(recue)
    return reunir_les_versions(tables, frozenset(avenant.numero for avenant in avenants if avenant.est_complet))
