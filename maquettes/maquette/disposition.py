"""Où chaque bloc est écrit : sa feuille, ses lignes, ses colonnes, ses noms définis."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.description import Bloc, nom_defini
from maquettes.tableur.adresses import colonne_lettres

__all__ = ["Disposition", "capacites_pour", "plage"]


def plage(feuille: str, premiere: tuple[int, int], derniere: tuple[int, int]) -> str:
    """Une plage absolue, avec sa feuille ; lignes et colonnes comptées depuis zéro."""
    debut = f"${colonne_lettres(premiere[1])}${premiere[0] + 1}"
    fin = f"${colonne_lettres(derniere[1])}${derniere[0] + 1}"
    return f"'{feuille}'!{debut}:{fin}"


@dataclass(frozen=True, slots=True)
class Disposition:
    """Nombre de lignes de chaque bloc."""

    capacites: Mapping[str, int]

    def derniere_ligne(self, bloc: Bloc) -> int:
        """Rang de la dernière ligne d’un bloc, compté depuis zéro."""
        return bloc.premiere_ligne + self.capacites[bloc.nom] - 1

    def plage(self, bloc: Bloc, colonne: str) -> str:
        """La plage d’une colonne d’un bloc, avec sa feuille."""
        rang = bloc.rang(colonne)
        return plage(bloc.feuille, (bloc.premiere_ligne, rang), (self.derniere_ligne(bloc), rang))

    def noms_definis(self) -> Iterator[tuple[str, str]]:
        """Le nom défini et la plage de chaque colonne de chaque bloc."""
        for bloc in BLOCS:
            for colonne in bloc.colonnes:
                yield nom_defini(bloc.nom, colonne.nom), self.plage(bloc, colonne.nom)


def capacites_pour(contenu: Contenu, lignes_calculees: Mapping[str, int]) -> dict[str, int]:
    """Nombre de lignes de chaque bloc : le contenu et une réserve, ou celui d’une maquette vierge.

    ``lignes_calculees`` : nombre de lignes qu’occupe chaque bloc calculé.
    """
    occupees = {nom: len(objets) for nom, objets in contenu.objets.items()} | dict(lignes_calculees)
    if contenu.projet is None:
        return {bloc.nom: bloc.vierge for bloc in BLOCS}
    return {bloc.nom: max(1, occupees[bloc.nom] + bloc.reserve) for bloc in BLOCS}
