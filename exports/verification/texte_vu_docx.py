"""Les textes d'une partie d'un document Word, chacun à sa place et sous son aspect, et ce qui n'y est pas texte."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exports.verification.arbre import Noeud
from exports.verification.styles_docx import Aspect, StylesDeDocument, valeur_de

__all__ = ["PartieVue", "voir_la_partie"]

_PROFONDEUR: Final = 60
_CHIFFRES_D_UNE_MARGE: Final = 3
_CHIFFRES_D_UNE_LARGEUR: Final = 3
_FAUX: Final = frozenset({"0", "false", "off"})
# Tout élément d'un autre nom est nommé : ce qui est inconnu ici pourrait dessiner.
_CONNUS: Final = frozenset(
    {
        "w:document", "w:body", "w:hdr", "w:ftr", "w:p", "w:pPr", "w:pStyle", "w:r", "w:rPr", "w:t", "w:tab", "w:tabs",
        "w:tbl", "w:tblPr", "w:tblW", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook",
        "w:tblCaption", "w:tblDescription", "w:tblGrid", "w:gridCol", "w:tblInd", "w:tr", "w:trPr", "w:cantSplit",
        "w:tblHeader", "w:trHeight", "w:tc", "w:tcPr", "w:tcW", "w:shd", "w:vAlign", "w:vMerge", "w:gridSpan",
        "w:tcBorders", "w:top", "w:left", "w:bottom", "w:right", "w:start", "w:end", "w:insideH", "w:insideV", "w:jc",
        "w:color", "w:sz", "w:szCs", "w:b", "w:bCs", "w:i", "w:iCs", "w:u", "w:numPr", "w:ilvl", "w:numId", "w:sectPr",
        "w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar", "w:keepNext", "w:keepLines", "w:widowControl",
        "w:spacing", "w:type", "w:pgNumType", "w:formProt", "w:textDirection", "w:docGrid", "w:fldChar", "w:instrText",
        "w:pBdr", "w:ind", "w:rFonts", "w:lang", "w:kern", "w:bidi", "w:suppressAutoHyphens", "w:outlineLvl",
        "w:suppressLineNumbers", "w:pageBreakBefore", "w:contextualSpacing", "w:cols", "w:titlePg", "w:rStyle",
        "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd", "w:lastRenderedPageBreak", "w:noProof", "w:snapToGrid",
        "w:adjustRightInd", "w:autoSpaceDE", "w:autoSpaceDN", "w:textAlignment", "w:between", "w:bar",
        # Décrits à part, avec l'aspect du texte.
        "w:vanish", "w:webHidden", "w:specVanish", "w:strike", "w:dstrike", "w:position", "w:vertAlign", "w:w", "w:rtl",
        "w:caps", "w:smallCaps", "w:highlight", "w:effect", "w:emboss", "w:imprint", "w:outline", "w:shadow",
        "w:fitText", "w:em", "w:bdr", "w:framePr",
    }
)  # fmt: skip
_NOMMES: Final[Mapping[str, str]] = {
    "w:drawing": "image ou dessin", "w:pict": "image ou dessin", "w:object": "objet incorporé", "w:sdt": "contrôle",
    "w:altChunk": "document incorporé", "w:ins": "ajout suivi", "w:del": "suppression suivie", "w:hyperlink": "lien",
    "w:moveFrom": "déplacement suivi", "w:moveTo": "déplacement suivi", "w:rPrChange": "mise en forme suivie",
    "w:commentReference": "commentaire", "w:commentRangeStart": "commentaire", "w:footnoteReference": "note",
    "w:endnoteReference": "note", "w:fldSimple": "champ", "w:sym": "symbole", "w:tblpPr": "tableau posé par-dessus",
    "w:hidden": "ligne cachée", "w:background": "fond de page", "mc:AlternateContent": "zone de texte ou dessin",
    "w:ruby": "texte superposé", "w:bdo": "sens d'écriture imposé", "w:dir": "sens d'écriture imposé",
    "w:tblStyle": "style de tableau", "w:smartTag": "balise active", "w:subDoc": "document incorporé",
    "w:ffData": "champ de formulaire", "w:pgBorders": "bordure de page", "w:lnNumType": "numéros de ligne",
}  # fmt: skip


@dataclass(slots=True)
class PartieVue:
    """Ce que l'on voit d'une partie : les textes de chaque lieu avec leur aspect, ses traits, ses sections."""

    textes: dict[str, list[tuple[str, Aspect]]] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    sections: list[Noeud] = field(default_factory=list)


def voir_la_partie(prefixe: str, racine: Noeud, styles: StylesDeDocument, listes: Mapping[str, str]) -> PartieVue:
    """Les textes de la partie, situés comme les situe la lecture ; ``listes`` dit ce qu'écrit une numérotation."""
    vue = PartieVue()
    comptes = Counter(noeud.nom for noeud in racine.tous() if noeud.nom not in _CONNUS)
    vue.traits = {f"{prefixe}{_NOMMES.get(nom, f'élément {nom}')}": str(nombre) for nom, nombre in comptes.items()}
    vue.sections = list(racine.nommes("w:sectPr"))
    for champ in racine.nommes("w:fldChar"):
        if champ.attributs.get("w:fldLock", "0") not in _FAUX:
            vue.traits[f"{prefixe}champ verrouillé"] = "oui"
    _Parcours(vue, prefixe, styles, listes).visiter(racine)
    return vue


class _Parcours:
    """Visite une partie dans l'ordre, en comptant paragraphes et tableaux."""

    def __init__(self, vue: PartieVue, prefixe: str, styles: StylesDeDocument, listes: Mapping[str, str]) -> None:
        self._vue = vue
        self._prefixe = prefixe
        self._styles = styles
        self._listes = listes
        self._paragraphes = 0
        self._tableaux = 0

    def visiter(self, racine: Noeud) -> None:
        """Tous les paragraphes, ceux des tableaux compris."""
        self._visiter(racine, "", (), 0)

    def _visiter(self, noeud: Noeud, lieu: str, fond: Aspect, profondeur: int) -> None:
        if profondeur > _PROFONDEUR:
            self._vue.traits[f"{self._prefixe}emboîtement"] = "démesuré"
            return
        for enfant in noeud.enfants:
            if enfant.nom == "w:tbl":
                self._tableaux += 1
                self._tableau(enfant, fond, profondeur)
            elif enfant.nom == "w:p":
                self._paragraphes += not lieu
                self._paragraphe(enfant, lieu or f"paragraphe {self._paragraphes}", fond)
            elif enfant.enfants:
                self._visiter(enfant, lieu, fond, profondeur + 1)

    def _tableau(self, tableau: Noeud, fond: Aspect, profondeur: int) -> None:
        numero = self._tableaux
        marges = tableau.premier("w:tblPr", "w:tblCellMar")
        for marge in () if marges is None else marges.enfants:
            if len(marge.attributs.get("w:w", "0")) > _CHIFFRES_D_UNE_MARGE:
                self._vue.traits[f"{self._prefixe}tableau {numero}, marges"] = marge.attributs["w:w"]
        retrait = tableau.premier("w:tblPr", "w:tblInd")
        if retrait is not None and len(retrait.attributs.get("w:w", "0").lstrip("-")) > _CHIFFRES_D_UNE_MARGE:
            self._vue.traits[f"{self._prefixe}tableau {numero}, retrait"] = retrait.attributs["w:w"]
        for ligne, rangee in enumerate((n for n in tableau.enfants if n.nom == "w:tr"), 1):
            hauteur = rangee.premier("w:trPr", "w:trHeight")
            if hauteur is not None and hauteur.attributs.get("w:hRule") == "exact":
                lieu = f"{self._prefixe}tableau {numero}, ligne {ligne}, hauteur imposée"
                self._vue.traits[lieu] = hauteur.attributs.get("w:val", "")
            for colonne, cellule in enumerate((n for n in rangee.enfants if n.nom == "w:tc"), 1):
                lieu = f"tableau {numero}, ligne {ligne}, colonne {colonne}"
                self._cellule(cellule, lieu, fond, profondeur)

    def _cellule(self, cellule: Noeud, lieu: str, fond: Aspect, profondeur: int) -> None:
        couleur = cellule.premier("w:tcPr", "w:shd")
        if couleur is not None and (valeur := valeur_de(couleur)):
            fond = (("fond de la cellule", valeur),)
        sens = cellule.premier("w:tcPr", "w:textDirection")
        if sens is not None and sens.attributs.get("w:val") != "lrTb":
            self._vue.traits[f"{self._prefixe}{lieu}, sens du texte"] = sens.attributs.get("w:val", "")
        suite = cellule.premier("w:tcPr", "w:vMerge")
        a_du_texte = any(noeud.texte.strip() for noeud in cellule.nommes("w:t"))
        if suite is not None and suite.attributs.get("w:val", "continue") == "continue" and a_du_texte:
            self._vue.traits[f"{self._prefixe}{lieu}, cachée par une fusion"] = "oui"
        largeur = cellule.premier("w:tcPr", "w:tcW")
        if a_du_texte and largeur is not None and len(largeur.attributs.get("w:w", "000")) < _CHIFFRES_D_UNE_LARGEUR:
            self._vue.traits[f"{self._prefixe}{lieu}, largeur"] = largeur.attributs["w:w"]
        self._visiter(cellule, lieu, fond, profondeur + 1)

    def _paragraphe(self, paragraphe: Noeud, lieu: str, fond: Aspect) -> None:
        directes = paragraphe.premier("w:pPr")
        nomme = paragraphe.premier("w:pPr", "w:pStyle")
        style = "" if nomme is None else nomme.attributs.get("w:val", "")
        du_paragraphe = tuple(
            (trait, self._listes.get(valeur, valeur) if trait == "numérotation" else valeur)
            for trait, valeur in self._styles.du_paragraphe(style, directes)
        )
        marque = paragraphe.premier("w:pPr", "w:rPr")
        if marque is not None and any(valeur_de(n) for n in marque.enfants if n.nom in {"w:vanish", "w:specVanish"}):
            self._vue.traits[f"{self._prefixe}{lieu}, marque de paragraphe"] = "cachée"
        morceaux = self._vue.textes.setdefault(f"{self._prefixe}{lieu}", [])
        for texte, proprietes in _textes(paragraphe):
            caractere = None if proprietes is None else proprietes.premier("w:rStyle")
            nom = "" if caractere is None else caractere.attributs.get("w:val", "")
            aspect = (*self._styles.du_texte(style, nom, proprietes), *du_paragraphe, *fond)
            if morceaux and morceaux[-1][1] == aspect:
                morceaux[-1] = (morceaux[-1][0] + texte, aspect)
            else:
                morceaux.append((texte, aspect))


def _textes(paragraphe: Noeud) -> Iterator[tuple[str, Noeud | None]]:
    """Chaque texte visible du paragraphe et les propriétés de son morceau ; un blanc n'a pas d'aspect."""
    for morceau in paragraphe.tous():
        if morceau.nom == "w:r":
            proprietes = morceau.premier("w:rPr")
            for enfant in morceau.enfants:
                if enfant.nom == "w:t" and (texte := "".join(enfant.texte.split())):
                    yield texte, proprietes
