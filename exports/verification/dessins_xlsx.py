"""Ce que montrent les dessins d'un classeur : où chaque objet est posé, et ce que dit chaque graphique."""

import re
from collections.abc import Iterator
from typing import Final

from exports.verification.arbre import Noeud
from exports.verification.format_de_nombre import sens_du_format

__all__ = ["decrire_le_dessin", "decrire_le_graphique"]

_ANCRES: Final = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor"})
_GENRES: Final = {
    "xdr:graphicFrame": "graphique", "xdr:pic": "image", "xdr:sp": "forme ou zone de texte", "xdr:cxnSp": "trait",
    "xdr:grpSp": "groupe", "xdr:contentPart": "encre",
}  # fmt: skip
_SANS_EFFET: Final = frozenset({"xdr:from", "xdr:to", "xdr:clientData", "xdr:ext", "xdr:pos"})
_FAUX: Final = frozenset({"0", "false"})

# De chaque graphique, ce qui se compare en l'état ; le reste n'en change que l'allure.
_VALEURS: Final = {
    "c:orientation": "minMax", "c:min": None, "c:max": None, "c:logBase": None, "c:builtInUnit": None,
    "c:custUnit": None, "c:barDir": None, "c:grouping": None, "c:axPos": None,
}  # fmt: skip
_ALLUMES: Final = ("c:showVal", "c:showCatName", "c:showSerName", "c:showPercent", "c:delete", "c:autoTitleDeleted")
_AJOUTS: Final = {
    "c:userShapes": "formes ajoutées", "c:trendline": "courbe de tendance", "c:errBars": "barres d'erreur",
    "c:dTable": "table de données", "c:upDownBars": "barres de hausse", "c:externalData": "données externes",
    "c:dPt": "point mis en forme", "mc:AlternateContent": "contenu de remplacement", "a:blip": "image",
    "c:pivotSource": "tableau croisé", "a:fld": "champ",
}  # fmt: skip
_TRACES: Final = frozenset({"barChart", "lineChart", "pieChart", "areaChart", "scatterChart", "bar3DChart"})
_SANS_ALLURE: Final = frozenset({"c14", "c:style"})
_ENTIER: Final = re.compile("[0-9]{1,7}")
_TAILLE_LISIBLE: Final = 600
_COULEURS_DE_TEXTE: Final = frozenset({"000000"})


def decrire_le_dessin(racine: Noeud) -> Iterator[tuple[str, str, str]]:
    """Pour chaque objet posé : son genre et sa place, son texte de remplacement, la relation de son graphique."""
    for ancre in racine.enfants:
        if ancre.nom not in _ANCRES:
            yield f"élément {ancre.nom}", "", ""
            continue
        place = " à ".join(filter(None, (_coin(ancre.premier("xdr:from")), _coin(ancre.premier("xdr:to")))))
        for objet in ancre.enfants:
            if objet.nom in _SANS_EFFET:
                continue
            genre = _GENRES.get(objet.nom, f"élément {objet.nom}")
            graphique = next(objet.nommes("c:chart"), None)
            if genre == "graphique" and graphique is None:
                genre = "objet"
            proprietes = next(objet.nommes("xdr:cNvPr"), None)
            attributs = {} if proprietes is None else proprietes.attributs
            if attributs.get("hidden", "0") not in _FAUX:
                genre = f"{genre} caché"
            textes = " ".join(noeud.texte for noeud in objet.nommes("a:t"))
            lien = "" if graphique is None else graphique.attributs.get("r:id", "")
            yield f"{genre}, {place}{f' : {textes}' if textes else ''}", attributs.get("descr", ""), lien


def _coin(noeud: Noeud | None) -> str:
    if noeud is None:
        return ""
    rangs = (noeud.premier(f"xdr:{axe}") for axe in ("col", "row"))
    return " ".join(
        f"{dit} {int(rang.texte) + 1}" if rang is not None and _ENTIER.fullmatch(rang.texte) else dit
        for dit, rang in zip(("colonne", "ligne"), rangs, strict=True)
    )


def decrire_le_graphique(racine: Noeud) -> dict[str, str]:
    """Ce que dit un graphique, trait par trait : titres, séries, catégories, valeurs, axes, étiquettes."""
    traits: dict[str, str] = {}
    titres = [_textes(titre) for titre in racine.nommes("c:title")]
    traits["titres"] = " | ".join(titres)
    for rang, serie in enumerate(racine.nommes("c:ser"), 1):
        traits |= {f"série {rang}, {nom}": valeur for nom, valeur in _serie(serie).items()}
    traits["genres"] = " ".join(n.nom for n in racine.tous() if n.nom.removeprefix("c:") in _TRACES)
    for nom, ordinaire in _VALEURS.items():
        lues = [n.attributs.get("val", "") for n in racine.nommes(nom)]
        traits[nom.removeprefix("c:")] = " ".join(valeur for valeur in lues if valeur != ordinaire)
    for nom in _ALLUMES:
        allumes = sum(n.attributs.get("val", "1") not in _FAUX for n in racine.nommes(nom))
        traits[nom.removeprefix("c:")] = str(allumes)
    axes = (n for n in racine.nommes("c:numFmt") if n.attributs.get("formatCode") != "General")
    traits["formats des axes"] = " ".join(sens_du_format(n.attributs.get("formatCode", "")) for n in axes)
    traits["étiquettes écrites"] = " | ".join(_textes(n) for n in racine.nommes("c:dLbl"))
    legendes = (len(list(racine.nommes(nom))) for nom in ("c:legend", "c:legendEntry"))
    traits["légendes, et leurs lignes changées"] = " ".join(map(str, legendes))
    for nom, dit in _AJOUTS.items():
        if nombre := sum(1 for n in racine.nommes(nom) if not _est_d_allure(n)):
            traits[dit] = str(nombre)
    traits["couleurs des textes"] = " ".join(sorted(_couleurs_de_texte(racine) - _COULEURS_DE_TEXTE))
    if petits := sum(_taille(n) < _TAILLE_LISIBLE for n in racine.tous() if n.nom in {"a:rPr", "a:defRPr"}):
        traits["textes minuscules"] = str(petits)
    return {nom: valeur for nom, valeur in traits.items() if valeur}


def _textes(noeud: Noeud) -> str:
    return " ".join(n.texte for n in noeud.nommes("a:t"))


def _est_d_allure(noeud: Noeud) -> bool:
    """Excel réécrit le style d'un graphique avec son contenu de remplacement."""
    return noeud.nom == "mc:AlternateContent" and all(
        any(morceau in enfant.nom for morceau in _SANS_ALLURE) or enfant.nom in {"mc:Choice", "mc:Fallback"}
        for enfant in list(noeud.tous())[1:]
    )


def _serie(serie: Noeud) -> dict[str, str]:
    traits: dict[str, str] = {}
    for partie, dit in (("c:tx", "nom"), ("c:cat", "catégories"), ("c:val", "valeurs"), ("c:xVal", "abscisses")):
        noeud = serie.premier(partie)
        if noeud is not None:
            traits[dit] = " ; ".join(n.texte for n in noeud.nommes("c:v"))
            formules = [n.texte.replace("'", "") for n in noeud.nommes("c:f") if not n.texte.startswith('"')]
            traits[f"{dit}, plage"] = " ; ".join(formules)
            formats = [n.texte for n in noeud.nommes("c:formatCode") if n.texte != "General"]
            traits[f"{dit}, format"] = " ; ".join(map(sens_du_format, formats))
    aspect = serie.premier("c:spPr")
    if aspect is not None:
        couleurs = {n.attributs.get("val", "").casefold() for n in aspect.nommes("a:srgbClr")}
        traits["couleur"] = " ".join(sorted(couleurs))
        traits["remplissage"] = "aucun" if aspect.premier("a:noFill") is not None else ""
    return traits


def _couleurs_de_texte(racine: Noeud) -> set[str]:
    return {
        couleur.attributs.get("val", "").casefold()
        for proprietes in racine.tous()
        if proprietes.nom in {"a:rPr", "a:defRPr", "a:endParaRPr"}
        for couleur in proprietes.nommes("a:srgbClr")
    }


def _taille(proprietes: Noeud) -> int:
    ecrite = proprietes.attributs.get("sz", "")
    return int(ecrite) if _ENTIER.fullmatch(ecrite) else _TAILLE_LISIBLE
