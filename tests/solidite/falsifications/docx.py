"""Falsifier un document Word : ses chiffres, ce qu’il cache, ce qu’on y pose."""

import re
from collections.abc import Callable
from typing import Final

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

_CORPS: Final = "word/document.xml"
_MONTANT: Final = re.compile(r">([0-9]{1,3}(?:\u202f[0-9]{3})+,[0-9]{2})<")
_MORCEAU: Final = re.compile(r"<w:r><w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:t[^>]*>([^<]*[0-9][^<]*)</w:t></w:r>")


def _montant(changement: Callable[[str], str]) -> Callable[[bytes, Hasard], Faux]:
    """Un montant tiré au hasard dans le corps, changé."""

    def faire(octets: bytes, hasard: Hasard) -> Faux:
        parties = lire_archive(octets)
        texte = parties[_CORPS].decode()
        trouve = hasard.choice(list(_MONTANT.finditer(texte)))
        faux = changement(trouve[1])
        parties[_CORPS] = (texte[: trouve.start(1)] + faux + texte[trouve.end(1) :]).encode()
        return Faux(refaire_archive(parties), faux)

    return faire


def _un_centime(montant: str) -> str:
    return montant[:-1] + ("1" if montant[-1] != "1" else "2")


def _habille(proprietes: str) -> Callable[[bytes, Hasard], bytes]:
    """Le morceau qui porte un chiffre, tiré au hasard, habillé autrement."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        texte = parties[_CORPS].decode()
        trouve = hasard.choice(list(_MORCEAU.finditer(texte)))
        nom = proprietes.split(maxsplit=1)[0].strip("</>")
        autres = re.sub(rf"<{nom} [^>]*/>|<{nom}/>", "", trouve[1])
        parties[_CORPS] = (texte[: trouve.start(1)] + autres + proprietes + texte[trouve.end(1) :]).encode()
        return refaire_archive(parties)

    return faire


def _autour(avant: str, apres: str) -> Callable[[bytes, Hasard], bytes]:
    """Le morceau qui porte un chiffre, tiré au hasard, mis dans un autre élément."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        texte = parties[_CORPS].decode()
        trouve = hasard.choice(list(_MORCEAU.finditer(texte)))
        parties[_CORPS] = (texte[: trouve.start()] + avant + trouve[0] + apres + texte[trouve.end() :]).encode()
        return refaire_archive(parties)

    return faire


def _corps(motif: str, par: str, ajouts: dict[str, str | bytes] | None = None) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie(_CORPS, lambda texte: remplacer(texte, motif, par), ajouts)


def _styles(motif: str, par: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie("word/styles.xml", lambda texte: remplacer(texte, motif, par))


def _reglage(element: str) -> Callable[[bytes, Hasard], bytes]:
    return dans_une_partie("word/settings.xml", lambda texte: inserer(texte, "<w:zoom", element))


def _autre_corps(octets: bytes, _: Hasard) -> bytes:
    """La racine désigne un second corps, aux chiffres faux ; le premier reste intact."""
    parties = lire_archive(octets)
    parties["word/document2.xml"] = parties[_CORPS].replace("450\u202f000,00".encode(), "460\u202f000,00".encode())
    parties["_rels/.rels"] = parties["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")
    liens = parties["word/_rels/document.xml.rels"]
    return refaire_archive(parties | {"word/_rels/document2.xml.rels": liens})


def _autres_styles(octets: bytes, _: Hasard) -> bytes:
    parties = lire_archive(octets)
    parties["word/styles2.xml"] = parties["word/styles.xml"].replace(
        b"<w:rPrDefault><w:rPr>", b"<w:rPrDefault><w:rPr><w:vanish/>"
    )
    liens = parties["word/_rels/document.xml.rels"].replace(b'"styles.xml"', b'"styles2.xml"')
    return refaire_archive(parties | {"word/_rels/document.xml.rels": liens})


def _en_tetes_permutes(octets: bytes, _: Hasard) -> bytes:
    """La première section prend le pied d’une autre partie, ajoutée."""
    parties = lire_archive(octets)
    parties["word/footer99.xml"] = re.sub(
        rb"Empreintes[^<]*", "Approuvé par l’ANRU".encode(), parties["word/footer1.xml"]
    )
    liens = parties["word/_rels/document.xml.rels"].replace(b'"footer1.xml"', b'"footer99.xml"')
    return refaire_archive(parties | {"word/_rels/document.xml.rels": liens})


def _ligne_exacte(octets: bytes, hasard: Hasard) -> bytes:
    """La ligne d’un montant, écrasée."""
    parties = lire_archive(octets)
    texte = parties[_CORPS].decode()
    lignes = [m for m in re.finditer(r"<w:tr>.*?</w:tr>", texte, re.DOTALL) if _MONTANT.search(m[0])]
    ligne = hasard.choice(lignes)
    neuve = ligne[0].replace("<w:cantSplit/>", '<w:cantSplit/><w:trHeight w:val="1" w:hRule="exact"/>', 1)
    if neuve == ligne[0]:
        raise Impossible("ligne sans propriétés")
    return refaire_archive(parties | {_CORPS: (texte[: ligne.start()] + neuve + texte[ligne.end() :]).encode()})


def _dans_la_cellule(propriete: str, avant: str = "") -> Callable[[bytes, Hasard], bytes]:
    """La cellule d’un montant, changée."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        texte = parties[_CORPS].decode()
        cellules = [m for m in re.finditer(r"<w:tc><w:tcPr>.*?</w:tc>", texte, re.DOTALL) if _MONTANT.search(m[0])]
        cellule = hasard.choice(cellules)
        neuve = re.sub(avant, "", cellule[0]) if avant else cellule[0]
        neuve = neuve.replace("<w:tcPr>", f"<w:tcPr>{propriete}", 1)
        return refaire_archive(parties | {_CORPS: (texte[: cellule.start()] + neuve + texte[cellule.end() :]).encode()})

    return faire


def _dans_le_paragraphe(propriete: str) -> Callable[[bytes, Hasard], bytes]:
    """Le paragraphe d’un montant, changé."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        parties = lire_archive(octets)
        texte = parties[_CORPS].decode()
        trouves = [
            m for m in re.finditer(r"<w:p><w:pPr>(?:(?!</w:p>).)*</w:p>", texte, re.DOTALL) if _MONTANT.search(m[0])
        ]
        trouve = hasard.choice(trouves)
        neuf = trouve[0].replace("</w:pPr>", f"{propriete}</w:pPr>", 1)
        return refaire_archive(parties | {_CORPS: (texte[: trouve.start()] + neuf + texte[trouve.end() :]).encode()})

    return faire


def _en_double(octets: bytes, _: Hasard) -> bytes:
    """Deux corps de même nom : l’un est lu ici, l’autre ailleurs."""
    import warnings
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile

    vrai = lire_archive(octets)[_CORPS]
    faux = vrai.replace("450\u202f000,00".encode(), "460\u202f000,00".encode())
    tampon = BytesIO()
    with warnings.catch_warnings(), ZipFile(tampon, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for nom, contenu in lire_archive(octets).items():
            if nom == _CORPS:
                archive.writestr(nom, faux)
            archive.writestr(nom, contenu)
    return tampon.getvalue()


def _bascules(octets: bytes, hasard: Hasard) -> bytes:
    """Un style de paragraphe cache, un style de caractère éteint : Word cache encore."""
    cache = '<w:style w:type="character" w:styleId="Bascule"><w:name w:val="b"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    octets = _styles("</w:styles>", f"{cache}</w:styles>")(octets, hasard)
    octets = _styles('(w:styleId="Cellule">.*?)</w:style>', r"\1<w:rPr><w:vanish/></w:rPr></w:style>")(octets, hasard)
    return _habille('<w:rStyle w:val="Bascule"/>')(octets, hasard)


def _sans_suite(octets: bytes, hasard: Hasard) -> bytes:
    """Ouvert et changé par python-docx : un texte blanchi."""
    from io import BytesIO

    import docx
    from docx.shared import RGBColor

    document = docx.Document(BytesIO(octets))
    cellules = [c for t in document.tables for c in t.columns[-1].cells if c.text.strip() and c.paragraphs[0].runs]
    hasard.choice(cellules).paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    tampon = BytesIO()
    document.save(tampon)
    return tampon.getvalue()


_LIEN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _liee(partie: str, contenu: str | bytes, genre: str, externe: str = "") -> Callable[[bytes, Hasard], bytes]:
    lien = f'<Relationship Id="rId99" Type="{_LIEN}/{genre}" Target="{partie}"{externe}/></Relationships>'
    ajouts: dict[str, str | bytes] = {} if externe else {f"word/{partie}": contenu}
    return dans_une_partie("word/_rels/document.xml.rels", lambda t: remplacer(t, "</Relationships>", lien), ajouts)


def _d(nom: str, geste: Callable[[bytes, Hasard], Faux | bytes], nomme: str = "", chiffre: str = "") -> Falsification:
    return Falsification(f"docx : {nom}", "docx", geste, nomme, chiffre)


_ZONE: Final = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    'Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r></w:p>'
)

# fmt: off
FALSIFICATIONS: Final = (
    _d("un centime de plus", _montant(_un_centime), chiffre="oui"),
    _d("un montant décuplé", _montant(lambda m: "9\u202f" + m.rjust(10, "0")), chiffre="oui"),
    _d("un montant négatif", _montant(lambda m: f"−{m}"), chiffre="oui"),
    _d("une virgule déplacée", _montant(lambda m: m.replace(",", "")), chiffre="oui"),
    _d("un montant effacé", _montant(lambda _: " ")),
    _d("un paragraphe ajouté", _corps("<w:body>", "<w:body><w:p><w:r><w:t>Soldé : 1 000,00 €</w:t></w:r></w:p>"), chiffre="oui"),
    _d("une ligne de tableau retirée", _corps(r"<w:tr>(?:(?!</w:tr>).)*450\u202f000,00.*?</w:tr>", ""), chiffre="oui"),
    _d("deux lettres permutées", _corps("Convention", "Covnention")),
    _d("texte caché", _habille("<w:vanish/>"), "texte caché"),
    _d("texte caché sur la toile", _habille("<w:webHidden/>"), "texte caché"),
    _d("texte blanc", _habille('<w:color w:val="FFFFFF"/>'), "couleur du texte"),
    _d("texte presque blanc", _habille('<w:color w:val="FEFEFE"/>'), "couleur du texte"),
    _d("texte minuscule", _habille('<w:sz w:val="2"/>'), "taille"),
    _d("texte barré", _habille("<w:strike/>"), "barré"),
    _d("texte doublement barré", _habille('<w:dstrike w:val="true"/>'), "barré"),
    _d("texte décalé", _habille('<w:position w:val="-60"/>'), "décalage"),
    _d("texte en exposant", _habille('<w:vertAlign w:val="superscript"/>'), "décalage"),
    _d("texte écrasé", _habille('<w:w w:val="1"/>'), "largeur"),
    _d("lettres superposées", _habille('<w:spacing w:val="-200"/>'), "espacement"),
    _d("largeur imposée", _habille('<w:fitText w:val="10"/>'), "largeur imposée"),
    _d("sens d’écriture", _habille("<w:rtl/>"), "sens"),
    _d("surligné de noir", _habille('<w:highlight w:val="black"/>'), "surlignage"),
    _d("fond du texte", _habille('<w:shd w:val="clear" w:fill="1F3864"/>'), "fond"),
    _d("police de symboles", _habille('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "police"),
    _d("police du thème", _habille('<w:rFonts w:asciiTheme="minorHAnsi"/>'), "police"),
    _d("texte en relief", _habille("<w:emboss/>"), "effet"),
    _d("suppression suivie", _autour('<w:del w:id="9" w:author="x">', "</w:del>"), "suppression suivie"),
    _d("ajout suivi", _autour('<w:ins w:id="9" w:author="x">', "</w:ins>"), "ajout suivi"),
    _d("déplacement suivi", _autour('<w:moveFrom w:id="9" w:author="x">', "</w:moveFrom>"), "déplacement"),
    _d("sens imposé", _autour('<w:bdo w:val="rtl">', "</w:bdo>"), "sens d’écriture"),
    _d("lien", _autour('<w:hyperlink w:anchor="x">', "</w:hyperlink>"), "lien"),
    _d("champ", _autour('<w:fldSimple w:instr=" = 1000 ">', "</w:fldSimple>"), "champ"),
    _d("contrôle de contenu", _autour("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), "contrôle"),
    _d("balise active", _autour('<w:smartTag w:element="x">', "</w:smartTag>"), "balise active"),
    _d("texte superposé", _autour("<w:r><w:ruby><w:rubyBase>", "</w:rubyBase></w:ruby></w:r>"), "superposé"),
    _d("mise en forme suivie", _habille('<w:rPrChange w:id="9" w:author="x"/>'), "mise en forme suivie"),
    _d("commentaire", _corps("<w:r>", '<w:r><w:commentReference w:id="0"/>', {"word/comments.xml": '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'}), "commentaire"),
    _d("note", _corps("<w:r>", '<w:r><w:footnoteReference w:id="2"/>'), "note"),
    _d("symbole ajouté", _corps("<w:r>", '<w:r><w:sym w:font="Symbol" w:char="F031"/>'), "symbole"),
    _d("zone de texte", _corps("<w:body>", f"<w:body>{_ZONE}"), "dessin"),
    _d("image", _corps("<w:r>", "<w:r><w:drawing/>", {"word/media/image1.png": PIXEL}), "image"),
    _d("dessin à l’ancienne", _corps("<w:r>", "<w:r><w:pict/>"), "image ou dessin"),
    _d("objet incorporé", _corps("<w:r>", "<w:r><w:object/>"), "objet"),
    _d("document incorporé", _corps("<w:body>", '<w:body><w:altChunk r:id="rId9"/>'), "document incorporé"),
    _d("formule mathématique", _corps("<w:r>", '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/><w:r>'), "oMath"),
    _d("fond de page", _corps("<w:body>", '<w:background w:color="000000"/><w:body>'), "fond de page"),
    _d("cadre posé", _dans_le_paragraphe('<w:framePr w:x="9000" w:y="100"/>'), "cadre"),
    _d("paragraphe poussé hors de la page", _dans_le_paragraphe('<w:ind w:left="20000"/>'), "retrait"),
    _d("interligne d’un point", _dans_le_paragraphe('<w:spacing w:line="20" w:lineRule="exact"/>'), "interligne"),
    _d("paragraphe à l’envers", _dans_le_paragraphe("<w:bidi/>"), "sens"),
    _d("fond du paragraphe", _dans_le_paragraphe('<w:shd w:val="clear" w:fill="1A1A1A"/>'), "fond"),
    _d("paragraphe numéroté", _dans_le_paragraphe('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'), "numérotation"),
    _d("numérotation qui ment", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, "Article %1", "Article 9%1")), "numérotation"),
    _d("numérotation qui commence ailleurs", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, '<w:start w:val="1"/>', '<w:start w:val="4"/>')), "numérotation"),
    _d("numérotation blanche", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, "</w:lvl>", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:lvl>')), "numérotation"),
    _d("tableau posé par-dessus", _corps("<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="100" w:tblpY="100"/>'), "tableau posé"),
    _d("style de tableau", _corps("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="x"/>'), "style de tableau"),
    _d("tableau poussé hors de la page", _corps("<w:tblLayout ", '<w:tblInd w:w="20000" w:type="dxa"/><w:tblLayout '), "retrait"),
    _d("marges démesurées", _corps('<w:tblCellMar><w:left w:w="85"', '<w:tblCellMar><w:left w:w="9000"'), "marges"),
    _d("ligne cachée", _corps("<w:trPr>", "<w:trPr><w:hidden/>"), "ligne cachée"),
    _d("ligne écrasée", _ligne_exacte, "hauteur imposée"),
    _d("cellule fusionnée par-dessus", _dans_la_cellule("<w:vMerge/>"), "fusion"),
    _d("cellule écrasée", _dans_la_cellule('<w:tcW w:w="1" w:type="dxa"/>', r"<w:tcW [^>]*/>"), "largeur"),
    _d("cellule noire", _dans_la_cellule('<w:shd w:val="clear" w:fill="1A1A1A"/>', r"<w:shd [^>]*/>"), "fond de la cellule"),
    _d("cellule tournée", _dans_la_cellule('<w:textDirection w:val="btLr"/>'), "sens du texte"),
    _d("style blanchi", _styles('<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cellule">', '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cellule"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'), "couleur du texte"),
    _d("style caché", _styles('(w:styleId="Normal">.*?)</w:style>', r"\1<w:rPr><w:vanish/></w:rPr></w:style>"), "texte caché"),
    _d("défauts cachés", _styles("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>"), "texte caché"),
    _d("défauts minuscules", _styles('<w:sz w:val="21"/>', '<w:sz w:val="2"/>'), "taille"),
    _d("style des tableaux", _styles('(w:styleId="TableauNormal">)', r'\1<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'), "style TableauNormal"),
    _d("style des caractères", _styles('(w:styleId="Policepardfaut">)', r"\1<w:rPr><w:vanish/></w:rPr>"), "style Policepardfaut"),
    _d("en-tête changé", dans_une_partie("word/header1.xml", lambda t: remplacer(t, r"(<w:t[^>]*>)[^<]+", r"\1Approuvé")), "en-tête"),
    _d("en-tête blanc", dans_une_partie("word/header1.xml", lambda t: remplacer(t, "<w:r><w:t", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t')), "en-tête"),
    _d("image dans un pied", dans_une_partie("word/footer1.xml", lambda t: remplacer(t, "<w:r>", "<w:r><w:drawing/>")), "pied de page"),
    _d("champ de page figé", dans_une_partie("word/footer1.xml", lambda t: remplacer(t, 'w:fldCharType="begin"/>', 'w:fldCharType="begin" w:fldLock="true"/>')), "champ verrouillé"),
    _d("champ de page qui ment", dans_une_partie("word/footer1.xml", lambda t: remplacer(t, " PAGE ", ' PAGE \\\\# "1 000,00" ')), ""),
    _d("pied d’une autre partie", _en_tetes_permutes, "footer"),
    _d("première page à part", _corps("<w:sectPr>", "<w:sectPr><w:titlePg/>"), "première page"),
    _d("pages renumérotées", _corps("<w:sectPr>", '<w:sectPr><w:pgNumType w:start="9"/>'), "numérotée"),
    _d("page agrandie", _corps(r'<w:pgSz w:w="\d+"', '<w:pgSz w:w="31000"'), "pgSz"),
    _d("deux colonnes", _corps("<w:sectPr>", '<w:sectPr><w:cols w:num="2"/>'), "colonnes"),
    _d("pages paires à part", _reglage("<w:evenAndOddHeaders/>"), "pages paires"),
    _d("publipostage", _reglage("<w:mailMerge/>"), "publipostage"),
    _d("révisions montrées à l’original", _reglage('<w:revisionView w:markup="0"/>'), "révisions"),
    _d("autre corps désigné", _autre_corps, "document principal"),
    _d("autres styles désignés", _autres_styles, "partie ajoutée"),
    _d("police incorporée", dans_une_partie("word/fontTable.xml", lambda t: remplacer(t, "<w:altName ", '<w:embedRegular r:id="rId1" xmlns:r="x"/><w:altName '), {"word/fonts/font1.odttf": b"\0"}), "police"),
    _d("police remplacée", dans_une_partie("word/fontTable.xml", lambda t: remplacer(t, 'altName w:val="Carlito"', 'altName w:val="Webdings"')), "remplacée"),
    _d("modèle distant", _liee("http://exemple.fr/modele.dotm", "", "attachedTemplate", ' TargetMode="External"'), "lien externe"),
    _d("données jointes", dans_une_partie("", lambda t: t, {"customXml/item1.xml": "<a/>"}), "partie ajoutée"),
    _d("macros", dans_une_partie("", lambda t: t, {"word/vbaProject.bin": b"\0"}), "macros"),
    _d("notes de bas de page", dans_une_partie("", lambda t: t, {"word/footnotes.xml": '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>1 000,00</w:t></w:r></w:p></w:footnote></w:footnotes>'}), "notes"),
    _d("texte blanchi par un autre logiciel", _sans_suite, "couleur du texte"),
    _d("suivi d’un autre fichier", lambda o, _: o + b"%PDF-1.4\n", "hors de l’archive"),
    _d("type à macros", dans_une_partie("[Content_Types].xml", lambda t: remplacer(t, r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")), "type de contenu"),
    _d("titre du fichier", dans_une_partie("docProps/core.xml", lambda t: remplacer(t, r"<dc:title>[^<]*", "<dc:title>Annexe approuvée")), "title"),
    _d("texte d’une couleur du thème", _habille('<w:color w:val="000000" w:themeColor="background1"/>'), "couleur du texte"),
    _d("fond d’une couleur du thème", _habille('<w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>'), "fond"),
    _d("cellule d’une couleur du thème", _dans_la_cellule('<w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>', r"<w:shd [^>]*/>"), "fond de la cellule"),
    _d("numérotation minuscule", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, "</w:lvl>", '<w:rPr><w:sz w:val="2"/></w:rPr></w:lvl>')), "numérotation"),
    _d("numérotation en symboles", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>')), "numérotation"),
    _d("numérotation recommencée", dans_une_partie("word/numbering.xml", lambda t: remplacer(t, '<w:abstractNumId w:val="0"/>', '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')), "numérotation"),
    _d("en-tête hors de la page", _corps('w:header="[0-9]+"', 'w:header="30000"'), "header"),
    _d("partie en double", _en_double, ""),
    _d("effet d’une version récente", _habille('<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:noFill/></w14:textFill>'), "textFill"),
    _d("bordure qui raye une cellule", _dans_la_cellule('<w:tcBorders><w:tl2br w:val="single" w:sz="99"/></w:tcBorders>'), "tl2br"),
    _d("marque de paragraphe cachée", _dans_le_paragraphe("<w:rPr><w:vanish/><w:specVanish/></w:rPr>"), "marque de paragraphe"),
    _d("style à deux bascules", _bascules, "texte caché"),
    _d("saut de colonne", _corps("<w:body>", '<w:body><w:p><w:r><w:br w:type="column"/></w:r></w:p>'), ""),
)
# fmt: on
