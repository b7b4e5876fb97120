"""Ce qu’un classeur à remplir a de plus qu’un classeur imprimé : noms définis, saisies, protection, graphiques.

Comme dans :mod:`maquettes.classeur.classeur`, tout code de retour de xlsxwriter devient une exception.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from maquettes.classeur.classeur import (
    Classeur,
    ClasseurImpossible,
    Feuille,
    Proprietes,
    Style,
    nombre_de_tableur,
    texte_de_resultat,
)
from maquettes.classeur.graphique_natif import GraphiqueNatif, composer

if TYPE_CHECKING:
    from xlsxwriter.format import Format

__all__ = ["ClasseurVivant", "FeuilleVivante", "Saisie"]

_PERMIS: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "format_cells": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}
_LONGUEUR_TITRE: Final = 32
_LONGUEUR_CONSIGNE: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Saisie:
    """Ce qu’une cellule à remplir accepte : ``regle`` au sens du tableur, consigne affichée et refus, en français.

    ``tolerance`` : « stop » refuse, « warning » demande confirmation, « information » prévient.
    """

    regle: Mapping[str, object]
    titre: str
    consigne: str
    refus: str
    tolerance: str = "stop"


class ClasseurVivant(Classeur):
    """Un classeur à remplir."""

    def __init__(self, proprietes: Proprietes) -> None:
        super().__init__(proprietes)
        self._definis: set[str] = set()

    def feuille_vivante(self, nom: str, onglet: str) -> "FeuilleVivante":
        """Ajoute une feuille, d’onglet de couleur ``onglet`` ; refuse un nom interdit ou déjà pris."""
        feuille = FeuilleVivante(self, self._ajouter(nom), nom)
        feuille.colorer(onglet)
        return feuille

    def definir_nom(self, nom: str, reference: str) -> None:
        """Donne un nom à une plage (``'Feuille'!$A$1:$A$9``) ou à une constante."""
        code = self._classeur.define_name(nom, f"={reference}")
        deja = nom.casefold() in self._definis
        self._definis.add(nom.casefold())
        if deja or code < 0:
            raise ClasseurImpossible(f"nom défini impossible : « {nom} »")

    def graphique(self, decrit: GraphiqueNatif) -> Any:
        """Le graphique natif décrit."""
        return composer(self._classeur, decrit)


class FeuilleVivante(Feuille):
    """Une feuille à remplir ; lignes et colonnes se comptent depuis zéro."""

    def colorer(self, couleur: str) -> None:
        """Donne une couleur à l’onglet."""
        self._feuille.set_tab_color(couleur)

    def proteger(self) -> None:
        """Verrouille les cellules qui ne se saisissent pas, sans mot de passe."""
        self._feuille.protect("", dict(_PERMIS))

    def masquer(self) -> None:
        """Retire la feuille de la vue ; le tableur sait la remontrer."""
        self._feuille.hide()

    def replier(self, premiere: int, derniere: int, caracteres: float) -> None:
        """Groupe des colonnes et les replie."""
        options = {"level": 1, "hidden": True}
        self._reussir(self._feuille.set_column(premiere, derniere, caracteres, None, options), "groupe de colonnes")
        options = {"collapsed": True}
        self._reussir(self._feuille.set_column(derniere + 1, derniere + 1, 3, None, options), "groupe de colonnes")

    def formules(
        self,
        depart: tuple[int, int],
        formules: Iterable[str],
        valeurs: Sequence[str | int | Fraction],
        style: Style,
        unite: int = 1,
    ) -> None:
        """Écrit une formule par ligne, vers le bas, avec la valeur du moteur divisée par ``unite`` (100 : centimes)."""
        presentation: Format = self._classeur.format(style)
        ligne, colonne = depart
        ecrire = self._feuille.write_formula
        for rang, formule in enumerate(formules):
            valeur = valeurs[rang]
            resultat = (
                texte_de_resultat(valeur)
                if isinstance(valeur, str)
                else nombre_de_tableur(valeur if unite == 1 else Fraction(valeur, unite))
            )
            self._reussir(ecrire(ligne + rang, colonne, formule, presentation, resultat), "formule")

    def vides(self, depart: tuple[int, int], nombre: int, style: Style) -> None:
        """Présente des cellules sans valeur, vers le bas."""
        presentation = self._classeur.format(style)
        ligne, colonne = depart
        for rang in range(nombre):
            self._feuille.write_blank(ligne + rang, colonne, None, presentation)

    def saisir(self, premiere: tuple[int, int], derniere: tuple[int, int], saisie: Saisie) -> None:
        """Pose une règle de saisie sur une plage."""
        if len(saisie.titre) > _LONGUEUR_TITRE or max(len(saisie.consigne), len(saisie.refus)) > _LONGUEUR_CONSIGNE:
            raise ClasseurImpossible(f"feuille « {self.nom} », consigne trop longue : « {saisie.titre} »")
        options = {
            **saisie.regle,
            "input_title": saisie.titre,
            "input_message": saisie.consigne,
            "error_title": saisie.titre,
            "error_message": saisie.refus,
            "error_type": saisie.tolerance,
            "ignore_blank": True,
        }
        self._reussir(self._feuille.data_validation(*premiere, *derniere, options), "règle de saisie")

    def signaler(self, premiere: tuple[int, int], derniere: tuple[int, int], formule: str, style: Style) -> None:
        """Présente autrement les cellules d’une plage où une formule est vraie."""
        format_conditionnel = self._classeur.format_conditionnel(style)
        options = {"type": "formula", "criteria": formule, "format": format_conditionnel}
        self._reussir(self._feuille.conditional_format(*premiere, *derniere, options), "mise en forme conditionnelle")

    def lien_vers(self, ligne: int, colonne: int, cible: str, texte: str, style: Style) -> None:
        """Écrit un lien vers une cellule (``'Feuille'!A1``)."""
        code = self._feuille.write_url(ligne, colonne, f"internal:{cible}", self._classeur.format(style), texte)
        self._reussir(code, "lien")

    def inserer(self, ligne: int, colonne: int, decrit: GraphiqueNatif) -> None:
        """Place un graphique, avec son texte de remplacement."""
        classeur = self._classeur
        if not isinstance(classeur, ClasseurVivant):
            raise TypeError("un graphique demande un classeur vivant")
        options = {"description": decrit.description, "object_position": 2}
        self._reussir(self._feuille.insert_chart(ligne, colonne, classeur.graphique(decrit), options), "graphique")
