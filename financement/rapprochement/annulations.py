"""Ce qu’un compte a annulé et que l’autre n’a pas : un mouvement et son retour, ou le retour seul."""

from typing import Final

import numpy as np

from financement.calculs.grille import Ecritures, Entiers, figer
from financement.calculs.inverses import Annulations, reperer_annulations
from financement.calculs.journal_colonnes import SANS
from financement.rapprochement.appariement import cles_communes, egales
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot, Suite
from financement.rapprochement.passe import Chercher, Etape, Regles

__all__ = ["PASSES_D_ANNULATIONS", "mouvements_annules"]


def _annules_au_dossier(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (même forme)
    """Les mouvements libres du dossier que d’autres y annulent en entier, selon la règle du projet."""
    annules = _annules(dossier)
    return Lot(annules, Suite.vides(len(annules)))


def _annules_a_l_extrait(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (idem)
    annules = _annules(extrait)
    return Lot(Suite.vides(len(annules)), annules)


def _annules(compte: Compte) -> Suite:
    inverses = _reperer(compte).inverses
    return Suite.de_listes([sorted((rang, *siens)) for rang, siens in sorted(inverses.items())])


def _refaits_au_dossier(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (idem)
    """Un retour suivi de la même écriture, refaite : le retour a beau la précéder, il n’en reste rien."""
    refaits = _refaits(dossier)
    return Lot(refaits, Suite.vides(len(refaits)))


def _refaits_a_l_extrait(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (idem)
    refaits = _refaits(extrait)
    return Lot(Suite.vides(len(refaits)), refaits)


def _refaits(compte: Compte) -> Suite:
    places = [np.flatnonzero(compte.signe > 0), np.flatnonzero(compte.signe < 0)]
    cotes = [compte.prendre(siennes) for siennes in places]
    cles = cles_communes(*([c.financeur, c.operation, c.sens, c.montant] for c in cotes))
    un, autre = egales(*cles)
    paires = np.sort(np.column_stack([places[0][un], places[1][autre]]), axis=1)
    return Suite(figer(np.arange(0, paires.size + 1, 2)), figer(paires.ravel()))


def mouvements_annules(compte: Compte) -> Entiers:
    """La place du mouvement qu’annule chacun, −1 s’il n’en annule aucun en entier ; de tout le compte."""
    annules = np.full(len(compte), SANS, dtype=np.int64)
    for inverse, rang in _reperer(compte).annules.items():
        annules[inverse] = rang
    return annules


def _reperer(compte: Compte) -> Annulations:
    """La règle du projet (:mod:`financement.calculs.inverses`), une ligne étant ici une opération et un financeur.

    Un extrait dit rarement la nature : elle n’y compte pas.
    """
    journal = compte.journal.prendre(compte.rang)
    ecritures = Ecritures(
        compte.axes,
        operation=compte.operation,
        financeur=compte.financeur,
        nature=figer(np.zeros(len(compte), dtype=np.int64)),
        type=compte.type,
        jour=compte.jour,
        montant=compte.montant,
    )
    return reperer_annulations(ecritures, journal, None)


def _etapes(*chercheurs: Chercher) -> tuple[Etape, ...]:
    return tuple(Etape(Passe.ANNULATION, chercher) for chercher in chercheurs)


PASSES_D_ANNULATIONS: Final = _etapes(
    _annules_au_dossier, _annules_a_l_extrait, _refaits_au_dossier, _refaits_a_l_extrait
)
"""Avant les sommes : un mouvement et son retour ne font la somme de rien."""
