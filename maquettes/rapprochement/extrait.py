"""L’extrait que l’on rapproche d’un dossier : un autre dossier, ou des tables reçues, en mouvements situés.

Les codes sont ceux du dossier : une opération ou un financeur que l’extrait nomme et que le dossier ignore garde le nom
de l’extrait, et n’est pas une faute.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from financement.calculs.grille import axes_du_projet
from financement.calculs.journal_colonnes import JournalEnColonnes, de_mouvements
from financement.calculs.tableau import operations_decrites, tableau_financier
from financement.controles.constat import Constat, Constats
from financement.dossier.journal import Mouvement
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from maquettes.description.description import JOURNAL
from maquettes.dossiers import lire_dossier
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.importation.bases import choisir_les_bases
from maquettes.importation.correspondance.lecture import CorrespondanceLue
from maquettes.importation.correspondance.modele import Role
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.interpretation import interpreter_les_valeurs
from maquettes.importation.sources import (
    Appariement,
    FichierRecu,
    apparier,
    correspondance_du_fichier,
    feuilles_non_lues,
    lire_les_fichiers,
)
from maquettes.importation.tables import LectureDesTables
from maquettes.maquettes_de_dossier import est_une_maquette
from maquettes.rapprochement.codes import CodesDuDossier

__all__ = ["Extrait", "lire_extrait", "nom_du_dossier"]

_DE_MOUVEMENTS: Final = frozenset({Role.JOURNAL, Role.DEPENSES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Extrait:
    """Les mouvements d’un extrait, chacun situé à sa cellule, et ce que la lecture de ses tables constate."""

    journal: JournalEnColonnes
    constats: Constats


def lire_extrait(projet: Projet, sources: Iterable[str | Path], *, correspondance: str | Path | None = None) -> Extrait:
    """L’extrait que disent les fichiers ``sources``, avec les codes du ``projet`` ; rien n’est écrit.

    Une source est un dossier (répertoire, maquette, json) ou une table que désigne la ``correspondance`` : seules ses
    sources de rôle ``journal`` ou ``depenses`` sont lues, et sa convention ne l’est pas. Une dépense que rien ne ramène
    à la base, HT ou TTC, de son opération garde le montant de l’extrait. Lève :class:`DossierRefuse` avec toutes les
    fautes, à leur cellule ou à leur clé.
    """
    validation.exiger("Extrait", validation.instance("projet", projet, Projet))
    chemins = chemins_donnes("sources", sources)
    lue = None if correspondance is None else correspondance_du_fichier(chemin_donne("correspondance", correspondance))
    codes = CodesDuDossier.du_projet(projet)
    dossiers = [chemin for chemin in chemins if _est_un_dossier(chemin)]
    tables = [chemin for chemin in chemins if chemin not in dossiers]
    fautes: list[Faute] = []
    journaux = list(_journaux(dossiers, codes, fautes))
    recus: list[Mouvement] = []
    constats: list[Constat] = []
    if lue is None:
        fautes += [faute(TABLE_SANS_CORRESPONDANCE, INCONNUE, table.name) for table in tables]
    elif tables:
        fichiers = lire_les_fichiers(tables, fautes)
        apparies = _apparier(lue, fichiers, fautes)
        extractions = LectureDesTables(lue, codes.nomenclature, fautes).extraire(apparies.lus)
        recus += _mouvements(extractions, projet, fautes)
        constats += feuilles_non_lues(lue, fichiers, apparies.tous)
        constats += (constat for extraction in extractions for constat in extraction.constats)
    if fautes:
        raise DossierRefuse(fautes)
    if len(journaux) == 1 and not tables:
        return Extrait(journal=journaux[0], constats=Constats())
    axes = axes_du_projet(projet)
    mouvements = [*(mouvement for journal in journaux for mouvement in journal), *recus]
    journal = de_mouvements(mouvements, operations=axes.operations, financeurs=axes.financeurs)
    return Extrait(journal=journal, constats=Constats(constats))


TABLE_SANS_CORRESPONDANCE: Final = ModeleFaute(
    "RAPPROCHEMENT-01",
    "« {lu} » n’est pas un dossier, et aucune correspondance ne dit ce que sont ses colonnes.",
    "En faire proposer une par « financement importer {lu} --proposer correspondance.toml », la lire, la corriger, "
    "puis la donner : --correspondance correspondance.toml.",
    afficher_chemin,
)


def _est_un_dossier(chemin: Path) -> bool:
    """Un répertoire, un fichier .json, ou un classeur qui porte la marque d’une maquette."""
    suffixe = chemin.suffix.lower()
    return chemin.is_dir() or suffixe == ".json" or (suffixe == ".xlsx" and est_une_maquette(chemin))


def nom_du_dossier(chemin: Path) -> str | None:
    """Ce qui précède, dans un lieu de l’extrait, le nom des fichiers d’un répertoire ; ``None`` d’un fichier."""
    return chemin.resolve().name if chemin.is_dir() else None


def _journaux(dossiers: Iterable[Path], codes: CodesDuDossier, fautes: list[Faute]) -> Iterator[JournalEnColonnes]:
    """Le journal de chaque dossier, sous nos codes ; d’un répertoire, ses fichiers portent le nom devant le leur."""
    for dossier in dossiers:
        nom = nom_du_dossier(dossier)
        try:
            journal = codes.recoder(lire_dossier(dossier))
        except DossierRefuse as refus:
            fautes += [replace(f, provenance=_dans(nom, f.provenance)) for f in refus.fautes]
            continue
        yield replace(journal, lieux=tuple(_dans(nom, lieu) for lieu in journal.lieux))


def _dans(repertoire: str | None, lieu: Provenance) -> Provenance:
    """Le même lieu, son fichier précédé de son répertoire : les deux dossiers ont chacun leur journal.csv."""
    if repertoire is None or lieu.fichier is None:
        return lieu
    return replace(lieu, fichier=f"{repertoire}/{lieu.fichier}")


class _Apparies(NamedTuple):
    """Les tables que la correspondance désigne, et celles dont on lit des mouvements."""

    tous: list[Appariement]
    lus: list[Appariement]


FICHIER_SANS_MOUVEMENT: Final = ModeleFaute(
    "RAPPROCHEMENT-02",
    "La correspondance ne tire aucun mouvement de « {lu} » : ses sources y ont pour rôle {roles}.",
    "Lui ajouter une source de rôle « journal », ou ne pas donner ce fichier.",
)


def _apparier(lue: CorrespondanceLue, fichiers: Sequence[FichierRecu], fautes: list[Faute]) -> _Apparies:
    """Les tables de chaque source ; ``fautes`` reçoit les fichiers dont aucun mouvement ne serait lu."""
    tous = apparier(lue, fichiers, fautes)
    lus = [appariement for appariement in tous if appariement.source.role in _DE_MOUVEMENTS]
    roles: dict[str, dict[str, None]] = {}
    for appariement in tous:
        roles.setdefault(appariement.grille.fichier, {})[f"« {appariement.source.role} »"] = None
    retenus = {appariement.grille.fichier for appariement in lus}
    fautes += [
        faute(FICHIER_SANS_MOUVEMENT, Provenance(fichier=nom), nom, roles=", ".join(siens))
        for nom, siens in roles.items()
        if nom not in retenus
    ]
    return _Apparies(tous, lus)


def _mouvements(extractions: Iterable[Extraction], projet: Projet, fautes: list[Faute]) -> Iterator[Mouvement]:
    """Les mouvements des tables, chacun à sa cellule ; ``fautes`` reçoit celles de leurs valeurs."""
    decrites = {o.code: o for o in operations_decrites(projet, tableau_financier(projet))}
    for extraction in extractions:
        fautes += extraction.fautes
        choisir_les_bases(extraction, decrites)
        for recu in extraction.mouvements:
            ligne = interpreter_les_valeurs(JOURNAL, recu.valeurs, recu.lieu)
            fautes += ligne.fautes
            if ligne.objet is not None:
                yield ligne.objet
