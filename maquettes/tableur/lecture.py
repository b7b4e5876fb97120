"""Lire un classeur .xlsx : la garde d’abord, puis ses feuilles, noms et propriétés."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import Attributs, analyser, peu_nombreux
from maquettes.tableur.cadre import DU_DOSSIER, RECU, Cadre
from maquettes.tableur.cellules import Cellules
from maquettes.tableur.contenu import CelluleLue, ClasseurLu, FeuilleLue, GenreCellule, Plage
from maquettes.tableur.feuille import LecteurDeFeuille, Relire
from maquettes.tableur.garde import examiner, examiner_le_plan
from maquettes.tableur.limites import OCTETS_LUS_D_UN_COUP
from maquettes.tableur.notes import lire_notes
from maquettes.tableur.plan import PlanDeClasseur, lire_plan
from maquettes.tableur.styles import lire_genres
from maquettes.tableur.textes import lire_textes_partages

__all__ = [
    "CelluleLue",
    "ClasseurLu",
    "FeuilleLue",
    "GenreCellule",
    "Plage",
    "lire_classeur",
    "lire_classeur_recu",
    "lire_marques",
    "lire_proprietes",
    "lire_saisies",
]

_PROPRIETE: Final = " property"


Marques = Mapping[str, str]


def _tout_admettre(_noms_definis: Marques, _proprietes: Marques) -> None:
    """N’attend aucune marque du classeur."""


def lire_classeur(
    nom: str, octets: bytes, admettre: Callable[[Marques, Marques], object] = _tout_admettre
) -> ClasseurLu:
    """Le contenu d’un classeur ; lève :class:`SourceRefusee` si la garde le refuse ou si une cellule est illisible.

    Aucune formule n’est calculée : ce sont les valeurs que le tableur a enregistrées. ``admettre`` examine les noms
    définis et les propriétés avant que les feuilles, parfois de millions de cellules, soient lues.
    """
    return _lire(nom, _examiner(nom, octets, admettre), DU_DOSSIER)


def lire_saisies(nom: str, octets: bytes, admettre: Callable[[Marques, Marques], object]) -> ClasseurLu:
    """Le même contenu ; d’un gros classeur, les cellules calculées ne sont lues que si on les demande.

    ``completer`` les lit toutes, et lève alors ce que :func:`lire_classeur` aurait levé d’elles.
    """
    archive = _examiner(nom, octets, admettre)
    if sum(archive.entree(partie).file_size for partie in archive.parties) <= OCTETS_LUS_D_UN_COUP:
        return _lire(nom, archive, DU_DOSSIER)

    @cache
    def entieres() -> Mapping[str, Cellules]:
        feuilles = _lire(nom, archive, DU_DOSSIER).feuilles
        parties = (annoncee.partie for annoncee in lire_plan(nom, archive).feuilles)
        return {partie: feuille.cellules for partie, feuille in zip(parties, feuilles, strict=True)}

    return _lire(nom, archive, DU_DOSSIER, lambda partie: entieres()[partie])


def _examiner(nom: str, octets: bytes, admettre: Callable[[Marques, Marques], object]) -> Archive:
    def examiner_les_marques(archive: Archive, plan: PlanDeClasseur) -> None:
        admettre(plan.noms_definis, _proprietes(archive, plan.proprietes))

    return examiner(nom, octets, examiner_les_marques, DU_DOSSIER)


def lire_classeur_recu(nom: str, octets: bytes) -> ClasseurLu:
    """Le contenu d’un classeur que d’autres ont écrit, commentaires compris ; lève :class:`SourceRefusee`.

    Liaisons, connexions et objets incorporés y sont admis : rien ne les ouvre, seules se lisent les valeurs que le
    tableur a enregistrées. Une cellule qui n’a que des blancs n’est pas gardée.
    """
    archive = examiner(nom, octets, cadre=RECU)
    classeur = _lire(nom, archive, RECU)
    try:
        parties = (annoncee.partie for annoncee in lire_plan(nom, archive).feuilles)
        notes = [lire_notes(archive, partie) for partie in parties]
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=nom))) from None
    feuilles = (replace(feuille, notes=lues) for feuille, lues in zip(classeur.feuilles, notes, strict=True))
    return replace(classeur, feuilles=tuple(feuilles))


def lire_proprietes(nom: str, octets: bytes) -> Mapping[str, str]:
    """Les propriétés personnalisées d’un classeur, en texte, sans que rien soit lu de ses feuilles.

    Lève :class:`SourceRefusee` si la garde le refuse avant d’en venir à elles.
    """
    return lire_marques(nom, octets)[1]


def lire_marques(nom: str, octets: bytes) -> tuple[Marques, Marques]:
    """Les noms définis et les propriétés personnalisées d’un classeur ; lève ce que lève :func:`lire_proprietes`."""
    archive, plan = examiner_le_plan(nom, octets)
    try:
        return plan.noms_definis, _proprietes(archive, plan.proprietes)
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=nom))) from None


def _lire(nom: str, archive: Archive, cadre: Cadre, relire: Relire | None = None) -> ClasseurLu:
    try:
        plan = lire_plan(nom, archive)
        textes = lire_textes_partages(archive, plan.textes, cadre)
        lecteur = LecteurDeFeuille(nom, textes, lire_genres(archive, plan.styles), plan.calendrier, cadre, relire)
        feuilles = [lecteur.lire(annoncee, archive.morceaux(annoncee.partie)) for annoncee in plan.feuilles]
        return ClasseurLu(
            nom=nom,
            feuilles=tuple(feuilles),
            noms_definis=plan.noms_definis,
            proprietes=_proprietes(archive, plan.proprietes),
        )
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=nom))) from None


def _proprietes(archive: Archive, partie: str | None) -> Mapping[str, str]:
    proprietes: dict[str, str] = {}
    if partie is None:
        return proprietes
    nommee: str | None = None
    morceaux: list[str] = []

    def debut(balise: str, attributs: Attributs) -> None:
        nonlocal nommee
        if balise.endswith(_PROPRIETE):
            nommee = attributs.get("name", "")
            morceaux.clear()

    def fin(balise: str) -> None:
        nonlocal nommee
        if nommee is not None and balise.endswith(_PROPRIETE):
            proprietes[nommee] = "".join(morceaux).strip()
            nommee = None

    analyser(partie, archive.morceaux(partie), debut=peu_nombreux(partie, debut), fin=fin, texte=morceaux.append)
    return proprietes
