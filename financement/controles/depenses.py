"""Contrôles des dépenses et des demandes : recettes qui ne se déduisent pas, annulations et rejets sans objet."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from financement.calculs.situation import SIGNES_DEMANDE
from financement.cloture.faits import SIGNES_DEPENSE
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import TYPES, NatureCout, TypeMouvement
from financement.fautes.provenance import Provenance

__all__ = ["annulations_superieures", "recette_sans_effet", "rejets_superieurs"]

RECETTE_SANS_EFFET: Final = ModeleControle(
    "DEPENSE-01",
    "Recette qui ne se déduit de rien",
    Gravite.ALERTE,
    "{operation} : {constate} de recettes sur un coût brut, dont elles ne se déduisent pas : elles ne changent aucun "
    "montant. Une dépense annulée ou réduite est une annulation ; un coût net de ses recettes, un déficit (lecture "
    "C).",
    "Donner au journal le type annulation à ce qui réduit une dépense, ou écrire deficit pour nature de coût dans les "
    "opérations, si les recettes réduisent vraiment la base de la subvention (lecture C).",
)


def recette_sans_effet(contexte: Contexte) -> Iterator[Constat]:
    """DEPENSE-01 : une recette ne se déduit que d’un coût en déficit (lecture C) ; d’un coût brut, elle ne change rien.

    Un constat par opération, à la première de ses recettes.
    """
    recettes = _par_operation(contexte, {TypeMouvement.RECETTE: 1})
    for operation, total in recettes.items():
        if total and contexte.cloture.faits[operation].operation.nature_cout is NatureCout.BRUT:
            yield RECETTE_SANS_EFFET.constater(
                mesure=EcartMontant(0, total),
                operation=operation,
                provenance=_lieu(contexte, operation, TypeMouvement.RECETTE, 0).a_la_colonne("type"),
                enjeu=total,
            )


ANNULATIONS_SUPERIEURES: Final = ModeleControle(
    "DEPENSE-02",
    "Annulations supérieures aux dépenses",
    Gravite.BLOQUANT,
    "{operation} : les annulations dépassent les dépenses justifiées ; dépense {constate}, comptée zéro.",
    "Ajouter au journal la dépense qui manque ({manque}), ou corriger l’annulation en trop.",
)


def annulations_superieures(contexte: Contexte) -> Iterator[Constat]:
    """DEPENSE-02 : les annulations d’une opération ne dépassent pas ses dépenses."""
    for operation, net in _par_operation(contexte, dict(SIGNES_DEPENSE[NatureCout.BRUT])).items():
        if net < 0:
            yield ANNULATIONS_SUPERIEURES.constater(
                mesure=EcartMontant(0, net),
                operation=operation,
                provenance=_lieu(contexte, operation, TypeMouvement.ANNULATION, -1).a_la_colonne("montant"),
            )


REJETS_SUPERIEURS: Final = ModeleControle(
    "DEMANDE-01",
    "Rejets supérieurs aux demandes",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : les rejets dépassent les demandes de paiement ; demandé {constate}.",
    "Ajouter au journal la demande de paiement qui manque ({manque}), ou corriger le rejet en trop.",
)


def rejets_superieurs(contexte: Contexte) -> Iterator[Constat]:
    """DEMANDE-01 : les rejets d’une ligne ne dépassent pas ses demandes de paiement."""
    for ligne in contexte.lignes:
        net = sum(SIGNES_DEMANDE.get(m.type, 0) * m.montant for m in ligne.restants)
        if net < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.REJET][-1]
            yield REJETS_SUPERIEURS.constater(
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
