"""Falsifier un classeur : ses chiffres, ses formats, ce qu'il cache, ce qu'on y pose."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from tests.solidite.falsifications.genres import (
    PIXEL,
    Falsification,
    Faux,
    Hasard,
    Impossible,
    dans_une_partie,
    inserer,
    lire_archive,
    refaire_archive,
    remplacer,
)

__all__ = ["FALSIFICATIONS"]

_FEUILLE: Final = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
_NOMBRE: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)">(<f>[^<]*</f>)?<v>([1-9][0-9]{3,}(?:\.[0-9]+)?)</v></c>'
)
_TEXTE: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)" t="s"><v>([0-9]+)</v></c>')
_CALCUL: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"><f>([^<]+)</f><v>([0-9.]+)</v></c>')
_FEUILLE_3: Final = "xl/worksheets/sheet3.xml"
_DESSIN: Final = "xl/drawings/drawing1.xml"
_GRAPHIQUE: Final = "xl/charts/chart1.xml"
_STYLES: Final = "xl/styles.xml"
_CLASSEUR: Final = "xl/workbook.xml"


def _cellule(
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


def _plus_un_centime(cellule: re.Match[str]) -> tuple[str, str]:
    entiers, _, decimales = cellule[4].partition(".")
    faux = f"{entiers}.{int((decimales + '00')[:2]) + 1:02d}" if decimales[:2] != "99" else str(int(entiers) + 1)
    return cellule[0].replace(f"<v>{cellule[4]}<", f"<v>{faux}<"), faux.rstrip("0").rstrip(".") if "." in faux else faux


def _valeur(fabrique: Callable[[str], str]) -> Callable[[re.Match[str]], tuple[str, str]]:
    def geste(cellule: re.Match[str]) -> tuple[str, str]:
        faux = fabrique(cellule[4])
        return cellule[0].replace(f"<v>{cellule[4]}<", f"<v>{faux}<"), faux

    return geste


def _en_texte(cellule: re.Match[str]) -> tuple[str, str]:
    return f'<c r="{cellule[1]}" s="{cellule[2]}" t="str">{cellule[3] or ""}<v>{cellule[4]}</v></c>', ""


def _autre_formule(cellule: re.Match[str]) -> tuple[str, str]:
    return cellule[0].replace(f"<f>{cellule[3]}<", f"<f>{cellule[4]}+0<"), f"={cellule[4]}+0"


def _formule_figee(cellule: re.Match[str]) -> tuple[str, str]:
    return cellule[0].replace(f"<f>{cellule[3]}</f>", ""), "(rien)"


def _texte_ajoute(cellule: re.Match[str]) -> tuple[str, str]:
    faux = "Soldée pour 123 456,78 €"
    return f'<c r="{cellule[1]}" s="{cellule[2]}" t="inlineStr"><is><t>{faux}</t></is></c>', faux


def _stylee(
    police: str = "", alignement: str = "", format_de_nombre: str = "", fond: str = ""
) -> Callable[[bytes, Hasard], bytes]:
    """Une seule cellule, nombre ou texte, reçoit un style de plus."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        styles = parties[_STYLES].decode()
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and _NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellule = hasard.choice(list(_NOMBRE.finditer(texte)))
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


def _feuille(motif: str, par: str, ajouts: dict[str, str | bytes] | None = None) -> Callable[[bytes, Hasard], bytes]:
    """Un changement dans une feuille tirée parmi celles qui s'y prêtent."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        possibles = [n for n in parties if _FEUILLE.fullmatch(n) and re.search(motif, parties[n].decode(), re.DOTALL)]
        if not possibles:
            raise Impossible(motif)
        nom = hasard.choice(possibles)
        return dans_une_partie(nom, lambda texte: remplacer(texte, motif, par), ajouts)(octets, hasard)

    return faire


def _ligne(attributs: str) -> Callable[[bytes, Hasard], bytes]:
    """Une ligne qui porte un nombre, cachée ou écrasée."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and _NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellule = hasard.choice(list(_NOMBRE.finditer(texte)))
        numero = re.sub("[A-Z]", "", cellule[1])
        balise = re.search(rf'<row r="{numero}"[^>]*>', texte)
        assert balise is not None
        neuve = re.sub(r' (ht|customHeight|hidden)="[^"]*"', "", balise[0]).replace("<row ", f"<row {attributs} ")
        parties[nom] = texte.replace(balise[0], neuve, 1).encode()
        return refaire_archive(parties)

    return faire


def _colonne(attributs: str) -> Callable[[bytes, Hasard], bytes]:
    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        nom = hasard.choice([n for n in parties if _FEUILLE.fullmatch(n) and _NOMBRE.search(parties[n].decode())])
        texte = parties[nom].decode()
        cellule = hasard.choice(list(_NOMBRE.finditer(texte)))
        rang = 0
        for lettre in re.sub("[0-9]", "", cellule[1]):
            rang = rang * 26 + ord(lettre) - 64
        avant = re.search(rf'<col min="{rang}" max="{rang}" [^>]*/>', texte)
        if avant is None:
            raise Impossible("colonne sans largeur")
        parties[nom] = texte.replace(avant[0], f'<col min="{rang}" max="{rang}" {attributs}/>', 1).encode()
        return refaire_archive(parties)

    return faire


def _jointe(
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


_SP: Final = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:to>{objet}<xdr:clientData/></xdr:twoCellAnchor>"
)
_ZONE: Final = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="z"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody>'
    "<a:bodyPr/><a:p><a:r><a:t>1 000,00</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
_IMAGE: Final = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="i"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/></xdr:blipFill>'
    "<xdr:spPr/></xdr:pic>"
)
_NEUF: Final = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)
_CONDITIONNELLE: Final = '<conditionalFormatting sqref="A1:Z99">{regle}</conditionalFormatting>'


def _dessin(
    geste: Callable[[str], str], ajouts: dict[str, str | bytes] | None = None
) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_DESSIN, geste, ajouts)


def _graphique(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_GRAPHIQUE, lambda texte: remplacer(texte, motif, par))


def _classeur(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_CLASSEUR, lambda texte: remplacer(texte, motif, par))


def _styles(motif: str, par: str, nombre: int = 0) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_STYLES, lambda texte: remplacer(texte, motif, par, nombre))


def _permuter_les_couleurs(octets: bytes, hasard: Hasard) -> bytes:
    def geste(texte: str) -> str:
        premiere, seconde = re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w+)"', texte)[:2]
        return texte.replace(premiere, "@").replace(seconde, premiere).replace("@", seconde)

    return dans_une_partie(_GRAPHIQUE, geste)(octets, hasard)


def _feuille_ajoutee(octets: bytes, hasard: Hasard) -> bytes:
    ajout = '<sheet name="Rectificatif" sheetId="99" r:id="rId3"/></sheets>'
    return _classeur("</sheets>", ajout)(octets, hasard)


def _feuille_de_graphique(octets: bytes, _: Hasard) -> bytes:
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


def _ordre_des_feuilles(octets: bytes, hasard: Hasard) -> bytes:
    return _classeur(r"(<sheet name=[^>]*/>)(<sheet name=[^>]*/>)", r"\2\1")(octets, hasard)


def _autre_classeur(octets: bytes, _: Hasard) -> bytes:
    """La racine désigne un second classeur, aux chiffres faux ; le premier reste intact."""
    parties = lire_archive(octets)
    for nom in [n for n in parties if n.startswith("xl/")]:
        contenu = parties[nom]
        if _FEUILLE.fullmatch(nom):
            contenu = re.sub(rb"<v>450000</v>", b"<v>460000</v>", contenu)
        parties[f"xm{nom[2:]}"] = contenu
    parties["_rels/.rels"] = parties["_rels/.rels"].replace(b"xl/workbook.xml", b"xm/workbook.xml")
    return refaire_archive(parties)


def _autres_styles(octets: bytes, _: Hasard) -> bytes:
    """Les styles désignés sont une autre partie, où tout est blanc."""
    parties = lire_archive(octets)
    parties["xl/styles2.xml"] = re.sub(rb'<color rgb="\w+"/>', b'<color rgb="FFFFFFFF"/>', parties[_STYLES])
    liens = parties["xl/_rels/workbook.xml.rels"].replace(b"styles.xml", b"styles2.xml")
    return refaire_archive(parties | {"xl/_rels/workbook.xml.rels": liens})


def _partie_en_double(octets: bytes, _: Hasard) -> bytes:
    tampon = BytesIO(octets)
    with ZipFile(tampon, "a", ZIP_DEFLATED) as archive:
        archive.writestr("XL/workbook.xml", archive.read(_CLASSEUR).replace(b"Actes", b"Faux"))
    return tampon.getvalue()


def _suivi_d_un_pdf(octets: bytes, _: Hasard) -> bytes:
    return octets + b"\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _palette(octets: bytes, hasard: Hasard) -> bytes:
    def geste(texte: str) -> str:
        couleurs = "".join('<rgbColor rgb="00FFFFFF"/>' for _ in range(64))
        texte = remplacer(texte, r'<color rgb="FF1A1A1A"/>', '<color indexed="8"/>', 0)
        return inserer(texte, "</styleSheet>", f"<colors><indexedColors>{couleurs}</indexedColors></colors>")

    return dans_une_partie(_STYLES, geste)(octets, hasard)


def _rouvert(geste: Callable[[object], None]) -> Callable[[bytes, Hasard], bytes]:
    """Ouvert, changé et enregistré par openpyxl."""

    def faire(octets: bytes, _: Hasard) -> bytes:
        import openpyxl

        classeur = openpyxl.load_workbook(BytesIO(octets))
        geste(classeur)
        tampon = BytesIO()
        classeur.save(tampon)
        return tampon.getvalue()

    return faire


def _commenter(classeur: object) -> None:
    from openpyxl.comments import Comment

    classeur["Actes"]["F7"].comment = Comment("Lire 1 000,00", "Service")  # type: ignore[index]  # classeur d'openpyxl


def _blanchir(classeur: object) -> None:
    from openpyxl.styles import Font

    classeur["Actes"]["F7"].font = Font(color="FFFFFFFF")  # type: ignore[index]  # classeur d'openpyxl


def _x(nom: str, geste: Callable[[bytes, Hasard], Faux | bytes], nomme: str = "", chiffre: str = "") -> Falsification:
    return Falsification(f"xlsx : {nom}", "xlsx", geste, nomme, chiffre)


_VIDE: Final = ""

FALSIFICATIONS: Final = (
    _x("un centime de plus", _cellule(_NOMBRE, _plus_un_centime), chiffre="oui"),
    _x(
        "un montant décuplé",
        _cellule(_NOMBRE, _valeur(lambda v: f"{v}0" if "." not in v else v.replace(".", "", 1))),
        chiffre="oui",
    ),
    _x("un montant négatif", _cellule(_NOMBRE, _valeur(lambda v: f"-{v}")), chiffre="oui"),
    _x(
        "un millième d'euro",
        _cellule(_NOMBRE, _valeur(lambda v: f"{v}.001" if "." not in v else f"{v}1")),
        chiffre="oui",
    ),
    _x("une formule changée, même valeur", _cellule(_CALCUL, _autre_formule), chiffre="oui"),
    _x("une formule figée", _cellule(_CALCUL, _formule_figee), chiffre="oui"),
    _x("un texte qui porte un chiffre", _cellule(_TEXTE, _texte_ajoute), chiffre="oui"),
    _x("un nombre devenu texte", _cellule(_NOMBRE, _en_texte), "nature de la valeur"),
    _x("calendrier de 1904", _classeur("<workbookPr ", '<workbookPr date1904="1" '), chiffre=""),
    _x(
        "une cellule hors du tableau",
        _feuille("</row></sheetData>", '</row><row r="40"><c r="B40"><v>123456.78</v></c></row></sheetData>'),
        chiffre="",
    ),
    _x(
        "format qui montre une constante",
        _styles(r'formatCode="[^"]*#,##0\.00[^"]*"', 'formatCode="0;&quot;1 000,00&quot;"'),
        "format de nombre",
    ),
    _x("format constant sur une cellule", _stylee(format_de_nombre="&quot;1 000,00&quot;"), "format de nombre"),
    _x("format qui ajoute un zéro", _stylee(format_de_nombre="#,##0&quot;0&quot;"), "format de nombre"),
    _x("format qui divise par mille", _stylee(format_de_nombre="#,##0.00,"), "format de nombre"),
    _x("format qui cache", _stylee(format_de_nombre=";;;"), "format de nombre"),
    _x("format qui perd le signe", _stylee(format_de_nombre="#,##0.00;#,##0.00"), "format de nombre"),
    _x("format sous condition", _stylee(format_de_nombre="[&gt;1]&quot;9&quot;;0"), "format de nombre"),
    _x("format de date sur un montant", _stylee(format_de_nombre="yyyy"), ""),
    _x("texte blanc", _stylee(police='color rgb="FFFFFFFF"'), "couleur du texte"),
    _x("texte de la couleur du thème", _stylee(police='color theme="0"'), "couleur du texte"),
    _x("texte éclairci", _stylee(police='color theme="1" tint="0.99"'), "couleur du texte"),
    _x("palette blanchie", _palette, "couleur du texte"),
    _x("texte minuscule", _stylee(police="sz=1"), "taille"),
    _x("texte énorme", _stylee(police="sz=400"), "taille"),
    _x("police de symboles", _stylee(police="name=Wingdings"), "police"),
    _x("police inconnue", _stylee(police="name=Calibri modifiée"), "police"),
    _x("jeu de symboles", _stylee(police="charset=2"), "police"),
    _x("texte barré", _stylee(police="strike="), "effets"),
    _x("texte en exposant", _stylee(police="vertAlign=superscript"), "effets"),
    _x("fond sombre", _stylee(fond="FF1A1A1A"), "fond"),
    _x("valeur répétée", _stylee(alignement='horizontal="fill"'), "alignement"),
    _x("texte tourné", _stylee(alignement='horizontal="right" textRotation="180"'), "alignement"),
    _x("texte poussé hors de la cellule", _stylee(alignement='horizontal="right" indent="250"'), "alignement"),
    _x("texte réduit à rien", _stylee(alignement='horizontal="right" shrinkToFit="1"'), "alignement"),
    _x("sens d'écriture", _stylee(alignement='horizontal="right" readingOrder="2"'), "alignement"),
    _x(
        "police du thème",
        dans_une_partie(
            "xl/theme/theme1.xml", lambda t: remplacer(t, r'(<a:minorFont><a:latin typeface=)"[^"]*"', r'\1"Webdings"')
        ),
        "police",
    ),
    _x("ligne cachée", _ligne('hidden="1"'), "ligne"),
    _x("ligne écrasée", _ligne('ht="0.5" customHeight="1"'), "ligne"),
    _x("colonne cachée", _colonne('width="10" hidden="true"'), "colonne"),
    _x("colonne écrasée", _colonne('width="0.1" customWidth="1"'), "colonne"),
    _x("lignes sans hauteur", _feuille("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '), "lignes sans hauteur"),
    _x("feuille cachée", _classeur('<sheet name="Constats"', '<sheet state="hidden" name="Constats"'), ""),
    _x("feuille très cachée", _classeur('<sheet name="Constats"', '<sheet state="veryHidden" name="Constats"'), ""),
    _x("feuille ajoutée", _feuille_ajoutee, "feuille n°"),
    _x("feuille de graphique", _feuille_de_graphique, "feuille n°"),
    _x("feuilles dans un autre ordre", _ordre_des_feuilles, "feuille n°"),
    _x("feuille renommée", _classeur('name="Constats"', 'name="Observations"'), "feuille n°"),
    _x("zone de texte posée", _dessin(lambda t: inserer(t, "</xdr:wsDr>", _SP.format(objet=_ZONE))), "zone de texte"),
    _x(
        "zone de texte sur une autre feuille",
        _jointe(
            "xl/drawings/drawing9.xml",
            _NEUF + _SP.format(objet=_ZONE) + "</xdr:wsDr>",
            "drawing",
            '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>',
            "<ignoredErrors",
        ),
        "zone de texte",
    ),
    _x(
        "image posée",
        _dessin(lambda t: inserer(t, "</xdr:wsDr>", _SP.format(objet=_IMAGE)), {"xl/media/image1.png": PIXEL}),
        "image",
    ),
    _x("trait posé", _dessin(lambda t: inserer(t, "</xdr:wsDr>", _SP.format(objet="<xdr:cxnSp/>"))), "trait"),
    _x("encre posée", _dessin(lambda t: inserer(t, "</xdr:wsDr>", _SP.format(objet="<xdr:contentPart/>"))), "encre"),
    _x(
        "graphique déplacé",
        _dessin(lambda t: remplacer(t, "<xdr:row>26</xdr:row>", "<xdr:row>4</xdr:row>")),
        "objet n° 2",
    ),
    _x("graphique caché", _dessin(lambda t: remplacer(t, "<xdr:cNvPr ", '<xdr:cNvPr hidden="1" ')), "caché"),
    _x(
        "graphique retiré",
        _dessin(lambda t: remplacer(t, "<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", "")),
        "objet n° 4",
    ),
    _x(
        "texte de remplacement menteur",
        _dessin(lambda t: remplacer(t, 'descr="[^"]*"', 'descr="Tout est payé"')),
        "texte de remplacement",
    ),
    _x("titre de graphique", _graphique("<a:t>[^<]*</a:t>", "<a:t>Tout est payé</a:t>"), "titres"),
    _x("plage d'une série", _graphique(r"\$D\$7:\$D\$8", "$E$7:$E$8"), "valeurs"),
    _x("valeurs gardées d'une série", _graphique("<c:v>700000</c:v>", "<c:v>900000</c:v>"), "valeurs"),
    _x("nom d'une série", _graphique("<c:v>Engagé</c:v>", "<c:v>Payé</c:v>"), "nom"),
    _x("couleurs des séries permutées", _permuter_les_couleurs, "couleur"),
    _x(
        "série invisible",
        _graphique("(<c:ser>.*?<c:spPr>)<a:solidFill>.*?</a:solidFill>", r"\1<a:noFill/>"),
        "remplissage",
    ),
    _x("axe multiplié", _graphique('formatCode="#,##0.0,,', 'formatCode="#,##0.0,'), "formats des axes"),
    _x("axe inversé", _graphique('(<c:valAx>.*?<c:orientation val=)"minMax"', r'\1"maxMin"'), "orientation"),
    _x("axe tronqué", _graphique("(<c:valAx>.*?<c:orientation[^>]*/>)", r'\1<c:min val="600000"/>'), "min"),
    _x("axe logarithmique", _graphique("(<c:valAx>.*?<c:scaling>)", r'\1<c:logBase val="10"/>'), "logBase"),
    _x("axe effacé", _graphique("(<c:valAx>.*?</c:scaling>)", r'\1<c:delete val="1"/>'), "delete"),
    _x("étiquettes posées", _graphique("<c:gapWidth", '<c:dLbls><c:showVal val="1"/></c:dLbls><c:gapWidth'), "showVal"),
    _x(
        "étiquette écrite",
        _graphique(
            "<c:cat>",
            "<c:dLbls><c:dLbl><c:idx val='0'/><c:tx><c:rich><a:p><a:r><a:t>9 M€</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls><c:cat>",
        ),
        "étiquettes",
    ),
    _x(
        "formes dans un graphique",
        _graphique("</c:chartSpace>", '<c:userShapes r:id="rId1"/></c:chartSpace>'),
        "formes ajoutées",
    ),
    _x("courbe de tendance", _graphique("<c:cat>", "<c:trendline/><c:cat>"), "tendance"),
    _x("titre blanc", _graphique('srgbClr val="1F3864"', 'srgbClr val="FFFFFF"'), "couleurs des textes"),
    _x("légende retirée", _graphique("<c:legend>.*</c:legend>", ""), "légendes"),
    _x(
        "commentaire",
        _jointe(
            "xl/comments1.xml",
            '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
            "comments",
            '<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>',
            "</worksheet>",
        ),
        "commentaires",
    ),
    _x("commentaire posé par un tableur", _rouvert(_commenter), "commentaires"),
    _x("texte blanchi par un tableur", _rouvert(_blanchir), "couleur du texte"),
    _x(
        "validation à message",
        _feuille(
            "<pageMargins",
            '<dataValidations count="1"><dataValidation sqref="A1" showInputMessage="1" prompt="1 000,00"/></dataValidations><pageMargins',
        ),
        "validation",
    ),
    _x(
        "mise en forme conditionnelle blanche",
        _feuille(
            "<pageMargins",
            _CONDITIONNELLE.format(
                regle='<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
            )
            + "<pageMargins",
        ),
        "conditionnelle",
    ),
    _x(
        "barres de données",
        _feuille(
            "<pageMargins",
            _CONDITIONNELLE.format(regle='<cfRule type="dataBar" priority="1"><dataBar showValue="0"/></cfRule>')
            + "<pageMargins",
        ),
        "conditionnelle",
    ),
    _x(
        "icônes à la place des valeurs",
        _feuille(
            "<pageMargins",
            _CONDITIONNELLE.format(regle='<cfRule type="iconSet" priority="1"><iconSet showValue="0"/></cfRule>')
            + "<pageMargins",
        ),
        "conditionnelle",
    ),
    _x(
        "lien ajouté",
        _feuille("<pageMargins", '<hyperlinks><hyperlink ref="A1" location="Constats!A1"/></hyperlinks><pageMargins'),
        "lien",
    ),
    _x("lien détourné", _feuille(r'location="[^"]*"', 'location="Constats!A1"'), "lien"),
    _x("bulle d'un lien", _feuille("<hyperlink ", '<hyperlink tooltip="1 000,00" '), "bulle"),
    _x("en-tête d'impression", _feuille("<oddHeader>[^<]*", "<oddHeader>&amp;LApprouvé par l'ANRU"), "impression"),
    _x("pied d'impression", _feuille("<oddFooter>[^<]*", "<oddFooter>&amp;LApprouvé par l'ANRU"), "impression"),
    _x("première page sans en-tête", _feuille("<headerFooter>", '<headerFooter differentFirst="1">'), "en-têtes"),
    _x("en-tête blanc", _feuille("<oddHeader>&amp;L", "<oddHeader>&amp;L&amp;KFFFFFF"), "impression"),
    _x(
        "image de fond",
        _jointe(
            "xl/media/image1.png",
            PIXEL,
            "image",
            '<picture xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>',
            "</worksheet>",
        ),
        "image de fond",
    ),
    _x("contrôle de formulaire", _feuille("</worksheet>", "<controls/></worksheet>"), "contrôles"),
    _x("objet incorporé", _feuille("</worksheet>", "<oleObjects/></worksheet>"), "objets incorporés"),
    _x("vues personnalisées", _feuille("<pageMargins", "<customSheetViews/><pageMargins"), "vues personnalisées"),
    _x(
        "minigraphiques",
        _feuille("</worksheet>", '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"/></extLst></worksheet>'),
        "extensions",
    ),
    _x(
        "contenu de remplacement",
        _feuille(
            "</worksheet>",
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/></worksheet>',
        ),
        "contenu de remplacement",
    ),
    _x("élément inconnu", _feuille("</worksheet>", '<dessin xmlns="urn:autre"/></worksheet>'), "urn:autre"),
    _x("macros", dans_une_partie("", lambda t: t, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    _x(
        "zone d'impression réduite",
        _classeur(r"(Print_Area\"[^>]*>[^<]*?\$A\$1:\$[A-Z]+\$)[0-9]+", r"\g<1>3"),
        "Print_Area",
    ),
    _x(
        "nom défini ajouté",
        _classeur("</definedNames>", "<definedName name=\"total\">'Actes'!$F$7</definedName></definedNames>"),
        "nom défini",
    ),
    _x(
        "cellules fusionnées",
        _feuille('(<mergeCells count=")', r'<mergeCells count="1"><mergeCell ref="A7:M8"/></mergeCells>\1'),
        "",
    ),
    _x("cellules fusionnées de plus", _feuille("</mergeCells>", '<mergeCell ref="F7:G8"/></mergeCells>'), "fusionnées"),
    _x("zéros cachés", _feuille("<sheetView ", '<sheetView showZeros="0" '), "showZeros"),
    _x("formules montrées", _feuille("<sheetView ", '<sheetView showFormulas="1" '), "showFormulas"),
    _x("feuille à l'envers", _feuille("<sheetView ", '<sheetView rightToLeft="true" '), "rightToLeft"),
    _x("volets qui cachent", _feuille("<sheetView ([^>]*)>(<pane )", r'<sheetView topLeftCell="A9" \1>\2'), "volets"),
    _x("précision au format affiché", _classeur("<calcPr ", '<calcPr fullPrecision="0" '), "calcul"),
    _x("objets non montrés", _classeur("<workbookPr ", '<workbookPr showObjects="none" '), "objets"),
    _x(
        "lecture phonétique",
        dans_une_partie(
            "xl/sharedStrings.xml", lambda t: remplacer(t, "</si>", '<rPh sb="0" eb="1"><t>9</t></rPh></si>')
        ),
        "phonétique",
    ),
    _x(
        "morceau de texte blanc",
        dans_une_partie(
            "xl/sharedStrings.xml",
            lambda t: remplacer(
                t,
                r"<si><t( [^>]*)?>([^<]{4})([^<]+)</t></si>",
                r'<si><r><t xml:space="preserve">\2</t></r><r><rPr><color rgb="FFFFFFFF"/><sz val="9"/></rPr><t xml:space="preserve">\3</t></r></si>',
                0,
            ),
        ),
        "découpe",
    ),
    _x("valeur enrichie", _feuille('<c r="A1" ', '<c r="A1" vm="1" '), "enrichie"),
    _x("brouillon sans graphiques", _feuille("<pageSetup ", '<pageSetup draft="1" '), "draft"),
    _x(
        "pages renumérotées",
        _feuille("<pageSetup ", '<pageSetup useFirstPageNumber="1" firstPageNumber="9" '),
        "useFirstPageNumber",
    ),
    _x("impression minuscule", _feuille("<pageSetup ", '<pageSetup scale="10" '), "échelle"),
    _x(
        "type de modèle",
        dans_une_partie("[Content_Types].xml", lambda t: remplacer(t, r"sheet\.main\+xml", "template.main+xml")),
        "type du classeur",
    ),
    _x("autre classeur désigné", _autre_classeur, ""),
    _x("autres styles désignés", _autres_styles, "couleur du texte"),
    _x("partie en double", _partie_en_double, ""),
    _x("suivi d'un pdf", _suivi_d_un_pdf, "hors de l'archive"),
)
