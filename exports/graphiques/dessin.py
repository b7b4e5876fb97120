"""Dessiner un graphique du document : ses planches, les mêmes pour tout format de même largeur."""

from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique
from exports.graphiques.barres import dessiner_barres
from exports.graphiques.cadre import Cadre
from exports.graphiques.courbes import dessiner_cumuls
from exports.graphiques.donnees import lire_donnees
from exports.graphiques.formes import Dessin

__all__ = ["dessiner"]


def dessiner(document: Document, graphique: Graphique, cadre: Cadre) -> list[Dessin]:
    """Les planches du graphique, une au moins ; son tableau doit être du document (``KeyError``)."""
    donnees = lire_donnees(document, graphique)
    if graphique.genre is GenreGraphique.CUMULS:
        return [dessiner_cumuls(donnees, cadre)]
    return dessiner_barres(donnees, cadre)
