"""L'aspect de chaque texte d'un document Word : les styles, leurs parents et la mise en forme directe réunis."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exports.verification.arbre import Noeud

__all__ = ["Aspect", "StylesDeDocument", "aspect_du_texte", "lire_styles", "valeur_de"]

_FAUX: Final = frozenset({"0", "false", "off", "none"})
# Ce qui, d'un texte, se voit autrement que par ses lettres ; le reste n'est que présentation.
_DES_TEXTES: Final[Mapping[str, str]] = {
    "w:vanish": "texte caché", "w:webHidden": "texte caché", "w:specVanish": "texte caché",
    "w:color": "couleur du texte", "w:sz": "taille", "w:rFonts": "police", "w:strike": "barré", "w:dstrike": "barré",
    "w:position": "décalage", "w:vertAlign": "décalage", "w:w": "largeur des lettres", "w:spacing": "espacement",
    "w:rtl": "sens d'écriture", "w:caps": "capitales", "w:smallCaps": "capitales", "w:highlight": "surlignage",
    "w:shd": "fond", "w:effect": "effet", "w:emboss": "effet", "w:imprint": "effet", "w:outline": "effet",
    "w:shadow": "effet", "w:fitText": "largeur imposée", "w:em": "effet", "w:bdr": "encadré",
}  # fmt: skip
_DES_PARAGRAPHES: Final[Mapping[str, str]] = {
    "w:ind": "retrait", "w:bidi": "sens du paragraphe", "w:shd": "fond du paragraphe", "w:spacing": "interligne",
    "w:framePr": "cadre posé", "w:numPr": "numérotation", "w:textDirection": "sens du texte",
}  # fmt: skip
_BASCULES: Final = frozenset({"w:vanish", "w:webHidden", "w:specVanish", "w:strike", "w:dstrike", "w:outline"})
_PARENTS: Final = 20

Aspect = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class StylesDeDocument:
    """Les propriétés par défaut et celles de chaque style, parents compris."""

    textes: dict[str, dict[str, str]] = field(default_factory=dict)
    paragraphes: dict[str, dict[str, str]] = field(default_factory=dict)
    defaut: str = ""
    traits: dict[str, str] = field(default_factory=dict)

    def du_texte(self, paragraphe: str, caractere: str, directes: Noeud | None) -> Aspect:
        """L'aspect d'un texte, dans un paragraphe de ce style."""
        base = self.textes.get("", {}) | self.textes.get(paragraphe or self.defaut, {})
        du_style = self.textes.get(caractere, {}) if caractere else {}
        # Deux styles ne s'annulent pas : Word montre parfois l'inverse du dernier, et ce qui cache est gardé.
        gardees = {nom: valeur for nom, valeur in base.items() if valeur and nom in _BASCULES}
        reuni = base | {nom: valeur or gardees.get(nom, "") for nom, valeur in du_style.items()}
        return _aspect(reuni | proprietes(directes, _DES_TEXTES), _DES_TEXTES)

    def du_paragraphe(self, style: str, directes: Noeud | None) -> Aspect:
        """L'aspect d'un paragraphe de ce style."""
        base = self.paragraphes.get("", {}) | self.paragraphes.get(style or self.defaut, {})
        return _aspect(base | proprietes(directes, _DES_PARAGRAPHES), _DES_PARAGRAPHES)


def _aspect(reuni: Mapping[str, str], noms: Mapping[str, str]) -> Aspect:
    return tuple((noms[nom], valeur) for nom, valeur in sorted(reuni.items()) if valeur)


def proprietes(noeud: Noeud | None, noms: Mapping[str, str]) -> dict[str, str]:
    """La valeur de chaque propriété suivie que porte l'élément ; vide pour celle qu'il éteint."""
    if noeud is None:
        return {}
    return {enfant.nom: valeur_de(enfant) for enfant in noeud.enfants if enfant.nom in noms}


def aspect_du_texte(directes: Noeud | None) -> Aspect:
    """L'aspect que donnent ces seules propriétés."""
    return _aspect(proprietes(directes, _DES_TEXTES), _DES_TEXTES)


def valeur_de(noeud: Noeud) -> str:
    """La valeur d'une propriété, vide si elle est celle de tout texte."""
    lire = _LECTURES.get(noeud.nom, _ordinaire)
    return lire({nom.removeprefix("w:"): valeur for nom, valeur in noeud.attributs.items()}, noeud)


def _ordinaire(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "1")
    return "" if valeur.casefold() in _FAUX else valeur


def _sauf(*ordinaires: str) -> Callable[[Mapping[str, str], Noeud], str]:
    """La valeur, sauf celles qui ne changent rien."""
    return lambda attributs, _: "" if (valeur := attributs.get("val", "1")) in ordinaires else valeur.casefold()


def _couleur(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "auto").casefold()
    return du_theme(attributs, "theme") or ("" if valeur in {"auto", "000000"} else valeur)


def du_theme(attributs: Mapping[str, str], debut: str) -> str:
    """La couleur du thème que désigne l'élément, qui l'emporte sur celle qu'il écrit ; vide s'il n'en désigne pas."""
    dits = sorted(f"{nom} {valeur}" for nom, valeur in attributs.items() if nom.startswith(debut))
    return " ".join(dits)


def _fond(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "clear")
    fond = du_theme(attributs, "theme") or attributs.get("fill", "auto").casefold()
    motif = "" if valeur in {"clear", "nil"} else f" {valeur} {attributs.get('color', '')}"
    return "" if fond in {"auto", "ffffff"} and not motif else f"{fond}{motif}"


def _espacement(attributs: Mapping[str, str], _: Noeud) -> str:
    """Entre les lettres, ou l'interligne d'un paragraphe, qui peut couper les lettres s'il est exact."""
    if "val" in attributs:
        return "" if attributs["val"] == "0" else attributs["val"]
    return f"exact {attributs.get('line', '')}" if attributs.get("lineRule") == "exact" else ""


def _retrait(attributs: Mapping[str, str], _: Noeud) -> str:
    return " ".join(f"{nom} {attributs[nom]}" for nom in sorted(attributs) if attributs[nom].strip("0"))


def _numerotation(_: Mapping[str, str], noeud: Noeud) -> str:
    """La liste, puis le niveau."""
    rangs = (noeud.premier(nom) for nom in ("w:numId", "w:ilvl"))
    return " ".join("0" if rang is None else rang.attributs.get("w:val", "0") for rang in rangs)


def _polices(attributs: Mapping[str, str], _: Noeud) -> str:
    """La police des lettres latines ; celle que désigne le thème est dite du thème."""
    noms = [attributs[nom] for nom in ("ascii", "hAnsi", "cs") if nom in attributs]
    if any(nom.casefold().endswith("theme") for nom in attributs):
        noms.append("police du thème")
    return " / ".join(dict.fromkeys(noms))


_LECTURES: Final[Mapping[str, Callable[[Mapping[str, str], Noeud], str]]] = {
    "w:color": _couleur,
    "w:shd": _fond,
    "w:rFonts": _polices,
    "w:spacing": _espacement,
    "w:ind": _retrait,
    "w:numPr": _numerotation,
    "w:framePr": lambda _, noeud: noeud.balise(),
    "w:textDirection": _sauf("lrTb", "lr", "tb"),
    "w:w": _sauf("100", "100%"),
    "w:position": _sauf("0"),
    "w:vertAlign": _sauf("baseline"),
    "w:highlight": _sauf("none"),
    "w:effect": _sauf("none"),
    "w:sz": _sauf(),
}


def lire_styles(racine: Noeud) -> StylesDeDocument:
    """Les styles du document."""
    lus = StylesDeDocument()
    for genre, suivies in (("w:rPrDefault", _DES_TEXTES), ("w:pPrDefault", _DES_PARAGRAPHES)):
        defaut = racine.premier("w:docDefaults", genre, genre.removesuffix("Default"))
        (lus.textes if genre == "w:rPrDefault" else lus.paragraphes)[""] = proprietes(defaut, suivies)
    styles = {n.attributs.get("w:styleId", ""): n for n in racine.enfants if n.nom == "w:style"}
    for nom, style in styles.items():
        if style.attributs.get("w:default") in {"1", "true"} and style.attributs.get("w:type") == "paragraph":
            lus.defaut = nom
        if _habille_sans_etre_nomme(style):
            _noter_ce_qui_habille(lus, nom, style)
        lignee = list(_lignee(styles, nom))[::-1]
        textes: dict[str, str] = {}
        paragraphes: dict[str, str] = {}
        for ancetre in lignee:
            textes |= proprietes(ancetre.premier("w:rPr"), _DES_TEXTES)
            paragraphes |= proprietes(ancetre.premier("w:pPr"), _DES_PARAGRAPHES)
        lus.textes[nom], lus.paragraphes[nom] = textes, paragraphes
    return lus


def _lignee(styles: Mapping[str, Noeud], nom: str) -> Iterator[Noeud]:
    """Le style et ceux dont il hérite, le plus proche d'abord."""
    for _ in range(_PARENTS):
        style = styles.get(nom)
        if style is None:
            return
        yield style
        parent = style.premier("w:basedOn")
        nom = "" if parent is None else parent.attributs.get("w:val", "")


def _habille_sans_etre_nomme(style: Noeud) -> bool:
    genre = style.attributs.get("w:type")
    return genre in {"table", "numbering"} or (
        genre == "character" and style.attributs.get("w:default") in {"1", "true"}
    )


def _noter_ce_qui_habille(lus: StylesDeDocument, nom: str, style: Noeud) -> None:
    """Un style de tableau, ou celui de tous les caractères, habille des textes qui ne le nomment pas."""
    for noeud in style.tous():
        if noeud.nom == "w:rPr" and (portees := _aspect(proprietes(noeud, _DES_TEXTES), _DES_TEXTES)):
            lus.traits[f"style {nom}"] = " ; ".join(f"{trait} {valeur}" for trait, valeur in portees)
