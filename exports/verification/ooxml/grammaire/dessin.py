"""La grammaire des dessins et des graphiques d’un classeur : ce qu’en écrivent nos classeurs et les tableurs.

Une valeur libre est comparée par ailleurs, ou ne montre rien.
"""

from typing import Final

from exports.verification.ooxml.grammaire.regles import lire_grammaire

__all__ = ["DESSIN", "GRAPHIQUE"]

_NOMS: Final = {
    "xdr:pic": "image", "xdr:sp": "forme ou zone de texte", "xdr:cxnSp": "trait", "xdr:grpSp": "groupe",
    "xdr:contentPart": "encre", "xdr:cNvPr hidden": "graphique caché", "mc:AlternateContent": "contenu de remplacement",
    "c:userShapes": "formes ajoutées", "c:trendline": "courbe de tendance", "c:errBars": "barres d’erreur",
    "c:dTable": "table de données", "c:dPt": "point mis en forme", "c:dLbl": "étiquettes écrites", "a:blip": "image",
    "c:logBase": "logBase de l’axe", "c:manualLayout": "disposition",
    "a:alpha": "couleur transparente", "a:schemeClr": "couleurs des textes ou des séries, du thème",
    "a:gradFill": "couleur en dégradé", "a:pattFill": "couleur à motif", "a:blipFill": "image",
    "c:crossesAt": "axe croisé ailleurs", "c:externalData": "données d’un autre fichier",
}  # fmt: skip

DESSIN: Final = lire_grammaire(
    """
wsDr mc:Ignorable=texte > twoCellAnchor*
twoCellAnchor editAs=oneCell|twoCell|absolute > from to graphicFrame clientData
from,to > col colOff row rowOff
graphicFrame macro= > nvGraphicFramePr xfrm a:graphic
nvGraphicFramePr > cNvPr cNvGraphicFramePr
cNvPr id=entier name=texte descr=texte title= hidden=faux > a:extLst
a:extLst > …
cNvGraphicFramePr > …
xfrm > a:off a:ext
a:off x=relatif y=relatif
a:ext cx=entier cy=entier
a:graphic > a:graphicData
a:graphicData uri=http://schemas.openxmlformats.org/drawingml/2006/chart > c:chart
c:chart r:id=texte
clientData fLocksWithSheet=booleen fPrintsWithSheet=vrai
""",
    _NOMS,
    "xdr:",
)

GRAPHIQUE: Final = lire_grammaire(
    """
chartSpace mc:Ignorable=texte > {date1904 lang roundedCorners mc:AlternateContent style chart spPr txPr printSettings}
date1904,roundedCorners val=booleen
lang val=texte
style val=2
mc:AlternateContent > mc:Choice mc:Fallback
mc:Choice Requires=c14 > c14:style
c14:style val=102
mc:Fallback > style
chart > {title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax}
autoTitleDeleted,plotVisOnly,showDLblsOverMax,delete,overlay,varyColors,invertIfNegative,smooth,noMultiLvlLbl,auto,showLegendKey,showVal,showCatName,showSerName,showPercent,showBubbleSize,showLeaderLines
    val=booleen
dispBlanksAs,legendPos,orientation,axPos,majorTickMark,minorTickMark,tickLblPos,crosses,crossBetween,lblAlgn,barDir,grouping,symbol,dLblPos,scatterStyle
    val=texte
lblOffset,gapWidth,overlap,size,idx,order,ptCount,axId,crossAx val=relatif
min,max,majorUnit val=nombre
title > {tx layout overlay spPr txPr}
tx > strRef|rich|v
rich,txPr > a:bodyPr a:lstStyle a:p*
a:bodyPr rot=0|-60000000 spcFirstLastPara=booleen vertOverflow=ellipsis|overflow vert=horz wrap=none|square
    anchor=ctr|t|b anchorCtr=booleen
a:p > a:pPr a:r* a:endParaRPr
a:pPr > a:defRPr
$lettres = b=booleen i=booleen sz=entier spc=0|-1 strike=noStrike u=none kern=entier baseline=0 lang=texte
    altLang=texte dirty=booleen cap=none
a:defRPr,a:rPr,a:endParaRPr $lettres > {a:noFill a:solidFill a:latin a:ea a:cs}
a:latin,a:ea,a:cs typeface=texte panose=texte pitchFamily=texte charset=texte
a:r > a:rPr a:t
spPr > {a:noFill a:solidFill a:ln}
ser/spPr > {a:noFill a:solidFill a:pattFill a:ln}
a:pattFill prst=texte > a:fgClr a:bgClr
a:fgClr,a:bgClr > a:srgbClr
a:solidFill > a:srgbClr
a:srgbClr val=rvb
a:ln w=entier cap=flat|rnd cmpd=sng algn=ctr > {a:noFill a:solidFill a:prstDash a:round}
a:prstDash val=solid|dash|sysDash|dot|sysDot|lgDash|dashDot
plotArea > {layout barChart lineChart scatterChart catAx spPr} ~valAx*
barChart > {barDir grouping varyColors dLbls gapWidth overlap} ~ser* ~axId*
lineChart > {grouping varyColors dLbls hiLowLines marker} ~ser* ~axId*
lineChart/marker val=booleen
scatterChart > {scatterStyle varyColors dLbls} ~ser* ~axId*
ser > {idx order tx spPr invertIfNegative marker dLbls cat val xVal yVal smooth extLst}
marker > {symbol size spPr}
hiLowLines,majorGridlines > spPr
dLbls > {numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator
    showLeaderLines extLst}
cat,xVal > strRef|numRef
val,yVal > numRef
strRef > f strCache
numRef > f numCache
strCache > ptCount pt*
numCache > formatCode ptCount pt*
pt !idx=entier > v
catAx,valAx > {axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr txPr
    crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl crossBetween majorUnit}
scaling > {orientation max min}
numFmt formatCode=texte sourceLinked=booleen
legend > {legendPos layout overlay spPr txPr}
printSettings > …
extLst > ext*
ext uri=texte > {c15:showLeaderLines c15:layout c16:uniqueId}
c15:showLeaderLines val=booleen
c16:uniqueId val=texte
""",
    _NOMS,
    "c:",
)
