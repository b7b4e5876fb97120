"""L'avenant de clôture proposé : la clôture écrite comme une nouvelle version du dossier.

Programmé = montant de clôture, coût = coût final, assiette = min(assiette, coût final) : clore de nouveau n'y change
aucun montant. Une opération dont le plan final ne fait pas le coût final reste déséquilibrée, et le contrôle le dit.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from financement.arrondi import arrondir
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture
from financement.convention import Avenant
from financement.nomenclature import Base, NatureAvenant
from financement.operation import Operation
from financement.plan import LignePlan
from financement.projet import Projet
from financement.provenance import INCONNUE

__all__ = ["generer_avenant_cloture"]


def generer_avenant_cloture(cloture: Cloture, *, signature: date) -> Projet:
    """Le projet augmenté d'un avenant de clôture daté de ``signature``, tel que la ``cloture`` le fixe.

    Seules les opérations et les lignes qui changent reçoivent une ligne dans la nouvelle version. Lève
    :class:`DossierRefuse` si ``signature`` ne suit pas le dernier avenant.
    """
    projet = cloture.projet
    numero = projet.convention.versions[-1] + 1
    avenant = Avenant(numero=numero, nature=NatureAvenant.CLOTURE, date=signature)
    convention = replace(projet.convention, avenants=(*projet.convention.avenants, avenant))
    en_vigueur = {operation.code for operation in cloture.situation.tableau.operations}
    faits = {ligne.cle.operation: ligne.faits for ligne in cloture.lignes if ligne.cle.operation in en_vigueur}
    operations = [_operation_close(fait, numero) for fait in faits.values() if _change(fait)]
    regles = {ligne.cle: ligne.regle_cloture for ligne in cloture.situation.tableau.lignes}
    plan = [
        LignePlan(
            version=numero,
            operation=ligne.cle.operation,
            financeur=ligne.cle.financeur,
            nature=ligne.cle.nature,
            montant=ligne.montant_cloture,
            regle_cloture=regles.get(ligne.cle),
        )
        for ligne in cloture.lignes
        if ligne.montant_cloture != ligne.programme
    ]
    return replace(
        projet,
        convention=convention,
        operations=(*projet.operations, *operations),
        plan=(*projet.plan, *plan),
    )


def _change(faits: FaitsOperation) -> bool:
    return faits.cout_final != faits.cout or faits.assiette > faits.cout_final


def _operation_close(faits: FaitsOperation, numero: int) -> Operation:
    """L'opération au coût final, sur sa base déclarée ; l'autre base suit le taux de TVA ou la proportion."""
    operation, final = faits.operation, faits.cout_final
    assiette = min(faits.assiette, final)
    close = replace(
        operation,
        version=numero,
        assiette=None if operation.assiette is None and assiette == final else assiette,
        provenance=INCONNUE,
    )
    if operation.base is Base.TTC:
        hors_taxes = _proportion(operation.cout_ht, final, operation.cout)
        return replace(close, cout_ht=hors_taxes, cout_ttc=final)
    toutes_taxes = None if operation.cout_ttc is None else _proportion(operation.cout_ttc, final, operation.cout)
    return replace(close, cout_ht=final, cout_ttc=toutes_taxes)


def _proportion(montant: int, final: int, cout: int) -> int:
    """``montant`` × final / coût, arrondi au centime ; ``final`` si le coût était nul."""
    return arrondir(Fraction(montant * final, cout)) if cout else final
