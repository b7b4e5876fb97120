"""Ce que l’on rapproche : tout, ou les opérations d’une famille ou d’un maître d’ouvrage, des deux côtés."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.calculs.journal_du_projet import du_projet
from financement.calculs.tableau import operations_decrites, tableau_financier
from financement.dossier.projet import Projet
from financement.selection import Selection
from financement.valeurs import validation
from maquettes.rapprochement.extrait import Extrait

__all__ = ["restreindre_comptes"]


def restreindre_comptes(projet: Projet, extrait: Extrait, selection: Selection) -> tuple[Projet, Extrait]:
    """Le dossier et l’extrait, réduits aux mouvements des opérations retenues, de tous les financeurs.

    De l’extrait, une opération que le dossier ignore est toujours retenue : elle peut cacher l’une d’elles.
    """
    validation.exiger(
        "Comptes",
        validation.instance("projet", projet, Projet),
        validation.instance("extrait", extrait, Extrait),
        validation.instance("selection", selection, Selection),
    )
    decrites = operations_decrites(projet, tableau_financier(projet))
    ecartees = frozenset(operation.code for operation in decrites if not selection.retient_operation(operation))
    if not ecartees:
        return projet, extrait
    journal = projet.journal if isinstance(projet.journal, JournalEnColonnes) else du_projet(projet)
    return (
        replace(projet, journal=_sans(journal, ecartees).mouvements()),
        replace(extrait, journal=_sans(extrait.journal, ecartees)),
    )


def _sans(journal: JournalEnColonnes, operations: Collection[str]) -> JournalEnColonnes:
    """Le même journal, sans les mouvements de ces opérations."""
    rangs = [rang for rang, code in enumerate(journal.operations) if code in operations]
    return journal.prendre(np.flatnonzero(~np.isin(journal.colonnes.operation, rangs)))
