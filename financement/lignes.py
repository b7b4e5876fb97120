"""Les lignes suivies : chaque ligne programmée ou mouvementée, avec ses mouvements dans l'ordre des dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from financement.coherence import natures_des_lignes
from financement.convention import Financeur
from financement.grille import NATURES, nature_resolue
from financement.journal import Mouvement
from financement.nomenclature import LIBELLES_NATURES
from financement.operation import Operation
from financement.plan import CleLigne
from financement.situation import Situation
from financement.tableau import operations_decrites

__all__ = ["LigneSuivie", "lignes_suivies"]


class TermesDeLigne(TypedDict):
    """Mots qui nomment une ligne dans une phrase."""

    operation: str
    financeur: str
    nature: str


@dataclass(frozen=True, slots=True)
class LigneSuivie:
    """Une ligne (opération, financeur, nature) programmée ou mouvementée, montants en centimes."""

    cle: CleLigne
    operation: Operation
    financeur: Financeur
    programme: int
    engage: int
    paye: int
    mouvements: tuple[Mouvement, ...]

    @property
    def termes(self) -> TermesDeLigne:
        """Mots de la ligne dans une phrase de constat."""
        return {
            "operation": self.cle.operation,
            "financeur": self.cle.financeur,
            "nature": LIBELLES_NATURES[self.cle.nature].lower(),
        }


def lignes_suivies(situation: Situation) -> tuple[LigneSuivie, ...]:
    """Les lignes d'une situation, dans l'ordre de la grille, avec leurs mouvements retenus à sa date."""
    return tuple(_lignes(situation))


def _lignes(situation: Situation) -> Iterator[LigneSuivie]:
    projet, au = situation.projet, situation.au
    natures = natures_des_lignes(projet.plan)
    mouvements: dict[CleLigne, list[Mouvement]] = {}
    for mouvement in sorted(projet.journal, key=lambda m: m.date):
        if mouvement.financeur is not None and (au is None or mouvement.date <= au):
            cle = CleLigne(mouvement.operation, mouvement.financeur, nature_resolue(mouvement, natures))
            mouvements.setdefault(cle, []).append(mouvement)
    operations = operations_decrites(projet, situation.tableau)
    financeurs = projet.convention.financeurs
    rang_operation = {operation.code: rang for rang, operation in enumerate(operations)}
    rang_financeur = {financeur.code: rang for rang, financeur in enumerate(financeurs)}
    cles = mouvements.keys() | {ligne.cle for ligne in situation.tableau.lignes}
    cases = sorted(
        ((rang_operation[cle.operation], rang_financeur[cle.financeur], NATURES.index(cle.nature)), cle) for cle in cles
    )
    for case, cle in cases:
        yield LigneSuivie(
            cle,
            operations[case[0]],
            financeurs[case[1]],
            int(situation.lignes.programme[case]),
            int(situation.lignes.engage[case]),
            int(situation.lignes.paye[case]),
            tuple(mouvements.get(cle, ())),
        )
