"""Ce que montre un graphique : les noms de ses points et les montants de ses séries, lus dans leur tableau."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.document import Document
from exports.document_elements import Graphique, Precision
from exports.graphique_style import StyleSerie, style_de_serie
from exports.typographie import afficher_euros, afficher_valeur

__all__ = ["Donnees", "Serie", "lire_donnees"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Une série : son nom, son style, un montant par point (centimes, ou rien)."""

    libelle: str
    style: StyleSerie
    montants: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Donnees:
    """Les noms des points, les séries, et l'unité dans laquelle leurs montants exacts s'écrivent."""

    noms: tuple[str, ...]
    series: tuple[Serie, ...]
    unite: Precision

    def montants(self) -> Iterator[int]:
        """Tous les montants, en centimes."""
        return (montant for serie in self.series for montant in serie.montants if montant is not None)

    def infobulle(self, serie: Serie, rang: int) -> str:
        """Le point, la série et le montant exact."""
        return f"{self.noms[rang]} – {serie.libelle} : {afficher_euros(serie.montants[rang] or 0, self.unite)}"


def lire_donnees(document: Document, graphique: Graphique) -> Donnees:
    """Les données d'un graphique du document."""
    tableau = document.tableau(graphique.tableau)
    unite = document.sceau.unite
    lignes = [tableau.lignes[tableau.rang_ligne(cle)] for cle in graphique.lignes]
    nom = tableau.rang_colonne(graphique.colonne_des_noms)
    genre = tableau.colonnes[nom].genre
    series = []
    for rang, cle in enumerate(graphique.series):
        colonne = tableau.rang_colonne(cle)
        valeurs = (ligne.cellules[colonne].valeur for ligne in lignes)
        series.append(
            Serie(
                libelle=_nommer(graphique, document, cle),
                style=style_de_serie(rang),
                montants=tuple(valeur if isinstance(valeur, int) else None for valeur in valeurs),
            )
        )
    noms = tuple(afficher_valeur(ligne.cellules[nom].valeur, genre, unite) for ligne in lignes)
    return Donnees(noms=noms, series=tuple(series), unite=unite)


def _nommer(graphique: Graphique, document: Document, cle: str) -> str:
    """Le libellé de la colonne, précédé de son groupe si deux séries portent le même."""
    tableau = document.tableau(graphique.tableau)
    colonnes = {autre: tableau.colonnes[tableau.rang_colonne(autre)] for autre in graphique.series}
    colonne = colonnes[cle]
    homonymes = sum(autre.libelle == colonne.libelle for autre in colonnes.values())
    return f"{colonne.groupe} – {colonne.libelle}" if homonymes > 1 and colonne.groupe else colonne.libelle
