"""Les éléments d’un document Word : tout texte y entre par la bibliothèque xml, jamais dans du balisage."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["champ", "lier", "morceau", "noeud", "nommer", "paragraphe", "tabulation"]


_LONGUEUR_D_UN_SIGNET: Final = 40
_NUMERO_AU_PLUS: Final = 2**31 - 1


def noeud(balise: str, *enfants: "Noeud", **attributs: str | int) -> "Noeud":
    """L’élément ``w:balise``, ses attributs (``val=…`` pour ``w:val``) et ses enfants, dans l’ordre."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: Noeud = OxmlElement(f"w:{balise}", {qn(f"w:{nom}"): str(valeur) for nom, valeur in attributs.items()})
    element.extend(enfants)
    return element


def _texte(texte: str, balise: str = "t") -> "Noeud":
    from docx.oxml.ns import qn

    element = noeud(balise)
    element.text = texte
    element.set(qn("xml:space"), "preserve")
    return element


def morceau(texte: str, *proprietes: "Noeud") -> "Noeud":
    """Un texte d’une seule présentation ; ``proprietes`` dans l’ordre du schéma (gras, couleur, taille)."""
    presentation = [noeud("rPr", *proprietes)] if proprietes else []
    return noeud("r", *presentation, _texte(texte))


def lier(nom: str, *contenu: "Noeud") -> "Noeud":
    """Un lien vers le signet de ce nom."""
    return noeud("hyperlink", *contenu, anchor=_signet(nom), history=1)


def nommer(nom: str, *contenu: "Noeud") -> Iterable["Noeud"]:
    """Le contenu, entre les bords d’un signet par lequel un lien y mène."""
    numero = crc32(nom.encode()) & _NUMERO_AU_PLUS
    return (noeud("bookmarkStart", id=numero, name=_signet(nom)), *contenu, noeud("bookmarkEnd", id=numero))


def _signet(nom: str) -> str:
    """Un signet ne s’écrit qu’en lettres, chiffres et traits bas, quarante au plus."""
    return f"c_{nom}".replace("-", "_")[:_LONGUEUR_D_UN_SIGNET]


def tabulation() -> "Noeud":
    """Un saut à la tabulation suivante."""
    return noeud("r", noeud("tab"))


def champ(instruction: str, affiche: str) -> Iterable["Noeud"]:
    """Un champ que le traitement de texte recalcule (``PAGE``…) ; ``affiche`` en attendant."""
    return (
        noeud("r", noeud("fldChar", fldCharType="begin")),
        noeud("r", _texte(f" {instruction} ", "instrText")),
        noeud("r", noeud("fldChar", fldCharType="separate")),
        morceau(affiche),
        noeud("r", noeud("fldChar", fldCharType="end")),
    )


def paragraphe(style: str, *contenu: "str | Noeud", proprietes: Iterable["Noeud"] = ()) -> "Noeud":
    """Un paragraphe de ce style ; ``proprietes`` s’ajoutent à celles du style, dans l’ordre du schéma."""
    presentation = noeud("pPr", noeud("pStyle", val=style), *proprietes)
    return noeud("p", presentation, *(morceau(partie) if isinstance(partie, str) else partie for partie in contenu))
