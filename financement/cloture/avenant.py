"""L’avenant de clôture proposé : la clôture écrite comme une nouvelle version du dossier.

Programmé = montant de clôture, coût = coût final, assiette = min(assiette, coût final) : clore de nouveau n’y change
aucun montant. Une opération dont le plan final ne fait pas le coût final reste déséquilibrée, et le contrôle le dit.

Un bord, pour que cela reste vrai : une opération sans coût n’a plus d’assiette, puisqu’un coût nul ne donne aucune
part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from financement.calculs.grille import nature_resolue
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture
from financement.dossier.coherence import natures_des_lignes
from financement.dossier.convention import Avenant
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Base, NatureAvenant
from financement.dossier.operation import VERSION_MAXIMALE, Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import MONTANT_MAXIMAL
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = [
    "assiette_close",
    "augmenter",
    "change_a_la_cloture",
    "generer_avenant_cloture",
    "lignes_closes",
    "numero_suivant",
    "operation_close",
]


def generer_avenant_cloture(cloture: Cloture, *, signature: date) -> Projet:
    """Le projet augmenté d’un avenant de clôture daté de ``signature``, tel que la ``cloture`` le fixe.

    Seules les opérations et les lignes qui changent reçoivent une ligne dans la nouvelle version. Un mouvement sans
    nature reçoit la sienne si une ligne ajoutée au plan la rendait ambiguë. Lève :class:`DossierRefuse` si
    ``signature`` ne suit pas le dernier avenant, si la clôture part d’une version que d’autres ont modifiée, ou si le
    dernier avenant a le plus grand numéro possible ; :class:`ValeurImpossible` si ce n’est pas une date sans heure.
    """
    validation.exiger(
        "Avenant", validation.instance("cloture", cloture, Cloture), validation.jour("signature", signature)
    )
    numero = numero_suivant(cloture, signature)
    plan = lignes_closes(cloture, numero, {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes})
    # Une opération sortie du tableau y revient avec ses lignes : à coût nul, non à celui qu'elle avait.
    presentes = {operation.code for operation in cloture.situation.tableau.operations}
    citees = {ligne.operation for ligne in plan}
    operations = [
        operation_close(fait, numero)
        for code, fait in cloture.faits.items()
        if (change_a_la_cloture(fait) if code in presentes else code in citees)
    ]
    avenant = Avenant(numero=numero, nature=NatureAvenant.CLOTURE, date=signature)
    return augmenter(cloture.projet, avenant, operations, plan)


def numero_suivant(cloture: Cloture, signature: date) -> int:
    """Le numéro d’un avenant tiré de la ``cloture`` ; lève :class:`DossierRefuse` s’il ne suit pas le dernier acte."""
    projet, tableau = cloture.projet, cloture.situation.tableau
    derniere = projet.convention.versions[-1]
    if tableau.version != derniere:
        raise DossierRefuse([_version_depassee(tableau.version, derniere)])
    if derniere == VERSION_MAXIMALE:
        raise DossierRefuse([_dernier_numero(projet.convention.avenants[-1])])
    dernier_acte = max((projet.convention.date_signature, *(avenant.date for avenant in projet.convention.avenants)))
    if signature <= dernier_acte:
        raise DossierRefuse([_signature_trop_tot(signature, dernier_acte)])
    return derniere + 1


def lignes_closes(cloture: Cloture, numero: int, montants: Mapping[CleLigne, int]) -> list[LignePlan]:
    """Les lignes de plan de la version ``numero`` qui programment ces ``montants``, là où ils changent.

    Chacune garde la règle de clôture qu’elle déclare.
    """
    tableau = {ligne.cle: ligne for ligne in cloture.situation.tableau.lignes}
    programmes = {cle: ligne.montant for cle, ligne in tableau.items()}
    return [
        LignePlan(
            version=numero,
            operation=cle.operation,
            financeur=cle.financeur,
            nature=cle.nature,
            montant=montant,
            regle_cloture=tableau[cle].regle_cloture if cle in tableau else None,
        )
        for cle, montant in montants.items()
        if montant != programmes.get(cle, 0)
    ]


def augmenter(projet: Projet, avenant: Avenant, operations: Sequence[Operation], plan: Sequence[LignePlan]) -> Projet:
    """Le projet augmenté d’un avenant et de ses lignes ; un mouvement sans nature garde celle qu’il avait."""
    return replace(
        projet,
        convention=replace(projet.convention, avenants=(*projet.convention.avenants, avenant)),
        operations=(*projet.operations, *operations),
        plan=(*projet.plan, *plan),
        journal=_natures_gardees(projet, plan),
    )


def _version_depassee(version: int, derniere: int) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        Provenance(colonne="version"),
        str(version),
        regle=f"un avenant tiré d’une clôture part de la dernière version, {derniere}",
        correction="Clore après la signature du dernier avenant.",
    )


def _dernier_numero(avenant: Avenant) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        avenant.provenance.a_la_colonne("numero"),
        str(avenant.numero),
        regle="c’est le dernier numéro qu’un avenant puisse porter, et celui-ci le suit",
        correction="Donner à cet avenant le numéro qui suit celui du précédent.",
    )


def _signature_trop_tot(signature: date, dernier_acte: date) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        Provenance(colonne="signature"),
        afficher_date(signature),
        regle=f"l’avenant suit le dernier acte signé, du {afficher_date(dernier_acte)}",
        correction="Donner une signature plus tardive.",
    )


def _natures_gardees(projet: Projet, ajoutees: Sequence[LignePlan]) -> tuple[Mouvement, ...]:
    """Le journal, où chaque mouvement garde la nature qu’il avait avant les lignes ``ajoutees``.

    Une nature vide désigne la seule ligne du financeur, toutes versions confondues : une ligne de plus la change.
    """
    avant, apres = natures_des_lignes(projet.plan), natures_des_lignes((*projet.plan, *ajoutees))
    touches = {cle for cle, natures in apres.items() if natures != avant.get(cle)}
    return tuple(
        replace(mouvement, nature=nature_resolue(mouvement, avant))
        if mouvement.nature is None and (mouvement.operation, mouvement.financeur) in touches
        else mouvement
        for mouvement in projet.journal
    )


def assiette_close(faits: FaitsOperation) -> int:
    """L’assiette de l’opération close : min(assiette, coût final), nulle sans coût ; en centimes."""
    return min(faits.assiette, faits.cout_final) if faits.cout else 0


def change_a_la_cloture(faits: FaitsOperation) -> bool:
    """La clôture change le coût ou l’assiette de l’opération."""
    return faits.cout_final != faits.cout or faits.assiette != assiette_close(faits)


def operation_close(faits: FaitsOperation, numero: int) -> Operation:
    """L’opération à son coût final dans la version ``numero`` : assiette = min(assiette, coût final).

    Le coût final est sur sa base déclarée ; l’autre base suit le taux de TVA ou la proportion (lecture C).
    """
    operation, final = faits.operation, faits.cout_final
    assiette = assiette_close(faits)
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
    """``montant`` × final / coût, arrondi au centime ; ``final`` si le coût était nul.

    Des coûts HT et TTC sans rapport entre eux donneraient un montant qui ne s’écrit pas : il est borné.
    """
    return min(arrondir(Fraction(montant * final, cout)), MONTANT_MAXIMAL) if cout else final
