"""Les totaux de contrôle d’un TotEM ou d’un compte financier unique : une ligne par opération, nature et sens.

Le fichier répète chaque montant à tous ses regroupements : seule une ligne qui a nature, sens et opération en est une ;
les autres sont comptées, par motif.
"""

from typing import Final

from maquettes.importation.grille.flux_xml import TableDeFlux
from maquettes.tableur.balises import Attributs
from maquettes.tableur.contenu import GenreCellule

__all__ = ["LecteurDeTotem"]

_MONTANTS: Final = ("MtBudgPrec", "MtRARPrec", "MtPropNouv", "MtPrev", "CredOuv", "MtReal", "MtRAR3112")
_LUS: Final = ("CodRD", "Nature", "LibCpte", "Fonction", "Operation", *_MONTANTS)
_ENTETES: Final = {"Exer": "Exercice", "LibelleEtab": "Etablissement", "Nomenclature": "Nomenclature"}
_COLONNES: Final = (*_ENTETES.values(), *_LUS)
_SENS: Final = {"D": "dépense", "R": "recette"}


class LecteurDeTotem:
    """Reçoit les éléments d’un document budgétaire."""

    def __init__(self) -> None:
        self.table = TableDeFlux(colonnes=_COLONNES, genres=dict.fromkeys(_MONTANTS, GenreCellule.NOMBRE))
        self._entete: dict[str, str] = {}
        self._ligne: dict[str, str] | None = None

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Un élément s’ouvre."""
        if nom == "LigneBudget":
            self._ligne = {}
        elif nom == "Budget":
            self._entete = {}
        elif "V" in attributs:
            if self._ligne is not None and nom in _LUS:
                self._ligne[nom] = attributs["V"].strip()
            elif self._ligne is None and nom in _ENTETES:
                self._entete[_ENTETES[nom]] = attributs["V"].strip()

    def fin(self, nom: str) -> None:
        """Un élément se ferme."""
        if nom != "LigneBudget" or self._ligne is None:
            return
        ligne, self._ligne = self._ligne, None
        if not (ligne.get("Nature") and ligne.get("CodRD")):
            self.table.ecarter("sous-total répété")
        elif not ligne.get("Operation"):
            self.table.ecarter("ligne sans opération")
        else:
            sens = _SENS.get(ligne["CodRD"], ligne["CodRD"])
            repere = f"opération {ligne['Operation']}, nature {ligne['Nature']}, {sens}"
            self.table.ajouter(repere, self._entete | ligne)
