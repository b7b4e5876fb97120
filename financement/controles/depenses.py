"""Contrôles des dépenses et des demandes : recettes qui ne se déduisent pas, annulations et rejets sans objet."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from financement.cloture.faits import SIGNES_DEPENSE
from financement.controles.catalogue.modeles import CodeControle, constater
from financement.controles.constat import Constat, EcartMontant
from financement.controles.contexte import Contexte
from financement.dossier.nomenclature import TYPES, NatureCout, TypeMouvement
from financement.fautes.provenance import Provenance

__all__ = ["SIGNES_DEMANDE", "annulations_superieures", "recette_sans_effet", "rejets_superieurs"]

SIGNES_DEMANDE: Final = {TypeMouvement.DEMANDE: 1, TypeMouvement.REJET: -1}


def recette_sans_effet(contexte: Contexte) -> Iterator[Constat]:
    """DEPENSE-01 : une recette ne se déduit que d’un coût en déficit (lecture C) ; d’un coût brut, elle ne change rien.

    Un constat par opération, à la première de ses recettes.
    """
    recettes = _par_operation(contexte, {TypeMouvement.RECETTE: 1})
    for operation, total in recettes.items():
        if total and contexte.cloture.faits[operation].operation.nature_cout is NatureCout.BRUT:
            yield constater(
                CodeControle.RECETTE_SANS_EFFET,
                mesure=EcartMontant(0, total),
                operation=operation,
                provenance=_lieu(contexte, operation, TypeMouvement.RECETTE, 0).a_la_colonne("type"),
                enjeu=total,
            )


def annulations_superieures(contexte: Contexte) -> Iterator[Constat]:
    """DEPENSE-02 : les annulations d’une opération ne dépassent pas ses dépenses."""
    for operation, net in _par_operation(contexte, dict(SIGNES_DEPENSE[NatureCout.BRUT])).items():
        if net < 0:
            yield constater(
                CodeControle.ANNULATIONS_SUPERIEURES,
                mesure=EcartMontant(0, net),
                operation=operation,
                provenance=_lieu(contexte, operation, TypeMouvement.ANNULATION, -1).a_la_colonne("montant"),
            )


def rejets_superieurs(contexte: Contexte) -> Iterator[Constat]:
    """DEMANDE-01 : les rejets d’une ligne ne dépassent pas ses demandes de paiement."""
    for ligne in contexte.lignes:
        net = sum(SIGNES_DEMANDE.get(m.type, 0) * m.montant for m in ligne.restants)
        if net < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.REJET][-1]
            yield constater(
                CodeControle.REJETS_SUPERIEURS,
                mesure=EcartMontant(0, net),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def _par_operation(contexte: Contexte, signes: dict[TypeMouvement, int]) -> dict[str, int]:
    """Somme signée des mouvements de chaque opération, en centimes."""
    situation = contexte.situation
    sommes = situation.ecritures.cumuler_par_operation(signes, situation.au).tolist()
    return dict(zip(situation.axes.operations, sommes, strict=True))


def _lieu(contexte: Contexte, operation: str, genre: TypeMouvement, place: int) -> Provenance:
    """Où est, de rang ``place`` dans l’ordre des dates, le mouvement restant de ce type sur l’opération.

    Cherché dans les colonnes : un journal de deux millions de mouvements n’en fait pas deux millions d’objets.
    """
    situation = contexte.situation
    ecritures = situation.ecritures
    siens = (ecritures.type == TYPES.index(genre)) & situation.annulations.restants
    siens &= ecritures.operation == situation.axes.operations.index(operation)
    if situation.au is not None:
        siens &= ecritures.jour <= situation.au.toordinal()
    rangs = np.flatnonzero(siens)
    rang = int(rangs[np.argsort(ecritures.jour[rangs], kind="stable")][place])
    return situation.projet.journal[rang].provenance
