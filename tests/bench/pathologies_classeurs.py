"""Des classeurs qui coûteraient plus que leur taille : la maquette vierge, une partie remplacée et non comprimée."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from maquettes.maquette.ecriture import maquette_vierge

__all__ = ["CLASSEURS"]

Contenu = Callable[[int], bytes]

S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FEUILLE: Final = "xl/worksheets/sheet1.xml"
TEXTES: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
CLASSEUR: Final = "xl/workbook.xml"
CELLULE: Final = f'<worksheet xmlns="{S}"><sheetData><row r="1"><c r="A1" t="str"><v>'
FIN_DE_CELLULE: Final = "</v></c></row></sheetData></worksheet>"


@cache
def _parties() -> Mapping[str, bytes]:
    with ZipFile(BytesIO(maquette_vierge())) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def _classeur(partie: str, contenu: Contenu) -> Contenu:
    """La maquette vierge, une partie remplacée ou ajoutée."""

    def octets(taille: int) -> bytes:
        tampon = BytesIO()
        with ZipFile(tampon, "w", ZIP_DEFLATED) as archive:
            for nom, lue in _parties().items():
                if nom != partie:
                    archive.writestr(nom, lue)
            archive.writestr(partie, contenu(taille), ZIP_STORED)
        return tampon.getvalue()

    return octets


def _rangees(cellule: str, par_rangee: int = 100) -> Contenu:
    """Une feuille de lignes, chacune de la même cellule répétée."""

    def contenu(taille: int) -> bytes:
        nombre = max(1, taille // (len(cellule) * par_rangee + 20))
        corps = "".join(f'<row r="{rang}">{cellule * par_rangee}</row>' for rang in range(1, nombre + 1))
        return f'<worksheet xmlns="{S}"><sheetData>{corps}</sheetData></worksheet>'.encode()

    return contenu


def _repeter(motif: str, debut: str, fin: str) -> Contenu:
    return lambda taille: (debut + motif * max(1, taille // len(motif)) + fin).encode()


def _emboiter(taille: int) -> bytes:
    paires = taille // 7
    return f'<worksheet xmlns="{S}">{"<a>" * paires}{"</a>" * paires}</worksheet>'.encode()


def _attributs(taille: int) -> bytes:
    attributs = " ".join(f'a{rang}="1"' for rang in range(taille // 10))
    return f'<worksheet xmlns="{S}" {attributs}/>'.encode()


def _styles(motif: str, ensemble: str) -> Contenu:
    return _repeter(motif, f'<styleSheet xmlns="{S}"><{ensemble}>', f"</{ensemble}></styleSheet>")


_NOMS: Final = _repeter(
    '<definedName name="a">b</definedName>',
    f'<workbook xmlns="{S}"><definedNames>',
    "</definedNames></workbook>",
)
_FUSIONS: Final = _repeter(
    '<mergeCell ref="A1:B2"/>', f'<worksheet xmlns="{S}"><mergeCells>', "</mergeCells></worksheet>"
)
_ENTITES: Final = _repeter("&a;", '<!DOCTYPE a [<!ENTITY a "b">]><worksheet>', "</worksheet>")
_PARTAGES: Final = _repeter("<si><t>a</t></si>", f'<sst xmlns="{S}">', "</sst>")

CLASSEURS: Final[Mapping[str, Contenu]] = {
    "des cellules vides": _classeur(FEUILLE, _rangees("<c/>")),
    "des lignes vides": _classeur(FEUILLE, _rangees("", 0)),
    "des nombres": _classeur(FEUILLE, _rangees("<c><v>1</v></c>")),
    "des textes dans les cellules": _classeur(FEUILLE, _rangees('<c t="inlineStr"><is><t>a</t></is></c>')),
    "des formules": _classeur(FEUILLE, _rangees("<c><f>A1+1</f></c>")),
    "des fusions": _classeur(FEUILLE, _FUSIONS),
    "un texte": _classeur(FEUILLE, _repeter("a", CELLULE, FIN_DE_CELLULE)),
    "un nombre": _classeur(FEUILLE, _repeter("9", CELLULE.replace('t="str"', 't="n"'), FIN_DE_CELLULE)),
    "des balises emboîtées": _classeur(FEUILLE, _emboiter),
    "des attributs": _classeur(FEUILLE, _attributs),
    "des entités": _classeur(FEUILLE, _ENTITES),
    "des textes partagés": _classeur(TEXTES, _PARTAGES),
    "des styles": _classeur(STYLES, _styles('<xf numFmtId="14"/>', "cellXfs")),
    "des formats": _classeur(STYLES, _styles('<numFmt numFmtId="200" formatCode="[h]0"/>', "numFmts")),
    "des noms définis": _classeur(CLASSEUR, _NOMS),
    "des propriétés": _classeur("docProps/custom.xml", _repeter('<property name="a">b</property>', "<p>", "</p>")),
    "des relations": _classeur(
        "xl/_rels/workbook.xml.rels", _repeter('<Relationship Id="a" Type="b" Target="c"/>', '<r xmlns="x">', "</r>")
    ),
    "des types de contenu": _classeur(
        "[Content_Types].xml", _repeter('<Default Extension="a" ContentType="b"/>', '<r xmlns="x">', "</r>")
    ),
    "une image": _classeur("xl/media/image1.png", bytes),
    "des entrées de répertoire": lambda taille: maquette_vierge() + b"PK\x01\x02" * (taille // 4),
}
