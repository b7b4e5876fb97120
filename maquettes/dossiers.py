"""Un dossier, sous l’une de ses formes : lu, écrit, converti sans perte."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation
from maquettes.assemblage.assemblage import Assembler, assembler
from maquettes.assemblage.confrontation import GrandJournal, lire_en_confrontant
from maquettes.assemblage.dossier_json import lire_json, texte_canonique
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.comparaison import Changement, comparer_dossiers
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN, SUIVIS, TABLES
from maquettes.description.documents import ConventionLue
from maquettes.description.fautes_comptees import Incoherences
from maquettes.description.lignes import TableLue
from maquettes.description.limites_de_lecture import limite_de_lecture
from maquettes.description.noms_voisins import fautes_de_noms
from maquettes.description.table import Table
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.destinations import garder_la_source
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier, ecrire_repertoire
from maquettes.fichiers.sources import (
    EtatDeFichier,
    SourceRefusee,
    exiger_inchange,
    impossible,
    lire_fichier,
    lire_octets,
    mouvant,
)
from maquettes.formes import convention_toml, origines, reglement
from maquettes.formes.fichiers_coupes import constats_du_document
from maquettes.formes.reglement import ReglementLu
from maquettes.formes.tables_csv import ecrire_table, lire_table
from maquettes.maquettes_de_dossier import DOSSIER_INTROUVABLE

__all__ = [
    "DossierExamine",
    "comparer_a_ce_qui_existe",
    "convertir",
    "ecrire_avec_rapport",
    "ecrire_dossier",
    "examiner_dossier",
    "lire_dossier",
    "situer_en_repertoire",
]

T = TypeVar("T")

_FICHIERS: Final = (convention_toml.NOM, reglement.NOM, *(f"{table.nom}.csv" for table in TABLES))
_CONNUS: Final = (*_FICHIERS, origines.NOM)
# En octets : au-delà, des colonnes d'entiers se lisent plus vite que des lignes.
_GRAND_JOURNAL: Final = 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierExamine:
    """Le projet d’un dossier, et les remarques sur ses fichiers : FICHIER-01 et 02, qui ne tiennent qu’à leur forme."""

    projet: Projet
    remarques: tuple[Constat, ...]


def lire_dossier(chemin: str | Path) -> Projet:
    """Le projet que décrit un dossier : un répertoire, une maquette ``.xlsx`` ou un fichier ``.json``.

    Lève :class:`DossierRefuse` avec toutes les fautes de tous les fichiers, chacune située. Rien n’est écrit.
    """
    return examiner_dossier(chemin).projet


def examiner_dossier(chemin: str | Path, *, reunir: Assembler = assembler) -> DossierExamine:
    """Le même projet, et ce que la forme des fichiers d’un répertoire laisse craindre : une fin coupée.

    ``reunir`` fait un projet de ce qui est lu ; il peut y joindre d’abord ce qui ne vient pas du dossier. Lève ce que
    lève :func:`lire_dossier`.
    """
    fichier = chemin_donne("chemin", chemin)
    if fichier.suffix.lower() == ".xlsx" and not fichier.is_dir() and os.path.lexists(fichier):
        from maquettes.maquettes_de_dossier import lire_projet_de_maquette

        return DossierExamine(projet=lire_projet_de_maquette(fichier, reunir)[0], remarques=())
    lu = _lire(fichier)
    # Réunir peut remplacer une table, et ses remarques avec elle.
    remarques = lu.toutes_les_remarques()
    return DossierExamine(projet=reunir(lu), remarques=remarques)


def ecrire_dossier(
    projet: Projet,
    destination: str | Path,
    *,
    origine_de: origines.OrigineDe = origines.origine_lue,
) -> None:
    """Écrit le projet : suffixe ``.xlsx`` pour une maquette, ``.json`` pour le json canonique, rien pour un répertoire.

    Ce qui va être écrit est d’abord relu en mémoire et comparé au projet. Une destination qui existe (un répertoire
    vide excepté) ou un autre suffixe lèvent :class:`EcritureRefusee` ; alors rien n’est écrit. ``origine_de`` : d’où
    vient une ligne avant le projet, qu’un répertoire garde dans origines.csv.
    """
    validation.exiger("Dossier", validation.instance("projet", projet, Projet))
    chemin = chemin_donne("destination", destination)
    match chemin.suffix.lower():
        case ".json":
            octets = texte_canonique(projet).encode()
            _verifier(projet, lire_json(chemin.name, octets))
            ecrire_nouveau_fichier(chemin, octets)
        case "":
            fichiers = _fichiers(projet)
            _verifier(projet, _lire_fichiers(fichiers, {}))
            if (connues := origines.ecrire_origines(projet, origine_de)) is not None:
                fichiers[origines.NOM] = connues
            ecrire_repertoire(chemin, fichiers, dernier=convention_toml.NOM)
        case ".xlsx":
            from maquettes.maquettes_de_dossier import ecrire_maquette

            ecrire_maquette(projet, chemin)
        case suffixe:
            raise EcritureRefusee(
                f"« {afficher_chemin(suffixe)} » n’est pas une forme de dossier. "
                "Donner un nom en .xlsx ou en .json, ou sans suffixe pour un répertoire."
            )


def comparer_a_ce_qui_existe(projet: Projet, dossier: str | Path) -> tuple[Changement, ...] | None:
    """Ce qui sépare un dossier qui existe du projet ; ``None`` s’il n’y a rien à cette place.

    Lève :class:`DossierRefuse` si ce qui s’y trouve n’est pas un dossier lisible.
    """
    chemin = chemin_donne("dossier", dossier)
    if not os.path.lexists(chemin) or (chemin.is_dir() and not any(chemin.iterdir())):
        return None
    return comparer_dossiers(lire_dossier(chemin), projet)


def ecrire_avec_rapport(
    projet: Projet,
    dossier: str | Path,
    rapport: str | Path | None,
    composer: Callable[[], bytes],
    *,
    origine_de: origines.OrigineDe,
) -> None:
    """Écrit le dossier, et le rapport composé s’il est demandé ; lève :class:`EcritureRefusee`, et rien n’est écrit."""
    if rapport is None:
        ecrire_dossier(projet, dossier, origine_de=origine_de)
        return
    chemin = chemin_donne("rapport", rapport)
    if chemin.suffix.lower() != ".xlsx":
        raise EcritureRefusee(f"« {afficher_chemin(chemin.name)} » : le rapport est un classeur, en .xlsx.")
    ecrire_nouveau_fichier(chemin, composer())
    try:
        ecrire_dossier(projet, dossier, origine_de=origine_de)
    except EcritureRefusee:
        # Le rapport d'un dossier qui n'est pas écrit ne resterait que pour tromper.
        chemin.unlink()
        raise


def convertir(source: str | Path, destination: str | Path) -> None:
    """Écrit sous une autre forme, décidée par le suffixe de ``destination``, le dossier ``source``.

    Lève :class:`DossierRefuse` ou :class:`EcritureRefusee` ; la source n’est jamais modifiée.
    """
    garder_la_source(chemin_donne("source", source), chemin_donne("destination", destination))
    ecrire_dossier(lire_dossier(source), destination)


def situer_en_repertoire(projet: Projet) -> Projet:
    """Le même projet, chaque donnée située dans le répertoire qu’écrirait :func:`ecrire_dossier`.

    D’un même contenu, quelle que soit la forme lue, viennent alors les mêmes « journal.csv, ligne 12 ».
    """
    return _verifier(projet, _lire_fichiers(_fichiers(projet), {}))


def _verifier(projet: Projet, relu: DossierLu) -> Projet:
    """Le projet relu, s’il est celui que l’on écrit."""
    assemble = assembler(relu)
    if assemble != projet:
        raise EcritureRefusee("Le contenu relu diffère du projet : rien n’est écrit. Signaler ce défaut.")
    return assemble


def _fichiers(projet: Projet) -> dict[str, bytes]:
    """Les fichiers d’un répertoire, tables vides omises."""
    propre = projet.reglement_propre
    return {
        convention_toml.NOM: convention_toml.ecrire_convention_toml(projet.convention),
        **({reglement.NOM: reglement.ecrire_reglement_toml(propre)} if propre is not None else {}),
        **{_nom(table): ecrire_table(table, objets) for table in TABLES if (objets := table.objets(projet))},
    }


def _nom(table: Table[object]) -> str:
    return f"{table.nom}.csv"


FORME_INCONNUE: Final = ModeleFaute(
    "LECTURE-02",
    "« {lu} » n’est pas une forme de dossier : un dossier est un répertoire, un classeur .xlsx ou un fichier .json.",
    "Donner le répertoire qui contient convention.toml, ou un fichier écrit par « financement convertir ».",
)


def _lire(chemin: Path) -> DossierLu:
    try:
        est_un_repertoire = chemin.is_dir()
        if not est_un_repertoire and os.path.lexists(chemin):
            # Un lien qui mène à lui-même, ou nulle part, n'est d'aucune forme : c'est l'erreur du système qui le dit.
            chemin.stat()
    except OSError as erreur:
        raise DossierRefuse([impossible(chemin, erreur).faute]) from None
    if est_un_repertoire:
        return _lire_repertoire(chemin)
    if not os.path.lexists(chemin):
        raise DossierRefuse([faute(DOSSIER_INTROUVABLE, INCONNUE, str(chemin))])
    if chemin.suffix.lower() != ".json":
        raise DossierRefuse([faute(FORME_INCONNUE, INCONNUE, chemin.name)])
    try:
        octets = lire_octets(chemin, limite_de_lecture(chemin.name))
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    return lire_json(chemin.name, octets)


def _presents(chemin: Path) -> list[str]:
    """Les noms des entrées d’un répertoire ; lève :class:`DossierRefuse` si le système ne les donne pas."""
    try:
        return sorted(entree.name for entree in chemin.iterdir())
    except OSError as erreur:
        raise DossierRefuse([impossible(chemin, erreur).faute]) from None


CONVENTION_ABSENTE: Final = ModeleFaute(
    "LECTURE-03",
    "Le répertoire « {lu} » ne contient pas de fichier convention.toml.",
    "Ajouter convention.toml, ou donner le bon répertoire.",
    afficher_chemin,
)


def _lire_repertoire(chemin: Path) -> DossierLu:
    """Les fichiers connus d’un répertoire ; un nom qui ressemble à un nom connu est une faute."""
    presents = _presents(chemin)
    fichiers: dict[str, bytes] = {}
    etats: dict[str, EtatDeFichier] = {}
    refus: dict[str, Faute] = {}
    for nom in _CONNUS:
        if nom in presents:
            try:
                fichiers[nom], etats[nom] = lire_fichier(chemin / nom, limite_de_lecture(nom))
            except SourceRefusee as refusee:
                refus[nom] = refusee.faute
    if convention_toml.NOM not in presents:
        refus[convention_toml.NOM] = faute(CONVENTION_ABSENTE, INCONNUE, str(chemin))
    # Le seul examen qui ne lève rien d'une entrée que le système ne laisse pas voir.
    des_fichiers = [nom for nom in presents if not os.path.isdir(chemin / nom)]  # noqa: PTH112
    voisins = list(fautes_de_noms(des_fichiers, _CONNUS))
    # La faute du nom tient lieu de l'absence : ce que la table aurait porté n'accuse rien d'autre.
    refus |= {attendu: constatee for attendu, constatee in voisins if attendu not in presents}
    connues = fichiers.pop(origines.NOM, None)
    lu = _lire_fichiers(fichiers, refus)
    if connues is not None:
        _suivre(lu, origines.Origines(connues))
    elif origines.NOM in refus:
        lu.fautes.append(refus[origines.NOM])
    lu.fautes.extend(constatee for _, constatee in voisins if constatee not in refus.values())
    _exiger_inchange(chemin, presents, etats)
    return lu


def _suivre(lu: DossierLu, connues: origines.Origines) -> None:
    """Donne à chaque ligne lue l’origine que lui connaît origines.csv."""
    lu.fautes.extend(connues.fautes())
    connues.suivre(OPERATIONS, lu.operations)
    connues.suivre(PLAN, lu.plan)
    connues.suivre(JOURNAL, lu.journal)
    for table in SUIVIS:
        if table.nom in lu.suivis:
            connues.suivre(table, lu.suivis[table.nom])
    if lu.grand_journal is not None:
        lu.grand_journal = connues.suivre_le_journal(lu.grand_journal)


def _exiger_inchange(chemin: Path, presents: Collection[str], etats: Mapping[str, EtatDeFichier]) -> None:
    """Lève :class:`DossierRefuse` si un fichier a changé, disparu ou paru : la moitié lue serait d’un autre dossier."""
    fautes = []
    for nom, etat in etats.items():
        try:
            exiger_inchange(chemin / nom, etat)
        except SourceRefusee as refusee:
            fautes.append(refusee.faute)
    parus = set(_presents(chemin)).difference(presents)
    fautes.extend(mouvant(chemin / nom, "est apparu").faute for nom in _CONNUS if nom in parus)
    if fautes:
        raise DossierRefuse(fautes)


def _grand_journal(nom: str, octets: bytes) -> GrandJournal | None:
    """Un grand journal en colonnes, si sa forme s’y prête."""
    if len(octets) < _GRAND_JOURNAL:
        return None
    from maquettes.grand_journal.journal import lire_en_partie

    return lire_en_partie(nom, octets)


def _mettre_en_colonnes(lu: DossierLu) -> None:
    """Garde en colonnes un journal sans faute qui a été lu ligne à ligne."""
    sien = lu.journal
    if lu.grand_journal is None and sien.complete and not sien.toutes_les_fautes():
        from financement.calculs.journal_colonnes import de_mouvements

        lu.grand_journal, lu.journal = de_mouvements(sien.objets), replace(sien, lignes=[])


def _lire_fichiers(fichiers: Mapping[str, bytes], refus: Mapping[str, Faute]) -> DossierLu:
    """Le contenu des ``fichiers`` ; ``refus`` : la faute de ceux dont les octets manquent."""

    def table(decrite: Table[T], incoherences: Incoherences[T]) -> TableLue[T]:
        nom = _nom(decrite)
        if nom in refus:
            return TableLue(fautes=[refus[nom]], complete=False)
        return lire_table(decrite, nom, fichiers[nom], incoherences) if nom in fichiers else TableLue()

    def convention() -> ConventionLue:
        if convention_toml.NOM in refus:
            return ConventionLue(fautes=[refus[convention_toml.NOM]])
        return convention_toml.lire_convention_toml(fichiers[convention_toml.NOM])

    def du_dossier() -> ReglementLu | None:
        if reglement.NOM in refus:
            return ReglementLu(fautes=[refus[reglement.NOM]])
        return reglement.lire_reglement_toml(fichiers[reglement.NOM]) if reglement.NOM in fichiers else None

    documents = (constats_du_document(nom, fichiers.get(nom, b"")) for nom in (convention_toml.NOM, reglement.NOM))
    nom = _nom(JOURNAL)
    grand = None if nom in refus else _grand_journal(nom, fichiers.get(nom, b""))
    lu = lire_en_confrontant(convention(), table, grand)
    if len(fichiers.get(nom, b"")) >= _GRAND_JOURNAL:
        _mettre_en_colonnes(lu)
    lu.reglement = du_dossier()
    lu.remarques.extend(remarque for remarques in documents for remarque in remarques)
    return lu
