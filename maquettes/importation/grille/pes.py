"""Le flux PES V2 « aller » : mandats, titres et leurs annulations, une ligne par ligne de pièce.

``MtHT`` est « le montant HT, ou TTC si la TVA n’est pas remplie » : la colonne ``Base`` dit lequel, et ``MtTTC`` est
toujours le montant toutes taxes. Une ligne d’un bordereau de type 02, d’annulation ou de réduction, revient sur la
pièce que nomme ``PieceRattachee``.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from maquettes.importation.grille.flux_xml import TableDeFlux
from maquettes.tableur.balises import Attributs
from maquettes.tableur.contenu import GenreCellule

__all__ = ["LecteurDePes"]

_ANNULATION: Final = "2"
_SENS: Final = {"PES_DepenseAller": ("dépense", "mandat"), "PES_RecetteAller": ("recette", "titre")}
_CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "Bordereau": {"Exer": "Exercice", "IdBord": "Bordereau", "TypBord": "TypBord", "DteBordEm": "Date"},
    "Piece": {"IdPce": "Piece", "TypPce": "TypPce", "NatPce": "NatPce", "Obj": "Objet"},
    "LigneDePiece": {
        "IdLigne": "Ligne",
        "Nature": "Nature",
        "Fonction": "Fonction",
        "Operation": "Operation",
        "MtHT": "MtHT",
        "MtTVA": "MtTVA",
    },
    "RattachPiece": {"ExerRat": "ExerciceRattache", "PceRat": "PieceRattachee", "NumLigneRat": "LigneRattachee"},
    "Tiers": {"RefTiers": "RefTiers", "Nom": "Tiers"},
}
"""Ce qui se lit dans chaque élément, et la colonne qui le porte."""

_COLONNES: Final = (
    "Sens",
    "Genre",
    "Exercice",
    "Bordereau",
    "TypBord",
    "Date",
    "Piece",
    "TypPce",
    "NatPce",
    "Objet",
    "Ligne",
    "Nature",
    "Fonction",
    "Operation",
    "MtHT",
    "MtTVA",
    "MtTTC",
    "Base",
    "RefTiers",
    "Tiers",
    "ExerciceRattache",
    "PieceRattachee",
    "LigneRattachee",
)
_GENRES: Final = {
    "Date": GenreCellule.DATE,
    **dict.fromkeys(("MtHT", "MtTVA", "MtTTC"), GenreCellule.NOMBRE),
}


class LecteurDePes:
    """Reçoit les éléments d’un flux PES ; chaque niveau garde ce qu’il dit jusqu’à sa fin."""

    def __init__(self) -> None:
        self.table = TableDeFlux(colonnes=_COLONNES, genres=_GENRES)
        self._sens, self._piece = "", ""
        self._ouverts: list[str] = []
        self._dits: dict[str, dict[str, str]] = {niveau: {} for niveau in _CHAMPS}
        self._lignes = 0

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Un élément s’ouvre."""
        if nom in _SENS:
            self._sens, self._piece = _SENS[nom]
        elif nom in _CHAMPS:
            self._ouvrir(nom)
        elif self._ouverts and "V" in attributs:
            niveau = self._ouverts[-1]
            colonne = _CHAMPS[niveau].get(nom)
            if colonne is not None:
                self._dits[niveau].setdefault(colonne, attributs["V"].strip())

    def fin(self, nom: str) -> None:
        """Un élément se ferme."""
        if not self._ouverts or nom != self._ouverts[-1]:
            return
        self._ouverts.pop()
        if nom == "LigneDePiece":
            self._lignes += 1
            self._ajouter()
        elif nom == "Piece" and not self._lignes:
            self.table.ecarter("pièce sans ligne")

    def _ouvrir(self, nom: str) -> None:
        self._ouverts.append(nom)
        if nom == "Tiers":
            # D'une ligne à plusieurs tiers, le premier.
            return
        self._dits[nom] = {}
        if nom == "LigneDePiece":
            self._dits["RattachPiece"], self._dits["Tiers"] = {}, {}
        elif nom == "Piece":
            self._lignes = 0

    def _ajouter(self) -> None:
        valeurs = {colonne: valeur for dits in self._dits.values() for colonne, valeur in dits.items()}
        annule = valeurs.get("TypBord", "").lstrip("0") == _ANNULATION
        valeurs["Sens"] = self._sens
        valeurs["Genre"] = f"annulation de {self._piece}" if annule else self._piece
        valeurs["Base"] = "HT" if valeurs.get("MtTVA") else "TTC"
        valeurs["MtTTC"] = _somme(valeurs.get("MtHT", ""), valeurs.get("MtTVA", ""))
        numeros = (valeurs.get(colonne, "?") for colonne in ("Bordereau", "Piece", "Ligne"))
        bordereau, piece, ligne = numeros
        self.table.ajouter(f"bordereau {bordereau}, {self._piece} {piece}, ligne {ligne}", valeurs)


def _somme(hors_taxes: str, taxe: str) -> str:
    """Le montant toutes taxes, vide si l’un des deux n’est pas un nombre."""
    try:
        somme = Decimal(hors_taxes) + Decimal(taxe or 0)
    except InvalidOperation:
        return ""
    return f"{somme:f}" if somme.is_finite() else ""
