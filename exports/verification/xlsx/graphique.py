"""Ce que dit un graphique de classeur : titres, séries, valeurs, axes, couleurs."""

import re
from collections.abc import Iterator
from decimal import Context
from typing import Final

from exports.verification.ooxml.arbre import Noeud
from exports.verification.ooxml.format_de_nombre import sens_du_format
from exports.verification.ooxml.polices import est_ordinaire

__all__ = ["decrire_le_graphique"]

_ENTIER: Final = re.compile("[0-9]{1,7}")
# La valeur que prend un réglage absent ; une autre est comparée.
_ORDINAIRES: Final = {
    "c:autoTitleDeleted": "0", "c:delete": "0", "c:dispBlanksAs": "gap", "c:invertIfNegative": "0",
    "c:majorTickMark": "out", "c:minorTickMark": "none", "c:noMultiLvlLbl": "0", "c:orientation": "minMax",
    "c:overlap": "0", "c:overlay": "0", "c:roundedCorners": "0", "c:showBubbleSize": "0", "c:showCatName": "0",
    "c:showLegendKey": "0", "c:showPercent": "0", "c:showSerName": "0", "c:showVal": "0", "c:smooth": "0",
    "c:varyColors": "0", "c:date1904": "0",
}  # fmt: skip
_SANS_EFFET: Final = frozenset(
    {
        "c:axId",
        "c:crossAx",
        "c:lang",
        "c:ptCount",
        "c:showLeaderLines",
        "c:style",
        "a:srgbClr",
        "c:marker",
        "c:axPos",
        "c:dLblPos",
        "c14:style",
        "c15:showLeaderLines",
        "c16:uniqueId",
        "a:prstDash",
        "c:showDLblsOverMax",
    }
)
_TRACES: Final = frozenset(
    {"c:barChart", "c:scatterChart", "c:lineChart", "c:catAx", "c:valAx", "c:legend", "c:majorGridlines"}
)
_DE_TEXTE: Final = frozenset({"a:rPr", "a:defRPr", "a:endParaRPr"})
_PARTIES: Final = (
    ("c:tx", "nom"),
    ("c:cat", "catégories"),
    ("c:val", "valeurs"),
    ("c:xVal", "abscisses"),
    ("c:yVal", "ordonnées"),
)
_COULEURS_DE_TEXTE: Final = frozenset({"000000"})
_TAILLE_LISIBLE: Final = 600
_TAILLE_DEMESUREE: Final = 2_400
_FONDS: Final = frozenset({"c:chartSpace", "c:plotArea", "c:title", "c:legend", "c:catAx", "c:valAx", "c:dLbls"})
_CHIFFRES_D_UN_TRAIT: Final = 5
_FAUX: Final = frozenset({"0", "false"})
_CHIFFRES_SURS: Final = 14
_LETTRES: Final = re.compile(r"\w")
_LONG: Final = re.compile(r"-?[0-9]{1,6}\.[0-9]{8,20}")


def decrire_le_graphique(racine: Noeud) -> dict[str, str]:
    """Ce que dit un graphique, trait par trait ; un réglage absent et sa valeur ordinaire ne font qu’un."""
    traits = dict(_reglages(racine)) | dict(_formes(racine))
    # Entre deux parts d'une étiquette, un blanc ou un point-virgule ; des lettres diraient autre chose.
    traits["séparateurs des étiquettes"] = " ".join(
        n.texte for n in racine.nommes("c:separator") if _LETTRES.search(n.texte)
    )
    traits["titres"] = " | ".join(_textes(titre) for titre in racine.nommes("c:title"))
    traits["genres, axes et légendes"] = " ".join(sorted(n.nom for n in racine.tous() if n.nom in _TRACES))
    formats = [n for n in racine.nommes("c:numFmt") if n.attributs.get("formatCode", "General") != "General"]
    traits["formats des axes"] = " ".join(map(_format, formats))
    for rang, serie in enumerate(racine.nommes("c:ser"), 1):
        traits |= {f"série {rang}, {nom}": valeur for nom, valeur in _serie(serie)}
    de_texte = [noeud for noeud in racine.tous() if noeud.nom in _DE_TEXTE]
    couleurs = {c.attributs.get("val", "").casefold() for noeud in de_texte for c in noeud.nommes("a:srgbClr")}
    traits["couleurs des textes"] = " ".join(sorted(couleurs - _COULEURS_DE_TEXTE))
    caches = sum(noeud.premier("a:noFill") is not None or _taille(noeud) < _TAILLE_LISIBLE for noeud in de_texte)
    traits["textes démesurés"] = str(sum(_taille(noeud) > _TAILLE_DEMESUREE for noeud in de_texte) or "")
    traits["textes cachés ou minuscules"] = str(caches or "")
    return {nom: valeur for nom, valeur in traits.items() if valeur}


def _reglages(racine: Noeud) -> Iterator[tuple[str, str]]:
    """Les réglages qui ne sont pas ordinaires."""
    valeurs: dict[str, list[str]] = {}
    for noeud in racine.tous():
        valeur = noeud.attributs.get("val")
        if valeur is not None and noeud.nom not in _SANS_EFFET and valeur != _ORDINAIRES.get(noeud.nom):
            valeurs.setdefault(noeud.nom.removeprefix("c:"), []).append(valeur)
    yield from ((nom, " ".join(lues)) for nom, lues in valeurs.items())


def _formes(racine: Noeud) -> Iterator[tuple[str, str]]:
    """Ce qui est peint derrière les séries, l’épaisseur des traits, les polices qui ne sont pas ordinaires."""
    peints = {
        couleur.attributs.get("val", "").casefold()
        for noeud in racine.tous()
        if noeud.nom in _FONDS
        for aspect in noeud.enfants
        if aspect.nom == "c:spPr"
        for fond in aspect.enfants
        if fond.nom == "a:solidFill"
        for couleur in fond.nommes("a:srgbClr")
    }
    yield "fonds", " ".join(sorted(peints - {"ffffff"}))
    epais = [n.attributs["w"] for n in racine.nommes("a:ln") if len(n.attributs.get("w", "")) > _CHIFFRES_D_UN_TRAIT]
    yield "traits épais", " ".join(epais)
    polices = {n.attributs.get("typeface", "") for n in racine.nommes("a:latin")}
    yield "polices", " ".join(sorted(nom for nom in polices if not est_ordinaire(nom) and not nom.startswith("+")))


def _textes(noeud: Noeud) -> str:
    return " ".join(n.texte for n in noeud.nommes("a:t"))


def _serie(serie: Noeud) -> Iterator[tuple[str, str]]:
    for partie, dit in _PARTIES:
        noeud = serie.premier(partie)
        if noeud is not None:
            yield dit, " ; ".join(_valeurs(noeud))
            # LibreOffice écrit le nom d'une série en formule constante.
            formules = [n.texte.replace("'", "") for n in noeud.nommes("c:f") if not n.texte.startswith('"')]
            yield f"{dit}, plage", " ; ".join(formules)
            formats = [n.texte for n in noeud.nommes("c:formatCode") if n.texte != "General"]
            yield f"{dit}, format", " ; ".join(map(sens_du_format, formats))
            # LibreOffice dit qu'un nom n'a qu'un point.
            nombres = [n.attributs.get("val", "") for n in noeud.nommes("c:ptCount")]
            yield f"{dit}, nombre de points", " ; ".join(n for n in nombres if (partie, n) != ("c:tx", "1"))
    aspect = serie.premier("c:spPr")
    if aspect is not None:
        fond, trait = (_couleurs(aspect, balise) for balise in ("a:solidFill", "a:ln"))
        # D'une courbe, LibreOffice dit aussi le fond, de la couleur de son trait.
        yield "couleur", fond if fond != trait else ""
        yield "couleur du trait", trait
        motifs = (
            " ".join(
                [n.attributs.get("prst", ""), *(c.attributs.get("val", "").casefold() for c in n.nommes("a:srgbClr"))]
            )
            for n in aspect.nommes("a:pattFill")
        )
        yield "motif", " ; ".join(motifs)
        yield "remplissage", "aucun" if aspect.premier("a:noFill") is not None else ""


def _couleurs(aspect: Noeud, balise: str) -> str:
    peints = (n for enfant in aspect.enfants if enfant.nom == balise for n in enfant.nommes("a:srgbClr"))
    return " ".join(sorted({n.attributs.get("val", "").casefold() for n in peints}))


def _valeurs(partie: Noeud) -> Iterator[str]:
    """Les valeurs, précédées de leur rang quand il n’est pas celui qui suit."""
    points = list(partie.nommes("c:pt"))
    if not points:
        yield from (n.texte for n in partie.nommes("c:v"))
    for rang, point in enumerate(points):
        ecrit = point.attributs.get("idx", "")
        texte = _au_quatorzieme("".join(n.texte for n in point.nommes("c:v")))
        yield texte if ecrit == str(rang) else f"(au rang {ecrit}) {texte}"


def _au_quatorzieme(texte: str) -> str:
    """Un nombre à quatorze chiffres, un montant tel quel : le quinzième dépend de qui l’écrit."""
    return str(Context(prec=_CHIFFRES_SURS).create_decimal(texte)) if _LONG.fullmatch(texte) else texte


def _format(noeud: Noeud) -> str:
    """Le format, et s’il cède à celui des cellules."""
    lie = "" if noeud.attributs.get("sourceLinked", "0") in _FAUX else " (des cellules)"
    return f"{sens_du_format(noeud.attributs.get('formatCode', ''))}{lie}"


def _taille(proprietes: Noeud) -> int:
    ecrite = proprietes.attributs.get("sz", "")
    return int(ecrite) if _ENTIER.fullmatch(ecrite) else _TAILLE_LISIBLE
