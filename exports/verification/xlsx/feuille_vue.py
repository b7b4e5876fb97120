"""Ce qui, dans une feuille de calcul, peut montrer autre chose que les textes et les valeurs que l’on y lit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from exports.verification.ooxml.arbre import Noeud
from exports.verification.xlsx.entete_de_feuille import sens_de_l_entete
from maquettes.classeur.classeur import adresse
from maquettes.tableur.adresses import adresse_de

__all__ = ["FeuilleVue", "Rangees", "decrire_la_feuille"]

_VRAI: Final = frozenset({"1", "true"})
_NATURES: Final = {"s": "texte", "str": "texte", "inlineStr": "texte", "b": "booléen", "e": "erreur", "d": "date"}
_LARGEUR_ORDINAIRE: Final = Decimal("8.43")
_HAUTEUR_ORDINAIRE: Final = Decimal(15)
_COLONNES: Final = 1_000
_ECHELLE_LISIBLE: Final = 40
_REGLAGES: Final = (
    (("sheetPr", "pageSetUpPr"), {"fitToPage": "0"}),
    (("sheetPr", "tabColor"), {"rgb": "", "theme": "", "indexed": "", "tint": ""}),
    (("autoFilter",), {"ref": ""}),
    (("printOptions",), {"headings": "0", "gridLines": "0", "horizontalCentered": "0", "verticalCentered": "0"}),
    (
        ("pageSetup",),
        {
            "paperSize": "1", "scale": "100", "fitToWidth": "1", "fitToHeight": "1", "orientation": "default",
            "pageOrder": "downThenOver", "blackAndWhite": "0", "draft": "0", "useFirstPageNumber": "0",
        },
    ),
    (("headerFooter",), {"differentFirst": "0", "differentOddEven": "0", "scaleWithDoc": "1"}),
)  # fmt: skip
"""Ce qui se compare tel quel, et la valeur d’un réglage absent."""
_DITS: Final = {
    "fitToPage": "mise en page, ajustement à la page", "rgb": "couleur de l’onglet", "theme": "couleur de l’onglet",
    "indexed": "couleur de l’onglet", "tint": "teinte de l’onglet", "ref": "filtre", "scale": "mise en page, échelle",
    "paperSize": "mise en page, papier", "orientation": "mise en page, orientation",
    "differentFirst": "en-têtes, première page à part", "differentOddEven": "en-têtes, pages paires à part",
}  # fmt: skip


@dataclass(slots=True)
class FeuilleVue:
    """Une feuille : styles et textes de ses cellules, ce qui y est caché, ses autres traits, par nom.

    ``vides`` donne le style des cellules sans valeur, qui se voient par leur fond et leurs bordures.
    """

    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    vides: dict[tuple[int, int], str] = field(default_factory=dict)
    natures: dict[tuple[int, int], str] = field(default_factory=dict)
    textes: dict[tuple[int, int], str | Noeud] = field(default_factory=dict)
    cachees: dict[str, str] = field(default_factory=dict)
    hauteurs: dict[int, Decimal] = field(default_factory=dict)
    largeurs: dict[int, Decimal] = field(default_factory=dict)
    marges: dict[str, Decimal] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    volets: str = ""

    def largeur(self, colonne: int) -> Decimal:
        """La largeur d’une colonne, en caractères."""
        return self.largeurs.get(colonne, self.largeurs.get(-1, _LARGEUR_ORDINAIRE))

    def hauteur(self, ligne: int) -> Decimal:
        """La hauteur d’une ligne, en points."""
        return self.hauteurs.get(ligne, self.hauteurs.get(-1, _HAUTEUR_ORDINAIRE))


class Rangees:
    """Retient de chaque ligne ce qui décide de ce qu’elle montre, et l’oublie."""

    def __init__(self, vue: FeuilleVue) -> None:
        self._vue = vue
        self._ligne = -1

    def recevoir(self, noeud: Noeud) -> bool:
        """Range une ligne lue en entier ; tout autre élément est laissé à l’arbre."""
        if noeud.nom != "row":
            return False
        self._ligne = _entier(noeud.attributs.get("r"), self._ligne + 2) - 1
        if noeud.attributs.get("hidden") in _VRAI:
            self._vue.cachees[f"ligne {self._ligne + 1}"] = "cachée"
        if "ht" in noeud.attributs:
            self._vue.hauteurs[self._ligne] = _nombre(noeud.attributs["ht"], _HAUTEUR_ORDINAIRE)
        colonne = -1
        for cellule in noeud.enfants:
            if cellule.nom != "c":
                continue
            place = _place(cellule.attributs.get("r"), (self._ligne, colonne + 1))
            colonne = place[1]
            self._cellule(place, cellule)
        return True

    def _cellule(self, place: tuple[int, int], cellule: Noeud) -> None:
        if not cellule.enfants:
            self._vue.vides[place] = cellule.attributs.get("s", "0")
            return
        self._vue.styles[place] = cellule.attributs.get("s", "0")
        genre = cellule.attributs.get("t", "n")
        if genre != "n":
            self._vue.natures[place] = _NATURES.get(genre, genre)
        dans = cellule.premier("is")
        valeur = cellule.premier("v")
        if dans is not None:
            self._vue.textes[place] = dans
        elif genre == "s" and valeur is not None:
            self._vue.textes[place] = valeur.texte


def decrire_la_feuille(vue: FeuilleVue, racine: Noeud, liens: dict[str, str]) -> None:
    """Ajoute à la vue ce que dit le reste de la feuille ; ``liens`` donne la cible de chaque relation."""
    derniere = 0
    for colonne in _enfants(racine, "cols"):
        premiere = _entier(colonne.attributs.get("min"), 1)
        if premiere <= derniere:
            vue.traits[f"colonne de rang {premiere}, largeur"] = "dite deux fois"
        derniere = max(derniere, premiere, _entier(colonne.attributs.get("max"), 1))
        _decrire_les_colonnes(vue, colonne)
    for fusion in _enfants(racine, "mergeCells"):
        vue.traits[f"cellules fusionnées {fusion.attributs.get('ref', '').replace('$', '')}"] = "fusionnées"
    for lien in _enfants(racine, "hyperlinks"):
        cible = liens.get(lien.attributs.get("r:id", ""), "")
        place = lien.attributs.get("location", "").replace("'", "")
        lieu = f"lien, {lien.attributs.get('ref', '')}"
        dit = f"{cible}#{place} {lien.attributs.get('display', '')}"
        # Deux liens sur une cellule : chaque tableur suit l'un des deux.
        vue.traits[lieu] = f"{vue.traits[lieu]} ; {dit}" if lieu in vue.traits else dit
        if bulle := lien.attributs.get("tooltip"):
            vue.traits[f"bulle du lien, {lien.attributs.get('ref', '')}"] = bulle
    _decrire_l_affichage(vue, racine)
    _decrire_les_tailles(vue, racine)
    _decrire_les_entetes(vue, racine)
    _decrire_la_page(vue, racine)
    _decrire_les_reglages(vue, racine)


def _enfants(racine: Noeud, nom: str) -> Iterator[Noeud]:
    trouve = racine.premier(nom)
    return iter(() if trouve is None else trouve.enfants)


def _decrire_les_colonnes(vue: FeuilleVue, colonne: Noeud) -> None:
    premiere, derniere = _entier(colonne.attributs.get("min"), 1), _entier(colonne.attributs.get("max"), 1)
    largeur = _nombre(colonne.attributs.get("width", ""), _LARGEUR_ORDINAIRE)
    for rang in range(premiere - 1, min(derniere, premiere + _COLONNES)):
        vue.largeurs[rang] = largeur
        if colonne.attributs.get("hidden") in _VRAI:
            vue.cachees[f"colonne {adresse(0, rang).rstrip('1')}"] = "cachée"


def _decrire_l_affichage(vue: FeuilleVue, racine: Noeud) -> None:
    for affichage in _enfants(racine, "sheetViews"):
        if _nombre(affichage.attributs.get("zoomScale", "100"), Decimal(100)) < _ECHELLE_LISIBLE:
            vue.traits["affichage, zoomScale"] = affichage.attributs["zoomScale"]
        volets = affichage.premier("pane")
        if volets is not None:
            coin = affichage.attributs.get("topLeftCell", "A1")
            attributs = ("xSplit", "ySplit", "topLeftCell")
            vue.volets = f"{coin} " + " ".join(volets.attributs.get(nom, "") for nom in attributs)


def _decrire_les_tailles(vue: FeuilleVue, racine: Noeud) -> None:
    tailles = racine.premier("sheetFormatPr")
    if tailles is not None:
        if tailles.attributs.get("zeroHeight") in _VRAI:
            vue.cachees["lignes sans hauteur"] = "cachées"
        if "defaultRowHeight" in tailles.attributs:
            vue.hauteurs[-1] = _nombre(tailles.attributs["defaultRowHeight"], _HAUTEUR_ORDINAIRE)
        if "defaultColWidth" in tailles.attributs:
            vue.largeurs[-1] = _nombre(tailles.attributs["defaultColWidth"], _LARGEUR_ORDINAIRE)


def _decrire_les_entetes(vue: FeuilleVue, racine: Noeud) -> None:
    entetes = racine.premier("headerFooter")
    if entetes is not None:
        actifs = {"odd"}
        for attribut, debut in (("differentFirst", "first"), ("differentOddEven", "even")):
            if entetes.attributs.get(attribut) in _VRAI:
                actifs.add(debut)
        for entete in entetes.enfants:
            if entete.nom.startswith(tuple(actifs)) and entete.texte:
                vue.traits[f"impression, {entete.nom}"] = sens_de_l_entete(entete.texte)


def _decrire_la_page(vue: FeuilleVue, racine: Noeud) -> None:
    marges = racine.premier("pageMargins")
    for cote, marge in ({} if marges is None else marges.attributs).items():
        vue.marges[cote] = _nombre(marge, Decimal(-1))
    for sens in ("rowBreaks", "colBreaks"):
        if sauts := " ".join(saut.attributs.get("id", "") for saut in _enfants(racine, sens)):
            vue.traits[f"mise en page, sauts, {sens}"] = sauts


def _decrire_les_reglages(vue: FeuilleVue, racine: Noeud) -> None:
    for chemin, attributs in _REGLAGES:
        reglage = racine.premier(*chemin) or Noeud("", {})
        for nom, ordinaire in attributs.items():
            if (lu := _ecrit(reglage, nom, ordinaire)) != ordinaire:
                vue.traits[f"{_DITS.get(nom, f'mise en page, {chemin[-1]}, {nom}')}"] = lu.casefold()


def _ecrit(noeud: Noeud, attribut: str, ordinaire: str) -> str:
    """La valeur d’un attribut, les deux écritures d’un booléen ramenées à une."""
    lue = noeud.attributs.get(attribut, ordinaire)
    return {"true": "1", "false": "0"}.get(lue, lue)


def _entier(texte: str | None, defaut: int) -> int:
    return int(texte) if texte is not None and re.fullmatch("[0-9]{1,7}", texte) else defaut


def _nombre(texte: str, defaut: Decimal) -> Decimal:
    return Decimal(texte) if re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,20})?", texte) else defaut


def _place(ecrite: str | None, suivante: tuple[int, int]) -> tuple[int, int]:
    if ecrite is None:
        return suivante
    try:
        return adresse_de(ecrite)
    except ValueError:
        return suivante
