"""Les premières lignes d’une grille, rangées : ce que la reconnaissance regarde, quelle que soit la taille."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maquettes.importation.grille.grille import Grille
from maquettes.tableur.contenu import CelluleLue

__all__ = ["Apercu", "apercu_de"]

LIGNES_REGARDEES: Final = 3_000


@dataclass(frozen=True, slots=True)
class Apercu:
    """Les cellules non vides par ligne, dans l’ordre ; ``est_entier`` : la grille n’a pas d’autre ligne."""

    grille: Grille
    lignes: Mapping[int, Mapping[int, CelluleLue]]
    est_entier: bool

    def colonne(self, colonne: int) -> dict[int, CelluleLue]:
        """Les cellules d’une colonne, par ligne."""
        return {ligne: cellules[colonne] for ligne, cellules in self.lignes.items() if colonne in cellules}


def apercu_de(grille: Grille) -> Apercu:
    """L’aperçu d’une grille ; une cellule qui n’a que des blancs n’en est pas une."""
    lignes: defaultdict[int, dict[int, CelluleLue]] = defaultdict(dict)
    est_entier = True
    for (ligne, colonne), cellule in grille.cellules.items():
        if ligne >= LIGNES_REGARDEES:
            est_entier = False
            break
        if cellule.texte.strip() or cellule.formule is not None:
            lignes[ligne][colonne] = cellule
    return Apercu(grille, {ligne: dict(sorted(lignes[ligne].items())) for ligne in sorted(lignes)}, est_entier)
