"""Ce sur quoi repose une étape de la clôture : la référence de la règle et les lignes du dossier."""

from collections.abc import Iterator
from typing import Final

from financement.cloture.resultat import Cloture, LigneCloturee
from financement.journal import Mouvement
from financement.nomenclature import Base, NatureCout, TypeMouvement
from financement.operation import Operation
from financement.plan import LignePlan
from financement.provenance import Provenance

__all__ = ["LECTURE", "TABLEAU", "ligne_de_plan", "mouvements_justifies", "source_du_cout"]

LECTURE: Final = "lecture C, calquée sur le régime des subventions de l'État ; aucun texte ne la publie"
TABLEAU: Final = "tableau financier en vigueur : la convention initiale modifiée par ses avenants (confiance B)"


def ligne_de_plan(cloture: Cloture, ligne: LigneCloturee) -> LignePlan | None:
    """La ligne de plan en vigueur, s'il y en a une."""
    return next((plan for plan in cloture.situation.tableau.lignes if plan.cle == ligne.cle), None)


def mouvements_justifies(cloture: Cloture, operation: Operation) -> Iterator[tuple[Mouvement, int]]:
    """Les dépenses de l'opération (et ses recettes pour un déficit) dans l'ordre des dates, en centimes signés."""
    signes = {TypeMouvement.DEPENSE: 1}
    if operation.nature_cout is NatureCout.DEFICIT:
        signes[TypeMouvement.RECETTE] = -1
    for mouvement in sorted(cloture.projet.journal, key=lambda m: m.date):
        if mouvement.operation == operation.code and mouvement.type in signes and mouvement.date <= cloture.au:
            yield mouvement, signes[mouvement.type] * mouvement.montant


def source_du_cout(operation: Operation) -> Provenance:
    """Où lire le coût programmé, sur la base déclarée de l'opération."""
    colonne = "cout_ttc" if operation.base is Base.TTC and operation.cout_ttc is not None else "cout_ht"
    return operation.provenance.a_la_colonne(colonne)
