"""Un classeur reçu, en grilles : une par feuille qui a une valeur.

Rien n’y est ouvert ni calculé : ni liaison, ni connexion, ni objet, ni tableau croisé ne sont suivis, et ne se lisent
que les valeurs que le tableur a enregistrées dans les cellules. Une macro, elle, fait refuser le classeur : elle dit
que ses valeurs peuvent dépendre d’un programme, et l’enregistrer sans elle ne coûte qu’un geste.
"""

from dataclasses import replace
from typing import Final

from financement.fautes.faute import ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.lecture import lire_classeur_recu

__all__ = ["grilles_d_un_classeur"]

_EN_XLSX: Final = "L’ouvrir dans un tableur, et l’enregistrer comme « Classeur Excel (.xlsx) »."
# Ce que la garde dit d'une maquette reste vrai d'un classeur reçu ; ce qu'il faut en faire, non.
_REMEDES: Final = {
    "CLASSEUR-01": _EN_XLSX,
    "CLASSEUR-05": "Ne garder dans le classeur que les feuilles à importer, et l’enregistrer de nouveau.",
    "CLASSEUR-12": "Donner un classeur .xlsx : l’extraire de cette archive, ou y copier le tableau de ce document.",
    "CLASSEUR-14": "Donner le classeur qui porte le tableau.",
    "CLASSEUR-15": "Reprendre le fichier d’origine, ou l’enregistrer de nouveau dans un tableur.",
    "CLASSEUR-16": "Effacer cette cellule, ou la rapprocher du reste, et enregistrer de nouveau.",
    "CLASSEUR-17": "Supprimer les lignes et les colonnes vides mises en forme, ou partager le fichier en deux.",
    "CLASSEUR-19": "Copier les feuilles à importer dans un classeur neuf, valeurs seules.",
}

CLASSEUR_SANS_VALEUR: Final = ModeleFaute(
    "IMPORT-02",
    "Aucune feuille de « {lu} » n’a de valeur : elles sont vides, ou n’ont qu’une image ou un graphique.",
    "Donner le classeur où le tableau est saisi dans des cellules.",
)


def grilles_d_un_classeur(nom: str, octets: bytes) -> tuple[Grille, ...]:
    """Les grilles d’un classeur, masquées comprises, dans l’ordre des onglets ; lève :class:`SourceRefusee`."""
    try:
        classeur = lire_classeur_recu(nom, octets)
    except SourceRefusee as refus:
        remede = _REMEDES.get(refus.faute.code, refus.faute.remede)
        raise SourceRefusee(replace(refus.faute, remede=remede)) from None
    grilles = tuple(
        Grille(
            fichier=nom,
            feuille=feuille.nom,
            cellules=feuille.cellules,
            fusions=feuille.fusions,
            lignes_masquees=feuille.lignes_masquees,
            colonnes_masquees=feuille.colonnes_masquees,
            notes=feuille.notes,
            etat=feuille.etat,
        )
        for feuille in classeur.feuilles
        if feuille.cellules
    )
    if not grilles:
        raise SourceRefusee(faute(CLASSEUR_SANS_VALEUR, Provenance(fichier=nom), nom))
    return grilles
