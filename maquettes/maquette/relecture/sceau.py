"""Retrouver le sceau d’une maquette rendue, fût sa feuille renommée ou son nom défini perdu."""

from typing import Final

from financement.fautes.faute import DossierRefuse, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.maquette.relecture.reperage import normaliser, reference
from maquettes.maquette.sceau import (
    FEUILLE_SCEAU,
    NOM_DU_SCEAU,
    PLACE_DU_SCEAU,
    TITRE_DU_SCEAU,
    Sceau,
    SceauIllisible,
    ouvrir_le_sceau,
)
from maquettes.tableur.lecture import ClasseurLu, FeuilleLue

__all__ = ["est_scelle", "lire_sceau"]

SANS_SCEAU: Final = ModeleFaute(
    "REUNION-02",
    "« {lu} » ne porte pas le sceau d’un envoi : rien ne dit ce que son maître d’ouvrage y a changé.",
    "Réunir les maquettes que « financement maquette DOSSIER FICHIER.xlsx --maitre-ouvrage CODE » a écrites.",
)
SCEAU_ABIME: Final = ModeleFaute(
    "REUNION-01",
    "Le sceau de « {lu} » ne se lit plus : {cause}.",
    "Reprendre la maquette envoyée, dont la feuille Sceau est intacte, et y reporter les saisies.",
)


def est_scelle(classeur: ClasseurLu) -> bool:
    """Le classeur porte le sceau d’un envoi, lisible ou non."""
    return _feuille_du_sceau(classeur) is not None


def lire_sceau(classeur: ClasseurLu) -> Sceau:
    """Le sceau du classeur ; lève :class:`DossierRefuse` s’il manque ou s’il est abîmé."""
    feuille = _feuille_du_sceau(classeur)
    if feuille is None:
        raise DossierRefuse([faute(SANS_SCEAU, Provenance(fichier=classeur.nom), classeur.nom)])
    ligne, colonne = PLACE_DU_SCEAU
    cellules = feuille.cellules
    textes = [cellules.texte(rang).strip() for _, place, rang in cellules.de_lignes(ligne) if place == colonne]
    try:
        return ouvrir_le_sceau(textes)
    except SceauIllisible as refus:
        lieu = Provenance(fichier=classeur.nom, feuille=feuille.nom)
        raise DossierRefuse([faute(SCEAU_ABIME, lieu, classeur.nom, cause=str(refus))]) from None


def _feuille_du_sceau(classeur: ClasseurLu) -> FeuilleLue | None:
    """La feuille de ce nom, celle que désigne le nom défini, ou celle qui en porte le titre."""
    designee = reference(classeur, NOM_DU_SCEAU)
    noms = {normaliser(FEUILLE_SCEAU), *([] if designee is None else [normaliser(designee[0])])}
    feuilles = [feuille for feuille in classeur.feuilles if normaliser(feuille.nom) in noms]
    feuilles += [f for f in classeur.feuilles if (titre := f.cellules.valeur((0, 0))) and titre.texte == TITRE_DU_SCEAU]
    return feuilles[0] if feuilles else None
