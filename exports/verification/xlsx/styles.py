"""Comment un classeur montre ses cellules : format, couleurs, police, alignement, par style et par morceau de texte."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, TypeVar

from exports.verification.ooxml.arbre import Noeud
from exports.verification.ooxml.format_de_nombre import sens_du_format
from exports.verification.ooxml.polices import est_ordinaire

__all__ = ["Aspect", "StylesDeClasseur", "lire_styles"]

_FORMATS_CONNUS: Final = {
    "0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "49": "@",
}  # fmt: skip
# Le blanc et le noir y sont en tête ; les numéros suivants sont ceux du thème.
_DU_THEME: Final = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_DU_SYSTEME: Final = {"windowtext": "000000", "window": "ffffff"}
_NUMEROTEES: Final = {"0": "000000", "8": "000000", "64": "000000", "1": "ffffff", "9": "ffffff", "65": "ffffff"}
_NOIR: Final = "000000"
_RANG: Final = re.compile(r"[0-9]{1,7}")
T = TypeVar("T")
_FAUX: Final = frozenset({"0", "false", "none"})
_DES_LETTRES: Final = {
    "b": "gras", "i": "italique", "strike": "barré", "outline": "contour", "shadow": "ombre", "condense": "resserré",
    "extend": "étendu",
}  # fmt: skip
_ALIGNEMENT: Final = "alignment"
_APPLIQUES: Final = {
    "applyNumberFormat": "numFmtId", "applyFont": "fontId", "applyFill": "fillId", "applyBorder": "borderId",
    "applyAlignment": _ALIGNEMENT,
}  # fmt: skip
_COTES: Final = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Aspect:
    """Ce qui décide de ce que montre une cellule, ou un morceau de son texte."""

    format_de_nombre: str = field(metadata={"nom": "format de nombre"})
    couleur: str = field(metadata={"nom": "couleur du texte"})
    fond: str = field(metadata={"nom": "fond"})
    taille: str = field(metadata={"nom": "taille"})
    police: str = field(metadata={"nom": "police"})
    effets: str = field(metadata={"nom": "effets"})
    alignement: str = field(metadata={"nom": "alignement"})
    bordures: str = field(metadata={"nom": "bordures"})

    def differences(self, attendu: "Aspect") -> tuple[tuple[str, str, str], ...]:
        """Le nom, la valeur lue et l’attendue de chaque trait qui diffère."""
        paires = ((f.metadata["nom"], getattr(self, f.name), getattr(attendu, f.name)) for f in fields(self))
        return tuple((nom, lu, voulu) for nom, lu, voulu in paires if lu != voulu)


def _est_vrai(noeud: Noeud | None) -> bool:
    return noeud is not None and noeud.attributs.get("val", "1").casefold() not in _FAUX


class _Couleurs:
    """Les couleurs du thème et de la palette, et ce que désigne une couleur."""

    def __init__(self, theme: Noeud | None, styles: Noeud) -> None:
        self.du_theme: dict[str, str] = {}
        self.polices: dict[str, str] = {}
        if theme is not None:
            for schema in theme.nommes("a:clrScheme"):
                for couleur in schema.enfants:
                    self.du_theme.setdefault(couleur.nom.removeprefix("a:"), _du_dessin(couleur))
            for genre in ("minor", "major"):
                latine = next((n.premier("a:latin") for n in theme.nommes(f"a:{genre}Font")), None)
                self.polices[genre] = "" if latine is None else latine.attributs.get("typeface", "")
        palette = [n.attributs.get("rgb", "")[-6:].casefold() for n in styles.nommes("rgbColor")]
        self._numerotees = _NUMEROTEES | {str(rang): couleur for rang, couleur in enumerate(palette)}

    def lire(self, noeud: Noeud | None, defaut: str) -> str:
        """La couleur en six chiffres, sinon ce que l’on en sait."""
        if noeud is None or noeud.attributs.get("auto") in {"1", "true"}:
            return defaut
        lue = defaut
        attributs = noeud.attributs
        if "rgb" in attributs:
            lue = attributs["rgb"][-6:].casefold()
        elif "theme" in attributs:
            rang = attributs["theme"]
            lue = self.du_theme.get(_au_rang(_DU_THEME, rang), f"thème {rang}")
        elif "indexed" in attributs:
            lue = self._numerotees.get(attributs["indexed"], f"palette {attributs['indexed']}")
        teinte = attributs.get("tint", "0")
        return lue if teinte.strip("0.") == "" else f"{lue} teinte {teinte}"


def _du_dessin(couleur: Noeud) -> str:
    for enfant in couleur.enfants:
        if enfant.nom == "a:sysClr":
            return _DU_SYSTEME.get(enfant.attributs.get("val", "").casefold(), "système")
        if enfant.nom == "a:srgbClr":
            suite = "".join(modif.balise() for modif in enfant.enfants)
            return enfant.attributs.get("val", "").casefold() + suite
    return "inconnue"


_NU: Final = Aspect("General", _NOIR, "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class StylesDeClasseur:
    """L’aspect de chaque style de cellule, par numéro, et de celui qui mesure les colonnes.

    ``couleurs`` interprète celles d’un morceau de texte.
    """

    aspects: tuple[Aspect, ...]
    ordinaire: Aspect
    couleurs: _Couleurs

    @property
    def theme(self) -> dict[str, str]:
        """Les couleurs du thème, et ses polices qui ne sont pas ordinaires ; rien sans thème."""
        polices = {f"police {genre}": nom for genre, nom in self.couleurs.polices.items() if not est_ordinaire(nom)}
        return self.couleurs.du_theme | polices

    def aspect(self, numero: str) -> Aspect:
        """L’aspect d’une cellule de ce style."""
        return _au_rang(self.aspects, numero)

    def morceau(self, cellule: Aspect, proprietes: Noeud | None) -> Aspect:
        """L’aspect d’un morceau de texte enrichi, dans une cellule."""
        if proprietes is None:
            return cellule
        couleur, taille, police, effets = _police(proprietes, self.couleurs)
        return replace(cellule, couleur=couleur, taille=taille, police=police, effets=effets)


def _police(noeud: Noeud, couleurs: _Couleurs) -> tuple[str, str, str, str]:
    """Couleur, taille, nom et effets d’une police."""
    nom = noeud.premier("name") or noeud.premier("rFont")
    schema = noeud.premier("scheme")
    police = "" if nom is None else nom.attributs.get("val", "")
    if _est_vrai(schema) and schema is not None:
        du_theme = couleurs.polices.get(schema.attributs.get("val", ""), "")
        # De la police du thème et de celle qui est nommée, un tableur suit l'une, un autre l'autre.
        police = du_theme if du_theme and (not police or est_ordinaire(police)) else police
    jeu = noeud.premier("charset")
    if jeu is not None and jeu.attributs.get("val") == "2":
        police += " (symboles)"
    taille = noeud.premier("sz")
    effets = [dit for effet, dit in _DES_LETTRES.items() if _est_vrai(noeud.premier(effet))]
    trait = noeud.premier("u")
    if trait is not None and (souligne := trait.attributs.get("val", "single")) != "none":
        effets.append(f"souligné {souligne}")
    place = noeud.premier("vertAlign")
    if place is not None and place.attributs.get("val") != "baseline":
        effets.append(place.attributs.get("val", ""))
    ecrite = "" if taille is None else taille.attributs.get("val", "")
    return couleurs.lire(noeud.premier("color"), _NOIR), ecrite.removesuffix(".0"), police, " ".join(effets)


def _fond(noeud: Noeud, couleurs: _Couleurs) -> str:
    motif = noeud.premier("patternFill")
    if motif is None:
        return noeud.ecrit() if noeud.enfants else ""
    genre = motif.attributs.get("patternType", "none")
    if genre == "none":
        return ""
    devant = couleurs.lire(motif.premier("fgColor"), _NOIR)
    return devant if genre == "solid" else f"{genre} {devant} {couleurs.lire(motif.premier('bgColor'), 'ffffff')}"


_ALIGNEMENTS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "horizontal": ("", frozenset({"general", ""})),
    "textRotation": ("rotation ", frozenset({"0", ""})),
    "indent": ("retrait ", frozenset({"0", ""})),
    "shrinkToFit": ("réduit ", frozenset({"0", "false", ""})),
    "readingOrder": ("sens ", frozenset({"0", "1", ""})),
    "wrapText": ("replié ", frozenset({"0", "false", ""})),
    "vertical": ("en hauteur ", frozenset({"bottom", ""})),
}


_UN: Final = {"true": "1"}


def _alignement(format_de_cellule: Noeud) -> str:
    lu = format_de_cellule.premier("alignment")
    attributs = {} if lu is None else lu.attributs
    return " ".join(
        f"{dit}{_UN.get(attributs[nom], attributs[nom])}"
        for nom, (dit, ordinaires) in _ALIGNEMENTS.items()
        if attributs.get(nom, "") not in ordinaires
    )


def lire_styles(styles: Noeud, theme: Noeud | None) -> StylesDeClasseur:
    """Les aspects des styles d’un classeur."""
    couleurs = _Couleurs(theme, styles)
    formats = dict(_FORMATS_CONNUS)
    declares = styles.premier("numFmts")
    for declare in () if declares is None else declares.enfants:
        formats[declare.attributs.get("numFmtId", "")] = declare.attributs.get("formatCode", "")
    parts = _Parts(
        formats,
        [_police(noeud, couleurs) for noeud in _enfants(styles, "fonts")] or [(_NOIR, "", "", "")],
        [_fond(noeud, couleurs) for noeud in _enfants(styles, "fills")] or [""],
        [_bordure(noeud, couleurs) for noeud in _enfants(styles, "borders")] or [("", "")],
    )
    styles_nommes = _enfants(styles, "cellStyleXfs") or [Noeud("xf", {})]
    de_base = [parts.aspect(noeud) for noeud in styles_nommes]
    aspects: list[Aspect] = []
    for noeud in _enfants(styles, "cellXfs"):
        # Un tableur peut tenir d'un style l'alignement que la cellule ne dit pas.
        herite = _au_rang(de_base, noeud.attributs.get("xfId", "0")).alignement
        aspect = parts.aspect(noeud)
        if non_appliques := _non_appliques(noeud, _au_rang(styles_nommes, noeud.attributs.get("xfId", "0"))):
            aspect = replace(aspect, effets=f"{aspect.effets} ({non_appliques})".strip())
        aspects.append(replace(aspect, alignement=f"{aspect.alignement} (style : {herite})") if herite else aspect)
    return StylesDeClasseur(tuple(aspects) or (_NU,), _au_rang(de_base, _rang_du_style_ordinaire(styles)), couleurs)


def _rang_du_style_ordinaire(styles: Noeud) -> str:
    """Le style nommé « Normal », dont les lettres mesurent les colonnes."""
    nommes = (n.attributs for n in _enfants(styles, "cellStyles"))
    return next((n.get("xfId", "0") for n in nommes if n.get("builtinId") == "0"), "0")


def _non_appliques(cellule: Noeud, style: Noeud) -> str:
    """Ce qu’une cellule désigne et dit ne pas appliquer : un tableur suit l’un, un autre l’autre."""
    dits: list[str] = []
    for attribut, designe in _APPLIQUES.items():
        differe = cellule.attributs.get(designe, "0") != style.attributs.get(designe, "0")
        if designe == _ALIGNEMENT:
            differe = _alignement(cellule) != _alignement(style)
        if cellule.attributs.get(attribut, "1") in _FAUX and differe:
            dits.append(f"{attribut} non")
    return ", ".join(dits)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Les listes dont un style de cellule désigne un élément de chacune."""

    formats: Mapping[str, str]
    polices: Sequence[tuple[str, str, str, str]]
    fonds: Sequence[str]
    bordures: Sequence[tuple[str, str]]

    def aspect(self, noeud: Noeud) -> Aspect:
        """L’aspect que donne ce style de cellule."""
        numero = noeud.attributs.get("numFmtId", "0")
        couleur, taille, police, effets = _au_rang(self.polices, noeud.attributs.get("fontId", "0"))
        bordures, raye = _au_rang(self.bordures, noeud.attributs.get("borderId", "0"))
        return Aspect(
            sens_du_format(self.formats.get(numero, f"[numéro {numero}]")),
            couleur,
            _au_rang(self.fonds, noeud.attributs.get("fillId", "0")),
            taille,
            police,
            " ".join(filter(None, (effets, raye))),
            _alignement(noeud),
            bordures,
        )


def _bordure(noeud: Noeud, couleurs: _Couleurs) -> tuple[str, str]:
    """Les traits des quatre côtés, et si une diagonale barre le chiffre."""
    traits: list[str] = []
    for cote in _COTES:
        trait = noeud.premier(cote)
        genre = "none" if trait is None else trait.attributs.get("style", "none")
        if trait is not None and genre != "none":
            traits.append(f"{cote} {genre} {couleurs.lire(trait.premier('color'), _NOIR)}")
    return ", ".join(traits), "rayée" if _est_rayee(noeud) else ""


def _est_rayee(bordure: Noeud) -> bool:
    """Une diagonale barre le chiffre."""
    trait = bordure.premier("diagonal")
    est_tracee = any(bordure.attributs.get(f"diagonal{sens}", "0") not in _FAUX for sens in ("Up", "Down"))
    return est_tracee and trait is not None and trait.attributs.get("style", "none") not in _FAUX


def _enfants(styles: Noeud, nom: str) -> list[Noeud]:
    trouve = styles.premier(nom)
    return [] if trouve is None else trouve.enfants


def _au_rang(valeurs: Sequence[T], rang: str) -> T:
    """La valeur de ce rang ; la première s’il n’existe pas."""
    numero = int(rang) if _RANG.fullmatch(rang) else 0
    return valeurs[numero] if numero < len(valeurs) else valeurs[0]
