"""Relire un classeur produit : chaque cellule du document, sa formule et la valeur que le fichier enregistre."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from python_calamine import CalamineWorkbook

from exports.document.document import Document
from exports.document.tableau import Cellule, Colonne, GenreColonne
from exports.rendus.xlsx.rendu import plan_du_classeur
from maquettes.tableur.adresses import adresse
from tests.cellules import cellules

__all__ = ["Relue", "attendue", "lire_valeurs", "relire", "se_valent"]

TYPES = (str, int, float, date)
ValeurDeFichier = str | float | date | None
Valeurs = dict[tuple[str, int, int], ValeurDeFichier]


@dataclass(frozen=True)
class Relue:
    """Une cellule du document et ce que le fichier en garde."""

    lieu: str
    colonne: Colonne
    cellule: Cellule
    contenu: ValeurDeFichier
    enregistre: ValeurDeFichier

    @property
    def formule(self) -> str | None:
        return self.contenu if self.cellule.calcul is not None and isinstance(self.contenu, str) else None


def lire_valeurs(chemin: Path) -> Valeurs:
    """Les valeurs de toutes les cellules, par feuille, ligne et colonne comptées depuis zéro."""
    classeur = CalamineWorkbook.from_path(chemin)
    return {
        (nom, rang_ligne, rang_colonne): contenu if isinstance(contenu, TYPES) else None
        for nom in classeur.sheet_names
        for rang_ligne, ligne in enumerate(classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False))
        for rang_colonne, contenu in enumerate(ligne)
    }


def relire(chemin: Path, document: Document) -> Iterator[Relue]:
    """Chaque cellule du document, lue à sa place dans le fichier."""
    ecrites, valeurs = cellules(chemin), lire_valeurs(chemin)
    plan = plan_du_classeur(document)
    for tableau in document.tableaux:
        place = plan[tableau.cle]
        for ligne in tableau.lignes:
            for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True):
                ou = place.feuille, place.lignes[ligne.cle], place.colonnes[colonne.cle]
                lieu = f"{tableau.cle}/{ligne.cle}/{colonne.cle}"
                formule = ecrites[ou[0], adresse(ou[1], ou[2])].formule
                valeur = valeurs.get(ou)
                yield Relue(lieu, colonne, cellule, valeur if formule is None else f"={formule}", valeur)


def attendue(relue: Relue) -> str | Fraction | date | None:
    """La valeur du document, dans l’unité du fichier : euros, nombre ou texte."""
    match relue.cellule.valeur:
        case None:
            return None
        case str() as texte:
            return texte
        case date() as jour:
            return jour
        case nombre:
            exact = Fraction(nombre)
            return exact / 100 if relue.colonne.genre is GenreColonne.MONTANT else exact


def se_valent(relue: Relue, lu: ValeurDeFichier) -> bool:
    """Le fichier porte la valeur du document : au centime pour un montant, aux derniers bits pour un taux."""
    voulu = attendue(relue)
    if voulu is None:
        return lu in {None, ""}
    if isinstance(voulu, str):
        return lu == voulu
    if isinstance(voulu, date):
        return isinstance(lu, date) and lu == voulu
    if not isinstance(lu, int | float):
        return False
    if relue.colonne.genre is GenreColonne.TAUX:
        return abs(Fraction(lu) - voulu) <= Fraction(1, 10**12) * max(Fraction(1), abs(voulu))
    # Le plus court décimal qui redonne ce nombre binaire est celui qui y a été écrit.
    return Decimal(repr(lu)) == Decimal(voulu.numerator) / voulu.denominator
