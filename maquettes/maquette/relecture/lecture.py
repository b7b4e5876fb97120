"""Relire une maquette : le dossier qu’elle porte, avec toutes ses fautes à la fois, et ce qu’elle a d’inhabituel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeVar

from financement.controles.constat import Constat
from financement.dossier.convention import Avenant, Enveloppe
from financement.dossier.fautes import DOUBLON, VERSION_SANS_AVENANT
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Parametre
from maquettes.assemblage.assemblage import Assembler, assembler
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    FINANCEURS,
    JOURNAL,
    MAITRES_OUVRAGE,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    SUIVIS,
)
from maquettes.description.documents import ConventionLue
from maquettes.description.fautes_comptees import compter, retenir_les_lignes
from maquettes.description.lignes import LigneLue, TableLue, interpreter
from maquettes.description.lignes_comptees import trop_de_lignes
from maquettes.description.limites_de_lecture import FAUTES_GARDEES
from maquettes.description.table import Colonne, Genre, Table
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.reglement import ReglementLu
from maquettes.maquette.blocs.tous import BLOCS, BLOCS_SAISIS
from maquettes.maquette.contenu import ENVELOPPES
from maquettes.maquette.description import PROPRIETE, VERSION, Bloc
from maquettes.maquette.relecture.cellules import LecteurDeCellules
from maquettes.maquette.relecture.feuilles_voisines import examiner_les_autres_feuilles
from maquettes.maquette.relecture.provenances import ProvenanceDeLigne
from maquettes.maquette.relecture.reperage import BlocRepere, reperer
from maquettes.maquette.relecture.rubriques import RubriquesLues, lire_rubriques
from maquettes.tableur.adresses import adresse, colonne_lettres
from maquettes.tableur.lecture import CelluleLue, ClasseurLu, lire_marques, lire_saisies

__all__ = ["LectureDeMaquette", "lire_dossier_de_maquette", "lire_lignes", "porte_la_marque", "reconnaitre"]

T = TypeVar("T")

_FEUILLES: Final = {bloc.nom: rang for rang, bloc in enumerate(BLOCS)}


@dataclass(slots=True, kw_only=True)
class LectureDeMaquette:
    """Un classeur lu : les blocs retrouvés, les lignes du dossier, les fautes du classeur et les remarques.

    ``rangs`` : pour chaque bloc, le rang de chaque ligne lue à partir de la première que les formules emploient.
    """

    classeur: ClasseurLu
    reperes: dict[str, BlocRepere] = field(default_factory=dict)
    rangs: dict[str, list[int]] = field(default_factory=dict)
    fautes: list[Faute] = field(default_factory=list)
    lecteur: LecteurDeCellules = field(default_factory=LecteurDeCellules)

    @property
    def constats(self) -> list[Constat]:
        """Les remarques de lecture, dans l’ordre des feuilles."""
        return self.lecteur.constats


def lire_dossier_de_maquette(
    nom: str, octets: bytes, reunir: Assembler = assembler
) -> tuple[Projet, LectureDeMaquette]:
    """Le projet que ``reunir`` fait d’une maquette, et la lecture du classeur.

    Lève :class:`DossierRefuse` avec toutes les fautes, chacune à sa cellule, dans l’ordre des feuilles puis des lignes.
    """
    try:
        classeur = lire_saisies(nom, octets, partial(reconnaitre, nom))
        lecture = LectureDeMaquette(classeur=classeur)
        projet = _reunir(lire_lignes(lecture), classeur, reunir)
        # Ce qui n'est pas à remplir n'a rien à dire du dossier, mais rien d'illisible n'est admis.
        classeur.completer()
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    return projet, lecture


def _reunir(lu: DossierLu, classeur: ClasseurLu, reunir: Assembler) -> Projet:
    try:
        return reunir(lu)
    except DossierRefuse as refus:
        raise DossierRefuse(_ordonner(refus.fautes, classeur)) from None


MAQUETTE_NON_RECONNUE: Final = ModeleFaute(
    "MAQUETTE-01",
    "« {lu} » n’est pas une maquette de cette bibliothèque : il n’en porte pas la marque.",
    "Écrire une maquette par « financement maquette » et y reporter les données.",
)
MAQUETTE_D_UNE_AUTRE_VERSION: Final = ModeleFaute(
    "MAQUETTE-02",
    "La maquette est de version « {lu} » ; cette version de la bibliothèque lit la version {attendu}.",
    "Mettre la bibliothèque à jour, ou refaire la maquette par « financement maquette ».",
)


def reconnaitre(nom: str, noms_definis: Mapping[str, str], proprietes: Mapping[str, str]) -> None:
    """Lève :class:`DossierRefuse` pour un classeur qui n’est pas une maquette, ou pas de cette version.

    Une maquette porte sa version en nom défini et en propriété : un tableur peut perdre l’un des deux.
    """
    version = _version(noms_definis, proprietes)
    lieu = Provenance(fichier=nom)
    if version is None:
        raise DossierRefuse([faute(MAQUETTE_NON_RECONNUE, lieu, nom)])
    if version.strip() != str(VERSION):
        raise DossierRefuse([faute(MAQUETTE_D_UNE_AUTRE_VERSION, lieu, version, attendu=str(VERSION))])


def porte_la_marque(nom: str, octets: bytes) -> bool:
    """Le classeur est une maquette, quelle qu’en soit la version ; lève :class:`SourceRefusee` s’il ne se lit pas."""
    return _version(*lire_marques(nom, octets)) is not None


def _version(noms_definis: Mapping[str, str], proprietes: Mapping[str, str]) -> str | None:
    return noms_definis.get(PROPRIETE) or proprietes.get(PROPRIETE)


def _ordonner(fautes: tuple[Faute, ...], classeur: ClasseurLu) -> list[Faute]:
    rangs = {feuille.nom: rang for rang, feuille in enumerate(classeur.feuilles)}

    def rang(constatee: Faute) -> tuple[int, int, int, str]:
        lieu = constatee.provenance
        lettres = "".join(c for c in lieu.cellule or "" if c.isalpha())
        return rangs.get(lieu.feuille or "", -1), lieu.ligne or 0, len(lettres), lettres

    return sorted(fautes, key=rang)


def lire_lignes(lecture: LectureDeMaquette) -> DossierLu:
    """Toutes les lignes du classeur, lues et situées, avant d’être confrontées."""
    blocs = {bloc.nom: bloc for bloc in BLOCS_SAISIS}
    rubriques = lire_rubriques(lecture.classeur, lecture.lecteur)

    def table(decrite: Table[T]) -> TableLue[T]:
        return _lire_table(lecture, blocs[decrite.nom], decrite)

    avenants = table(AVENANTS)
    convention = ConventionLue(
        entete=rubriques.convention,
        financeurs=table(FINANCEURS),
        avenants=avenants,
        maitres_ouvrage=table(MAITRES_OUVRAGE),
        contreparties_foncieres=table(CONTREPARTIES_FONCIERES),
    )
    _joindre_les_enveloppes(lecture, blocs[ENVELOPPES.nom], convention)
    lu = DossierLu(
        convention=convention,
        reglement=_reglement(rubriques, table(PARAMETRES)),
        operations=table(OPERATIONS),
        plan=table(PLAN),
        journal=table(JOURNAL),
        suivis={suivie.nom: table(suivie) for suivie in SUIVIS},
    )
    autres, remarques = examiner_les_autres_feuilles(lecture.classeur, lecture.reperes)
    lecture.lecteur.constats.extend([*lecture.lecteur.comptees(), *remarques])
    lu.fautes.extend([*lecture.fautes, *rubriques.fautes, *autres])
    return lu


def _reglement(rubriques: RubriquesLues, parametres: TableLue[Parametre]) -> ReglementLu | None:
    """Le règlement propre, s’il a une base ou des paramètres."""
    if rubriques.reglement is None:
        return None
    if not rubriques.base_saisie and not parametres.lignes and not parametres.fautes:
        return None
    return ReglementLu(entete=rubriques.reglement, parametres=parametres)


def _lire_table(lecture: LectureDeMaquette, bloc: Bloc, table: Table[T]) -> TableLue[T]:
    repere, fautes, constats = reperer(lecture.classeur, bloc)
    lecture.lecteur.constats.extend(constats)
    if repere is None:
        return TableLue(fautes=fautes, complete=False)
    lecture.reperes[bloc.nom] = repere
    lue: TableLue[T] = TableLue(fautes=[*fautes, *_fusions(lecture.classeur, repere, bloc)])
    manquantes = [c.nom for c in bloc.saisies if c.est_exigee and c.nom not in repere.colonnes]
    lettres = {nom: colonne_lettres(rang) for nom, rang in repere.colonnes.items()}
    rangs = lecture.rangs.setdefault(bloc.nom, [])
    if demesure := _trop_de_lignes(lecture, repere, bloc, table):
        lue.fautes.extend(demesure)
        lue.complete = False
        return lue

    def lignes() -> Iterator[LigneLue[T]]:
        for ligne, cellules in _rangees(repere, bloc):
            lieu = ProvenanceDeLigne(
                fichier=lecture.classeur.nom,
                feuille=repere.feuille.nom,
                cellule=adresse(ligne, min(repere.colonnes.values())),
                ligne=ligne + 1,
                lettres=lettres,
            )
            lire = partial(_lire_cellule, lecture.lecteur, cellules, lieu)
            yield interpreter(table, cellules, lire, lieu, lieu.a_la_colonne, fautives=manquantes)
            rangs.append(ligne - repere.premiere)

    retenir_les_lignes(lue, lignes(), lecture.classeur.nom)
    return lue


def _lire_cellule(
    lecteur: LecteurDeCellules,
    cellules: Mapping[str, CelluleLue],
    lieu: ProvenanceDeLigne,
    colonne: Colonne,
    cellule: CelluleLue,
) -> object:
    if colonne.genre is Genre.VALEUR:
        unite = cellules["unite"].texte.strip() if "unite" in cellules else ""
        return lecteur.lire_parametre(unite, cellule, lieu.a_la_colonne, colonne)
    return lecteur.lire(colonne, cellule, lieu.a_la_colonne)


def _rangees(repere: BlocRepere, bloc: Bloc) -> Iterator[tuple[int, dict[str, CelluleLue]]]:
    """Les lignes sous l’en-tête dont une cellule à remplir n’est pas vide, dans l’ordre, par nom de colonne."""
    noms = {repere.colonnes[c.nom]: c.nom for c in bloc.saisies if c.nom in repere.colonnes}
    toutes = repere.feuille.cellules
    for ligne, groupe in groupby(toutes.de_lignes(repere.en_tete + 1, colonnes=noms), itemgetter(0)):
        cellules = {noms[colonne]: toutes.cellule(rang) for _, colonne, rang in groupe if not toutes.est_blanche(rang)}
        if cellules:
            yield ligne, cellules


def _trop_de_lignes(lecture: LectureDeMaquette, repere: BlocRepere, bloc: Bloc, table: Table[object]) -> list[Faute]:
    """La faute d’une table qui a trop de lignes à remplir qui ne soient pas vides."""
    if table.lignes_au_plus is None:
        return []
    toutes = repere.feuille.cellules
    saisies = {repere.colonnes[c.nom] for c in bloc.saisies if c.nom in repere.colonnes}
    lignes = {
        ligne
        for ligne, _, rang in toutes.de_lignes(repere.en_tete + 1, colonnes=saisies)
        if not toutes.est_blanche(rang)
    }
    lieu = Provenance(fichier=lecture.classeur.nom, feuille=repere.feuille.nom)
    return trop_de_lignes(table, len(lignes), lieu)


CELLULES_FUSIONNEES: Final = ModeleFaute(
    "MAQUETTE-07",
    "Les cellules {lu} sont fusionnées : une seule garde sa valeur.",
    "Les défusionner, et saisir la valeur de chacune.",
)


def _fusions(classeur: ClasseurLu, repere: BlocRepere, bloc: Bloc) -> list[Faute]:
    """Des cellules fusionnées parmi celles que l’on remplit : une seule garde sa valeur, les autres la perdent."""
    saisies = {repere.colonnes[c.nom] for c in bloc.saisies if c.nom in repere.colonnes}
    fusions = [
        fusion
        for fusion in repere.feuille.fusions
        if fusion.derniere_ligne > repere.en_tete
        and saisies.intersection(range(fusion.premiere_colonne, fusion.derniere_colonne + 1))
    ]
    gardees = fusions if len(fusions) <= FAUTES_GARDEES else sorted(fusions)[:FAUTES_GARDEES]
    fautes = [
        faute(
            CELLULES_FUSIONNEES,
            Provenance(
                fichier=classeur.nom,
                feuille=repere.feuille.nom,
                cellule=adresse(fusion.premiere_ligne, fusion.premiere_colonne),
                ligne=fusion.premiere_ligne + 1,
            ),
            f"{adresse(fusion.premiere_ligne, fusion.premiere_colonne)}:"
            f"{adresse(fusion.derniere_ligne, fusion.derniere_colonne)}",
        )
        for fusion in gardees
    ]
    return [*fautes, *compter(len(fusions) - len(gardees), classeur.nom)]


def _joindre_les_enveloppes(lecture: LectureDeMaquette, bloc: Bloc, convention: ConventionLue) -> None:
    """Rend à chaque avenant les enveloppes qu’il fixe ; une enveloppe sans avenant, ou répétée, est une faute."""
    lues = _lire_table(lecture, bloc, ENVELOPPES)
    lecture.fautes.extend(lues.toutes_les_fautes())
    par_avenant: dict[int, list[Enveloppe]] = {}
    vues: dict[tuple[int, str], Provenance] = {}
    connus = {avenant.numero for avenant in convention.avenants.objets}
    for ligne in lues.lignes:
        if ligne.objet is None or ligne.fautives & {"avenant", "financeur"}:
            continue
        numero, enveloppe = ligne.objet.avenant, ligne.objet.enveloppe
        lieu = ligne.provenance
        if numero not in connus and convention.avenants.complete:
            choix = ", ".join(map(str, sorted(connus)))
            lecture.fautes.append(faute(VERSION_SANS_AVENANT, lieu.a_la_colonne("avenant"), str(numero), choix=choix))
        elif (deja := vues.setdefault((numero, enveloppe.financeur), lieu)) is not lieu:
            lu = f"avenant {numero}, {enveloppe.financeur}"
            lecture.fautes.append(faute(DOUBLON, lieu.a_la_colonne("financeur"), lu, ailleurs=str(deja)))
        else:
            par_avenant.setdefault(numero, []).append(enveloppe)
    convention.avenants.lignes = [_avec_enveloppes(ligne, par_avenant) for ligne in convention.avenants.lignes]


def _avec_enveloppes(ligne: LigneLue[Avenant], par_avenant: Mapping[int, list[Enveloppe]]) -> LigneLue[Avenant]:
    if ligne.objet is None or "numero" in ligne.fautives:
        return ligne
    enveloppes = tuple(par_avenant.get(ligne.objet.numero, ()))
    return replace(ligne, objet=replace(ligne.objet, enveloppes=enveloppes))
