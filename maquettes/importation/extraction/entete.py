"""Retrouver l’en-tête d’une table par les libellés de la correspondance : il peut avoir changé de lignes."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from maquettes.importation.correspondance.libelles import colonne_designee, libelles_de_colonnes
from maquettes.importation.correspondance.modele import Champ, Source
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.contenu import CelluleLue

__all__ = ["porte_les_libelles", "retrouver_l_entete"]

_LIGNES_DE_RECHERCHE: Final = 100
_HAUTEURS: Final = (1, 2, 3)


def retrouver_l_entete(source: Source, grille: Grille) -> tuple[int, int] | None:
    """Les lignes de l’en-tête, depuis zéro : les premières dont les libellés sont tous ceux que la source désigne.

    Il a la hauteur que dit la source, si elle en dit une. ``None`` si aucune ligne n’en a tous les libellés.
    """
    # Les cellules d'un texte viennent dans l'ordre de ses lignes : les suivantes n'ont pas à être parcourues.
    premieres = takewhile if isinstance(grille.cellules, CellulesDeTexte) else filter
    debut = Grille(
        fichier=grille.fichier,
        feuille=grille.feuille,
        cellules=dict(premieres(_est_au_debut, grille.cellules.items())),
        fusions=tuple(fusion for fusion in grille.fusions if fusion.premiere_ligne < _LIGNES_DE_RECHERCHE),
    )
    lignes = sorted({ligne for ligne, _ in debut.cellules})
    hauteurs = _HAUTEURS if source.entete is None else (source.entete[1] - source.entete[0] + 1,)
    for hauteur in hauteurs:
        for ligne in lignes:
            if porte_les_libelles(source, debut, (ligne, ligne + hauteur - 1)):
                return ligne, ligne + hauteur - 1
    return None


def _est_au_debut(situee: tuple[tuple[int, int], CelluleLue]) -> bool:
    return situee[0][0] < _LIGNES_DE_RECHERCHE


def porte_les_libelles(source: Source, grille: Grille, entete: tuple[int, int]) -> bool:
    """L’en-tête a tous les libellés que désigne la source, et elle en désigne."""
    voulus = list(_libelles(source))
    libelles = libelles_de_colonnes(grille, entete)
    return bool(voulus) and all(colonne_designee(libelles, libelle) is not None for libelle in voulus)


def _libelles(source: Source) -> Iterator[str]:
    dits = [*source.colonnes.values(), *(f.colonne for f in source.financeurs), *(e.colonne for e in source.exercices)]
    for forme in source.mouvements:
        champs = (getattr(forme, nom) for nom in type(forme).model_fields)
        dits += [champ.colonne for champ in champs if isinstance(champ, Champ) and champ.colonne is not None]
    return (libelle for libelle in dits if not libelle.startswith("@"))
