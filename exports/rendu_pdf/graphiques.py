"""Les graphiques d'un tableau : leur dessin, et la place qu'il prend dans la page."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import groupby
from typing import Final

from exports.document import Document
from exports.document_elements import Graphique
from exports.document_tableau import Tableau
from exports.mise_en_page.disposition import LARGEUR_UTILE
from exports.mise_en_page.police import FAMILLES, famille_de
from exports.mise_en_page.texte import Compose, coder, imprimable
from exports.rendu_pdf.phrases import CORPS, composer
from exports.rendu_pdf.volets import Donnees

__all__ = ["Figure", "ajuster", "dessiner_figures", "hauteur_des_figures"]

_PAR_RANGEE: Final = 2
_GOUTTIERE: Final = 140
_LARGEUR: Final = (LARGEUR_UTILE - _GOUTTIERE) // _PAR_RANGEE
_HAUTEUR_AU_PLUS: Final = 6_500
_LEGENDE: Final = 350
_LISIBLE: Final = 3_000
_TEXTES: Final = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_DIMENSIONS: Final = re.compile(r'<svg\b[^>]*?\swidth="(\d+)"[^>]*?\sheight="(\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Un graphique dessiné : sa description en mots, sa légende, son svg, sa hauteur en dixièmes de point."""

    description: str
    legende: Compose
    svg: str
    hauteur: int

    def reduite(self, hauteur: int) -> "Figure":
        """La même, dessinée dans une hauteur moindre si elle la dépasse."""
        return replace(self, hauteur=min(self.hauteur, hauteur))

    @property
    def donnees(self) -> Donnees:
        """Ce qu'en lit le modèle."""
        return {
            "titre": self.legende,
            "description": self.description,
            "dessin": self.svg,
            "largeur": _LARGEUR,
            "hauteur": self.hauteur,
        }


def dessiner_figures(document: Document, tableau: Tableau) -> list[Figure]:
    """Les graphiques du tableau, dans l'ordre du document."""
    return [_dessiner(document, graphique) for graphique in document.graphiques if graphique.tableau == tableau.cle]


def ajuster(figures: Sequence[Figure], disponible: int) -> list[Figure]:
    """Les figures, réduites pour tenir sous leur tableau si elles y restent lisibles."""
    rangees = -(-len(figures) // _PAR_RANGEE)
    hauteur = disponible // rangees - _LEGENDE if rangees else 0
    return [figure.reduite(hauteur) for figure in figures] if hauteur >= _LISIBLE else list(figures)


def hauteur_des_figures(figures: Sequence[Figure]) -> int:
    """La hauteur qu'elles prennent ensemble, légendes comprises, en dixièmes de point."""
    rangees = (figures[rang : rang + _PAR_RANGEE] for rang in range(0, len(figures), _PAR_RANGEE))
    return sum(max(figure.hauteur for figure in rangee) + _LEGENDE for rangee in rangees)


def _dessiner(document: Document, graphique: Graphique) -> Figure:
    from exports.graphique_svg import dessiner

    svg = dessiner(document, graphique)
    return Figure(
        description=graphique.description,
        legende=composer(graphique.titre, CORPS, _LARGEUR),
        svg=_TEXTES.sub(lambda texte: _ecrire_par_police(unescape(texte[0])), svg),
        hauteur=_hauteur(svg),
    )


def _ecrire_par_police(texte: str) -> str:
    """Le texte d'un dessin, où chaque suite de caractères d'une autre police que la principale la nomme.

    Dans un dessin, le compilateur ne cherche pas toujours seul la police de chaque caractère, et ne sait pas rendre au
    lecteur un caractère fait d'une lettre et de ses marques.
    """
    sans_marque = (coder(c) if unicodedata.category(c).startswith("M") else c for c in imprimable(texte))
    return "".join(_nommer(famille, "".join(suite)) for famille, suite in groupby("".join(sans_marque), famille_de))


def _nommer(famille: str, texte: str) -> str:
    ecrit = escape(texte, quote=False)
    return ecrit if famille == FAMILLES[0] else f'<tspan font-family="{famille}">{ecrit}</tspan>'


def _hauteur(svg: str) -> int:
    """La hauteur du dessin à la largeur d'une demi-page, bornée à une page."""
    dimensions = _DIMENSIONS.match(svg)
    if dimensions is None:
        raise ValueError("le dessin ne dit pas ses dimensions")
    largeur, hauteur = map(int, dimensions.groups())
    return min(_LARGEUR * hauteur // largeur, _HAUTEUR_AU_PLUS)
