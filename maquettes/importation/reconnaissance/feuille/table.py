"""Une table reconnue sur une feuille : son en-tête, ses colonnes, le genre et le contenu de ses lignes."""

from collections.abc import Mapping
from dataclasses import dataclass

from maquettes.importation.correspondance.libelles import libelles_de_colonnes, niveaux_de_colonnes
from maquettes.importation.grille.grille import Grille
from maquettes.importation.reconnaissance.feuille.apercu import Apercu, apercu_de
from maquettes.importation.reconnaissance.feuille.contenus import Profil, profil_de
from maquettes.importation.reconnaissance.feuille.entetes import entetes_de
from maquettes.importation.reconnaissance.feuille.lignes import GenreDeLigne, genres_de_lignes
from maquettes.tableur.adresses import adresse, colonne_lettres

__all__ = ["Table", "tables_de"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``entete`` : première et dernière lignes, de zéro ; ``fin`` : la ligne où commence la table suivante.

    ``libelles`` : celui de chaque colonne, unique ; ``niveaux`` : les siens de haut en bas, ou rien.
    """

    apercu: Apercu
    entete: tuple[int, int]
    fin: int | None
    libelles: Mapping[int, str]
    niveaux: Mapping[int, tuple[str, ...]]
    genres: Mapping[int, GenreDeLigne]
    profils: Mapping[int, Profil]

    @property
    def grille(self) -> Grille:
        """La feuille de la table."""
        return self.apercu.grille

    @property
    def donnees(self) -> list[int]:
        """Les lignes de données."""
        return [ligne for ligne, genre in self.genres.items() if genre is GenreDeLigne.DONNEES]

    def cellule(self, colonne: int) -> str:
        """L’adresse du libellé le plus bas d’une colonne, comme une personne la retrouve."""
        haut, bas = self.entete
        ligne = next((rang for rang in range(bas, haut - 1, -1) if colonne in self.apercu.lignes.get(rang, {})), bas)
        if self.grille.feuille is None:
            return colonne_lettres(colonne)
        return adresse(ligne, colonne)

    def titres(self) -> list[tuple[int, str]]:
        """Les lignes de titre parmi les données : leur rang, et leur texte."""
        return [
            (ligne, next(iter(self.apercu.lignes[ligne].values())).texte)
            for ligne, genre in self.genres.items()
            if genre is GenreDeLigne.TITRE
        ]

    def au_dessus(self) -> list[str]:
        """Les textes au-dessus de l’en-tête, depuis le haut de la feuille."""
        return [
            c.texte
            for ligne, cellules in self.apercu.lignes.items()
            if ligne < self.entete[0]
            for c in cellules.values()
        ]


def tables_de(grille: Grille) -> list[Table]:
    """Les tables d’une feuille, de haut en bas ; aucune si rien n’y ressemble à un en-tête."""
    apercu = apercu_de(grille)
    entetes = entetes_de(apercu)
    bornes = [*(entete[0] for entete in entetes), None]
    return [_table(apercu, entete, bornes[rang + 1]) for rang, entete in enumerate(entetes)]


def _table(apercu: Apercu, entete: tuple[int, int], fin: int | None) -> Table:
    genres = genres_de_lignes(apercu, entete, fin)
    donnees = [ligne for ligne, genre in genres.items() if genre is GenreDeLigne.DONNEES]
    utiles = {colonne for ligne in donnees for colonne in apercu.lignes[ligne]}
    utiles |= {colonne for ligne in range(entete[0], entete[1] + 1) for colonne in apercu.lignes.get(ligne, {})}
    libelles = libelles_de_colonnes(apercu.grille, entete)
    niveaux = niveaux_de_colonnes(apercu.grille, entete)
    return Table(
        apercu=apercu,
        entete=entete,
        fin=fin,
        libelles={colonne: libelle for colonne, libelle in libelles.items() if colonne in utiles},
        niveaux={colonne: niveaux.get(colonne, ()) for colonne in sorted(utiles)},
        genres=genres,
        profils={colonne: profil_de(apercu.colonne(colonne), donnees) for colonne in sorted(utiles)},
    )
