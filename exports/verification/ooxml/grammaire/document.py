"""La grammaire des parties d’un document Word : ce qu’en écrivent nos documents et qui les réenregistre.

Un attribut borné à sa valeur ordinaire n’est comparé nulle part ailleurs ; un attribut libre l’est, ou ne montre
    rien.
"""

from typing import Final

from exports.verification.ooxml.grammaire.image import IMAGE
from exports.verification.ooxml.grammaire.regles import Grammaire, lire_grammaire

__all__ = ["LISTES", "REGLAGES", "STYLES", "TEXTE"]

_NOMS: Final = {
    "w:drawing": "image ou dessin", "w:pict": "image ou dessin", "w:object": "objet incorporé", "w:sdt": "contrôle",
    "w:altChunk": "document incorporé", "w:ins": "ajout suivi", "w:del": "suppression suivie", "w:hyperlink": "lien",
    "w:moveFrom": "déplacement suivi", "w:moveTo": "déplacement suivi", "w:rPrChange": "mise en forme suivie",
    "w:pPrChange": "mise en forme suivie", "w:tblPrChange": "mise en forme suivie",
    "w:sectPrChange": "mise en forme suivie",
    "w:commentReference": "commentaire", "w:commentRangeStart": "commentaire", "w:footnoteReference": "note",
    "w:endnoteReference": "note", "w:fldSimple": "champ", "w:sym": "symbole", "w:tblpPr": "tableau posé par-dessus",
    "w:hidden": "ligne cachée", "w:background": "fond de page", "mc:AlternateContent": "zone de texte ou dessin",
    "w:ruby": "texte superposé", "w:bdo": "sens d’écriture imposé", "w:dir": "sens d’écriture imposé",
    "w:tblStyle": "style de tableau", "w:tblStylePr": "style de tableau", "w:smartTag": "balise active",
    "w:subDoc": "document incorporé", "w:ffData": "champ de formulaire", "w:pgBorders": "bordure de page",
    "w:lnNumType": "numéros de ligne", "w:mailMerge": "publipostage",
    "w:displayBackgroundShape": "réglage, fond de page", "w:revisionView": "affichage des révisions",
    "w:attachedTemplate": "modèle attaché", "w:mirrorMargins": "marges en miroir", "w:bookFoldPrinting": "livret",
    "w:evenAndOddHeaders w:val": "en-têtes des pages paires", "w:linkStyles": "styles repris d’un modèle",
    "w:documentProtection": "protection", "w:updateFields": "champs recalculés à l’ouverture",
    "w:framePr": "cadre posé", "wp:anchor": "image posée par-dessus", "wp:docPr hidden": "image cachée",
    "a:fillRect l": "cadrage", "a:fillRect t": "cadrage", "a:fillRect r": "cadrage", "a:fillRect b": "cadrage",
}  # fmt: skip

_MISE_EN_FORME: Final = """
$marques = rsid=texte rsidR=texte rsidRPr=texte rsidRDefault=texte rsidP=texte rsidTr=texte rsidDel=texte
    rsidSect=texte w14:paraId=texte w14:textId=texte
$oui = val=booleen
$trait = val=single|nil|none|double|dotted|dashed|thick sz=entier space=entier color=teinte shadow=faux frame=faux
$espace = before=entier after=entier line=entier lineRule=auto|exact|atLeast beforeAutospacing=faux
    afterAutospacing=faux
$retrait = left=relatif right=relatif firstLine=entier hanging=entier start=relatif end=relatif
$fond = val=clear|nil|solid|pct5|pct10|pct12|pct15|pct20|pct25|pct50|pct75 color=teinte fill=teinte
$mesure = w=entier type=dxa
$polices = ascii=texte hAnsi=texte eastAsia=texte cs=texte asciiTheme=texte hAnsiTheme=texte eastAsiaTheme=texte
    cstheme=texte hint=default
$theme = themeColor=texte themeTint=texte themeShade=texte themeFill=texte themeFillTint=texte themeFillShade=texte
rPr > {rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
    vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd vertAlign rtl cs em lang
    specVanish}
rStyle,pStyle val=texte
rFonts $polices
b,bCs,i,iCs,caps,smallCaps,strike,dstrike,outline,shadow,emboss,imprint,noProof,snapToGrid,vanish,webHidden,rtl,cs,specVanish
    $oui
color val=teinte $theme
rPr/spacing val=relatif
w val=entier
position val=relatif
kern,sz,szCs val=entier
highlight val=texte
u val=none|single|double|words|dotted|dash|wave|thick color=teinte
effect,em,vertAlign val=texte
bdr $trait
shd $fond $theme
lang val=texte eastAsia=texte bidi=texte
pPr > pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing jc
    textDirection textAlignment outlineLvl rPr ~sectPr
keepNext,keepLines,pageBreakBefore,widowControl,suppressLineNumbers,suppressAutoHyphens,autoSpaceDE,autoSpaceDN,bidi,adjustRightInd,contextualSpacing
    $oui
framePr > …
numPr > ilvl numId
ilvl,numId val=entier
pBdr > top left bottom right between bar
pBdr/top,pBdr/left,pBdr/bottom,pBdr/right,pBdr/between,pBdr/bar,tblBorders/top,tblBorders/left,tblBorders/start,tblBorders/bottom,tblBorders/right,tblBorders/end,tblBorders/insideH,tblBorders/insideV,tcBorders/top,tcBorders/left,tcBorders/start,tcBorders/bottom,tcBorders/right,tcBorders/end,tcBorders/insideH,tcBorders/insideV
    $trait $theme
tabs > tab*
tabs/tab val=clear|left|center|right|start|end|num leader=none pos=relatif
spacing $espace
ind $retrait
jc val=left|start|center|right|end|both
textDirection val=lrTb
textAlignment val=auto|baseline
outlineLvl val=entier
tblBorders,tcBorders > {top left start bottom right end insideH insideV}
tblCellMar > {top left start bottom right end}
tblCellMar/top,tblCellMar/left,tblCellMar/start,tblCellMar/bottom,tblCellMar/right,tblCellMar/end $mesure
tblInd w=relatif type=dxa
"""

_MOTS: Final = lire_grammaire(
    _MISE_EN_FORME
    + """
$repere = bookmarkStart bookmarkEnd proofErr
document mc:Ignorable=texte conformance=transitional > body
body > {p tbl $repere}* sectPr
hdr,ftr mc:Ignorable=texte > {p tbl $repere}*
p $marques > pPr {r hyperlink $repere}*
hyperlink anchor=texte history=booleen > {r $repere}*
r $marques > rPr {t tab fldChar instrText lastRenderedPageBreak drawing separator
    continuationSeparator}*
t,instrText xml:space=preserve|default
bookmarkStart id=texte name=texte
bookmarkEnd id=texte
proofErr type=texte
fldChar fldCharType=begin|separate|end dirty=booleen fldLock=booleen
tbl > tblPr tblGrid {tr $repere}*
tblPr > tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription
tblW w=entier type=dxa|auto|pct
tblLayout type=fixed
tblLook val=texte firstRow=booleen lastRow=booleen firstColumn=booleen lastColumn=booleen noHBand=booleen
    noVBand=booleen
tblCaption,tblDescription val=texte
tblGrid > gridCol*
gridCol w=entier
tr $marques > trPr {tc $repere}*
trPr > {cantSplit tblHeader trHeight jc}
cantSplit,tblHeader,noWrap $oui
trPr/jc val=left|start
trHeight val=entier hRule=auto|atLeast|exact
tc > tcPr {p tbl $repere}*
tcPr > tcW gridSpan vMerge tcBorders shd noWrap textDirection vAlign
tcPr/textDirection val=lrTb|lrTbV|tbRl|tbRlV|btLr|tbLrV
tcW w=entier type=dxa
gridSpan val=entier
vMerge val=restart|continue
vAlign val=top|center|bottom
sectPr $marques > {headerReference footerReference}* type pgSz pgMar pgNumType cols formProt vAlign noEndnote
    titlePg textDirection bidi rtlGutter docGrid
headerReference,footerReference !type=default|first|even r:id=texte
sectPr/type val=nextPage
pgSz w=entier h=entier orient=portrait|landscape code=entier
pgMar top=entier right=entier bottom=entier left=entier header=entier footer=entier gutter=0
pgNumType fmt=decimal start=entier
cols num=entier space=entier equalWidth=booleen sep=faux
formProt,noEndnote,titlePg $oui
sectPr/bidi,rtlGutter val=faux
sectPr/vAlign val=top
sectPr/textDirection val=lrTb
docGrid type=default linePitch=entier charSpace=relatif
footnotes,endnotes mc:Ignorable=texte > {footnote endnote}*
footnote,endnote type=separator|continuationSeparator|continuationNotice id=texte > p*
footnote/p,endnote/p $marques > pPr r*
""",
    _NOMS,
    "w:",
    "w:",
)
TEXTE: Final = Grammaire({**_MOTS.regles, **IMAGE.regles}, _NOMS)

STYLES: Final = lire_grammaire(
    _MISE_EN_FORME
    + """
styles mc:Ignorable=texte > docDefaults latentStyles style*
docDefaults > rPrDefault pPrDefault
rPrDefault > rPr
pPrDefault > pPr
latentStyles defLockedState=booleen defUIPriority=entier defSemiHidden=booleen defUnhideWhenUsed=booleen
    defQFormat=booleen count=entier > lsdException*
lsdException name=texte locked=booleen uiPriority=entier semiHidden=booleen unhideWhenUsed=booleen qFormat=booleen
style type=paragraph|character|table|numbering default=booleen customStyle=booleen !styleId=texte > name aliases
    basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked rsid pPr rPr tblPr
name,aliases,basedOn,next,link,rsid val=texte
hidden,semiHidden,unhideWhenUsed,qFormat,locked $oui
autoRedefine val=faux
uiPriority val=entier
tblPr > tblInd tblCellMar
""",
    _NOMS,
    "w:",
    "w:",
)

LISTES: Final = lire_grammaire(
    _MISE_EN_FORME
    + """
numbering mc:Ignorable=texte > abstractNum* num*
abstractNum !abstractNumId=entier w15:restartNumberingAfterBreak=booleen $marques > nsid multiLevelType tmpl lvl*
nsid,tmpl val=texte
multiLevelType val=singleLevel|multilevel|hybridMultilevel
lvl !ilvl=entier tplc=texte tentative=booleen > start numFmt suff lvlText lvlJc pPr rPr
start val=entier
numFmt,suff,lvlText val=texte
lvlJc val=left|start|center|right|end
num !numId=entier w16cid:durableId=texte > abstractNumId
abstractNumId val=entier
""",
    _NOMS,
    "w:",
    "w:",
)

REGLAGES: Final = lire_grammaire(
    """
$oui = val=booleen
settings mc:Ignorable=texte > {view zoom removePersonalInformation removeDateAndTime embedTrueTypeFonts
    embedSystemFonts saveSubsetFonts bordersDoNotSurroundHeader bordersDoNotSurroundFooter proofState
    stylePaneFormatFilter defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps
    evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery
    displayVerticalDrawingGridEvery characterSpacingControl hideSpellingErrors hideGrammaticalErrors
    activeWritingStyle doNotTrackMoves footnotePr endnotePr compat rsids m:mathPr themeFontLang clrSchemeMapping
    shapeDefaults decimalSymbol listSeparator w14:docId w15:docId w15:chartTrackingRefBased}
view val=print|none
zoom percent=entier val=none|bestFit|fullPage|textFit
removePersonalInformation,removeDateAndTime,embedTrueTypeFonts,embedSystemFonts,saveSubsetFonts,bordersDoNotSurroundHeader,bordersDoNotSurroundFooter,autoHyphenation,doNotHyphenateCaps,hideSpellingErrors,hideGrammaticalErrors,doNotTrackMoves
    $oui
proofState spelling=texte grammar=texte
stylePaneFormatFilter > …
defaultTabStop,consecutiveHyphenLimit,hyphenationZone,drawingGridHorizontalSpacing,drawingGridVerticalSpacing,displayHorizontalDrawingGridEvery,displayVerticalDrawingGridEvery
    val=entier
evenAndOddHeaders val=faux
characterSpacingControl val=doNotCompress
activeWritingStyle appName=texte lang=texte vendorID=texte dllVersion=texte nlCheck=texte checkStyle=texte
footnotePr,endnotePr > {footnote endnote}*
footnote,endnote id=texte
compat > compatSetting*
compatSetting
    !name=compatibilityMode|overrideTableStyleFontSizeAndJustification|enableOpenTypeFeatures|doNotFlipMirrorIndents|differentiateMultirowTableHeaders|useWord2013TrackBottomHyphenation|allowSpaceOfSameStyleInTable|allowHyphenationAtTrackBottom|allowTextAfterFloatingTableBreak
    uri=texte val=entier
rsids > …
m:mathPr > …
themeFontLang val=texte eastAsia=texte bidi=texte
clrSchemeMapping bg1=light1 t1=dark1 bg2=light2 t2=dark2 accent1=accent1 accent2=accent2 accent3=accent3
    accent4=accent4 accent5=accent5 accent6=accent6 hyperlink=hyperlink followedHyperlink=followedHyperlink
shapeDefaults > …
decimalSymbol,listSeparator val=texte
w14:docId w14:val=texte
w15:docId w15:val=texte
w15:chartTrackingRefBased w15:val=booleen
""",
    _NOMS,
    "w:",
    "w:",
)
