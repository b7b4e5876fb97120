"""Ce qu’il faut savoir d’une feuille pour y poser des commentaires : ses dimensions, ses fusions, son dessin."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from maquettes.annotation.balisage import Element, Retouche, analyser, entier_ecrit, inserer_en_ordre
from maquettes.annotation.geometrie import (
    COLONNES,
    Cellule,
    Grille,
    lire_cellule,
    pixels_de_colonne,
    pixels_de_ligne,
)
from maquettes.annotation.relations import ESPACE_RELATIONS

__all__ = ["PlanDeFeuille", "lire_plan"]

_LARGEUR: Final = 64
_HAUTEUR: Final = 20
_LIGNES_AU_DESSUS: Final = 2
_LIGNES_AU_DESSOUS: Final = 45
_FAUX: Final = {None, "0", "false"}
_ORDRE: Final = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDeFeuille:
    """Une feuille analysée ; ``dessin`` est l’identifiant de la relation vers les boîtes de commentaires."""

    octets: bytes
    racine: Element
    grille: Grille
    fusions: tuple[tuple[Cellule, Cellule], ...]
    dessin: str | None

    def visible(self, cellule: Cellule) -> Cellule:
        """La cellule, ou celle qui la recouvre par une fusion : un commentaire ailleurs ne se verrait pas."""
        for debut, fin in self.fusions:
            if debut.ligne <= cellule.ligne <= fin.ligne and debut.colonne <= cellule.colonne <= fin.colonne:
                return debut
        return cellule

    def bord_droit(self, cellule: Cellule) -> Cellule:
        """La cellule de même ligne qui en est le bord droit : elle-même, ou la dernière de sa fusion."""
        colonnes = [fin.colonne for debut, fin in self.fusions if debut == cellule]
        return Cellule(cellule.ligne, max(colonnes, default=cellule.colonne))

    def relier_au_dessin(self, identifiant: str) -> Retouche:
        """Désigne les boîtes des commentaires."""
        present = self.racine.premier("legacyDrawing")
        if present is None:
            nom = f"{self.racine.prefixe}legacyDrawing"
            xml = f'<{nom} xmlns:r="{ESPACE_RELATIONS}" r:id="{identifiant}"/>'
            return inserer_en_ordre(self.octets, self.racine, _ORDRE, "legacyDrawing", xml)
        # L'identifiant présent ne mène à rien : l'élément est refait.
        nom = f"{present.prefixe}legacyDrawing"
        return Retouche(present.debut, present.fin, f'<{nom} xmlns:r="{ESPACE_RELATIONS}" r:id="{identifiant}"/>')


def lire_plan(octets: bytes, partie: str, cellules: Collection[Cellule]) -> PlanDeFeuille:
    """Analyse une feuille ; des lignes, seules comptent les voisines des cellules à commenter."""
    voisines = {
        str(ligne + 1)
        for cellule in cellules
        for ligne in range(cellule.ligne - _LIGNES_AU_DESSUS, cellule.ligne + _LIGNES_AU_DESSOUS)
    }

    def retenir(nom: str, profondeur: int, attributs: Mapping[str, str]) -> bool:
        if nom == "row":
            return attributs.get("r") in voisines
        return profondeur <= 1 or nom in {"col", "mergeCell"}

    octets, racine = analyser(octets, partie, retenir)
    dessin = racine.premier("legacyDrawing")
    return PlanDeFeuille(
        octets=octets,
        racine=racine,
        grille=_grille(racine),
        fusions=tuple(_fusions(racine)),
        dessin=dessin.attributs.get(f"{ESPACE_RELATIONS} id") if dessin is not None else None,
    )


def _enfants(racine: Element, ensemble: str) -> list[Element]:
    trouve = racine.premier(ensemble)
    return list(trouve.enfants) if trouve is not None else []


def _grille(racine: Element) -> Grille:
    format_de_feuille = racine.premier("sheetFormatPr")
    defauts: Mapping[str, str] = format_de_feuille.attributs if format_de_feuille is not None else {}
    largeur = pixels_de_colonne(defauts.get("defaultColWidth"), _LARGEUR)
    hauteur = pixels_de_ligne(defauts.get("defaultRowHeight"), _HAUTEUR)
    largeurs = {}
    for element in _enfants(racine, "cols"):
        premiere, derniere = entier_ecrit(element.attributs.get("min")), entier_ecrit(element.attributs.get("max"))
        if premiere is not None and derniere is not None:
            cachee = element.attributs.get("hidden") not in _FAUX
            pixels = 0 if cachee else pixels_de_colonne(element.attributs.get("width"), largeur)
            rangs = range(max(premiere, 1) - 1, min(derniere, COLONNES))
            largeurs.update(dict.fromkeys(rangs, pixels))
    hauteurs = {
        int(element.attributs["r"]) - 1: 0
        if element.attributs.get("hidden") not in _FAUX
        else pixels_de_ligne(element.attributs.get("ht"), hauteur)
        for element in _enfants(racine, "sheetData")
    }
    return Grille(largeurs=largeurs, hauteurs=hauteurs, largeur=largeur or _LARGEUR, hauteur=hauteur or _HAUTEUR)


def _fusions(racine: Element) -> list[tuple[Cellule, Cellule]]:
    lues = []
    for element in _enfants(racine, "mergeCells"):
        debut, _, fin = element.attributs.get("ref", "").partition(":")
        coins = (lire_cellule(debut), lire_cellule(fin))
        if coins[0] is not None and coins[1] is not None:
            lues.append((coins[0], coins[1]))
    return lues
