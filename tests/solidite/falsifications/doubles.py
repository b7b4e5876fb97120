"""Falsifier un classeur ou un document Word par ce qui y est dit deux fois, ou désigné sous un autre nom.

De deux relations, de deux colonnes ou de deux retraits, chaque logiciel suit l’un ; une partie au nom ordinaire se
charge comme un commentaire ou un second corps ; deux archives bout à bout n’ont pas le même contenu pour qui les lit
par le début ou par la fin.
"""

import re
import struct
from collections.abc import Callable, Mapping
from typing import Final

from tests.solidite.falsifications.genres import (
    Falsification,
    Faux,
    Hasard,
    Impossible,
    lire_archive,
    refaire_archive,
    remplacer,
)

__all__ = ["FALSIFICATIONS"]

Geste = Callable[[bytes, Hasard], Faux | bytes]
_FEUILLE: Final = "xl/worksheets/sheet4.xml"
_STYLES: Final = "xl/styles.xml"
_LIENS_DU_CLASSEUR: Final = "xl/_rels/workbook.xml.rels"
_LIENS_DU_FICHIER: Final = "_rels/.rels"
_DESSIN: Final = "xl/drawings/drawing1.xml"
_GRAPHIQUE: Final = "xl/charts/chart1.xml"
_CORPS: Final = "word/document.xml"
_STYLES_DU_TEXTE: Final = "word/styles.xml"
_LIENS_DU_TEXTE: Final = "word/_rels/document.xml.rels"
_GENRES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LIENS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def _x(nom: str, geste: Geste, nomme: str) -> Falsification:
    return Falsification(f"xlsx, double : {nom}", "xlsx", geste, nomme)


def _d(nom: str, geste: Geste, nomme: str) -> Falsification:
    return Falsification(f"docx, double : {nom}", "docx", geste, nomme)


def _gestes(*gestes: tuple[str, str, str, int], ajouts: Mapping[str, str] | None = None) -> Geste:
    """Chaque motif remplacé dans sa partie, et des parties ajoutées : un nom de partie seul en donne le contenu."""

    def faire(octets: bytes, _: Hasard) -> bytes:
        parties = lire_archive(octets)
        for nom, contenu in (ajouts or {}).items():
            parties[nom] = parties.get(contenu, contenu.encode())
        for partie, motif, par, nombre in gestes:
            parties[partie] = remplacer(parties[partie].decode(), motif, par, nombre).encode()
        return refaire_archive(parties)

    return faire


def _un(partie: str, motif: str, par: str, nombre: int = 1) -> Geste:
    return _gestes((partie, motif, par, nombre))


def _lien(genre: str, cible: str, identifiant: str = "rId0") -> str:
    return f'<Relationship Id="{identifiant}" Type="{_GENRES}/{genre}" Target="{cible}"/>'


def _devant(partie: str, lien: str, *suite: tuple[str, str, str, int], ajouts: Mapping[str, str]) -> Geste:
    """Une relation placée avant toutes les autres."""
    return _gestes((partie, "<Relationship ", f"{lien}<Relationship ", 1), *suite, ajouts=ajouts)


def _texte_en_ligne(octets: bytes, _: Hasard) -> bytes:
    """Le bon texte écrit dans la cellule, et une autre valeur à côté."""
    parties = lire_archive(octets)
    textes = re.findall("<si>(.*?)</si>", parties["xl/sharedStrings.xml"].decode(), re.DOTALL)
    feuille = parties[_FEUILLE].decode()
    trouve = re.search('<c r="A1"([^>]*) t="s"><v>([0-9]+)</v></c>', feuille)
    if trouve is None:
        raise Impossible("A1 n’est pas un texte")
    cellule = f'<c r="A1"{trouve[1]} t="inlineStr"><v>3</v><is>{textes[int(trouve[2])]}</is></c>'
    parties[_FEUILLE] = feuille.replace(trouve[0], cellule).encode()
    return refaire_archive(parties)


def _deux_archives(octets: bytes, _: Hasard) -> bytes:
    """Les parties d’une autre archive, puis la nôtre : qui lit du début voit l’autre."""
    parties = lire_archive(octets)
    autre = refaire_archive(parties | {"docProps/core.xml": b"<autre/>"})
    devant = autre[: autre.index(b"PK\x01\x02")]
    return _deplacee(octets, devant, 0)


def _trouee(octets: bytes, _: Hasard) -> bytes:
    return _deplacee(octets, b"%PDF-1.7 un autre fichier", octets.index(b"PK\x01\x02"))


def _deplacee(octets: bytes, ajout: bytes, place: int) -> bytes:
    """L’archive où ``ajout`` est placé, son répertoire suivant ses parties."""
    neuve = bytearray(octets[:place] + ajout + octets[place:])
    fin = neuve.rindex(b"PK\x05\x06")
    debut = struct.unpack_from("<I", neuve, fin + 16)[0] + len(ajout)
    struct.pack_into("<I", neuve, fin + 16, debut)
    while debut < fin and not place:
        nom, extra, note = struct.unpack_from("<HHH", neuve, debut + 28)
        (sienne,) = struct.unpack_from("<I", neuve, debut + 42)
        struct.pack_into("<I", neuve, debut + 42, sienne + len(ajout))
        debut += 46 + nom + extra + note
    return bytes(neuve)


_REPETE: Final = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
# fmt: off
FALSIFICATIONS: Final = (
    _x("styles rangés ailleurs", _devant(_LIENS_DU_CLASSEUR, _lien("styles", "charts/style9.xml"), ajouts={"xl/charts/style9.xml": _STYLES}), "relation styles"),
    _x("textes rangés ailleurs", _devant(_LIENS_DU_CLASSEUR, _lien("sharedStrings", "charts/colors9.xml"), ajouts={"xl/charts/colors9.xml": "xl/sharedStrings.xml"}), "relation sharedStrings"),
    _x("relations d’un même identifiant", _devant(_LIENS_DU_CLASSEUR, _lien("worksheet", "worksheets/sheet5.xml", "rId3"), ajouts={}), "en double"),
    _x("second classeur", _gestes((_LIENS_DU_FICHIER, "</Relationships>", _lien("officeDocument", "xl/worksheets/sheet99.xml") + "</Relationships>", 1), ajouts={"xl/worksheets/sheet99.xml": "xl/workbook.xml", "xl/worksheets/_rels/sheet99.xml.rels": _LIENS_DU_CLASSEUR}), "relation officeDocument"),
    _x("styles d’un genre inconnu", _un(_LIENS_DU_CLASSEUR, f"{_GENRES}/styles", "urn:autre/styles"), "relation styles"),
    _x("commentaires sous un autre nom", _gestes(ajouts={"xl/worksheets/_rels/sheet4.xml.rels": f'<Relationships xmlns="{_LIENS}">{_lien("comments", "../charts/style9.xml")}</Relationships>', "xl/charts/style9.xml": "<comments/>"}), "relation comments"),
    _x("ruban sous un autre nom", _gestes((_LIENS_DU_FICHIER, "</Relationships>", '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" Target="xl/charts/style9.xml"/></Relationships>', 1), ajouts={"xl/charts/style9.xml": "<customUI/>"}), "relation extensibility"),
    _x("feuille que rien ne désigne", _gestes(ajouts={"xl/worksheets/sheet99.xml": _FEUILLE}), "rien ne désigne"),
    _x("colonnes recouvertes", _un(_FEUILLE, '(<col min="2" )', r'<col min="2" max="2" width="0.1" customWidth="1"/>\1'), "dite deux fois"),
    _x("lien recouvert", _un("xl/worksheets/sheet1.xml", '<hyperlink (ref="[^"]*") location="[^"]*"', r"""<hyperlink \1 location="'Articles'!A1"/>\g<0>"""), "lien"),
    _x("style Normal d’une autre taille", _gestes((_STYLES, "</cellStyleXfs>", '<xf numFmtId="0" fontId="1" fillId="0" borderId="0"/></cellStyleXfs>', 1), (_STYLES, '(<cellStyle name="Normal" xfId=)"0"', r'\1"1"', 1)), "style ordinaire"),
    _x("largeur de base nulle", _un(_FEUILLE, "<sheetFormatPr ", '<sheetFormatPr baseColWidth="0" '), "baseColWidth"),
    _x("titre du fichier", _un("docProps/core.xml", "<dc:title>[^<]*", "<dc:title>Annexe approuvée"), "title"),
    _x("propriété du fichier", _un("docProps/custom.xml", "</Properties>", '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="90" name="Visa"><vt:lpwstr>approuvé</vt:lpwstr></property></Properties>'), "Visa"),
    _x("titre de remplacement", _un(_DESSIN, "<xdr:cNvPr ", '<xdr:cNvPr title="Total : 99 €" '), "title"),
    _x("titre de graphique démesuré", _un(_GRAPHIQUE, ' sz="1200"', ' sz="40000"', 0), "démesurés"),
    _x("rangs des points permutés", _un(_GRAPHIQUE, '(<c:numCache>.*?)<c:pt idx="0">(.*?)<c:pt idx="1">', r'\1<c:pt idx="1">\2<c:pt idx="0">'), "valeurs"),
    _x("fond et trait permutés", _un(_GRAPHIQUE, '(<c:ser>.*?<c:spPr><a:solidFill><a:srgbClr val=")([0-9A-F]{6})(.*?<a:ln.*?<a:srgbClr val=")([0-9A-F]{6})', r"\1\4\3\2"), "couleur"),
    _x("format laissé aux cellules", _un(_GRAPHIQUE, '(formatCode="[^"G]+" sourceLinked=)"0"', r'\1"1"'), "formats"),
    _x("texte et valeur", _texte_en_ligne, "hors de sa place"),
    _x("blancs incertains", _un("xl/sharedStrings.xml", "<si><t>", "<si><t>\n\n   "), "blancs"),
    _x("police trop large", _un(_STYLES, '<name val="Calibri"/><family val="2"/><scheme val="minor"/>', '<name val="Verdana"/>', 0), "police"),
    _x("police du thème trop large", _un("xl/theme/theme1.xml", '(<a:minorFont><a:latin typeface=)"[^"]*"', r'\1"Courier New"'), "police"),
    _x("format dit non appliqué", _un(_STYLES, 'applyNumberFormat="1"', 'applyNumberFormat="0"', 0), "effets"),
    _x("archive derrière une autre", _deux_archives, "hors de l’archive"),
    _x("octets entre deux parties", _trouee, "hors de l’archive"),
    _d("archive derrière une autre", _deux_archives, "hors de l’archive"),
    _d("second corps sous un autre nom", _devant(_LIENS_DU_FICHIER, _lien("officeDocument", "word/webSettings.xml"), ajouts={"word/webSettings.xml": _CORPS}), "relation officeDocument"),
    _d("styles sous un autre nom", _devant(_LIENS_DU_TEXTE, _lien("styles", "webSettings.xml"), ajouts={"word/webSettings.xml": _STYLES_DU_TEXTE}), "relation styles"),
    _d("commentaires sous un autre nom", _devant(_LIENS_DU_TEXTE, _lien("comments", "webSettings.xml"), ajouts={"word/webSettings.xml": "<a/>"}), "relation comments"),
    _d("relations d’un même identifiant", _devant(_LIENS_DU_TEXTE, _lien("header", "header1.xml", "rId3"), ajouts={}), "en double"),
    _d("deux en-têtes d’une section", _un(_CORPS, '<w:headerReference w:type="default" r:id="[^"]*"/>', r"\g<0>\g<0>"), "en double"),
    _d("fond blanc d’un morceau", _un(_CORPS, "<w:rPr>", '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'), "fond"),
    _d("retrait suspendu et première ligne", _un(_CORPS, '(<w:jc w:val="right"/></w:pPr>)', r'<w:ind w:hanging="9000" w:firstLine="0"/>\1'), "deux fois"),
    _d("retrait de début et de gauche", _un(_CORPS, '(<w:jc w:val="right"/></w:pPr>)', r'<w:ind w:start="9000" w:left="0"/>\1'), "deux fois"),
    _d("marges de début et de gauche", _un(_CORPS, '<w:tblCellMar>(<w:left w:w="85")', r'<w:tblCellMar><w:start w:w="9000" w:type="dxa"/>\1'), "marges"),
    _d("taquets avant un texte", _un(_CORPS, '(<w:t xml:space="preserve">[^<]*[0-9],[0-9]{2})', "<w:tab/>" * 60 + r"\1"), "suite des paragraphes"),
    _d("lignes redites à chaque page", _un(_CORPS, "<w:trPr><w:cantSplit/></w:trPr>", _REPETE, 0), "redite"),
    _d("titre de tableau", _un(_CORPS, '<w:tblCaption w:val="[^"]*"/>', '<w:tblCaption w:val="Total 99 €"/>'), "titre"),
    _d("cellule sans repli", _un(_CORPS, '(<w:vAlign w:val="top"/></w:tcPr>)', r"<w:noWrap/>\1"), "sans repli"),
    _d("ligne décalée", _un(_CORPS, "<w:trPr><w:cantSplit/>", '<w:trPr><w:cantSplit/><w:jc w:val="right"/>'), "w:jc"),
    _d("police des autres écritures", _un(_STYLES_DU_TEXTE, 'w:eastAsia="Calibri"', 'w:eastAsia="Wingdings" w:hint="eastAsia"'), "w:hint"),
    _d("police dite de symboles", _un("word/fontTable.xml", '<w:charset w:val="00"/>', '<w:charset w:val="02"/>'), "symboles"),
    _d("thème en symboles", _un("word/theme/theme1.xml", '<a:latin typeface="[^"]*"', '<a:latin typeface="Wingdings"', 0), "thème"),
    _d("police trop large", _un(_STYLES_DU_TEXTE, 'w:ascii="Calibri" w:hAnsi="Calibri"', 'w:ascii="Verdana" w:hAnsi="Verdana"'), "police"),
    _d("page dite couchée", _un(_CORPS, '<w:pgSz ([^>]*) w:orient="landscape"', r"<w:pgSz \1", 0), "orientation"),
    _d("second texte d’une image", _un(_CORPS, "<pic:cNvPr ", '<pic:cNvPr descr="Total 99" '), "second texte"),
    _d("blancs incertains", _un(_CORPS, '<w:t xml:space="preserve">([^<]+)<', r"<w:t>  \1<"), ""),
)
# fmt: on
