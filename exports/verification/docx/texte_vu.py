"""Les textes d’une partie d’un document Word, chacun à sa place et sous son aspect, et ce qui n’y est pas texte."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exports.verification.docx.styles import Aspect, StylesDeDocument, marges_de_cellule, trait, valeur_de
from exports.verification.ooxml.arbre import Noeud

__all__ = ["PartieVue", "voir_la_partie"]

_PROFONDEUR: Final = 60
_FAUX: Final = frozenset({"0", "false", "off"})
_ENTIER: Final = re.compile("-?[0-9]{1,6}")
_MARQUE: Final = "¶"
_NUMERO: Final = "#"
_IMAGE: Final = "▣"
_TAQUET: Final = "⇥"
_SIGNES: Final = {"w:drawing": _IMAGE, "w:tab": _TAQUET}
_COMPTES: Final = (
    ("w:drawing", "image ou dessin"),
    ("w:separator", "filet de note"),
    ("w:continuationSeparator", "filet de note qui se poursuit"),
)
_COTES: Final = (("top", "top"), ("left", "start"), ("bottom", "bottom"), ("right", "end"))


@dataclass(slots=True)
class PartieVue:
    """Ce que l’on voit d’une partie : les textes de chaque lieu avec leur aspect, ses traits, ses sections.

    ``mesures`` sont des longueurs, qu’un réenregistrement arrondit ; ``descriptions``, ce qui se dit d’un tableau.
    """

    textes: dict[str, list[tuple[str, Aspect]]] = field(default_factory=dict)
    mesures: dict[str, int] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    sections: list[Noeud] = field(default_factory=list)


def voir_la_partie(prefixe: str, racine: Noeud, styles: StylesDeDocument, listes: Mapping[str, str]) -> PartieVue:
    """Les textes de la partie, situés comme les situe la lecture ; ``listes`` dit ce qu’écrit une numérotation."""
    vue = PartieVue()
    for rang, lien in enumerate(racine.nommes("w:hyperlink"), 1):
        textes = "".join(noeud.texte for noeud in lien.nommes("w:t"))
        vue.traits[f"{prefixe}lien n° {rang}"] = f"{lien.attributs.get('w:anchor', '')} : {textes}"
    for balise, dit in _COMPTES:
        if nombre := sum(1 for _ in racine.nommes(balise)):
            vue.traits[f"{prefixe}{dit}"] = str(nombre)
    vue.sections = list(racine.nommes("w:sectPr"))
    vue.traits |= dict(_signets(prefixe, racine))
    for champ in racine.nommes("w:fldChar"):
        if champ.attributs.get("w:fldLock", "0") not in _FAUX:
            vue.traits[f"{prefixe}champ verrouillé"] = "oui"
    _Parcours(vue, prefixe, styles, listes).visiter(racine)
    return vue


def _signets(prefixe: str, racine: Noeud) -> Iterator[tuple[str, str]]:
    """Où mène chaque lien : le texte du paragraphe, ou de la cellule, qui porte son signet."""
    voulus = {lien.attributs.get("w:anchor", "") for lien in racine.nommes("w:hyperlink")}
    for paragraphe in racine.nommes("w:p"):
        for signet in paragraphe.nommes("w:bookmarkStart"):
            if (nom := signet.attributs.get("w:name", "")) in voulus:
                textes = "".join(noeud.texte for noeud in paragraphe.nommes("w:t"))
                yield f"{prefixe}signet {nom}", textes


class _Parcours:
    """Visite une partie dans l’ordre, en comptant paragraphes et tableaux."""

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
        lieu = f"tableau {self._tableaux}"
        proprietes = tableau.premier("w:tblPr") or Noeud("", {})
        self._mesurer_le_tableau(f"{self._prefixe}{lieu}", proprietes, tableau.premier("w:tblGrid"))
        for balise, dit in (("w:tblCaption", "titre"), ("w:tblDescription", "description")):
            for noeud in proprietes.enfants:
                if noeud.nom == balise:
                    self._vue.descriptions[f"{self._prefixe}{lieu}, {dit}"] = noeud.attributs.get("w:val", "")
        rangees = [n for n in tableau.enfants if n.nom == "w:tr"]
        for ligne, rangee in enumerate(rangees, 1):
            sien = f"{self._prefixe}{lieu}, ligne {ligne}"
            repetee = rangee.premier("w:trPr", "w:tblHeader")
            if repetee is not None and valeur_de(repetee):
                self._vue.traits[f"{sien}, redite en tête de chaque page"] = "oui"
            for hauteur in rangee.nommes("w:trHeight"):
                if (regle := hauteur.attributs.get("w:hRule", "atLeast")) != "auto":
                    self._vue.traits[f"{sien}, hauteur imposée"] = regle
                    self._mesurer(f"{sien}, hauteur imposée", hauteur.attributs.get("w:val", ""))
            cellules = [n for n in rangee.enfants if n.nom == "w:tc"]
            for colonne, cellule in enumerate(cellules, 1):
                bords = (ligne == 1, colonne == 1, ligne == len(rangees), colonne == len(cellules))
                self._border(f"{sien}, colonne {colonne}", cellule, proprietes, bords)
                self._cellule(cellule, f"{lieu}, ligne {ligne}, colonne {colonne}", fond, profondeur)

    def _mesurer(self, lieu: str, ecrite: str) -> None:
        if _ENTIER.fullmatch(ecrite):
            self._vue.mesures[lieu] = int(ecrite)
        else:
            self._vue.traits[lieu] = ecrite

    def _mesurer_le_tableau(self, lieu: str, proprietes: Noeud, grille: Noeud | None) -> None:
        """Sa largeur, son retrait, les marges de ses cellules, ses colonnes."""
        for cote, marge in (self._styles.marges | marges_de_cellule(proprietes.premier("w:tblCellMar"))).items():
            self._vue.mesures[f"{lieu}, marges, {cote}"] = marge
        for balise, dit in (("w:tblInd", "retrait"), ("w:tblW", "largeur")):
            mesure = proprietes.premier(balise)
            self._mesurer(f"{lieu}, {dit}", "0" if mesure is None else mesure.attributs.get("w:w", "0"))
        for balise, attribut, dit in (
            ("w:tblLayout", "w:type", "colonnes de largeur"), ("w:jc", "w:val", "place"), ("w:tblW", "w:type", "unité"),
        ):  # fmt: skip
            reglage = proprietes.premier(balise)
            valeur = "" if reglage is None else reglage.attributs.get(attribut, "")
            if valeur not in {"", "left", "start"}:
                self._vue.traits[f"{lieu}, {dit}"] = valeur
        for rang, colonne in enumerate(() if grille is None else grille.enfants, 1):
            self._mesurer(f"{lieu}, largeur de la colonne {rang}", colonne.attributs.get("w:w", ""))

    def _border(self, lieu: str, cellule: Noeud, proprietes: Noeud, bords: tuple[bool, bool, bool, bool]) -> None:
        """Le trait de chaque côté : celui de la cellule, sinon celui du tableau, au bord ou à l’intérieur."""
        siens, communs = cellule.premier("w:tcPr", "w:tcBorders"), proprietes.premier("w:tblBorders")
        dits: list[str] = []
        for (cote, autre), au_bord in zip(_COTES, bords, strict=True):
            interieur = "insideH" if cote in {"top", "bottom"} else "insideV"
            voulus = (siens, cote), (siens, autre), (communs, cote if au_bord else interieur), (communs, autre)
            noeuds = (None if n is None else n.premier(f"w:{nom}") for n, nom in voulus[: 4 if au_bord else 3])
            trouve = next((noeud for noeud in noeuds if noeud is not None), None)
            est_double = (
                cote != autre
                and siens is not None
                and {f"w:{cote}", f"w:{autre}"} <= {noeud.nom for noeud in siens.enfants}
            )
            dits.append("dite deux fois" if est_double else "" if trouve is None else trait(trouve))
        if any(dits):
            self._vue.traits[f"{lieu}, bordures"] = " | ".join(dits)

    def _cellule(self, cellule: Noeud, lieu: str, fond: Aspect, profondeur: int) -> None:
        couleur = cellule.premier("w:tcPr", "w:shd")
        if couleur is not None and (valeur := valeur_de(couleur)):
            fond = (("fond de la cellule", valeur),)
        for balise, ordinaire, dit in (
            ("w:textDirection", "lrTb", "sens du texte"), ("w:vAlign", "top", "place du texte"),
            ("w:gridSpan", "1", "fusion de colonnes"), ("w:vMerge", "", "fusion de lignes"),
        ):  # fmt: skip
            reglage = cellule.premier("w:tcPr", balise)
            # Une fusion qui se poursuit peut se taire.
            lu = ordinaire if reglage is None else reglage.attributs.get("w:val", "continue")
            if lu != ordinaire:
                self._vue.traits[f"{self._prefixe}{lieu}, {dit}"] = lu
        sans_repli = cellule.premier("w:tcPr", "w:noWrap")
        if sans_repli is not None and valeur_de(sans_repli):
            self._vue.traits[f"{self._prefixe}{lieu}, texte sans repli"] = "oui"
        largeur = cellule.premier("w:tcPr", "w:tcW")
        if largeur is not None:
            self._mesurer(f"{self._prefixe}{lieu}, largeur", largeur.attributs.get("w:w", ""))
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
        finit_une_section = paragraphe.premier("w:pPr", "w:sectPr") is not None
        # Un paragraphe vide tient sa place, sauf celui qui finit une section, qu'un logiciel retire ou ajoute.
        for texte, proprietes in _textes(paragraphe) or ([] if finit_une_section else [(_MARQUE, marque)]):
            caractere = None if proprietes is None else proprietes.premier("w:rStyle")
            nom = "" if caractere is None else caractere.attributs.get("w:val", "")
            aspect = (*self._styles.du_texte(style, nom, proprietes), *du_paragraphe, *fond)
            if morceaux and morceaux[-1][1] == aspect:
                morceaux[-1] = (morceaux[-1][0] + texte, aspect)
            else:
                morceaux.append((texte, aspect))


def _textes(paragraphe: Noeud) -> list[tuple[str, Noeud | None]]:
    """Chaque texte visible du paragraphe et les propriétés de son morceau ; un blanc n’a pas d’aspect."""
    lus: list[tuple[str, Noeud | None]] = []
    est_resultat = False
    for morceau in paragraphe.tous():
        if morceau.nom == "w:fldChar":
            est_resultat = morceau.attributs.get("w:fldCharType") == "separate"
        if morceau.nom == "w:r":
            proprietes = morceau.premier("w:rPr")
            ecrits = (
                _SIGNES.get(enfant.nom) or "".join(enfant.texte.split())
                for enfant in morceau.enfants
                if enfant.nom == "w:t" or enfant.nom in _SIGNES
            )
            # Un numéro de page se recalcule ; son aspect reste.
            lus += [(_NUMERO if est_resultat and texte.isdigit() else texte, proprietes) for texte in ecrits if texte]
    return lus
