"""Les lignes suivies : chaque ligne programmée ou mouvementée, avec ses mouvements dans l’ordre des dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Ecritures, Entiers
from financement.calculs.journal_colonnes import SANS, rangs_des_codes
from financement.calculs.situation import SIGNES_ENGAGE, Situation
from financement.calculs.tableau import operations_decrites
from financement.dossier.convention import Financeur
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import LIBELLES_NATURES, NATURES, TYPES, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne
from financement.fautes.provenance import Provenance

__all__ = [
    "LigneSuivie",
    "MouvementSuivi",
    "lignes_suivies",
    "mouvements_du_maitre_ouvrage",
    "premier_engagement_actif",
]


Case = tuple[int, int, int]


class MouvementSuivi(NamedTuple):
    """Un mouvement d’une ligne : ce que les calculs en lisent, ``montant`` en centimes, et son rang au ``journal``.

    L’objet entier n’est fait que pour qui en demande la pièce ou l’origine.
    """

    date: date
    type: TypeMouvement
    montant: int
    journal: Sequence[Mouvement]
    rang: int

    @property
    def piece(self) -> str:
        """La pièce justificative, telle qu’au journal."""
        journal = self.journal
        return journal.piece(self.rang) if isinstance(journal, JournalALaDemande) else journal[self.rang].piece

    @property
    def provenance(self) -> Provenance:
        """L’endroit où le mouvement a été lu."""
        journal = self.journal
        return (
            journal.provenance(self.rang) if isinstance(journal, JournalALaDemande) else journal[self.rang].provenance
        )


class TermesDeLigne(TypedDict):
    """Mots qui nomment une ligne dans une phrase."""

    operation: str
    financeur: str
    nature: str


@dataclass(frozen=True, slots=True)
class LigneSuivie:
    """Une ligne (opération, financeur, nature) programmée ou mouvementée, montants en centimes.

    ``mouvements`` : tous, pour les flux et les explications. ``restants`` : ceux que rien n’annule en entier
    (:mod:`financement.calculs.inverses`), seuls lus par une règle de présence, d’ordre ou de date.
    """

    cle: CleLigne
    operation: Operation
    financeur: Financeur
    programme: int
    engage: int
    paye: int
    mouvements: tuple[MouvementSuivi, ...]
    restants: tuple[MouvementSuivi, ...]

    @property
    def est_reputee(self) -> bool:
        """L’engagé de la ligne est réputé : une ligne de concours d’un financeur qui l’est."""
        return self.financeur.est_repute and self.cle.est_concours

    @property
    def termes(self) -> TermesDeLigne:
        """Mots de la ligne dans une phrase de constat."""
        return {
            "operation": self.cle.operation,
            "financeur": self.cle.financeur,
            "nature": LIBELLES_NATURES[self.cle.nature].lower(),
        }


def lignes_suivies(situation: Situation) -> tuple[LigneSuivie, ...]:
    """Les lignes d’une situation, dans l’ordre de la grille, avec leurs mouvements retenus à sa date."""
    return tuple(_lignes(situation))


def premier_engagement_actif(ligne: LigneSuivie) -> MouvementSuivi | None:
    """L’engagement dont part l’engagé de la ligne : une ligne entièrement dégagée repart du suivant."""
    premier, engage = None, 0
    for mouvement in ligne.restants:
        if mouvement.type is TypeMouvement.ENGAGEMENT and engage <= 0:
            premier = mouvement
        engage += SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant
    return premier


def _lignes(situation: Situation) -> Iterator[LigneSuivie]:
    projet, axes = situation.projet, situation.axes
    mouvements = _mouvements_par_case(situation)
    retires = frozenset(np.flatnonzero(~situation.annulations.restants).tolist())
    operations = operations_decrites(projet, situation.tableau)
    financeurs = projet.convention.financeurs
    rang_operation, rang_financeur = rangs_des_codes(axes.operations), rangs_des_codes(axes.financeurs)
    programmees = {
        (rang_operation[ligne.operation], rang_financeur[ligne.financeur], NATURES.index(ligne.nature))
        for ligne in situation.tableau.lignes
    }
    cases = sorted(mouvements.keys() | programmees)
    places = np.ravel_multi_index(np.array(cases, dtype=np.int64).reshape(-1, len(axes.forme)).T, axes.forme)
    grilles = situation.lignes
    montants = (grille.ravel()[places].tolist() for grille in (grilles.programme, grilles.engage, grilles.paye))
    for case, programme, engage, paye in zip(cases, *montants, strict=True):
        siens = mouvements.get(case, ())
        yield LigneSuivie(
            axes.cle(case),
            operations[case[0]],
            financeurs[case[1]],
            programme,
            engage,
            paye,
            siens,
            tuple(m for m in siens if m.rang not in retires) if retires else siens,
        )


def _mouvements_par_case(situation: Situation) -> dict[Case, tuple[MouvementSuivi, ...]]:
    """Les mouvements retenus de chaque case, dans l’ordre des dates ; le même jour, dans celui du journal."""
    ecritures, journal = situation.ecritures, situation.projet.journal
    rangs = np.flatnonzero(_retenues(situation) & (ecritures.financeur != SANS))
    coordonnees = ecritures.operation[rangs], ecritures.financeur[rangs], ecritures.nature[rangs]
    cases = np.ravel_multi_index(coordonnees, ecritures.axes.forme)
    ordre = np.lexsort((ecritures.jour[rangs], cases))
    rangs, cases = rangs[ordre], cases[ordre]
    suivis = _suivis(ecritures, journal, rangs)
    bornes = [*np.flatnonzero(np.diff(cases, prepend=-1)).tolist(), len(suivis)]
    employees = zip(*(axe.tolist() for axe in np.unravel_index(cases[bornes[:-1]], ecritures.axes.forme)), strict=True)
    return {case: tuple(suivis[debut:fin]) for case, (debut, fin) in zip(employees, pairwise(bornes), strict=True)}


def mouvements_du_maitre_ouvrage(situation: Situation) -> dict[str, tuple[MouvementSuivi, ...]]:
    """Les mouvements retenus sans financeur de chaque opération qui en a, dans l’ordre des dates, puis du journal."""
    ecritures = situation.ecritures
    rangs = np.flatnonzero(_retenues(situation) & (ecritures.financeur == SANS))
    rangs = rangs[np.argsort(ecritures.jour[rangs], kind="stable")]
    par_operation: dict[str, list[MouvementSuivi]] = {}
    for operation, suivi in zip(
        ecritures.operation[rangs].tolist(), _suivis(ecritures, situation.projet.journal, rangs), strict=True
    ):
        par_operation.setdefault(situation.axes.operations[operation], []).append(suivi)
    return {operation: tuple(suivis) for operation, suivis in par_operation.items()}


def _retenues(situation: Situation) -> NDArray[np.bool_]:
    """Les écritures que retient la date d’une situation."""
    jours = situation.ecritures.jour
    return np.ones(jours.shape, dtype=np.bool_) if situation.au is None else jours <= situation.au.toordinal()


def _suivis(ecritures: Ecritures, journal: Sequence[Mouvement], rangs: Entiers) -> list[MouvementSuivi]:
    """Les mouvements suivis de ces ``rangs``, dans leur ordre."""
    jours = {jour: date.fromordinal(jour) for jour in set(ecritures.jour[rangs].tolist())}
    return [
        MouvementSuivi(jours[jour], TYPES[genre], montant, journal, rang)
        for jour, genre, montant, rang in zip(
            *(colonne[rangs].tolist() for colonne in (ecritures.jour, ecritures.type, ecritures.montant)),
            rangs.tolist(),
            strict=True,
        )
    ]
