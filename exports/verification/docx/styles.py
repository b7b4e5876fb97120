"""L’aspect de chaque texte d’un document Word : les styles, leurs parents et la mise en forme directe réunis."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exports.verification.ooxml.arbre import Noeud

__all__ = [
    "Aspect",
    "StylesDeDocument",
    "aspect_du_texte",
    "lire_styles",
    "marges_de_cellule",
    "retrait",
    "trait",
    "valeur_de",
]

_FAUX: Final = frozenset({"0", "false", "off", "none"})
_VRAI: Final = {"true": "1", "on": "1"}
# Ce qui, d'un texte, se voit autrement que par ses lettres ; le reste n'est que présentation.
_DES_TEXTES: Final[Mapping[str, str]] = {
    "w:vanish": "texte caché", "w:webHidden": "texte caché", "w:specVanish": "texte caché",
    "w:color": "couleur du texte", "w:sz": "taille", "w:rFonts": "police", "w:strike": "barré", "w:dstrike": "barré",
    "w:position": "décalage", "w:vertAlign": "décalage", "w:w": "largeur des lettres", "w:spacing": "espacement",
    "w:rtl": "sens d’écriture", "w:caps": "capitales", "w:smallCaps": "capitales", "w:highlight": "surlignage",
    "w:shd": "fond", "w:effect": "effet", "w:emboss": "effet", "w:imprint": "effet", "w:outline": "effet",
    "w:shadow": "effet", "w:fitText": "largeur imposée", "w:em": "effet", "w:bdr": "encadré",
    "w:b": "gras", "w:i": "italique", "w:u": "souligné", "w:szCs": "taille", "w:cs": "écriture",
}  # fmt: skip
_DES_PARAGRAPHES: Final[Mapping[str, str]] = {
    "w:ind": "retrait", "w:bidi": "sens du paragraphe", "w:shd": "fond du paragraphe", "w:spacing": "interligne",
    "w:framePr": "cadre posé", "w:numPr": "numérotation", "w:textDirection": "sens du texte", "w:jc": "alignement",
    "w:pBdr": "bordure", "w:tabs": "taquet", "w:pageBreakBefore": "saut de page", "w:contextualSpacing": "interligne",
    "w:keepNext": "gardé avec le suivant",
}  # fmt: skip
_BASCULES: Final = frozenset({"w:vanish", "w:webHidden", "w:specVanish", "w:strike", "w:dstrike", "w:outline"})
_ENTIER: Final = re.compile("[0-9]{1,6}")
_ILLISIBLE: Final = 1_000_000
_PARENTS: Final = 20
_MARGES_DE_WORD: Final = {"top": 0, "left": 108, "bottom": 0, "right": 108}
_D_UN_COTE: Final = {"start": "left", "end": "right"}

Aspect = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class StylesDeDocument:
    """Les propriétés par défaut et celles de chaque style, parents compris."""

    textes: dict[str, dict[str, str]] = field(default_factory=dict)
    paragraphes: dict[str, dict[str, str]] = field(default_factory=dict)
    genres: dict[str, str] = field(default_factory=dict)
    defaut: str = ""
    marges: dict[str, int] = field(default_factory=lambda: dict(_MARGES_DE_WORD))
    traits: dict[str, str] = field(default_factory=dict)

    def du_texte(self, paragraphe: str, caractere: str, directes: Noeud | None) -> Aspect:
        """L’aspect d’un texte, dans un paragraphe de ce style."""
        base = self.textes.get("", {}) | self.textes.get(self._style(paragraphe), {})
        du_style = self.textes.get(caractere, {}) if self.genres.get(caractere) == "character" else {}
        # Deux styles ne s'annulent pas : Word montre parfois l'inverse du dernier, et ce qui cache est gardé.
        gardees = {nom: valeur for nom, valeur in base.items() if valeur and nom in _BASCULES}
        reuni = base | {nom: valeur or gardees.get(nom, "") for nom, valeur in du_style.items()}
        return _aspect(reuni | proprietes(directes, _DES_TEXTES), _DES_TEXTES)

    def du_paragraphe(self, style: str, directes: Noeud | None) -> Aspect:
        """L’aspect d’un paragraphe de ce style."""
        base = self.paragraphes.get("", {}) | self.paragraphes.get(self._style(style), {})
        return _aspect(base | proprietes(directes, _DES_PARAGRAPHES), _DES_PARAGRAPHES)

    def _style(self, nomme: str) -> str:
        """Le style de paragraphe que nomme un paragraphe, celui de tous les autres s’il n’en nomme pas."""
        return nomme if self.genres.get(nomme) == "paragraph" else self.defaut


def _aspect(reuni: Mapping[str, str], noms: Mapping[str, str]) -> Aspect:
    """Les propriétés nommées ; d’une propriété à plusieurs parts, la part est dite avant sa valeur."""
    dits = ((nom.partition(" "), valeur) for nom, valeur in sorted(reuni.items()) if valeur)
    return tuple((noms[nom], f"{part} {valeur}" if part else valeur) for (nom, _, part), valeur in dits)


def proprietes(noeud: Noeud | None, noms: Mapping[str, str]) -> dict[str, str]:
    """La valeur de chaque propriété suivie que porte l’élément ; vide pour celle qu’il éteint."""
    lues: dict[str, str] = {}
    for enfant in () if noeud is None else noeud.enfants:
        if enfant.nom in noms:
            parts = _PARTS.get(enfant.nom)
            if parts is None or "w:val" in enfant.attributs:
                lues[enfant.nom] = valeur_de(enfant)
            else:
                lues |= {f"{enfant.nom} {part}": valeur for part, valeur in parts(enfant)}
    return lues


def retrait(noeud: Noeud) -> Iterator[tuple[str, str]]:
    """Les retraits de chaque côté et de la première ligne, qui se reprennent un à un d’un style à l’autre."""
    dites = {_D_UN_COTE.get(nom, nom) for nom in _parts_du_retrait(noeud)}
    if len(dites) < len(_parts_du_retrait(noeud)) or {"hanging", "firstLine"} <= dites:
        # Deux écritures d'un même retrait : chaque logiciel en suit une.
        yield "dit deux fois", noeud.balise()
    for nom, ecrite in noeud.attributs.items():
        part = nom.removeprefix("w:")
        if part == "hanging":
            yield "firstLine", "" if ecrite == "0" else f"-{ecrite}"
        else:
            yield _D_UN_COTE.get(part, part), "" if ecrite == "0" else ecrite


def _parts_du_retrait(noeud: Noeud) -> list[str]:
    return [nom.removeprefix("w:") for nom in noeud.attributs]


def _interligne(noeud: Noeud) -> Iterator[tuple[str, str]]:
    ordinaires = {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}
    for nom, ecrite in noeud.attributs.items():
        part = nom.removeprefix("w:")
        if part in ordinaires:
            yield part, "" if ecrite == ordinaires[part] else ecrite


def trait(noeud: Noeud) -> str:
    """Un trait de bordure ; vide s’il n’y en a pas."""
    genre, *reste = (noeud.attributs.get(f"w:{nom}", "") for nom in ("val", "sz", "color"))
    return "" if genre in {"nil", "none", ""} else " ".join([genre, *reste]).casefold()


_PARTS: Final[Mapping[str, Callable[[Noeud], Iterator[tuple[str, str]]]]] = {
    "w:ind": retrait,
    "w:spacing": _interligne,
    "w:pBdr": lambda noeud: ((cote.nom.removeprefix("w:"), trait(cote)) for cote in noeud.enfants),
    "w:tabs": lambda noeud: (
        (taquet.attributs.get("w:pos", ""), taquet.attributs.get("w:val", "").replace("clear", ""))
        for taquet in noeud.enfants
    ),
}


def aspect_du_texte(directes: Noeud | None) -> Aspect:
    """L’aspect que donnent ces seules propriétés."""
    return _aspect(proprietes(directes, _DES_TEXTES), _DES_TEXTES)


def valeur_de(noeud: Noeud) -> str:
    """La valeur d’une propriété, vide si elle est celle de tout texte."""
    lire = _LECTURES.get(noeud.nom, _ordinaire)
    return lire({nom.removeprefix("w:"): valeur for nom, valeur in noeud.attributs.items()}, noeud)


def _ordinaire(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "1")
    return "" if valeur.casefold() in _FAUX else _VRAI.get(valeur.casefold(), valeur)


def _sauf(*ordinaires: str) -> Callable[[Mapping[str, str], Noeud], str]:
    """La valeur, sauf celles qui ne changent rien."""
    return lambda attributs, _: "" if (valeur := attributs.get("val", "1")) in ordinaires else valeur.casefold()


def _couleur(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "auto").casefold()
    return du_theme(attributs, "theme") or ("" if valeur in {"auto", "000000"} else valeur)


def du_theme(attributs: Mapping[str, str], debut: str) -> str:
    """La couleur du thème que désigne l’élément, qui l’emporte sur celle qu’il écrit ; vide s’il n’en désigne pas."""
    dits = sorted(f"{nom} {valeur}" for nom, valeur in attributs.items() if nom.startswith(debut))
    return " ".join(dits)


def _fond(attributs: Mapping[str, str], _: Noeud) -> str:
    valeur = attributs.get("val", "clear")
    fond = du_theme(attributs, "theme") or attributs.get("fill", "auto").casefold()
    motif = "" if valeur in {"clear", "nil"} else f" {valeur} {attributs.get('color', '')}"
    return "" if fond == "auto" and not motif else f"{fond}{motif}"


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
    "w:spacing": _sauf("0"),
    "w:jc": _sauf("left", "start"),
    "w:numPr": _numerotation,
    "w:framePr": lambda _, noeud: noeud.balise(),
    "w:textDirection": _sauf("lrTb", "lr", "tb"),
    "w:w": _sauf("100", "100%"),
    "w:position": _sauf("0"),
    "w:vertAlign": _sauf("baseline"),
    "w:u": lambda attributs, _: _sauf("none")({"val": attributs.get("val", "single")}, _),
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
    lus.genres = {nom: style.attributs.get("w:type", "paragraph") for nom, style in styles.items()}
    lus.traits |= dict(_ambigus(styles, lus.genres))
    for nom, style in styles.items():
        par_defaut = style.attributs.get("w:default") in {"1", "true"}
        if par_defaut and lus.genres[nom] == "paragraph":
            lus.defaut = nom
        if par_defaut and lus.genres[nom] == "table":
            lus.marges |= marges_de_cellule(style.premier("w:tblPr", "w:tblCellMar"))
            decalage = style.premier("w:tblPr", "w:tblInd")
            if decalage is not None and decalage.attributs.get("w:w", "0") != "0":
                lus.traits[f"style {nom}, retrait"] = decalage.attributs["w:w"]
            lus.traits |= {f"style des tableaux, marges, {cote}": str(marge) for cote, marge in lus.marges.items()}
        if _habille_sans_etre_nomme(style):
            _noter_ce_qui_habille(lus, nom, style)
        textes: dict[str, str] = {}
        paragraphes: dict[str, str] = {}
        for ancetre in _lignee(styles, nom)[::-1]:
            textes |= proprietes(ancetre.premier("w:rPr"), _DES_TEXTES)
            paragraphes |= proprietes(ancetre.premier("w:pPr"), _DES_PARAGRAPHES)
        lus.textes[nom], lus.paragraphes[nom] = textes, paragraphes
    return lus


def marges_de_cellule(marges: Noeud | None) -> dict[str, int]:
    """Les marges que disent ces propriétés, par côté."""
    lues: dict[str, int] = {}
    for marge in () if marges is None else marges.enfants:
        cote, ecrite = marge.nom.removeprefix("w:"), marge.attributs.get("w:w", "")
        est_lisible = _ENTIER.fullmatch(ecrite) and _D_UN_COTE.get(cote, cote) not in lues
        lues[_D_UN_COTE.get(cote, cote)] = int(ecrite) if est_lisible else _ILLISIBLE
    return lues


def _ambigus(styles: Mapping[str, Noeud], genres: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Ce que deux logiciels pourraient entendre autrement : noms répétés, parents sans fin, deux styles par défaut."""
    vus: dict[str, str] = {}
    for nom, style in styles.items():
        dit = style.premier("w:name")
        # LibreOffice reconnaît un style à son nom, quelles qu'en soient les majuscules et les espaces.
        court = "" if dit is None else "".join(dit.attributs.get("w:val", "").casefold().split())
        if court in vus:
            yield f"style {nom}, nom en double", vus[court]
        vus[court] = nom
        lignee = _lignee(styles, nom)
        if len(lignee) > _PARENTS or any(parent.attributs.get("w:type") != genres[nom] for parent in lignee):
            yield f"style {nom}, lignée", "trop longue, ou d’un autre genre"
        if style.attributs.get("w:default") in {"1", "true"}:
            autre = vus.get(f" {genres[nom]}")
            if autre is not None:
                yield f"style {nom}, par défaut", f"comme {autre}"
            vus[f" {genres[nom]}"] = nom


def _lignee(styles: Mapping[str, Noeud], nom: str) -> list[Noeud]:
    """Le style et ceux dont il hérite, le plus proche d’abord ; un de trop si la lignée est trop longue."""
    lignee: list[Noeud] = []
    while (style := styles.get(nom)) is not None and len(lignee) <= _PARENTS:
        lignee.append(style)
        parent = style.premier("w:basedOn")
        nom = "" if parent is None else parent.attributs.get("w:val", "")
    return lignee


def _habille_sans_etre_nomme(style: Noeud) -> bool:
    genre = style.attributs.get("w:type")
    return genre in {"table", "numbering"} or (
        genre == "character" and style.attributs.get("w:default") in {"1", "true"}
    )


def _noter_ce_qui_habille(lus: StylesDeDocument, nom: str, style: Noeud) -> None:
    """Un style de tableau, ou celui de tous les caractères, habille des textes qui ne le nomment pas."""
    portees = [
        f"{dit} {valeur}"
        for balise, noms in (("w:rPr", _DES_TEXTES), ("w:pPr", _DES_PARAGRAPHES))
        for noeud in style.nommes(balise)
        for dit, valeur in _aspect(proprietes(noeud, noms), noms)
    ]
    if portees:
        lus.traits[f"style {nom}"] = " ; ".join(portees)
