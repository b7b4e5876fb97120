"""Informations : journal vide, lecture, exemple, arrondi ou règlement dont dépend un montant ; totaux importés."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from financement.affichage.libelles import afficher_nombre
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import Origine
from financement.dossier.regles import surcharges
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Parametre
from financement.reglement.valeur import UniteParametre, ecrire_valeur
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = [
    "arrondis",
    "constat_de_total",
    "interpretations",
    "journal_sans_mouvement",
    "lignes_illustratives",
    "reglement_surcharge",
]


JOURNAL_SANS_MOUVEMENT: Final = ModeleControle(
    "JOURNAL-02",
    "Aucun mouvement",
    Gravite.INFORMATION,
    "Le dossier n’a aucun mouvement : ni engagement, ni paiement, ni dépense. Si un journal existe, il n’a pas été lu.",
    "Rien à corriger si la convention commence ; sinon, joindre le journal au dossier, ou remplir la feuille « "
    "Journal ».",
)


def journal_sans_mouvement(contexte: Contexte) -> Iterator[Constat]:
    """JOURNAL-02 : le dossier n’a aucun mouvement, à quelque date que ce soit ; un journal absent se lit vide."""
    if not contexte.situation.projet.journal:
        yield JOURNAL_SANS_MOUVEMENT.constater()


INTERPRETATION: Final = ModeleControle(
    "INFO-01",
    "Règles de clôture retenues",
    Gravite.INFORMATION,
    "Montants de clôture selon notre lecture (C) des règles de solde, qu’aucun texte ne publie (taux × dépense "
    "plafonnée, forfait, résidu) ; lignes concernées : {nombre}.",
    "Rien à corriger : faire valider cette lecture (C) par les financeurs avant de signer.",
)


def interpretations(contexte: Contexte) -> Iterator[Constat]:
    """INFO-01 : combien de montants de clôture suivent une règle de lecture C."""
    lignes = contexte.cloture.lignes
    if lignes:
        yield INTERPRETATION.constater(nombre=afficher_nombre(len(lignes)))


LIGNES_ILLUSTRATIVES: Final = ModeleControle(
    "INFO-02",
    "Opérations illustratives",
    Gravite.INFORMATION,
    "Opérations illustratives, dont les chiffres n’engagent personne : {nombre} sur {total}.",
    "Rien à corriger si le dossier n’est qu’un exemple ; sinon, remplacer ces chiffres par les réels et passer leur "
    "origine à source dans les opérations.",
)


def lignes_illustratives(contexte: Contexte) -> Iterator[Constat]:
    """INFO-02 : combien d’opérations du tableau en vigueur se déclarent illustratives."""
    operations = contexte.situation.tableau.operations
    nombre = sum(operation.origine is Origine.ILLUSTRATIF for operation in operations)
    if nombre:
        yield LIGNES_ILLUSTRATIVES.constater(nombre=afficher_nombre(nombre), total=afficher_nombre(len(operations)))


ARRONDIS: Final = ModeleControle(
    "INFO-03",
    "Arrondis des subventions",
    Gravite.INFORMATION,
    "Subventions de clôture arrondies au centime, demi-centime loin de zéro (lecture C) : {nombre} ; somme des "
    "arrondis, en centimes : {residu}.",
    "Rien à corriger : ces arrondis expliquent les quelques centimes d’écart avec un calcul à la main.",
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
        yield ARRONDIS.constater(
            nombre=afficher_nombre(nombre), residu=f"{signe}{afficher_nombre(entiers)},{decimales:03d}"
        )


REGLEMENT_SURCHARGE: Final = ModeleControle(
    "INFO-04",
    "Règlement surchargé par le dossier",
    Gravite.INFORMATION,
    "Règlement : le dossier fixe « {cle} » à {valeur} ({reference}) {remplace}.",
    "Rien à corriger si la référence citée le fonde ; sinon, retirer « {cle} » du règlement du dossier.",
)


def reglement_surcharge(contexte: Contexte) -> Iterator[Constat]:
    """INFO-04 : chaque paramètre que le dossier change ou ajoute au règlement de la bibliothèque."""
    for surcharge in surcharges(contexte.situation.projet):
        parametre = surcharge.parametre
        remplaces = " ; ".join(_valeur(remplace) for remplace in surcharge.remplaces)
        yield REGLEMENT_SURCHARGE.constater(
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


TOTAL_IMPORTE_FAUX: Final = ModeleControle(
    "TOTAL-01",
    "Total importé différent de la somme de ses lignes",
    Gravite.ALERTE,
    "{objet} : le total lu ({constate}) n’est pas la somme des lignes ({attendu}) ; écart {ecart}.",
    "Chercher {manque} d’écart dans le document d’origine, à l’endroit cité : une ligne oubliée ou masquée, ou un "
    "total tapé à la main.",
)


def constat_de_total(objet: str, montants: Iterable[int], total_lu: int, provenance: Provenance) -> Constat | None:
    """TOTAL-01 : un total importé qui n’est pas la somme de ses lignes est signalé avec l’écart, jamais corrigé.

    ``objet`` nomme le total dans la phrase ; montants en centimes. Rend ``None`` si le total est juste.
    """
    mesure = EcartMontant(sum(montants), total_lu)
    if not mesure.ecart:
        return None
    return TOTAL_IMPORTE_FAUX.constater(mesure=mesure, provenance=provenance, enjeu=abs(mesure.ecart), objet=objet)
