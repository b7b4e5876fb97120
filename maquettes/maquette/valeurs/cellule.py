"""La valeur d’un objet du dossier dans une cellule à remplir : nombre, date, pourcentage ou texte."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from financement.reglement.parametre import Parametre
from financement.valeurs.taux import ecrire_taux, est_un_pourcentage
from maquettes.classeur.classeur import Feuille, Style
from maquettes.description.table import Colonne, Genre
from maquettes.description.valeurs import ecrire_cellule

__all__ = ["ValeurSaisie", "ecrire_valeur", "valeur_de_cellule"]


ValeurSaisie = str | int | date | Decimal | Fraction


def valeur_de_cellule(colonne: Colonne, objet: object) -> ValeurSaisie | None:
    """La valeur à écrire, ``None`` si elle est vide ; un montant est une fraction d’euro.

    Un taux qui n’est pas un pourcentage décimal exact s’écrit en texte (``1/3``), un semestre, un code, un paramètre
    aussi : rien n’est arrondi ni deviné par le tableur.
    """
    if colonne.genre is Genre.VALEUR and isinstance(objet, Parametre):
        return objet.valeur_ecrite
    valeur: object = getattr(objet, colonne.champ)
    match colonne.genre, valeur:
        case Genre.MONTANT, int():
            return Fraction(valeur, 100)
        case Genre.TAUX, Fraction() if not est_un_pourcentage(valeur):
            return ecrire_taux(valeur)
        case (
            Genre.ENTIER | Genre.DATE | Genre.QUANTITE | Genre.TAUX,
            int() | date() | Decimal() | Fraction() as nombre,
        ):
            return nombre
        case Genre.CODES, tuple():
            return ", ".join(valeur) or None
        case _:
            return ecrire_cellule(colonne, valeur) or None


def ecrire_valeur(feuille: Feuille, place: tuple[int, int], valeur: ValeurSaisie, style: Style) -> None:
    """Écrit une valeur saisie ; une quantité n’a de décimales que si elle en demande."""
    match valeur:
        case str():
            # Le format texte garde « 1/3 » de devenir une date si l'on rouvre la cellule.
            feuille.texte(*place, valeur, style if style.format_nombre == "@" else replace(style, format_nombre="@"))
        case date():
            feuille.date(*place, valeur, style)
        case Decimal():
            feuille.nombre(*place, valeur, replace(style, format_nombre=_format_de_quantite(valeur)))
        case _:
            feuille.nombre(*place, valeur, style)


def _format_de_quantite(quantite: Decimal) -> str:
    return "[$-40C]#,##0.00" if quantite % 1 else "[$-40C]#,##0"
