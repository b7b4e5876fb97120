"""Annoter un classeur : chaque partie est copiée telle quelle, sauf celles où une remarque s’inscrit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from maquettes.annotation.archive import Archive
from maquettes.annotation.balisage import appliquer
from maquettes.annotation.boites import BOITES_VIDES, Boite, agrandir_boites, ajouter_boites, dernier_bloc
from maquettes.annotation.commentaires import (
    COMMENTAIRES_VIDES,
    Fragment,
    ajouter_commentaires,
    cellules_commentees,
    fragments,
    texte_complet,
)
from maquettes.annotation.geometrie import Cellule, ancre, lignes_du_commentaire, lire_cellule, taille_de_boite
from maquettes.annotation.liste import NOM, feuille_des_remarques, lignes_de_la_liste, noms_definis
from maquettes.annotation.plan_de_feuille import PlanDeFeuille, lire_plan
from maquettes.annotation.relations import (
    ajouter_relation,
    cible_du_type,
    declarer_extension,
    declarer_partie,
    lire_relations,
)
from maquettes.annotation.remarque import Annotation
from maquettes.annotation.sommaire import (
    FeuilleDuClasseur,
    deselectionner,
    inscrire_en_tete,
    lire_feuilles,
    nom_libre,
    partie_du_classeur,
)
from maquettes.annotation.styles import ajouter_presentations

__all__ = ["annoter"]

_TYPE_COMMENTAIRES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_TYPE_BOITES: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_GENRE_FEUILLE: Final = "worksheet"
_LARGEUR_SUPPOSEE: Final = 128


def annoter(octets: bytes, annotations: Sequence[Annotation]) -> bytes:
    """La copie annotée d’un classeur xlsx : un commentaire par cellule en cause, la liste des remarques en tête.

    Une remarque sur une feuille ou une cellule qui n’existe pas ne figure qu’à la liste, où chaque remarque mène à sa
    cellule, à défaut à sa feuille, à défaut ou si elle est masquée à la première que l’on voit. Mêmes octets et mêmes
    remarques, même copie.
    Lève :class:`ClasseurNonAnnotable`, une ``ValueError``.
    """
    archive = Archive(octets)
    classeur = partie_du_classeur(archive)
    feuilles = lire_feuilles(archive, classeur)
    designees = [_designee(annotation.feuille, feuilles) for annotation in annotations]
    for feuille in feuilles:
        remarques = [
            annotation for annotation, designee in zip(annotations, designees, strict=True) if designee is feuille
        ]
        _commenter(archive, feuille, remarques)
        deselectionner(archive, feuille)
    nom = nom_libre(NOM, feuilles)
    premiere = next((f for f in feuilles if not f.masquee and f.genre == _GENRE_FEUILLE), None)
    tableau = lignes_de_la_liste(annotations, designees, premiere)
    liste = feuille_des_remarques(annotations, tableau, ajouter_presentations(archive, classeur))
    inscrire_en_tete(archive, classeur, nom, liste, noms_definis(nom, tableau))
    return archive.octets()


def _designee(nom: str | None, feuilles: Sequence[FeuilleDuClasseur]) -> FeuilleDuClasseur | None:
    """La feuille de ce nom, sinon celle dont le nom ne diffère que par les majuscules, comme dans un tableur."""
    if nom is None:
        return None
    for candidats in (
        [feuille for feuille in feuilles if nom in {feuille.nom, feuille.nom_ecrit}],
        [feuille for feuille in feuilles if nom.casefold() == feuille.nom.casefold()],
    ):
        if candidats:
            return candidats[0]
    return None


def _commenter(archive: Archive, feuille: FeuilleDuClasseur, remarques: Sequence[Annotation]) -> None:
    par_cellule: dict[Cellule, list[Annotation]] = defaultdict(list)
    for remarque in remarques:
        cellule = lire_cellule(remarque.cellule)
        if cellule is not None:
            par_cellule[cellule].append(remarque)
    if not par_cellule or feuille.partie is None or feuille.genre != _GENRE_FEUILLE:
        return
    plan = lire_plan(archive.lire(feuille.partie), feuille.partie, par_cellule)
    visibles: dict[Cellule, list[Annotation]] = defaultdict(list)
    for cellule, groupe in par_cellule.items():
        visibles[plan.visible(cellule)] += groupe
    textes = {cellule: fragments(groupe) for cellule, groupe in visibles.items()}
    deja_commentees = _ecrire_commentaires(archive, feuille.partie, textes)
    _dessiner(archive, feuille.partie, plan, textes, deja_commentees)


def _ecrire_commentaires(
    archive: Archive, feuille: str, textes: Mapping[Cellule, Sequence[Fragment]]
) -> frozenset[Cellule]:
    """Écrit les commentaires et rend les cellules qui en avaient déjà."""
    partie = cible_du_type(archive, feuille, "comments")
    if partie is None:
        partie = archive.nom_libre("xl/comments{}.xml")
        archive.ecrire(partie, COMMENTAIRES_VIDES)
        declarer_partie(archive, partie, _TYPE_COMMENTAIRES)
        ajouter_relation(archive, feuille, "comments", partie)
    presents = archive.lire(partie)
    archive.ecrire(partie, ajouter_commentaires(presents, partie, textes))
    return frozenset(cellules_commentees(presents, partie))


def _dessiner(
    archive: Archive,
    feuille: str,
    plan: PlanDeFeuille,
    textes: Mapping[Cellule, Sequence[Fragment]],
    deja_commentees: frozenset[Cellule],
) -> None:
    """Donne une boîte à chaque commentaire qui n’en a pas, et de la place à ceux qui s’allongent."""
    relations = {relation.identifiant: relation.cible for relation in lire_relations(archive, feuille)}
    partie = relations.get(plan.dessin or "")
    bloc = dernier_bloc([archive.lire(nom) for nom in archive if nom.casefold().endswith(".vml")]) + 1
    if partie is not None and partie in archive:
        sans_boite = sorted(set(textes) - deja_commentees)
    else:
        partie = archive.nom_libre("xl/drawings/vmlDrawing{}.vml")
        archive.ecrire(partie, BOITES_VIDES)
        declarer_extension(archive, partie, _TYPE_BOITES)
        identifiant = ajouter_relation(archive, feuille, "vmlDrawing", partie)
        archive.ecrire(feuille, appliquer(plan.octets, [plan.relier_au_dessin(identifiant)]))
        sans_boite = sorted(set(textes) | deja_commentees)
    allongees = {
        cellule: lignes_du_commentaire(texte_complet(morceaux), _LARGEUR_SUPPOSEE)
        for cellule, morceaux in textes.items()
        if cellule in deja_commentees
    }
    boites = [_boite(cellule, texte_complet(textes.get(cellule, ())), plan) for cellule in sans_boite]
    dessin = agrandir_boites(archive.lire(partie), allongees)
    if boites:
        dessin = ajouter_boites(dessin, partie, boites, bloc)
    archive.ecrire(partie, dessin)


def _boite(cellule: Cellule, texte: str, plan: PlanDeFeuille) -> Boite:
    taille = taille_de_boite(texte)
    return Boite(cellule=cellule, ancre=ancre(plan.bord_droit(cellule), taille, plan.grille), taille=taille)
