"""Les graphiques d’un tableau : leurs planches, à la largeur de la page, et la place qu’elles y prennent."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import Final

from exports.document.document import Document
from exports.document.elements import Graphique
from exports.document.tableau import Tableau
from exports.document.typographie import composer_espaces
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.formes import POINT
from exports.graphiques.svg import ecrire_svg
from exports.mise_en_page.disposition import LARGEUR_UTILE
from exports.mise_en_page.police import FAMILLES, famille_de
from exports.mise_en_page.texte import Compose, coder, imprimable
from exports.rendus.pdf.phrases import CORPS, composer
from exports.rendus.pdf.volets import Donnees

__all__ = ["Figure", "dessiner_figures", "hauteur_des_figures"]

_PAGE: Final = Cadre(largeur=LARGEUR_UTILE // 10, hauteur=650)
_LEGENDE: Final = 350
_TEXTES: Final = re.compile(r"(?<=>)[^<>]+(?=</text>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Une planche : sa description en mots, sa légende, son svg, ses côtés en dixièmes de point."""

    description: str
    legende: Compose
    svg: str
    largeur: int
    hauteur: int

    @property
    def donnees(self) -> Donnees:
        """Ce qu’en lit le modèle."""
        return {
            "titre": self.legende,
            "description": self.description,
            "dessin": self.svg,
            "largeur": self.largeur,
            "hauteur": self.hauteur,
        }


def dessiner_figures(document: Document, tableau: Tableau) -> list[Figure]:
    """Les planches des graphiques du tableau, dans l’ordre du document."""
    siens = (graphique for graphique in document.graphiques if graphique.tableau == tableau.cle)
    return [figure for graphique in siens for figure in _dessiner(document, graphique)]


def hauteur_des_figures(figures: Iterable[Figure]) -> int:
    """La hauteur qu’elles prennent ensemble, légendes comprises, en dixièmes de point."""
    return sum(figure.hauteur + _LEGENDE for figure in figures)


def _dessiner(document: Document, graphique: Graphique) -> list[Figure]:
    planches = dessiner(document, graphique, _PAGE)
    figures = []
    for rang, planche in enumerate(planches, 1):
        suite = f" ({rang} sur {len(planches)})" if len(planches) > 1 else ""
        titre = composer_espaces(f"{graphique.titre}{suite}")
        svg = ecrire_svg(planche, titre=titre, description=graphique.description)
        figures.append(
            Figure(
                description=graphique.description,
                legende=composer(titre, CORPS, LARGEUR_UTILE),
                svg=_TEXTES.sub(lambda texte: _ecrire_par_police(unescape(texte[0])), svg),
                largeur=planche.largeur * 10 // POINT,
                hauteur=planche.hauteur * 10 // POINT,
            )
        )
    return figures


def _ecrire_par_police(texte: str) -> str:
    """Le texte d’un dessin, où chaque suite de caractères d’une autre police que la principale la nomme.

    Dans un dessin, le compilateur ne cherche pas toujours seul la police de chaque caractère, et ne sait pas rendre au
    lecteur un caractère fait d’une lettre et de ses marques.
    """
    sans_marque = (coder(c) if unicodedata.category(c).startswith("M") else c for c in imprimable(texte))
    return "".join(_nommer(famille, "".join(suite)) for famille, suite in groupby("".join(sans_marque), famille_de))


def _nommer(famille: str, texte: str) -> str:
    ecrit = escape(texte, quote=False)
    return ecrit if famille == FAMILLES[0] else f'<tspan font-family="{famille}">{ecrit}</tspan>'
