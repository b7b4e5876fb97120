"""La grammaire des parties d’un classeur : ce qu’en écrivent nos classeurs et les tableurs qui les réenregistrent.

Un attribut borné à sa valeur ordinaire n’est comparé nulle part ailleurs ; un attribut libre l’est, ou ne montre
    rien.
"""

from typing import Final

from exports.verification.ooxml.grammaire.regles import lire_grammaire

__all__ = ["CLASSEUR", "FEUILLE", "STYLES", "TEXTES"]

_NOMS: Final = {
    "conditionalFormatting": "mise en forme conditionnelle",
    "dataValidations": "validation de saisie",
    "legacyDrawing": "dessins ou commentaires à l’ancienne",
    "legacyDrawingHF": "images d’en-tête ou de pied",
    "picture": "image de fond",
    "oleObjects": "objets incorporés",
    "controls": "contrôles de formulaire",
    "tableParts": "tableaux structurés",
    "customSheetViews": "vues personnalisées",
    "scenarios": "scénarios",
    "extLst": "extensions",
    "mc:AlternateContent": "contenu de remplacement",
    "filterColumn": "critère de filtre",
    "sortState": "tri",
    "sheetProtection": "protection de la feuille",
    "externalReferences": "liens vers d’autres classeurs",
    "functionGroups": "fonctions ajoutées",
    "rPh": "texte phonétique",
    "gradientFill": "fond en dégradé",
    "c vm": "valeur enrichie",
    "c cm": "formule enrichie",
    "c ph": "texte phonétique",
    "sheetView showZeros": "affichage, showZeros",
    "sheetView showFormulas": "affichage, showFormulas",
    "sheetView rightToLeft": "affichage, rightToLeft",
    "workbookPr showObjects": "objets montrés",
    "workbookView showSheetTabs": "onglets",
    "workbookView visibility": "fenêtre",
    "calcPr fullPrecision": "calcul, précision",
    "pageSetup draft": "mise en page, draft",
    "pageSetup useFirstPageNumber": "mise en page, useFirstPageNumber",
    "hyperlink tooltip": "bulle du lien",
}

_COMMUN: Final = """
$racine = mc:Ignorable=texte xr:uid=texte
extLst > ext*
"""

_TEXTE_ENRICHI: Final = """
$bascule = val=booleen
r > rPr t
t xml:space=preserve|default
rPr,font > {b i strike condense extend outline shadow u vertAlign sz color rFont name family charset scheme}
b,i,strike,condense,extend,outline,shadow $bascule
u val=single|double|singleAccounting|doubleAccounting|none
vertAlign val=baseline|superscript|subscript
sz val=nombre
color,fgColor,bgColor,tabColor ^rgb=argb ^theme=entier ^indexed=entier ^auto=booleen tint=nombre
rFont,name val=texte
family,charset val=entier
scheme val=major|minor|none
"""

TEXTES: Final = lire_grammaire(
    """
sst count=entier uniqueCount=entier > si*
si > t|r*
"""
    + _TEXTE_ENRICHI,
    _NOMS,
)

CLASSEUR: Final = lire_grammaire(
    _COMMUN
    + """
workbook conformance=transitional $racine > fileVersion workbookPr mc:AlternateContent xr:revisionPtr
    workbookProtection bookViews sheets definedNames calcPr extLst
fileVersion appName=texte lastEdited=texte lowestEdited=texte rupBuild=texte codeName=texte
workbookPr date1904=faux dateCompatibility=booleen showObjects=all backupFile=faux defaultThemeVersion=entier
    codeName=texte filterPrivacy=booleen checkCompatibility=booleen hidePivotFieldList=booleen
    saveExternalLinkValues=booleen autoCompressPictures=booleen
mc:AlternateContent > mc:Choice*
mc:Choice Requires=x15 > x15ac:absPath
x15ac:absPath url=texte
xr:revisionPtr revIDLastSave=texte documentId=texte xr6:coauthVersionLast=texte xr6:coauthVersionMax=texte
    xr10:uidLastSave=texte
bookViews > workbookView
workbookView showHorizontalScroll=vrai showVerticalScroll=vrai showSheetTabs=vrai visibility=visible minimized=faux
    autoFilterDateGrouping=booleen xWindow=relatif yWindow=relatif windowWidth=entier windowHeight=entier
    tabRatio=onglets firstSheet=entier activeTab=entier xr2:uid=texte
sheets > sheet*
sheet !name=texte !sheetId=entier state=visible|hidden|veryHidden !r:id=texte
definedNames > definedName*
definedName name=texte localSheetId=entier hidden=booleen function=faux vbProcedure=faux xlm=faux
calcPr calcId=entier calcMode=auto fullCalcOnLoad=booleen refMode=A1 iterate=faux iterateCount=entier
    iterateDelta=texte fullPrecision=vrai calcCompleted=booleen calcOnSave=booleen concurrentCalc=booleen
    concurrentManualCount=entier forceFullCalc=booleen
ext
    uri={7626C862-2A13-11E5-B345-FEFF819CDC9F}|{140A7094-0E35-4892-8432-C4D2E57EDEB5}|{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}|{79F54976-1DA5-4618-B147-4CDE4B953A38}
    > …
""",
    _NOMS,
)

STYLES: Final = lire_grammaire(
    _COMMUN
    + _TEXTE_ENRICHI
    + """
$ligne =
    style=none|thin|medium|dashed|dotted|thick|double|hair|mediumDashed|dashDot|mediumDashDot|dashDotDot|mediumDashDotDot|slantDashDot
styleSheet $racine > numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst
numFmts count=entier > numFmt*
numFmt !numFmtId=format formatCode=texte
fonts count=entier x14ac:knownFonts=booleen > font*
fills count=entier > fill*
fill > patternFill
patternFill
    patternType=none|solid|mediumGray|darkGray|lightGray|darkHorizontal|darkVertical|darkDown|darkUp|darkGrid|darkTrellis|lightHorizontal|lightVertical|lightDown|lightUp|lightGrid|lightTrellis|gray125|gray0625
    > fgColor bgColor
borders count=entier > border*
border diagonalUp=booleen diagonalDown=booleen outline=booleen > {left right top bottom diagonal}
left,right,top,bottom,diagonal $ligne > color
cellStyleXfs,cellXfs count=entier > xf*
xf numFmtId=entier fontId=entier fillId=entier borderId=entier xfId=entier quotePrefix=booleen pivotButton=faux
    applyNumberFormat=booleen applyFont=booleen applyFill=booleen applyBorder=booleen applyAlignment=booleen
    applyProtection=booleen > alignment protection
alignment horizontal=general|left|center|right|fill|justify|centerContinuous|distributed
    vertical=top|center|bottom|justify|distributed textRotation=entier wrapText=booleen indent=entier
    relativeIndent=0 justifyLastLine=faux shrinkToFit=booleen readingOrder=0|1|2
protection locked=booleen hidden=booleen
cellStyles count=entier > cellStyle*
cellStyle !name=texte xfId=entier builtinId=entier iLevel=entier hidden=booleen customBuiltin=booleen xr:uid=texte
dxfs count=entier > dxf*
dxf > …
tableStyles count=0 defaultTableStyle=texte defaultPivotStyle=texte
colors > indexedColors mruColors
indexedColors > rgbColor*
rgbColor rgb=argb
mruColors > color*
ext uri={EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}|{9260A510-F301-46a8-8635-F512D64BE5F5} > …
""",
    _NOMS,
)

FEUILLE: Final = lire_grammaire(
    _COMMUN
    + _TEXTE_ENRICHI
    + """
worksheet $racine > sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells phoneticPr
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks ignoredErrors drawing
sheetPr filterMode=faux codeName=texte enableFormatConditionsCalculation=booleen > tabColor pageSetUpPr
pageSetUpPr fitToPage=booleen autoPageBreaks=vrai
dimension ref=plage
sheetViews > sheetView
sheetView showFormulas=faux showGridLines=booleen showRowColHeaders=vrai showZeros=vrai rightToLeft=faux
    tabSelected=booleen showRuler=booleen showOutlineSymbols=booleen showWhiteSpace=booleen defaultGridColor=vrai
    view=normal topLeftCell=cellule colorId=64 zoomScale=entier zoomScaleNormal=entier
    zoomScaleSheetLayoutView=entier zoomScalePageLayoutView=entier workbookViewId=0 > pane selection*
pane xSplit=nombre ySplit=nombre topLeftCell=cellule activePane=bottomRight|topRight|bottomLeft|topLeft state=frozen
selection pane=bottomRight|topRight|bottomLeft|topLeft activeCell=cellule activeCellId=entier sqref=texte
sheetFormatPr baseColWidth=8|10 defaultColWidth=nombre customHeight=booleen defaultRowHeight=nombre
    zeroHeight=booleen thickTop=booleen thickBottom=booleen outlineLevelRow=0 outlineLevelCol=0|1
    x14ac:dyDescent=nombre
cols > col*
col min=entier max=entier width=nombre style=0 customWidth=booleen hidden=booleen bestFit=booleen collapsed=booleen
    outlineLevel=0|1 phonetic=faux
sheetData > row*
row !r=entier spans=texte ht=nombre hidden=booleen customHeight=booleen customFormat=faux outlineLevel=0
    collapsed=faux thickTop=booleen thickBot=booleen ph=faux x14ac:dyDescent=nombre > c*
c r=cellule s=entier t=n|s|str|inlineStr|b|e|d cm=0 vm=0 ph=faux > f v|is
f aca=booleen ca=booleen t=normal xml:space=preserve|default
v xml:space=preserve|default
is > t|r*
autoFilter ref=plage xr:uid=texte
mergeCells count=entier > mergeCell*
mergeCell ref=plage
phoneticPr fontId=entier type=texte alignment=texte
hyperlinks > hyperlink*
hyperlink ref=plage location=texte display=texte tooltip=texte r:id=texte xr:uid=texte
printOptions headings=booleen gridLines=booleen gridLinesSet=booleen horizontalCentered=booleen
    verticalCentered=booleen
pageMargins left=nombre right=nombre top=nombre bottom=nombre header=nombre footer=nombre
pageSetup paperSize=entier scale=entier fitToWidth=entier fitToHeight=entier pageOrder=downThenOver|overThenDown
    orientation=default|portrait|landscape usePrinterDefaults=booleen blackAndWhite=booleen draft=booleen
    cellComments=none useFirstPageNumber=booleen firstPageNumber=entier errors=displayed horizontalDpi=texte
    verticalDpi=texte copies=entier r:id=texte
headerFooter differentFirst=booleen differentOddEven=booleen scaleWithDoc=booleen alignWithMargins=booleen >
    oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter
oddHeader,oddFooter,evenHeader,evenFooter,firstHeader,firstFooter xml:space=preserve|default
rowBreaks,colBreaks count=entier manualBreakCount=entier > brk*
brk id=entier min=entier max=entier man=booleen pt=faux
ignoredErrors > ignoredError*
ignoredError sqref=texte numberStoredAsText=booleen evalError=booleen twoDigitTextYear=booleen formula=booleen
    formulaRange=booleen unlockedFormula=booleen emptyCellReference=booleen listDataValidation=booleen
    calculatedColumn=booleen
drawing r:id=texte
""",
    _NOMS,
)
