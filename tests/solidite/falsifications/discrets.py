"""Falsifier un classeur ou un document Word par un réglage discret, que chaque logiciel suit ou non."""

from typing import Final

from tests.solidite.falsifications.genres import Falsification, dans_une_partie, remplacer

__all__ = ["FALSIFICATIONS"]

_GRAPHIQUE: Final = "xl/charts/chart1.xml"
_DESSIN: Final = "xl/drawings/drawing1.xml"
_CLASSEUR: Final = "xl/workbook.xml"
_STYLES: Final = "xl/styles.xml"
_CORPS: Final = "word/document.xml"
_TYPES: Final = "[Content_Types].xml"


def _f(forme: str, nom: str, partie: str, motif: str, par: str, nomme: str, nombre: int = 1) -> Falsification:
    geste = dans_une_partie(partie, lambda texte: remplacer(texte, motif, par, nombre))
    return Falsification(f"{forme}, discret : {nom}", forme, geste, nomme)


# fmt: off
FALSIFICATIONS: Final = (
    _f("xlsx", "points en moins", _GRAPHIQUE, '<c:ptCount val="2"/>', '<c:ptCount val="1"/>', "nombre de points", 0),
    _f("xlsx", "séparateur écrit", _GRAPHIQUE, '<c:showVal val="1"/>', '<c:showVal val="1"/><c:separator> 999 € </c:separator>', "séparateurs"),
    _f("xlsx", "nom de graphique", _DESSIN, 'name="Chart 1"', 'name="Total 999 €"', "nom"),
    _f("xlsx", "premier onglet au delà", _CLASSEUR, "<workbookView ", '<workbookView firstSheet="900" ', "onglet"),
    _f("xlsx", "police du thème et police large", _STYLES, '<name val="Calibri"/>', '<name val="Courier New"/>', "police", 0),
    _f("xlsx", "feuille d’un autre type", _TYPES, '(sheet4.xml" ContentType=)"[^"]*"', r'\1"application/xml"', "type de contenu"),
    _f("xlsx", "deux types pour une partie", _TYPES, "</Types>", '<Override PartName="/xl/styles.xml" ContentType="application/xml"/></Types>', "type de contenu"),
    _f("docx", "paragraphe gardé avec le suivant", _CORPS, "(<w:pPr>(?:<w:pStyle [^>]*>)?)(<w:jc )", r"\1<w:keepNext/>\2", "suivant"),
    _f("docx", "nom d’image", _CORPS, 'name="Picture 1"', 'name="Total 999 €"', "nom"),
    _f("docx", "image d’un autre type", _TYPES, '"image/x-emf"', '"image/png"', "type de contenu"),
    _f("docx", "styles d’un autre type", _TYPES, '(styles.xml" ContentType=)"[^"]*"', r'\1"application/xml"', "type de contenu"),
)
# fmt: on
