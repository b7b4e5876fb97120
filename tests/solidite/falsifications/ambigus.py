"""Falsifier un classeur ou un document Word par ce que deux logiciels lisent autrement, ou que l’on ne lirait pas.

Un élément répété, un attribut hors de son type, un autre espace de noms, un style en double : chacun montre une autre
page que celle que ses textes annoncent.
"""

import re
from collections.abc import Callable
from typing import Final

from tests.solidite.falsifications.genres import Falsification, Faux, Hasard, dans_une_partie, inserer, remplacer

__all__ = ["FALSIFICATIONS"]

Geste = Callable[[bytes, Hasard], Faux | bytes]
_FEUILLE: Final = "xl/worksheets/sheet4.xml"
_STYLES: Final = "xl/styles.xml"
_CLASSEUR: Final = "xl/workbook.xml"
_CORPS: Final = "word/document.xml"
_STYLES_DU_TEXTE: Final = "word/styles.xml"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def _x(nom: str, geste: Geste, nomme: str = "") -> Falsification:
    return Falsification(f"xlsx, ambigu : {nom}", "xlsx", geste, nomme)


def _d(nom: str, geste: Geste, nomme: str = "") -> Falsification:
    return Falsification(f"docx, ambigu : {nom}", "docx", geste, nomme)


def _motif(partie: str, motif: str, par: str, nombre: int = 1) -> Geste:
    return dans_une_partie(partie, lambda texte: remplacer(texte, motif, par, nombre))


def _avant(partie: str, repere: str, ajout: str) -> Geste:
    return dans_une_partie(partie, lambda texte: inserer(texte, repere, ajout))


def _apres(partie: str, repere: str, ajout: str) -> Geste:
    return _motif(partie, re.escape(repere), repere + ajout)


def _lignee(longueur: int) -> str:
    """Une suite de styles, chacun né du suivant ; le dernier cache son texte."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="Z{rang}"><w:name w:val="Z{rang}"/>'
        + (f'<w:basedOn w:val="Z{rang + 1}"/>' if rang < longueur else "<w:rPr><w:vanish/></w:rPr>")
        + "</w:style>"
        for rang in range(longueur + 1)
    )


def _lignee_longue(texte: str) -> str:
    ne = remplacer(texte, r'(w:styleId="Cellule">.*?<w:basedOn w:val=")[^"]*', r"\1Z0")
    return inserer(ne, "</w:styles>", _lignee(24))


# fmt: off
FALSIFICATIONS: Final = (
    _x("hauteur sans zéro", _motif(_FEUILLE, r' ht="[0-9.]+"', ' ht=".1"'), "ht"),
    _x("hauteur en puissance de dix", _motif(_FEUILLE, r' ht="[0-9.]+"', ' ht="1E-1"'), "ht"),
    _x("largeur en puissance de dix", _motif(_FEUILLE, r' width="[0-9.]+"', ' width="1E-1"'), "width"),
    _x("couleur écrite et du thème", _motif(_STYLES, '<color rgb="FF1A1A1A"/>', '<color rgb="FF1A1A1A" theme="0"/>', 0), "color"),
    _x("couleur écrite et numérotée", _motif(_STYLES, '<color rgb="FF1A1A1A"/>', '<color rgb="FF1A1A1A" indexed="9"/>', 0), "color"),
    _x("deux couleurs", _motif(_STYLES, '<color rgb="FF1A1A1A"/>', '<color rgb="FF1A1A1A"/><color rgb="FFFFFFFF"/>', 0), "répété"),
    _x("deux tailles", _motif(_STYLES, '<sz val="9"/>', '<sz val="9"/><sz val="1"/>', 0), "répété"),
    _x("format redéfini", _motif(_STYLES, '(<numFmt numFmtId="164")', r'<numFmt numFmtId="164" formatCode="&quot;9&quot;"/>\1'), "en double"),
    _x("second bloc de formats", _apres(_STYLES, "</numFmts>", '<numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;9&quot;"/></numFmts>'), "répété"),
    _x("format ordinaire redéfini", _avant(_STYLES, "</numFmts>", '<numFmt numFmtId="4" formatCode="&quot;9&quot;"/>'), "numFmtId"),
    _x("filtre à critère", _apres(_FEUILLE, "</sheetData>", '<autoFilter ref="A5:H9"><filterColumn colId="0"><filters><filter val="zz"/></filters></filterColumn></autoFilter>'), "critère de filtre"),
    _x("ligne cachée entre espaces", _motif(_FEUILLE, '<row r="7"', '<row hidden=" 1 " r="7"'), "hidden"),
    _x("ligne cachée par on", _motif(_FEUILLE, '<row r="7"', '<row hidden="on" r="7"'), "hidden"),
    _x("formule matricielle", _motif("xl/worksheets/sheet3.xml", "<f>", '<f t="array" ref="A1:Z40">'), ""),
    _x("secondes mises en forme", dans_une_partie(_STYLES, lambda t: remplacer(t, "(<cellXfs.*?</cellXfs>)", r"\1\1")), "répété"),
    _x("secondes données", _avant(_FEUILLE, "</worksheet>", "<sheetData/>"), "sheetData"),
    _x("polices de remplacement", _avant(_STYLES, "<fonts ", f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="x14"><fonts count="0"/></mc:Choice></mc:AlternateContent>'), "contenu de remplacement"),
    _x("secondes colonnes", _apres(_FEUILLE, "</cols>", '<cols><col min="1" max="9" width="0.1" customWidth="1"/></cols>'), "répété"),
    _x("ligne de l’espace strict", _apres(_FEUILLE, "<sheetData>", '<s:row xmlns:s="http://purl.oclc.org/ooxml/spreadsheetml/main" r="9" hidden="1"/>'), "purl.oclc.org"),
    _x("onglets sans place", _apres(_CLASSEUR, "<workbookView ", 'tabRatio="0" '), "tabRatio"),
    _x("alignement du style", _motif(_STYLES, "<cellStyleXfs.*?</cellStyleXfs>", '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment textRotation="90"/></xf></cellStyleXfs>'), "alignement"),
    _x("format aux guillemets vides", _motif(_STYLES, 'formatCode="@"', 'formatCode="&quot;&quot;@"'), "format de nombre"),
    _x("feuille d’un état mal écrit", _motif(_CLASSEUR, '<sheet name="Constats"', '<sheet state="Hidden" name="Constats"'), "state"),
    _x("autres classeurs liés", _apres(_CLASSEUR, "</sheets>", "<externalReferences/>"), "autres classeurs"),
    _x("ligne habillée", _motif(_FEUILLE, '<row r="6"', '<row customFormat="1" s="0" r="6"'), "customFormat"),
    _x("texte enrichi et texte nu", _motif("xl/sharedStrings.xml", "<si><t", "<si><r><t/></r><t"), "textes"),
    _x("marges d’impression", _motif(_FEUILLE, '<pageMargins left="[^"]*"', '<pageMargins left="1.9"'), "marges"),
    _x("bordures sans trait", _motif(_STYLES, 'style="(medium|thin)"', 'style="none"', 0), "bordures"),
    _x("gras retiré", _motif(_STYLES, "<b/>", "", 0), "effets"),
    _x("fond sous des cellules vides", _avant(_FEUILLE, "</sheetData>", '<row r="39"><c r="B39" s="5"/></row>'), ""),
    _x("attribut qualifié", _motif(_FEUILLE, r'<c r="(B7)" s="', r'<c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="\1" x:s="'), ""),
    _x("formats d’aucun espace", dans_une_partie(_STYLES, lambda t: remplacer(t, "<numFmts ", '<numFmts xmlns="" ')), "numFmts"),
    _x("police ordinaire minuscule", dans_une_partie(_STYLES, lambda t: remplacer(t, '<font><sz val="11"/>', '<font><sz val="1"/>')), "taille"),
    _x("nom défini en double", _avant(_CLASSEUR, "</definedNames>", "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'Identification'!$A$1:$A$2</definedName>"), "Print_Area"),
    _x("feuille étirée", _motif(_FEUILLE, r' ht="[0-9.]+"', ' ht="400"'), "étirée"),
    _x("saut de page", _apres(_FEUILLE, "</headerFooter>", '<rowBreaks count="1" manualBreakCount="1"><brk id="3" max="16383" man="1"/></rowBreaks>'), "sauts"),
    _x("papier", _motif(_FEUILLE, 'paperSize="[0-9]+"', 'paperSize="70"'), "papier"),
    _x("trait démesuré d’un graphique", _motif("xl/charts/chart1.xml", '<a:ln w="6350">', '<a:ln w="9000000">'), "traits"),
    _x("graphique étendu", _motif("xl/drawings/drawing1.xml", "<xdr:colOff>[0-9]+", "<xdr:colOff>90000000"), "décalée"),
    _d("colonnes d’un point", _motif(_CORPS, '<w:gridCol w:w="[0-9]+"/>', '<w:gridCol w:w="1"/>', 0), "largeur"),
    _d("largeurs à zéros de tête", _motif(_CORPS, '<w:tcW w:w="[0-9]+"', '<w:tcW w:w="00010"', 0), "w:tcW"),
    _d("deux hauteurs", _motif(_CORPS, "<w:trPr>", '<w:trPr><w:trHeight w:val="20"/><w:trHeight w:val="20" w:hRule="exact"/>'), "répété"),
    _d("secondes propriétés de ligne", _motif(_CORPS, "</w:trPr>", '</w:trPr><w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>'), "répété"),
    _d("secondes propriétés de texte", _motif(_CORPS, "</w:rPr><w:t", "</w:rPr><w:rPr><w:vanish/></w:rPr><w:t"), "répété"),
    _d("secondes propriétés de paragraphe", _motif(_CORPS, "</w:pPr><w:r>", '</w:pPr><w:pPr><w:ind w:left="30000"/></w:pPr><w:r>'), "répété"),
    _d("grille de caractères", _motif(_CORPS, "</w:sectPr>", '<w:docGrid w:type="linesAndChars" w:linePitch="20" w:charSpace="-40000"/></w:sectPr>'), "docGrid"),
    _d("marges du style des tableaux", _motif(_STYLES_DU_TEXTE, '(<w:tblCellMar>.*?<w:left w:w=)"85"', r'\1"9000"'), "style des tableaux"),
    _d("fond du style des tableaux", _motif(_STYLES_DU_TEXTE, '(w:styleId="TableauNormal">.*?</w:tblPr>)', r'\1<w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>'), "w:tcPr"),
    _d("retrait d’une numérotation", _motif("word/numbering.xml", 'w:left="0"', 'w:left="31000"'), "numérotation"),
    _d("style deux fois", _motif(_STYLES_DU_TEXTE, '(<w:style w:type="paragraph"[^>]*w:styleId="Cellule">)', r'\1<w:name w:val="Autre"/><w:rPr><w:vanish/></w:rPr></w:style>\1'), "en double"),
    _d("nom de style deux fois", _avant(_STYLES_DU_TEXTE, "</w:styles>", '<w:style w:type="paragraph" w:styleId="Z"><w:name w:val="CELLULE"/><w:rPr><w:vanish/></w:rPr></w:style>'), "nom en double"),
    _d("lignée sans fin", dans_une_partie(_STYLES_DU_TEXTE, _lignee_longue), "lignée"),
    _d("reliure", _motif(_CORPS, 'w:gutter="[0-9]+"', 'w:gutter="9000"'), "w:gutter"),
    _d("sens de la section", _motif(_CORPS, "</w:sectPr>", '<w:textDirection w:val="tbRl"/></w:sectPr>'), "w:textDirection"),
    _d("second alignement", _motif(_CORPS, '(<w:jc w:val="left"/>)', r'\1<w:jc w:val="right"/>'), "répété"),
    _d("alignement", _motif(_CORPS, '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'), "alignement"),
    _d("bordure de paragraphe", _motif(_CORPS, '(<w:jc w:val="left"/></w:pPr>)', r'<w:pBdr><w:top w:val="single" w:sz="96" w:space="0" w:color="000000"/></w:pBdr>\1'), "bordure"),
    _d("texte blanc sous un paragraphe ajouté", dans_une_partie(_CORPS, lambda t: remplacer(remplacer(t, "<w:body>", "<w:body><w:p/>"), "(<w:pPr>.*?</w:pPr>)<w:r>(?!<w:rPr>)", r'\1<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>', 0)), "suite des paragraphes"),
    _d("bordures d’un tableau", _motif(_CORPS, '(<w:tblBorders>.*?<w:insideH w:val=)"single"', r'\1"nil"'), "bordures"),
    _d("gras retiré", _motif(_STYLES_DU_TEXTE, "<w:b/>", "", 0), "gras"),
    _d("glossaire joint", dans_une_partie("", lambda t: t, {"word/glossary/document.xml": "<a/>"}), "textes de remplacement"),
    _d("contenu de remplacement", _motif(_CORPS, "<w:r>", f'<w:r><mc:AlternateContent xmlns:mc="{_MC}"/>'), "zone de texte"),
    _d("style d’un autre genre", _motif(_STYLES_DU_TEXTE, '<w:style w:type="paragraph"([^>]*w:styleId="Cellule">)', r'<w:style w:type="character"\1'), ""),
    _d("texte d’aucun espace", _motif(_CORPS, "<w:rPr>", '<w:rPr><vanish xmlns=""/>'), "vanish"),
    _d("espacement du texte", _motif(_STYLES_DU_TEXTE, 'w:after="20"', 'w:after="20000"'), "interligne"),
    _d("taquet d’un en-tête", _motif("word/header1.xml", 'w:pos="[0-9]+"', 'w:pos="31000"'), "taquet"),
    _d("compatibilité d’une autre version", _motif("word/settings.xml", 'w:val="15"', 'w:val="11"'), "compatibilityMode"),
    _d("protection", _motif("word/settings.xml", "<w:zoom", '<w:documentProtection w:edit="readOnly"/><w:zoom'), "protection"),
)
# fmt: on
