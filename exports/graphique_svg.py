"""Un graphique du document en image svg : une seule suite de formes simples, la même dans tout logiciel."""

from html import escape

from exports.document import Document
from exports.document_elements import GenreGraphique, Graphique
from exports.graphique_barres import dessiner_barres
from exports.graphique_cadre import LARGEUR
from exports.graphique_courbes import dessiner_courbes
from exports.graphique_donnees import lire_donnees
from exports.graphique_trace import PIXEL, balise, longueur, racine

__all__ = ["dessiner"]


def dessiner(document: Document, graphique: Graphique) -> str:
    """Le graphique en svg, 960 pixels de large, sans titre dessiné : le rendu le met en légende de la figure.

    Sa hauteur est d'un nombre entier de pixels, comme sa largeur.

    Titre et description y sont pour la synthèse vocale, le montant exact de chaque forme en infobulle. Textes et axes
    prennent la couleur courante (noir à défaut), le fond est transparent. Le tableau du graphique doit être du
    document (``KeyError``).
    """
    donnees = lire_donnees(document, graphique)
    if graphique.genre is GenreGraphique.COURBES:
        elements, hauteur = dessiner_courbes(donnees)
    else:
        elements, hauteur = dessiner_barres(donnees, graphique.genre)
    # Un nom penché finit entre deux pixels.
    hauteur = -(-hauteur // PIXEL) * PIXEL
    attributs: dict[str, str | int] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": LARGEUR,
        "height": hauteur,
        "viewBox": f"0 0 {longueur(LARGEUR)} {longueur(hauteur)}",
        "role": "img",
        "aria-label": graphique.titre,
    }
    tetes = balise("title", {}, escape(graphique.titre)), balise("desc", {}, escape(graphique.description))
    return balise("svg", attributs, "".join((*tetes, racine(elements))))
