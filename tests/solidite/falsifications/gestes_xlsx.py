"""Les gestes qui falsifient un classeur : une cellule, un style, une feuille, un dessin, une partie."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from tests.solidite.falsifications.genres import (
    Faux,
    Hasard,
    Impossible,
    dans_une_partie,
    inserer,
    lire_archive,
    refaire_archive,
    remplacer,
)

__all__ = [
    "CALCUL",
    "CONDITIONNELLE",
    "IMAGE",
    "NEUF",
    "NOMBRE",
    "SP",
    "TEXTE",
    "ZONE",
    "autre_classeur",
    "autre_formule",
    "autres_styles",
    "barree_d_une_bordure",
    "blanchir",
    "cellule",
    "classeur",
    "colonne",
    "commenter",
    "cumuls",
    "dessin",
    "en_texte",
    "feuille",
    "feuille_ajoutee",
    "feuille_de_graphique",
    "formule_figee",
    "graphique",
    "jointe",
    "ligne",
    "ordre_des_feuilles",
    "palette",
    "partie_en_double",
    "permuter_les_couleurs",
    "plus_un_centime",
    "rouvert",
    "stylee",
    "styles",
    "suivi_d_un_pdf",
    "texte_ajoute",
    "valeur",
]

_FEUILLE: Final = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
NOMBRE: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)">(<f>[^<]*</f>)?<v>([1-9][0-9]{3,}(?:\.[0-9]+)?)</v></c>'
)
TEXTE: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)" t="s"><v>([0-9]+)</v></c>')
CALCUL: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"><f>([^<]+)</f><v>([0-9.]+)</v></c>')
_FEUILLE_3: Final = "xl/worksheets/sheet3.xml"
_DESSIN: Final = "xl/drawings/drawing1.xml"
_GRAPHIQUE: Final = "xl/charts/chart1.xml"
_CUMULS: Final = "xl/charts/chart3.xml"
_STYLES: Final = "xl/styles.xml"
_CLASSEUR: Final = "xl/workbook.xml"


def cellule(
    motif: re.Pattern[str], geste: Callable[[re.Match[str]], tuple[str, str]]
) -> Callable[[bytes, Hasard], Faux]:
    """Une cellule tirée au hasard, récrite ; le geste rend la cellule et le texte faux à retrouver."""

    def faire(octets: bytes, hasard: Hasard) -> Faux:
        parties = lire_archive(octets)
        feuilles = [nom for nom in parties if _FEUILLE.fullmatch(nom) and motif.search(parties[nom].decode())]
        nom = hasard.choice(feuilles)
        texte = parties[nom].decode()
        trouvee = hasard.choice(list(motif.finditer(texte)))
        neuve, faux = geste(trouvee)
        if neuve == trouvee[0]:
            raise Impossible("cellule inchangée")
        parties[nom] = (texte[: trouvee.start()] + neuve + texte[trouvee.end() :]).encode()
        return Faux(refaire_archive(parties), faux)

    return faire


def plus_un_centime(cellule: re.Match[str]) -> tuple[str, str]:
    entiers, _, decimales = cellule[4].partition(".")
    faux = f"{entiers}.{int((decimales + '00')[:2]) + 1:02d}" if decimales[:2] != "99" else str(int(entiers) + 1)
    return cellule[0].replace(f"<v>{cellule[4]}<", f"<v>{faux}<"), faux.rstrip("0").rstrip(".") if "." in faux else faux


def valeur(fabrique: Callable[[str], str]) -> Callable[[re.Match[str]], tuple[str, str]]:
    def geste(cellule: re.Match[str]) -> tuple[str, str]:
        faux = fabrique(cellule[4])
        return cellule[0].replace(f"<v>{cellule[4]}<", f"<v>{faux}<"), faux

    return geste


def en_texte(cellule: re.Match[str]) -> tuple[str, str]:
    return f'<c r="{cellule[1]}" s="{cellule[2]}" t="str">{cellule[3] or ""}<v>{cellule[4]}</v></c>', ""


def autre_formule(cellule: re.Match[str]) -> tuple[str, str]:
    return cellule[0].replace(f"<f>{cellule[3]}<", f"<f>{cellule[4]}+0<"), f"={cellule[4]}+0"


def formule_figee(cellule: re.Match[str]) -> tuple[str, str]:
    return cellule[0].replace(f"<f>{cellule[3]}</f>", ""), "(rien)"


def texte_ajoute(cellule: re.Match[str]) -> tuple[str, str]:
    faux = "Soldée pour 123 456,78 €"
    return f'<c r="{cellule[1]}" s="{cellule[2]}" t="inlineStr"><is><t>{faux}</t></is></c>', faux


def stylee(
    police: str = "", alignement: str = "", format_de_nombre: str = "", fond: str = ""
) -> Callable[[bytes, Hasard], bytes]:
    """Une seule cellule, nombre ou texte, reçoit un style de plus."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        styles = parties[_STYLES].decode()
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellule = hasard.choice(list(NOMBRE.finditer(texte)))
        xfs = re.search(r"<cellXfs[^>]*>(.*)</cellXfs>", styles, re.DOTALL)
        assert xfs is not None
        tous = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", xfs[1])
        neuf = tous[int(cellule[2])]
        if police:
            rang = int(re.search(r'fontId="(\d+)"', neuf)[1])  # type: ignore[index]  # chaque style a sa police
            polices = re.findall(r"<font>.*?</font>", styles)
            styles = styles.replace("</fonts>", _police(polices[rang], police) + "</fonts>", 1)
            neuf = re.sub(r'fontId="\d+"', f'fontId="{len(polices)}"', neuf)
        if fond:
            nombre = len(re.findall(r"<fill>", styles))
            rempli = f'<fill><patternFill patternType="solid"><fgColor rgb="{fond}"/></patternFill></fill>'
            styles = styles.replace("</fills>", rempli + "</fills>", 1)
            neuf = re.sub(r'fillId="\d+"', f'fillId="{nombre}"', neuf)
        if format_de_nombre:
            styles = styles.replace(
                "</numFmts>", f'<numFmt numFmtId="999" formatCode="{format_de_nombre}"/></numFmts>', 1
            )
            neuf = re.sub(r'numFmtId="\d+"', 'numFmtId="999"', neuf)
        if alignement:
            neuf = re.sub(r"<alignment [^>]*/>", f"<alignment {alignement}/>", neuf)
        styles = styles.replace("</cellXfs>", neuf + "</cellXfs>", 1)
        parties[_STYLES] = styles.encode()
        recrite = cellule[0].replace(f's="{cellule[2]}"', f's="{len(tous)}"')
        parties[nom] = (texte[: cellule.start()] + recrite + texte[cellule.end() :]).encode()
        return refaire_archive(parties)

    return faire


def _police(police: str, changement: str) -> str:
    nom, _, valeur = changement.partition("=")
    if nom in {"strike", "outline"}:
        return police.replace("<font>", f"<font><{nom}/>")
    if nom == "vertAlign":
        return police.replace("<font>", f'<font><vertAlign val="{valeur}"/>')
    if nom == "charset":
        return police.replace("</font>", f'<charset val="{valeur}"/></font>')
    if nom == "name":
        police = re.sub(r"<scheme [^>]*/>", "", police)
        return re.sub(r'<name val="[^"]*"/>', f'<name val="{valeur}"/>', police)
    if nom == "sz":
        return re.sub(r'<sz val="[^"]*"/>', f'<sz val="{valeur}"/>', police)
    return re.sub(r"<color [^>]*/>", f"<color {changement.removeprefix('color ')}/>", police)


def feuille(motif: str, par: str, ajouts: dict[str, str | bytes] | None = None) -> Callable[[bytes, Hasard], bytes]:
    """Un changement dans une feuille tirée parmi celles qui s’y prêtent."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        possibles = [n for n in parties if _FEUILLE.fullmatch(n) and re.search(motif, parties[n].decode(), re.DOTALL)]
        if not possibles:
            raise Impossible(motif)
        nom = hasard.choice(possibles)
        return dans_une_partie(nom, lambda texte: remplacer(texte, motif, par), ajouts)(octets, hasard)

    return faire


def ligne(attributs: str) -> Callable[[bytes, Hasard], bytes]:
    """Une ligne qui porte un nombre, cachée ou écrasée."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellule = hasard.choice(list(NOMBRE.finditer(texte)))
        numero = re.sub("[A-Z]", "", cellule[1])
        balise = re.search(rf'<row r="{numero}"[^>]*>', texte)
        assert balise is not None
        neuve = re.sub(r' (ht|customHeight|hidden)="[^"]*"', "", balise[0]).replace("<row ", f"<row {attributs} ")
        parties[nom] = texte.replace(balise[0], neuve, 1).encode()
        return refaire_archive(parties)

    return faire


def _colonne(texte: str, adresse: str) -> tuple[int, re.Match[str]]:
    """Le rang de la colonne d’une cellule, et ce que la feuille en dit avec ses voisines."""
    rang = 0
    for lettre in re.sub("[0-9]", "", adresse):
        rang = rang * 26 + ord(lettre) - 64
    for groupe in re.finditer(r'<col min="(\d+)" max="(\d+)"( [^>]*/>)', texte):
        if int(groupe[1]) <= rang <= int(groupe[2]):
            return rang, groupe
    raise Impossible("colonne sans largeur")


def colonne(attributs: str) -> Callable[[bytes, Hasard], bytes]:
    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellules = list(NOMBRE.finditer(texte))
        rang, groupe = _colonne(texte, hasard.choice(cellules)[1])
        # Celle que le classeur replie n'est déjà vue de personne.
        while "hidden" in groupe[3]:
            rang, groupe = _colonne(texte, hasard.choice(cellules)[1])
        # Des colonnes voisines de même largeur sont dites ensemble : celle-ci en est détachée.
        bornes = (
            (int(groupe[1]), rang - 1, groupe[3]),
            (rang, rang, f" {attributs}/>"),
            (rang + 1, int(groupe[2]), groupe[3]),
        )
        neuves = "".join(f'<col min="{debut}" max="{fin}"{reste}' for debut, fin, reste in bornes if debut <= fin)
        parties[nom] = texte.replace(groupe[0], neuves, 1).encode()
        return refaire_archive(parties)

    return faire


def jointe(
    partie: str, contenu: str | bytes, relation: str, balise: str, avant: str
) -> Callable[[bytes, Hasard], bytes]:
    """Une partie ajoutée, reliée à la troisième feuille et désignée par une balise."""
    genre = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"
    liens = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{genre}" Target="/{partie}"/></Relationships>'
    )
    ajouts: dict[str, str | bytes] = {partie: contenu, "xl/worksheets/_rels/sheet3.xml.rels": liens}
    return dans_une_partie(_FEUILLE_3, lambda texte: inserer(texte, avant, balise) if balise else texte + " ", ajouts)


SP: Final = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:to>{objet}<xdr:clientData/></xdr:twoCellAnchor>"
)
ZONE: Final = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="z"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody>'
    "<a:bodyPr/><a:p><a:r><a:t>1 000,00</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
IMAGE: Final = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="i"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/></xdr:blipFill>'
    "<xdr:spPr/></xdr:pic>"
)
NEUF: Final = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)
CONDITIONNELLE: Final = '<conditionalFormatting sqref="A1:Z99">{regle}</conditionalFormatting>'


def dessin(
    geste: Callable[[str], str], ajouts: dict[str, str | bytes] | None = None
) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_DESSIN, geste, ajouts)


def graphique(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_GRAPHIQUE, lambda texte: remplacer(texte, motif, par))


def classeur(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_CLASSEUR, lambda texte: remplacer(texte, motif, par))


def styles(motif: str, par: str, nombre: int = 0) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_STYLES, lambda texte: remplacer(texte, motif, par, nombre))


def barree_d_une_bordure(octets: bytes, hasard: Hasard) -> bytes:
    """La cellule d’un montant est rayée d’une diagonale."""
    parties = lire_archive(stylee(alignement='horizontal="right" vertical="center"')(octets, hasard))
    styles = parties[_STYLES].decode()
    nombre = len(re.findall(r"<border>|<border ", styles))
    raye = '<border diagonalUp="1"><left/><right/><top/><bottom/><diagonal style="thick"/></border></borders>'
    styles = styles.replace("</borders>", raye, 1)
    xfs = list(re.finditer(r"<xf .*?</xf>", styles))
    dernier = xfs[-1]
    neuf = re.sub(r'borderId="\d+"', f'borderId="{nombre}"', dernier[0])
    parties[_STYLES] = (styles[: dernier.start()] + neuf + styles[dernier.end() :]).encode()
    return refaire_archive(parties)


def cumuls(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_CUMULS, lambda texte: remplacer(texte, motif, par))


def permuter_les_couleurs(octets: bytes, hasard: Hasard) -> bytes:
    def geste(texte: str) -> str:
        premiere, seconde = re.findall(r'srgbClr val="(0072B2|F0B440)"', texte)[:2]
        return texte.replace(premiere, "@").replace(seconde, premiere).replace("@", seconde)

    return dans_une_partie(_GRAPHIQUE, geste)(octets, hasard)


def feuille_ajoutee(octets: bytes, hasard: Hasard) -> bytes:
    ajout = '<sheet name="Rectificatif" sheetId="99" r:id="rId3"/></sheets>'
    return classeur("</sheets>", ajout)(octets, hasard)


def feuille_de_graphique(octets: bytes, _: Hasard) -> bytes:
    parties = lire_archive(octets)
    genre = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"
    classeur = parties[_CLASSEUR].decode()
    parties[_CLASSEUR] = classeur.replace(
        "</sheets>", '<sheet name="Synthèse" sheetId="99" r:id="rId99"/></sheets>'
    ).encode()
    liens = parties["xl/_rels/workbook.xml.rels"].decode()
    lien = f'<Relationship Id="rId99" Type="{genre}" Target="chartsheets/sheet1.xml"/></Relationships>'
    parties["xl/_rels/workbook.xml.rels"] = liens.replace("</Relationships>", lien).encode()
    parties["xl/chartsheets/sheet1.xml"] = (
        b'<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    return refaire_archive(parties)


def ordre_des_feuilles(octets: bytes, hasard: Hasard) -> bytes:
    return classeur(r"(<sheet name=[^>]*/>)(<sheet name=[^>]*/>)", r"\2\1")(octets, hasard)


def autre_classeur(octets: bytes, _: Hasard) -> bytes:
    """La racine désigne un second classeur, aux chiffres faux ; le premier reste intact."""
    parties = lire_archive(octets)
    for nom in [n for n in parties if n.startswith("xl/")]:
        contenu = parties[nom]
        if _FEUILLE.fullmatch(nom):
            contenu = re.sub(rb"<v>450000</v>", b"<v>460000</v>", contenu)
        parties[f"xm{nom[2:]}"] = contenu
    parties["_rels/.rels"] = parties["_rels/.rels"].replace(b"xl/workbook.xml", b"xm/workbook.xml")
    return refaire_archive(parties)


def autres_styles(octets: bytes, _: Hasard) -> bytes:
    """Les styles désignés sont une autre partie, où tout est blanc."""
    parties = lire_archive(octets)
    parties["xl/styles2.xml"] = re.sub(rb'<color rgb="\w+"/>', b'<color rgb="FFFFFFFF"/>', parties[_STYLES])
    liens = parties["xl/_rels/workbook.xml.rels"].replace(b"styles.xml", b"styles2.xml")
    return refaire_archive(parties | {"xl/_rels/workbook.xml.rels": liens})


def partie_en_double(octets: bytes, _: Hasard) -> bytes:
    tampon = BytesIO(octets)
    with ZipFile(tampon, "a", ZIP_DEFLATED) as archive:
        archive.writestr("XL/workbook.xml", archive.read(_CLASSEUR).replace(b"Actes", b"Faux"))
    return tampon.getvalue()


def suivi_d_un_pdf(octets: bytes, _: Hasard) -> bytes:
    return octets + b"\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def palette(octets: bytes, hasard: Hasard) -> bytes:
    def geste(texte: str) -> str:
        couleurs = "".join('<rgbColor rgb="00FFFFFF"/>' for _ in range(64))
        texte = remplacer(texte, r'<color rgb="FF1A1A1A"/>', '<color indexed="8"/>', 0)
        return inserer(texte, "</styleSheet>", f"<colors><indexedColors>{couleurs}</indexedColors></colors>")

    return dans_une_partie(_STYLES, geste)(octets, hasard)


def rouvert(geste: Callable[[object], None]) -> Callable[[bytes, Hasard], bytes]:
    """Ouvert, changé et enregistré par openpyxl."""

    def faire(octets: bytes, _: Hasard) -> bytes:
        import openpyxl

        classeur = openpyxl.load_workbook(BytesIO(octets))
        geste(classeur)
        tampon = BytesIO()
        classeur.save(tampon)
        return tampon.getvalue()

    return faire


def commenter(classeur: object) -> None:
    from openpyxl.comments import Comment

    classeur["Actes"]["F7"].comment = Comment("Lire 1 000,00", "Service")  # type: ignore[index]  # classeur d'openpyxl


def blanchir(classeur: object) -> None:
    from openpyxl.styles import Font

    classeur["Actes"]["F7"].font = Font(color="FFFFFFFF")  # type: ignore[index]  # classeur d'openpyxl
