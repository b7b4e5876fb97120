"""La grammaire d’une image posée dans un texte : ce qu’en écrivent nos documents et qui les réenregistre.

Ses octets, ses dimensions et son texte de remplacement sont comparés par ailleurs ; rien d’autre ne doit l’habiller.
"""

from typing import Final

from exports.verification.ooxml.grammaire.regles import lire_grammaire

__all__ = ["IMAGE"]

IMAGE: Final = lire_grammaire(
    """
w:drawing > wp:inline
wp:inline distT=entier distB=entier distL=entier distR=entier wp14:anchorId=texte wp14:editId=texte > wp:extent
    wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic
wp:extent cx=entier cy=entier
wp:effectExtent l=entier t=entier r=entier b=entier
wp:docPr id=entier name=texte descr=texte title= hidden=faux
wp:cNvGraphicFramePr > a:graphicFrameLocks
a:graphicFrameLocks,a:picLocks noChangeAspect=booleen noChangeArrowheads=booleen noGrp=booleen noSelect=booleen
    noMove=booleen noResize=booleen
a:graphic > a:graphicData
a:graphicData uri=http://schemas.openxmlformats.org/drawingml/2006/picture > pic:pic
pic:pic > pic:nvPicPr pic:blipFill pic:spPr
pic:nvPicPr > pic:cNvPr pic:cNvPicPr
pic:cNvPr id=entier name=texte descr=texte title= hidden=faux
pic:cNvPicPr preferRelativeResize=booleen > a:picLocks
pic:blipFill rotWithShape=booleen dpi=entier > a:blip a:srcRect a:stretch
a:blip r:embed=texte cstate=none|print|screen|email|hqprint > a:extLst
a:extLst > a:ext*
a:extLst/a:ext uri={28A0092B-C50C-407E-A947-70E740481C1C} > a14:useLocalDpi
a14:useLocalDpi val=booleen
a:stretch > a:fillRect
a:srcRect,a:fillRect l=0 t=0 r=0 b=0
pic:spPr bwMode=auto > a:xfrm a:prstGeom a:noFill a:ln
a:xfrm rot=0 flipH=faux flipV=faux > a:off a:ext
a:off x=0 y=0
a:ext cx=entier cy=entier
a:prstGeom prst=rect > a:avLst
a:ln > a:noFill
""",
    {},
)
