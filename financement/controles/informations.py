"""Informations : journal vide, lecture, exemple, arrondi ou règlement dont dépend un montant ; totaux importés."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from financement.arrondi import arrondir
from financement.constat import Constat, EcartMontant
from financement.controles.catalogue import CodeControle, constater
from financement.controles.contexte import Contexte
from financement.libelles import afficher_nombre
from financement.montants import afficher_montant
from financement.nomenclature import Origine
from financement.provenance import Provenance
from financement.reglement.parametre import Parametre
from financement.reglement.valeur import UniteParametre, ecrire_valeur
from financement.regles import surcharges
from financement.taux import afficher_taux

__all__ = [
    "arrondis",
    "constat_de_total",
    "interpretations",
    "journal_sans_mouvement",
    "lignes_illustratives",
    "reglement_surcharge",
]


def journal_sans_mouvement(contexte: Contexte) -> Iterator[Constat]:
    """JOURNAL-02 : le dossier n’a aucun mouvement, à quelque date que ce soit ; un journal absent se lit vide."""
    if not contexte.situation.projet.journal:
        yield constater(CodeControle.JOURNAL_SANS_MOUVEMENT)


def interpretations(contexte: Contexte) -> Iterator[Constat]:
    """INFO-01 : combien de montants de clôture suivent une règle de lecture C."""
    lignes = contexte.cloture.lignes
    if lignes:
        yield constater(CodeControle.INTERPRETATION, nombre=afficher_nombre(len(lignes)))


def lignes_illustratives(contexte: Contexte) -> Iterator[Constat]:
    """INFO-02 : combien d’opérations du tableau en vigueur se déclarent illustratives."""
    operations = contexte.situation.tableau.operations
    nombre = sum(operation.origine is Origine.ILLUSTRATIF for operation in operations)
    if nombre:
        yield constater(
            CodeControle.LIGNES_ILLUSTRATIVES, nombre=afficher_nombre(nombre), total=afficher_nombre(len(operations))
        )


def arrondis(contexte: Contexte) -> Iterator[Constat]:
    """INFO-03 : combien de subventions recalculées ont dû être arrondies, et la somme exacte de ces arrondis."""
    parts = [ligne.calcul.part for ligne in contexte.cloture.lignes if ligne.calcul.part is not None]
    residus = [part.montant - part.taux * part.base for part in parts]
    nombre = sum(residu != 0 for residu in residus)
    if nombre:
        milliemes = sum(residus, Fraction(0)) * 1000
        signe = "−" if milliemes < 0 else ""
        entiers, decimales = divmod(abs(milliemes.numerator) // milliemes.denominator, 1000)
        yield constater(
            CodeControle.ARRONDIS,
            nombre=afficher_nombre(nombre),
            residu=f"{signe}{afficher_nombre(entiers)},{decimales:03d}",
        )


def reglement_surcharge(contexte: Contexte) -> Iterator[Constat]:
    """INFO-04 : chaque paramètre que le dossier change ou ajoute au règlement de la bibliothèque."""
    for surcharge in surcharges(contexte.situation.projet):
        parametre = surcharge.parametre
        remplaces = " ; ".join(_valeur(remplace) for remplace in surcharge.remplaces)
        yield constater(
            CodeControle.REGLEMENT_SURCHARGE,
            provenance=parametre.provenance,
            cle=parametre.cle,
            valeur=_valeur(parametre),
            reference=parametre.reference,
            remplace=f"au lieu de {remplaces}" if remplaces else "en plus des paramètres de la bibliothèque",
        )


def _valeur(parametre: Parametre) -> str:
    """La valeur d’un paramètre, dans son unité, pour une personne."""
    match parametre.unite:
        case UniteParametre.TAUX:
            return afficher_taux(parametre.valeur)
        case UniteParametre.MOIS:
            return f"{parametre.valeur} mois"
        case UniteParametre.ETP:
            return f"{ecrire_valeur(parametre.unite, parametre.valeur)} ETP"
        case _:
            return afficher_montant(arrondir(parametre.valeur))


def constat_de_total(objet: str, montants: Iterable[int], total_lu: int, provenance: Provenance) -> Constat | None:
    """TOTAL-01 : un total importé qui n’est pas la somme de ses lignes est signalé avec l’écart, jamais corrigé.

    ``objet`` nomme le total dans la phrase ; montants en centimes. Rend ``None`` si le total est juste.
    """
    mesure = EcartMontant(sum(montants), total_lu)
    if not mesure.ecart:
        return None
    return constater(
        CodeControle.TOTAL_IMPORTE_FAUX, mesure=mesure, provenance=provenance, enjeu=abs(mesure.ecart), objet=objet
    )
