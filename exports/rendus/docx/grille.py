"""Les tableaux Word, quel que soit leur contenu : grille fixe, rangées insécables, cellules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from exports.document.renvois import Marque
from exports.rendus.docx.noeuds import lier, morceau, noeud, nommer, paragraphe

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["ENCRE", "FILET", "Apparence", "bloc", "cellule", "grille", "ligne", "rangee"]

ENCRE: Final = "1F3864"
FILET: Final = "B8C2D0"
_SANS_MARQUE: Final = Marque()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apparence:
    """La présentation d’une cellule : taille en demi-points, couleurs en rvb (vides : celles du style).

    ``est_liee`` : un changement de page ne la sépare pas de la rangée qui suit.
    """

    taille: int
    est_grasse: bool = False
    couleur: str = ""
    fond: str = ""
    alignement: str = "left"
    vertical: str = "top"
    est_liee: bool = False


def grille(
    rangees: Iterable["Noeud"], largeurs: Sequence[int], *, titre: str, description: str, marge: int, filet: str
) -> "Noeud":
    """Un tableau à largeurs fixes (vingtièmes de point) ; ``titre`` et ``description`` se lisent à voix haute.

    ``marge`` : blanc à gauche et à droite de chaque cellule. ``filet`` : ``single``, ou ``nil`` pour n’en avoir aucun.
    """
    bords = [
        noeud(cote, val=filet, sz=4, space=0, color=FILET)
        for cote in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    proprietes = noeud(
        "tblPr",
        noeud("tblW", w=sum(largeurs), type="dxa"),
        noeud("tblBorders", *bords),
        noeud("tblLayout", type="fixed"),
        noeud("tblCellMar", noeud("left", w=marge, type="dxa"), noeud("right", w=marge, type="dxa")),
        noeud("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        noeud("tblCaption", val=titre),
        noeud("tblDescription", val=description),
    )
    colonnes = noeud("tblGrid", *(noeud("gridCol", w=largeur) for largeur in largeurs))
    return noeud("tbl", proprietes, colonnes, *rangees)


def rangee(cellules: Iterable["Noeud"], *proprietes: "Noeud") -> "Noeud":
    """Une rangée qu’un changement de page ne coupe pas ; ``proprietes`` en plus (en-tête répété, hauteur)."""
    return noeud("tr", noeud("trPr", noeud("cantSplit"), *proprietes), *cellules)


def cellule(
    texte: str, largeur: int, apparence: Apparence, *proprietes: "Noeud", marque: Marque = _SANS_MARQUE
) -> "Noeud":
    """Une cellule d’un seul paragraphe ; ``proprietes`` : fusions et bords, dans l’ordre du schéma."""
    return bloc([ligne(texte, apparence, marque)], largeur, apparence, *proprietes)


def bloc(lignes: Iterable["Noeud"], largeur: int, apparence: Apparence, *proprietes: "Noeud") -> "Noeud":
    """Une cellule de plusieurs paragraphes, sur le fond et à la place verticale de ``apparence``."""
    fond = [noeud("shd", val="clear", color="auto", fill=apparence.fond)] if apparence.fond else []
    reglages = (noeud("tcW", w=largeur, type="dxa"), *proprietes, *fond, noeud("vAlign", val=apparence.vertical))
    return noeud("tc", noeud("tcPr", *reglages), *lignes)


def ligne(texte: str, apparence: Apparence, marque: Marque = _SANS_MARQUE) -> "Noeud":
    """Un paragraphe de cellule, et ce que dit sa marque : où il mène, le nom par lequel on y arrive."""
    liaison = [noeud("keepNext")] if apparence.est_liee else []
    alignement = noeud("jc", val=apparence.alignement)
    if not texte:
        # La marque d'un paragraphe vide a sa taille : sans elle, la rangée serait plus haute que les autres.
        marque = noeud("rPr", *_presentation(apparence))
        return paragraphe("Cellule", proprietes=[*liaison, alignement, marque])
    contenu = morceau(texte, *_presentation(apparence))
    if marque.lien:
        contenu = lier(
            marque.lien, morceau(texte, *_presentation(replace(apparence, couleur=ENCRE)), noeud("u", val="single"))
        )
    nomme = nommer(marque.ancre, contenu) if marque.ancre else (contenu,)
    return paragraphe("Cellule", *nomme, proprietes=[*liaison, alignement])


def _presentation(apparence: Apparence) -> list["Noeud"]:
    return [
        *([noeud("b"), noeud("bCs")] if apparence.est_grasse else []),
        *([noeud("color", val=apparence.couleur)] if apparence.couleur else []),
        noeud("sz", val=apparence.taille),
        noeud("szCs", val=apparence.taille),
    ]
