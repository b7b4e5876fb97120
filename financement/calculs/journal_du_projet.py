"""Le journal d’un projet et ses colonnes : mis en colonnes, ses natures résolues, sur les axes du projet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Axes, Ecritures, axes_du_projet, figer, nature_resolue
from financement.calculs.journal_colonnes import SANS, JournalEnColonnes, de_mouvements, rangs_des_codes
from financement.dossier.coherence import natures_des_lignes
from financement.dossier.nomenclature import NATURES, TYPES, Nature
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet

__all__ = [
    "EtendueDuJournal",
    "du_projet",
    "ecritures_du_journal",
    "ecritures_du_projet",
    "etendue_du_journal",
    "resoudre_natures",
]

_SUBVENTION: Final = NATURES.index(Nature.SUBVENTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class EtendueDuJournal:
    """Ce qui se compare, sans relire le dossier, au journal que l’on croit avoir donné.

    ``comptes`` : nombre des mouvements jusqu’à la date d’arrêté, tous sans elle ; ``dernier`` : la date du dernier
    d’entre eux, ``None`` s’il n’y en a pas ; ``posterieurs`` : nombre des autres.
    """

    comptes: int
    posterieurs: int
    dernier: date | None


def etendue_du_journal(projet: Projet, au: date | None = None) -> EtendueDuJournal:
    """Combien de mouvements comptent à la date ``au``, et jusqu’à quand ils vont."""
    journal = projet.journal
    if isinstance(journal, JournalEnColonnes):
        jours = journal.colonnes.jour.astype(np.int64)
    else:
        jours = np.fromiter((m.date.toordinal() for m in journal), np.int64, len(journal))
    comptes = jours if au is None else jours[jours <= au.toordinal()]
    return EtendueDuJournal(
        comptes=comptes.size,
        posterieurs=jours.size - comptes.size,
        dernier=date.fromordinal(int(comptes.max())) if comptes.size else None,
    )


def du_projet(projet: Projet) -> JournalEnColonnes:
    """Le journal d’un projet en colonnes, sur les axes du projet."""
    axes = axes_du_projet(projet)
    return de_mouvements(projet.journal, operations=axes.operations, financeurs=axes.financeurs)


def resoudre_natures(journal: JournalEnColonnes, plan: Iterable[LignePlan]) -> JournalEnColonnes:
    """Le même journal, natures vides résolues : celle de la seule ligne du financeur, sinon subvention."""
    rang_operation, rang_financeur = rangs_des_codes(journal.operations), rangs_des_codes(journal.financeurs)
    largeur = len(journal.financeurs) + 1
    natures = np.full(journal.colonnes.nature.shape, _SUBVENTION, dtype=np.int8)
    dites = {
        rang_operation[operation] * largeur + rang_financeur[financeur]: NATURES.index(candidates[0])
        for (operation, financeur), candidates in natures_des_lignes(plan).items()
        if operation in rang_operation and financeur in rang_financeur
    }
    if dites:
        cles = np.array(sorted(dites), dtype=np.int64)
        valeurs = np.array([dites[cle] for cle in sorted(dites)], dtype=np.int8)
        couples = journal.colonnes.operation.astype(np.int64) * largeur + journal.colonnes.financeur
        places = np.minimum(np.searchsorted(cles, couples), cles.size - 1)
        connus = (cles[places] == couples) & (journal.colonnes.financeur != SANS)
        natures = np.where(connus, valeurs[places], natures)
    natures = np.where(journal.colonnes.nature == SANS, natures, journal.colonnes.nature)
    return replace(journal, colonnes=replace(journal.colonnes, nature=natures))


def ecritures_du_journal(journal: JournalEnColonnes, axes: Axes) -> Ecritures:
    """Les écritures, sur les ``axes`` d’un projet, d’un journal aux natures résolues.

    Lève :class:`KeyError` si le journal emploie un code que les axes n’ont pas.
    """
    colonnes = journal.colonnes

    def rangs(colonne: NDArray[np.int32], codes: tuple[str, ...], axe: tuple[str, ...]) -> NDArray[np.int64]:
        if codes == axe:
            return colonne.astype(np.int64)
        table = rangs_des_codes(axe)
        employes = np.unique(colonne[colonne != SANS]).tolist()
        traduits = np.full(len(codes) + 1, SANS, dtype=np.int64)
        traduits[employes] = [table[codes[rang]] for rang in employes]
        return traduits[colonne]

    return Ecritures(
        axes,
        operation=figer(rangs(colonnes.operation, journal.operations, axes.operations)),
        financeur=figer(rangs(colonnes.financeur, journal.financeurs, axes.financeurs)),
        nature=figer(colonnes.nature.astype(np.int64)),
        type=figer(colonnes.type.astype(np.int64)),
        jour=figer(colonnes.jour.astype(np.int64)),
        montant=figer(colonnes.montant),
    )


def ecritures_du_projet(projet: Projet) -> Ecritures:
    """Le journal d’un projet en colonnes, natures vides résolues."""
    axes, journal = axes_du_projet(projet), projet.journal
    if isinstance(journal, JournalEnColonnes):
        return ecritures_du_journal(resoudre_natures(journal, projet.plan), axes)
    natures = natures_des_lignes(projet.plan)
    rang_operation, rang_financeur = rangs_des_codes(axes.operations), rangs_des_codes(axes.financeurs)
    rang_nature, rang_type = rangs_des_codes(NATURES), rangs_des_codes(TYPES)
    lignes = [
        (
            rang_operation[m.operation],
            SANS if m.financeur is None else rang_financeur[m.financeur],
            rang_nature[nature_resolue(m, natures)],
            rang_type[m.type],
            m.date.toordinal(),
            m.montant,
        )
        for m in journal
    ]
    colonnes = np.array(lignes, dtype=np.int64).reshape(len(lignes), 6).T.copy()
    return Ecritures(axes, *(figer(colonne) for colonne in colonnes))
