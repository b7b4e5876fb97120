"""Ce qu’un contrôle peut lire : situation, lignes suivies, clôture et règlement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from financement.calculs.lignes import LigneSuivie, lignes_suivies
from financement.calculs.situation import Situation
from financement.calculs.tableau import TableauFinancier, tableaux_financiers
from financement.cloture.resultat import Cloture, EquilibreOperation, clore
from financement.dossier.convention import Avenant
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import UniteMontants
from financement.dossier.projet import Projet
from financement.dossier.regles import Reglement, reglement_du_projet
from financement.dossier.suivi import Reestimation

__all__ = ["Contexte", "date_du_dernier_fait", "preparer", "tolerances"]

_DEMI_EURO: Final = 50
"""Ce dont un montant en euros entiers s’écarte au plus du compte exact, en centimes."""


@dataclass(frozen=True, slots=True, eq=False)
class Contexte:
    """Données d’une exécution des contrôles.

    ``lignes`` : dans l’ordre de la grille ; ``au`` : la date de référence ; ``tableaux`` : celui de chaque version ;
    ``equilibres`` : ceux de la clôture ; ``tolerances`` : l’écart admis, en centimes, sur chaque opération du tableau
    en vigueur.
    """

    situation: Situation
    lignes: tuple[LigneSuivie, ...]
    cloture: Cloture
    reglement: Reglement
    tableaux: Mapping[int, TableauFinancier]
    equilibres: tuple[EquilibreOperation, ...]
    tolerances: Mapping[str, int]

    @property
    def concours(self) -> tuple[LigneSuivie, ...]:
        """Les lignes de subvention et de prêt : un fonds propre n’a ni à être engagé ni à être versé (lecture C)."""
        return tuple(ligne for ligne in self.lignes if ligne.cle.est_concours)

    @property
    def au(self) -> date:
        """Date à laquelle les délais s’apprécient."""
        return self.cloture.au


def date_du_dernier_fait(projet: Projet) -> date:
    """Date du dernier fait du dossier (signature, avenant, mouvement, réestimation) : tient lieu de date d’arrêté."""
    journal = projet.journal
    dernier = journal.derniere_date() if isinstance(journal, JournalALaDemande) else _derniere_date(journal)
    dates = (dernier, _derniere_date(projet.convention.avenants), _derniere_date(projet.reestimations))
    return max((jour for jour in dates if jour is not None), default=projet.convention.date_signature)


def _derniere_date(faits: Iterable[Avenant | Mouvement | Reestimation]) -> date | None:
    return max((fait.date for fait in faits), default=None)


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


def preparer(situation: Situation) -> Contexte:
    """Rassemble ce que les contrôles lisent ; sans date d’arrêté, les délais s’apprécient au dernier fait."""
    projet = situation.projet
    au = date_du_dernier_fait(projet) if situation.au is None else situation.au
    lignes = lignes_suivies(situation)
    cloture = clore(situation, lignes, au)
    tableaux = {tableau.version: tableau for tableau in tableaux_financiers(projet)}
    return Contexte(
        situation,
        lignes,
        cloture,
        reglement_du_projet(projet),
        tableaux,
        tuple(cloture.equilibres()),
        tolerances(projet, situation.tableau),
    )
