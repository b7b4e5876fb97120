"""Contrôles du coût d’une opération, de son assiette et des parts que le plan en finance."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import Categorie, Nature
from financement.valeurs.arrondi import arrondir
from financement.valeurs.taux import afficher_taux

__all__ = [
    "anru_superieure_au_taux",
    "assiette_superieure_au_cout",
    "subventions_superieures_a_80",
    "ttc_contraire_au_taux",
    "ttc_inferieur_au_ht",
]

PART_MAXIMALE_DES_SUBVENTIONS: Final = Fraction(80, 100)
TOLERANCE_D_ARRONDI: Final = 100
"""Un euro, en centimes : un coût TTC arrêté à l’euro, ou sommé de lignes arrondies, reste le sien (lecture D)."""


ANRU_SUPERIEURE_AU_TAUX: Final = ModeleControle(
    "PLAN-03",
    "La subvention de l’ANRU dépasse son taux",
    Gravite.ALERTE,
    "{operation}, {financeur} : la subvention programmée ({constate}) dépasse {taux} de l’assiette, soit {attendu} ; "
    "écart {ecart}.",
    "Ramener la part de l’ANRU à {attendu} au plan et reporter {ecart} sur un autre financeur, ou corriger dans les "
    "opérations le taux ANRU ou l’assiette.",
)


def anru_superieure_au_taux(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-03 : montant ANRU ≤ taux × assiette, arrondi au centime (usage du tableau financier, confiance D)."""
    for ligne in contexte.lignes:
        taux = ligne.operation.taux_anru
        if taux is None or ligne.financeur.categorie is not Categorie.ANRU or ligne.cle.nature is not Nature.SUBVENTION:
            continue
        mesure = EcartMontant(arrondir(taux * ligne.operation.assiette_retenue), ligne.programme)
        if mesure.ecart > contexte.tolerances.get(ligne.cle.operation, 0):
            yield ANRU_SUPERIEURE_AU_TAUX.constater(
                mesure=mesure,
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=ligne.operation.provenance.a_la_colonne("taux_anru"),
                enjeu=mesure.ecart,
                taux=afficher_taux(taux),
            )


ASSIETTE_SUPERIEURE_AU_COUT: Final = ModeleControle(
    "PLAN-04",
    "L’assiette dépasse le coût",
    Gravite.ALERTE,
    "{operation} : l’assiette ({constate}) dépasse le coût ({attendu}) de {ecart}.",
    "Mettre l’assiette et le coût sur la même base (HT ou TTC) dans les opérations, ou ramener l’assiette à {attendu}.",
)


def assiette_superieure_au_cout(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-04 : assiette ≤ coût (usage du tableau financier, confiance D)."""
    for operation in contexte.situation.tableau.operations:
        mesure = EcartMontant(operation.cout, operation.assiette_retenue)
        if mesure.ecart > contexte.tolerances[operation.code]:
            yield ASSIETTE_SUPERIEURE_AU_COUT.constater(
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("assiette"),
                enjeu=mesure.ecart,
            )


SUBVENTIONS_SUPERIEURES_A_80: Final = ModeleControle(
    "PLAN-05",
    "Subventions au-delà de 80 % du coût",
    Gravite.INFORMATION,
    "{operation} : les subventions ({constate}) dépassent 80 % du coût, soit {attendu} ; la participation minimale du "
    "maître d’ouvrage public peut recevoir une dérogation en rénovation urbaine (lecture C).",
    "Rien à corriger si une dérogation le permet ; sinon, vérifier au plan la nature des lignes (un prêt saisi en "
    "subvention).",
)


def subventions_superieures_a_80(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-05 : part inhabituelle, plus de 80 % du coût en subventions.

    Source : participation minimale du maître d’ouvrage public (CGCT, art. L. 1111-10), avec dérogations : lecture C.
    """
    subventions: dict[str, int] = {}
    for ligne in contexte.lignes:
        if ligne.cle.nature is Nature.SUBVENTION:
            subventions[ligne.cle.operation] = subventions.get(ligne.cle.operation, 0) + ligne.programme
    for operation in contexte.situation.tableau.operations:
        plafond = arrondir(PART_MAXIMALE_DES_SUBVENTIONS * operation.cout)
        mesure = EcartMontant(plafond, subventions.get(operation.code, 0))
        if mesure.ecart > contexte.tolerances[operation.code]:
            yield SUBVENTIONS_SUPERIEURES_A_80.constater(
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("cout_ht"),
            )


TTC_INFERIEUR_AU_HT: Final = ModeleControle(
    "COUT-01",
    "Le coût TTC est inférieur au coût HT",
    Gravite.ALERTE,
    "{operation} : le coût TTC ({constate}) est inférieur au coût HT ({attendu}) ; écart {ecart}.",
    "Corriger le coût TTC ou le coût HT dans les opérations, ou vider le coût TTC si le taux de TVA suffit à le "
    "donner.",
)


def ttc_inferieur_au_ht(contexte: Contexte) -> Iterator[Constat]:
    """COUT-01 : un coût TTC déclaré n’est jamais inférieur au coût HT (arithmétique de la taxe, confiance A)."""
    for operation in contexte.situation.tableau.operations:
        if operation.cout_ttc is None or operation.cout_ttc >= operation.cout_ht:
            continue
        yield TTC_INFERIEUR_AU_HT.constater(
            mesure=EcartMontant(operation.cout_ht, operation.cout_ttc),
            operation=operation.code,
            provenance=operation.provenance.a_la_colonne("cout_ttc"),
        )


TTC_CONTRAIRE_AU_TAUX: Final = ModeleControle(
    "COUT-02",
    "Le coût TTC n’est pas celui que donne le taux de TVA",
    Gravite.ALERTE,
    "{operation} : le coût TTC ({constate}) n’est pas celui que donne la TVA déclarée, {taux} du coût HT, soit "
    "{attendu} ; écart {ecart}.",
    "Corriger le taux de TVA ou le coût TTC dans les opérations ; à plusieurs taux, écrire le taux moyen exact (une "
    "fraction est admise) ou vider le taux de TVA.",
)


def ttc_contraire_au_taux(contexte: Contexte) -> Iterator[Constat]:
    """COUT-02 : coût TTC déclaré = arrondi(HT × (1 + TVA)), à un euro près (usage du tableau financier, confiance D).

    Un coût TTC inférieur au HT est l’affaire de COUT-01.
    """
    for operation in contexte.situation.tableau.operations:
        taux, declare = operation.taux_tva, operation.cout_ttc
        if taux is None or declare is None or declare < operation.cout_ht:
            continue
        mesure = EcartMontant(replace(operation, cout_ttc=None).cout_toutes_taxes or 0, declare)
        if abs(mesure.ecart) > TOLERANCE_D_ARRONDI:
            yield TTC_CONTRAIRE_AU_TAUX.constater(
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("cout_ttc"),
                taux=afficher_taux(taux),
            )
