"""Contrôles du taux, de l’assiette et des parts de financement, tels que le plan les programme."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from financement.controles.catalogue.modeles import CodeControle, constater
from financement.controles.constat import Constat, EcartMontant
from financement.controles.contexte import Contexte
from financement.dossier.nomenclature import Categorie, Nature
from financement.valeurs.arrondi import arrondir
from financement.valeurs.taux import afficher_taux

__all__ = ["anru_superieure_au_taux", "assiette_superieure_au_cout", "subventions_superieures_a_80"]

PART_MAXIMALE_DES_SUBVENTIONS: Final = Fraction(80, 100)


def anru_superieure_au_taux(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-03 : montant ANRU ≤ taux × assiette, arrondi au centime (usage du tableau financier, confiance D)."""
    for ligne in contexte.lignes:
        taux = ligne.operation.taux_anru
        if taux is None or ligne.financeur.categorie is not Categorie.ANRU or ligne.cle.nature is not Nature.SUBVENTION:
            continue
        mesure = EcartMontant(arrondir(taux * ligne.operation.assiette_retenue), ligne.programme)
        if mesure.ecart > contexte.tolerances.get(ligne.cle.operation, 0):
            yield constater(
                CodeControle.ANRU_SUPERIEURE_AU_TAUX,
                mesure=mesure,
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=ligne.operation.provenance.a_la_colonne("taux_anru"),
                enjeu=mesure.ecart,
                taux=afficher_taux(taux),
            )


def assiette_superieure_au_cout(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-04 : assiette ≤ coût (usage du tableau financier, confiance D)."""
    for operation in contexte.situation.tableau.operations:
        mesure = EcartMontant(operation.cout, operation.assiette_retenue)
        if mesure.ecart > contexte.tolerances[operation.code]:
            yield constater(
                CodeControle.ASSIETTE_SUPERIEURE_AU_COUT,
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("assiette"),
                enjeu=mesure.ecart,
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
            yield constater(
                CodeControle.SUBVENTIONS_SUPERIEURES_A_80,
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("cout_ht"),
            )
