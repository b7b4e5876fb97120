"""Ce que dit un graphique de classeur : titres, séries, valeurs, axes, couleurs ; tout élément inconnu est nommé."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from exports.verification.arbre import Noeud
from exports.verification.format_de_nombre import sens_du_format

__all__ = ["decrire_le_graphique"]

_ENTIER: Final = re.compile("[0-9]{1,7}")
# Ce que nous écrivons, et ce qu'un tableur y ajoute sans rien changer à ce qui se voit.
_CONNUS: Final = frozenset(
    {
        "a:bodyPr", "a:defRPr", "a:endParaRPr", "a:latin", "a:ea", "a:cs", "a:ln", "a:lstStyle", "a:noFill", "a:p",
        "a:pPr", "a:r", "a:rPr", "a:round", "a:solidFill", "a:srgbClr", "a:t", "c:auto", "c:autoTitleDeleted",
        "c:axId", "c:axPos", "c:barChart", "c:barDir", "c:cat", "c:catAx", "c:chart", "c:chartSpace", "c:crossAx",
        "c:crossBetween", "c:crosses", "c:dLbls", "c:date1904", "c:delete", "c:dispBlanksAs", "c:ext", "c:extLst",
        "c:f", "c:formatCode", "c:gapWidth", "c:grouping", "c:headerFooter", "c:hiLowLines", "c:idx",
        "c:invertIfNegative", "c:lang", "c:layout", "c:lblAlgn", "c:lblOffset", "c:legend", "c:legendPos",
        "c:lineChart", "c:majorGridlines", "c:majorTickMark", "c:marker", "c:minorTickMark", "c:noMultiLvlLbl",
        "c:numCache", "c:numFmt", "c:numRef", "c:order", "c:orientation", "c:overlap", "c:overlay", "c:pageMargins",
        "c:pageSetup", "c:plotArea", "c:plotVisOnly", "c:printSettings", "c:pt", "c:ptCount", "c:rich",
        "c:roundedCorners", "c:scaling", "c:separator", "c:ser", "c:showBubbleSize", "c:showCatName",
        "c:showLeaderLines", "c:showLegendKey", "c:showPercent", "c:showSerName", "c:showVal", "c:size", "c:smooth",
        "c:spPr", "c:strCache", "c:strRef", "c:style", "c:symbol", "c:tickLblPos", "c:title", "c:tx", "c:txPr", "c:v",
        "c:val", "c:valAx", "c:varyColors", "mc:AlternateContent", "mc:Choice", "mc:Fallback",
    }
)  # fmt: skip
_DES_EXTENSIONS: Final = frozenset({"style", "uniqueId", "showLeaderLines", "dataDisplayOptions16", "dispNaAsBlank"})
_NOMMES: Final = {
    "c:userShapes": "formes ajoutées", "c:trendline": "courbe de tendance", "c:errBars": "barres d'erreur",
    "c:dTable": "table de données", "c:dPt": "point mis en forme", "c:dLbl": "étiquettes écrites", "a:blip": "image",
    "c:min": "min de l'axe", "c:max": "max de l'axe", "c:logBase": "logBase de l'axe", "c:manualLayout": "disposition",
    "a:alpha": "couleur transparente", "a:schemeClr": "couleurs des textes ou des séries, du thème",
    "a:gradFill": "couleur en dégradé", "a:pattFill": "couleur à motif", "c:crossesAt": "axe croisé ailleurs",
}  # fmt: skip
# La valeur que prend un réglage absent ; une autre est comparée.
_ORDINAIRES: Final = {
    "c:autoTitleDeleted": "0", "c:delete": "0", "c:dispBlanksAs": "gap", "c:invertIfNegative": "0",
    "c:majorTickMark": "out", "c:minorTickMark": "none", "c:noMultiLvlLbl": "0", "c:orientation": "minMax",
    "c:overlap": "0", "c:overlay": "0", "c:roundedCorners": "0", "c:showBubbleSize": "0", "c:showCatName": "0",
    "c:showLegendKey": "0", "c:showPercent": "0", "c:showSerName": "0", "c:showVal": "0", "c:smooth": "0",
    "c:varyColors": "0", "c:date1904": "0",
}  # fmt: skip
_SANS_EFFET: Final = frozenset(
    {"c:axId", "c:crossAx", "c:lang", "c:ptCount", "c:showLeaderLines", "c:style", "a:srgbClr", "c:marker"}
)
_TRACES: Final = frozenset({"c:barChart", "c:lineChart", "c:catAx", "c:valAx", "c:legend", "c:majorGridlines"})
_DE_TEXTE: Final = frozenset({"a:rPr", "a:defRPr", "a:endParaRPr"})
_PARTIES: Final = (("c:tx", "nom"), ("c:cat", "catégories"), ("c:val", "valeurs"))
_COULEURS_DE_TEXTE: Final = frozenset({"000000"})
_TAILLE_LISIBLE: Final = 600


def decrire_le_graphique(racine: Noeud) -> dict[str, str]:
    """Ce que dit un graphique, trait par trait ; un réglage absent et sa valeur ordinaire ne font qu'un."""
    traits = dict(_reglages(racine))
    traits["titres"] = " | ".join(_textes(titre) for titre in racine.nommes("c:title"))
    traits["genres, axes et légendes"] = " ".join(sorted(n.nom for n in racine.tous() if n.nom in _TRACES))
    formats = [n.attributs.get("formatCode", "General") for n in racine.nommes("c:numFmt")]
    traits["formats des axes"] = " ".join(sens_du_format(code) for code in formats if code != "General")
    for rang, serie in enumerate(racine.nommes("c:ser"), 1):
        traits |= {f"série {rang}, {nom}": valeur for nom, valeur in _serie(serie)}
    de_texte = [noeud for noeud in racine.tous() if noeud.nom in _DE_TEXTE]
    couleurs = {c.attributs.get("val", "").casefold() for noeud in de_texte for c in noeud.nommes("a:srgbClr")}
    traits["couleurs des textes"] = " ".join(sorted(couleurs - _COULEURS_DE_TEXTE))
    caches = sum(noeud.premier("a:noFill") is not None or _taille(noeud) < _TAILLE_LISIBLE for noeud in de_texte)
    traits["textes cachés ou minuscules"] = str(caches or "")
    return {nom: valeur for nom, valeur in traits.items() if valeur}


def _reglages(racine: Noeud) -> Iterator[tuple[str, str]]:
    """Les réglages qui ne sont pas ordinaires, puis les éléments inconnus et leur nombre."""
    valeurs: dict[str, list[str]] = {}
    inconnus: Counter[str] = Counter()
    for noeud in racine.tous():
        if noeud.nom in _CONNUS:
            valeur = noeud.attributs.get("val")
            if valeur is not None and noeud.nom not in _SANS_EFFET and valeur != _ORDINAIRES.get(noeud.nom):
                valeurs.setdefault(noeud.nom.removeprefix("c:"), []).append(valeur)
        elif noeud.nom.rpartition(" ")[2] not in _DES_EXTENSIONS:
            inconnus[_NOMMES.get(noeud.nom, f"élément {noeud.nom}")] += 1
    yield from ((nom, " ".join(lues)) for nom, lues in valeurs.items())
    yield from ((nom, str(nombre)) for nom, nombre in inconnus.items())


def _textes(noeud: Noeud) -> str:
    return " ".join(n.texte for n in noeud.nommes("a:t"))


def _serie(serie: Noeud) -> Iterator[tuple[str, str]]:
    for partie, dit in _PARTIES:
        noeud = serie.premier(partie)
        if noeud is not None:
            yield dit, " ; ".join(n.texte for n in noeud.nommes("c:v"))
            # LibreOffice écrit le nom d'une série en formule constante.
            formules = [n.texte.replace("'", "") for n in noeud.nommes("c:f") if not n.texte.startswith('"')]
            yield f"{dit}, plage", " ; ".join(formules)
            formats = [n.texte for n in noeud.nommes("c:formatCode") if n.texte != "General"]
            yield f"{dit}, format", " ; ".join(map(sens_du_format, formats))
    aspect = serie.premier("c:spPr")
    if aspect is not None:
        couleurs = {n.attributs.get("val", "").casefold() for n in aspect.nommes("a:srgbClr")}
        yield "couleur", " ".join(sorted(couleurs))
        yield "remplissage", "aucun" if aspect.premier("a:noFill") is not None else ""


def _taille(proprietes: Noeud) -> int:
    ecrite = proprietes.attributs.get("sz", "")
    return int(ecrite) if _ENTIER.fullmatch(ecrite) else _TAILLE_LISIBLE
