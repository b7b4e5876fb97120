"""Les fichiers reçus et les sources de la correspondance : lesquels se répondent, et ce qui reste sans réponse."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Final

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.ressemblance import proposition
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.importation.correspondance.lecture import CorrespondanceLue, lire_correspondance
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import Source
from maquettes.importation.extraction.constats import FEUILLE_NON_LUE, FEUILLE_SANS_NOMBRE_NON_LUE
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.lecture import grilles_des_octets
from maquettes.tableur.contenu import GenreCellule

__all__ = [
    "LIMITE_D_UN_TEXTE",
    "Appariement",
    "FichierRecu",
    "apparier",
    "correspondance_du_fichier",
    "feuilles_non_lues",
    "lire_les_fichiers",
    "lire_un_fichier",
    "sources_sans_fichier",
    "version_de",
]

LIMITE_D_UN_TEXTE: Final = 3_000_000
"""Octets d’une correspondance, ou d’une convention, qu’une personne a écrite."""

_LIMITE_OCTETS: Final = 100_000_000
_EMPREINTE: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FichierRecu:
    """Un fichier reçu : ses grilles, et l’empreinte de ses octets, abrégée."""

    nom: str
    grilles: tuple[Grille, ...]
    empreinte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appariement:
    """Une source de la correspondance, de ce rang, et l’une des grilles qu’elle désigne."""

    rang: int
    source: Source
    grille: Grille


def lire_les_fichiers(chemins: Iterable[Path], fautes: list[Faute]) -> tuple[FichierRecu, ...]:
    """Les fichiers reçus ; ``fautes`` reçoit le refus de ceux qui ne se lisent pas."""
    lus: list[FichierRecu] = []
    for chemin in chemins:
        try:
            octets = lire_un_fichier(chemin, _LIMITE_OCTETS)
            grilles = grilles_des_octets(chemin.name, octets)
        except SourceRefusee as refus:
            fautes.append(refus.faute)
            continue
        lus.append(FichierRecu(nom=chemin.name, grilles=grilles, empreinte=sha256(octets).hexdigest()[:_EMPREINTE]))
    return tuple(lus)


FICHIER_RECU_INTROUVABLE: Final = ModeleFaute(
    "IMPORT-25", "Le fichier « {lu} » n’existe pas.", "Vérifier son chemin et son nom.", afficher_chemin
)


def lire_un_fichier(chemin: Path, limite: int) -> bytes:
    """Les octets d’un fichier ; lève :class:`SourceRefusee` s’il ne se lit pas, ou n’existe pas."""
    if not os.path.lexists(chemin):
        raise SourceRefusee(faute(FICHIER_RECU_INTROUVABLE, Provenance(fichier=chemin.name), str(chemin)))
    return lire_octets(chemin, limite)


def correspondance_du_fichier(chemin: Path) -> CorrespondanceLue:
    """La correspondance que porte un fichier ; lève :class:`DossierRefuse` avec toutes ses fautes, à leur ligne."""
    try:
        return lire_correspondance(chemin.name, lire_un_fichier(chemin, LIMITE_D_UN_TEXTE))
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None


SOURCE_SANS_FICHIER: Final = ModeleFaute(
    "IMPORT-20",
    "Aucun fichier donné ne répond à « {lu} »{proposition}.",
    "Corriger son nom dans la correspondance, ou donner ce fichier à la commande.",
)
FEUILLE_INTROUVABLE: Final = ModeleFaute(
    "IMPORT-21",
    "« {lu} » n’est pas une feuille de {fichier}{proposition}.",
    "{correction}",
)
FICHIER_SANS_SOURCE: Final = ModeleFaute(
    "IMPORT-22",
    "Aucune source de la correspondance ne désigne le fichier « {lu} » : il ne serait pas lu.",
    "Lui ajouter une source dans la correspondance.",
)


def apparier(lue: CorrespondanceLue, fichiers: Sequence[FichierRecu], fautes: list[Faute]) -> list[Appariement]:
    """Chaque source et ses grilles, dans l’ordre de la correspondance ; ``fautes`` reçoit le reste."""
    apparies: list[Appariement] = []
    designes: set[str] = set()
    for rang, source in enumerate(lue.correspondance.sources):
        siens = [fichier for fichier in fichiers if _repond(fichier.nom, source.fichier)]
        designes.update(fichier.nom for fichier in siens)
        ecartees = [i.feuille for i in source.ignorees if i.feuille is not None]
        for fichier in siens:
            for feuille in _feuilles(source):
                grilles = [g for g in fichier.grilles if _repond(g.feuille or "", feuille)]
                if not grilles:
                    fautes.append(_feuille_introuvable(lue, rang, feuille, fichier))
                apparies.extend(
                    Appariement(rang=rang, source=source, grille=grille)
                    for grille in grilles
                    if not any(_repond(grille.feuille or "", motif) for motif in ecartees)
                )
    fautes.extend(
        faute(FICHIER_SANS_SOURCE, Provenance(fichier=fichier.nom), fichier.nom)
        for fichier in fichiers
        if fichier.nom not in designes
    )
    return apparies


def sources_sans_fichier(
    lue: CorrespondanceLue, fichiers: Sequence[FichierRecu], refus: Sequence[Faute]
) -> Iterator[Faute]:
    """Les sources à qui nul fichier donné ne répond ; un fichier que l’on n’a pas pu lire est dans les ``refus``."""
    noms = [fichier.nom for fichier in fichiers]
    donnes = [*noms, *(refuse.provenance.fichier for refuse in refus if refuse.provenance.fichier is not None)]
    for rang, source in enumerate(lue.correspondance.sources):
        if not any(_repond(nom, source.fichier) for nom in donnes):
            proche = proposition(source.fichier, noms)
            lieu = lue.lieux(("sources", rang, "fichier"))
            yield faute(SOURCE_SANS_FICHIER, lieu, source.fichier, proposition=proche)


def feuilles_non_lues(
    lue: CorrespondanceLue, fichiers: Sequence[FichierRecu], apparies: Sequence[Appariement]
) -> Iterator[Constat]:
    """Les feuilles remplies que rien ne désigne ni n’écarte : une année neuve s’ajoute souvent en une feuille neuve."""
    lues = {(appariement.grille.fichier, appariement.grille.feuille) for appariement in apparies}
    for fichier in fichiers:
        sources = [source for source in lue.correspondance.sources if _repond(fichier.nom, source.fichier)]
        ecartees = [i.feuille for source in sources for i in source.ignorees if i.feuille is not None]
        for grille in fichier.grilles:
            nom = grille.feuille
            if nom is None or (fichier.nom, nom) in lues or any(_repond(nom, motif) for motif in ecartees):
                continue
            nombres = sum(cellule.genre is GenreCellule.NOMBRE for cellule in grille.cellules.values())
            cellules = accorder(len(grille.cellules), "cellule", "cellules")
            lieu = Provenance(fichier=fichier.nom, feuille=nom)
            if nombres:
                dits = accorder(nombres, "nombre", "nombres")
                yield FEUILLE_NON_LUE.constater(provenance=lieu, feuille=nom, cellules=cellules, nombres=dits)
            elif grille.cellules:
                yield FEUILLE_SANS_NOMBRE_NON_LUE.constater(provenance=lieu, feuille=nom, cellules=cellules)


def _feuilles(source: Source) -> tuple[str, ...]:
    match source.feuille:
        case None:
            return ("*",)
        case str():
            return (source.feuille,)
        case _:
            return source.feuille


def _feuille_introuvable(lue: CorrespondanceLue, rang: int, feuille: str, fichier: FichierRecu) -> Faute:
    noms = [grille.feuille for grille in fichier.grilles if grille.feuille is not None]
    return faute(
        FEUILLE_INTROUVABLE,
        lue.lieux(("sources", rang, "feuille")),
        feuille,
        fichier=fichier.nom,
        proposition=proposition(feuille, noms),
        correction=f"Choisir parmi : {', '.join(noms)}." if noms else "Ôter feuille de la source : il n’en a pas.",
    )


def _repond(nom: str, motif: str) -> bool:
    """Le nom est celui-là, à la casse, aux accents et aux blancs près, ou répond au motif (``*``, ``?``)."""
    cle, attendue = cle_de_libelle(nom), cle_de_libelle(motif)
    return cle == attendue or fnmatchcase(cle, attendue)


def version_de(appariement: Appariement) -> int | None:
    """La version de la table : celle de la source, de sa feuille ou de son fichier ; ``None`` si rien ne le dit."""
    version, grille = appariement.source.version, appariement.grille
    if not isinstance(version, dict):
        return version
    dites = (sienne for nom, sienne in version.items() if any(_repond(n, nom) for n in _noms(grille)))
    return next(dites, None)


def _noms(grille: Grille) -> Iterator[str]:
    if grille.feuille is not None:
        yield grille.feuille
    yield grille.fichier
