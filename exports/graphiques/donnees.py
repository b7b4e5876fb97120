"""Ce que montre un graphique : les noms de ses points et les montants de ses deux séries, lus dans leur tableau."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique, Precision, RepereGraphique
from exports.document.typographie import afficher_euros, afficher_valeur
from exports.graphiques.style import STYLES, StyleSerie

__all__ = ["Donnees", "Serie", "lire_donnees"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Une série : les mots qui suivent ses montants, son style, un montant par point (centimes)."""

    mots: str
    style: StyleSerie
    montants: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Donnees:
    """Les noms des points, leurs dates s’ils en ont, les deux séries, et l’unité où s’écrivent les montants exacts."""

    genre: GenreGraphique
    noms: tuple[str, ...]
    dates: tuple[date, ...]
    reperes: tuple[RepereGraphique, ...]
    series: tuple[Serie, Serie]
    unite: Precision

    def montants(self) -> Iterator[int]:
        """Tous les montants, en centimes."""
        return (montant for serie in self.series for montant in serie.montants)

    def infobulle(self, serie: Serie, rang: int) -> str:
        """Le point et le montant exact, suivi des mots de la série."""
        return f"{self.noms[rang]} : {afficher_euros(serie.montants[rang], self.unite)} {serie.mots}"


def lire_donnees(document: Document, graphique: Graphique) -> Donnees:
    """Les données d’un graphique du document ; une cellule vide compte pour zéro."""
    tableau = document.tableau(graphique.tableau)
    unite = document.sceau.unite
    lignes = [tableau.lignes[tableau.rang_ligne(cle)] for cle in graphique.lignes]
    nom = tableau.rang_colonne(graphique.colonne_des_noms)
    genre = tableau.colonnes[nom].genre

    def montants(colonne: str) -> tuple[int, ...]:
        rang = tableau.rang_colonne(colonne)
        valeurs = (ligne.cellules[rang].valeur for ligne in lignes)
        return tuple(valeur if isinstance(valeur, int) else 0 for valeur in valeurs)

    premiere, seconde = (
        Serie(mots=serie.mots, style=style, montants=montants(serie.colonne))
        for serie, style in zip(graphique.series, STYLES[graphique.genre], strict=True)
    )
    return Donnees(
        genre=graphique.genre,
        noms=tuple(afficher_valeur(ligne.cellules[nom].valeur, genre, unite) for ligne in lignes),
        dates=graphique.dates,
        reperes=graphique.reperes,
        series=(premiere, seconde),
        unite=unite,
    )
