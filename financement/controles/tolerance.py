"""La tolérance d’un tableau dressé en euros entiers, dont chaque montant s’écarte d’au plus 0,50 € du compte exact."""

from typing import Final

from financement.calculs.tableau import TableauFinancier
from financement.dossier.nomenclature import UniteMontants
from financement.dossier.projet import Projet

__all__ = ["tolerances"]

_DEMI_EURO: Final = 50


def tolerances(projet: Projet, tableau: TableauFinancier) -> dict[str, int]:
    """L’écart admis, en centimes, sur chaque opération du ``tableau`` ; zéro si les montants sont au centime.

    0,50 € pour chacune de ses lignes de financement programmées, et pour son coût (lecture C).
    """
    admis = _DEMI_EURO if projet.convention.unite is UniteMontants.EURO else 0
    ecarts = {operation.code: admis for operation in tableau.operations}
    for ligne in tableau.lignes:
        if ligne.montant:
            ecarts[ligne.operation] += admis
    return ecarts
