"""Ce que couvre une annexe : tout le projet, ou ce que signe un financeur, un maître d'ouvrage, une opération."""

from dataclasses import replace
from typing import Final

from exports.sceau import GenrePerimetre, Perimetre
from financement.cloture.resultat import Cloture
from financement.designation import financeur_designe, maitre_ouvrage_designe, operation_designee
from financement.nomenclature import CONCOURS
from financement.operation import Operation
from financement.plan import CleLigne
from financement.projet import Projet
from financement.selection import retenir_lignes
from financement.situation import Situation
from financement.tableau import operations_decrites

__all__ = ["couvre", "couvre_operation", "couvre_point", "restreindre", "retenir_concours", "retrouver_perimetre"]

_G = GenrePerimetre
_DESIGNATIONS: Final = {
    _G.FINANCEUR: financeur_designe,
    _G.MAITRE_OUVRAGE: maitre_ouvrage_designe,
    _G.OPERATION: operation_designee,
}


def retrouver_perimetre(projet: Projet, perimetre: Perimetre) -> Perimetre:
    """Le même périmètre, son code écrit comme le projet l'écrit.

    Lève :class:`ValeurImpossible`, avec le nom le plus proche, si le projet ignore ce qu'il désigne.
    """
    if perimetre.genre is _G.ENSEMBLE:
        return perimetre
    return Perimetre(genre=perimetre.genre, code=_DESIGNATIONS[perimetre.genre](projet, perimetre.code))


def couvre_operation(perimetre: Perimetre, operation: Operation) -> bool:
    """L'opération est du périmètre ; pour un financeur, toutes le sont, et ses lignes font le tri."""
    match perimetre.genre:
        case _G.MAITRE_OUVRAGE:
            return operation.maitre_ouvrage == perimetre.code
        case _G.OPERATION:
            return operation.code == perimetre.code
        case _:
            return True


def couvre(perimetre: Perimetre, cle: CleLigne, operation: Operation) -> bool:
    """La ligne de financement, sur cette opération, est du périmètre."""
    if perimetre.genre is _G.FINANCEUR:
        return cle.financeur == perimetre.code
    return couvre_operation(perimetre, operation)


def couvre_point(
    perimetre: Perimetre, operation: str | None, financeur: str | None, operations: frozenset[str]
) -> bool:
    """Ce qui touche cette opération et ce financeur (``None`` : tous) est du périmètre, dont voici les opérations."""
    du_financeur = perimetre.genre is not _G.FINANCEUR or financeur in {None, perimetre.code}
    return du_financeur and (operation is None or operation in operations)


def restreindre(cloture: Cloture, perimetre: Perimetre) -> Cloture:
    """La clôture réduite aux lignes du périmètre ; ses totaux sont ceux de ces lignes."""
    retenues = tuple(ligne for ligne in cloture.lignes if couvre(perimetre, ligne.cle, ligne.faits.operation))
    return replace(cloture, lignes=retenues)


def retenir_concours(situation: Situation, perimetre: Perimetre) -> Situation:
    """La situation dont seuls comptent les concours du périmètre, ceux même que leurs inverses annulent."""
    decrites = operations_decrites(situation.projet, situation.tableau)
    return retenir_lignes(
        situation,
        operations=frozenset(o.code for o in decrites if couvre_operation(perimetre, o)),
        financeur=perimetre.code if perimetre.genre is _G.FINANCEUR else None,
        natures=CONCOURS,
    )
