"""Ne remplacer, dans le répertoire d’une annexe, que ce que la bibliothèque y a écrit et que personne n’a changé."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from exports.document.sceau import Sceau, SceauIllisible
from exports.livraison.annexe_rendue import AnnexeRendue
from exports.livraison.paquets import PaquetAbsent
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, ModeleFaute, TexteRefuse, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.ecriture import EcritureRefusee
from maquettes.fichiers.sources import SourceRefusee, lire_octets

__all__ = ["Existants", "refuser_les_changes"]


class Existants(StrEnum):
    """Ce que devient un fichier déjà là : gardé si quelqu’un l’a changé, ou remplacé dans tous les cas."""

    PROTEGER = "proteger"
    REMPLACER = "remplacer"


FICHIER_CHANGE: Final = ModeleFaute(
    "ECRITURE-02",
    "Rien n’a été écrit : ce fichier n’est pas tel que la bibliothèque l’écrit, quelqu’un a pu le changer.",
    "Le renommer, ou donner une autre --sortie ; ajouter --remplacer s’il n’y a rien à y garder.",
)


def refuser_les_changes(annexe: AnnexeRendue, sortie: Path, rendus: Mapping[str, Mapping[str, bytes]]) -> None:
    """Lève :class:`EcritureRefusee`, une faute par fichier, s’il en est dans ``sortie`` que quelqu’un a changés.

    ``rendus`` : ce que l’on va y écrire, par format puis par nom. Un fichier est à nous, et peut être remplacé, s’il a
    les octets que l’on écrirait, ou ceux que redonne un sceau du répertoire dont le dossier est à portée : celui de
    l’annexe, ou celui que portent le pdf et le html.
    """
    changes = [
        (demande, nom)
        for demande, fichiers in rendus.items()
        for nom, octets in fichiers.items()
        if _est_autre(sortie / nom, octets)
    ]
    for ancienne in _annexes_scellees(annexe, sortie) if changes else ():
        redonnes: dict[str, bytes] = {}
        for demande in {demande for demande, _ in changes}:
            redonnes |= ancienne.rendre(demande)
        changes = [(demande, nom) for demande, nom in changes if _est_autre(sortie / nom, redonnes.get(nom, b""))]
        if not changes:
            return
    if changes:
        chemins = [str(sortie / nom) for _, nom in changes]
        fautes = [faute(FICHIER_CHANGE, Provenance(fichier=chemin)) for chemin in chemins]
        raise EcritureRefusee(f"des fichiers ont été changés : {', '.join(map(afficher_chemin, chemins))}.", *fautes)


def _est_autre(chemin: Path, octets: bytes) -> bool:
    """Un fichier est là, et n’a pas ces octets ; un répertoire sera refusé à l’écriture."""
    if not chemin.exists() or chemin.is_dir():
        return False
    try:
        return lire_octets(chemin, len(octets)) != octets
    except SourceRefusee:
        return True


def _annexes_scellees(annexe: AnnexeRendue, sortie: Path) -> Iterator[AnnexeRendue]:
    """L’annexe que redonne chaque sceau lu dans le répertoire, si son dossier y est joint ou est celui de l’annexe."""
    from exports.verification.commun.lecture import FORMES
    from exports.verification.recomposition import exiger_applicable, recomposer

    sceaux: dict[str, Sceau] = {}
    projets = {annexe.document.empreinte: annexe.projet}
    for forme in FORMES:
        fin = "-identification.csv" if forme == "csv" else f".{forme}"
        try:
            sceau, joint = _lire(sortie / f"{annexe.nom}{fin}")
        except (SourceRefusee, SceauIllisible, PaquetAbsent, DossierRefuse):
            continue
        sceaux[sceau.texte()] = sceau
        if joint is not None:
            projets.setdefault(sceau.dossier, joint)
    for sceau in sceaux.values():
        if sceau.dossier in projets:
            try:
                exiger_applicable(projets[sceau.dossier], sceau)
            except (TexteRefuse, ValeurImpossible):
                continue
            yield recomposer(projets[sceau.dossier], sceau)


def _lire(chemin: Path) -> tuple[Sceau, Projet | None]:
    """Le sceau d’un fichier, et le dossier qu’il porte."""
    from exports.verification.commun.lecture import DocumentLu
    from exports.verification.formats import LECTEURS, reconnaitre
    from maquettes.assemblage.assemblage import assembler
    from maquettes.assemblage.dossier_json import lire_json

    document = DocumentLu(chemin.name, lire_octets(chemin))
    lecteur = LECTEURS[reconnaitre(document)]
    joint = lecteur.dossier(document)
    projet = None if joint is None else assembler(lire_json(chemin.name, joint))
    return Sceau.lire(lecteur.sceau(document) or ""), projet
