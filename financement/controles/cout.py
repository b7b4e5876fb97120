"""Contrôles du coût d’une opération : hors taxes et toutes taxes comprises."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from financement.controles.catalogue.modeles import CodeControle, constater
from financement.controles.constat import Constat, EcartMontant
from financement.controles.contexte import Contexte
from financement.valeurs.taux import afficher_taux

__all__ = ["ttc_contraire_au_taux", "ttc_inferieur_au_ht"]

TOLERANCE_D_ARRONDI: Final = 100
"""Un euro, en centimes : un coût TTC arrêté à l’euro, ou sommé de lignes arrondies, reste le sien (lecture D)."""


def ttc_inferieur_au_ht(contexte: Contexte) -> Iterator[Constat]:
    """COUT-01 : un coût TTC déclaré n’est jamais inférieur au coût HT (arithmétique de la taxe, confiance A)."""
    for operation in contexte.situation.tableau.operations:
        if operation.cout_ttc is None or operation.cout_ttc >= operation.cout_ht:
            continue
        yield constater(
            CodeControle.TTC_INFERIEUR_AU_HT,
            mesure=EcartMontant(operation.cout_ht, operation.cout_ttc),
            operation=operation.code,
            provenance=operation.provenance.a_la_colonne("cout_ttc"),
        )


def ttc_contraire_au_taux(contexte: Contexte) -> Iterator[Constat]:
    """COUT-02 : coût TTC déclaré = arrondi(HT × (1 + TVA)), à un euro près (usage du tableau financier, confiance D).

    Un coût TTC inférieur au HT est l’affaire de COUT-01.
    """
    for operation in contexte.situation.tableau.operations:
        taux, declare = operation.taux_tva, operation.cout_ttc
        if taux is None or declare is None or declare < operation.cout_ht:
            continue
        mesure = EcartMontant(replace(operation, cout_ttc=None).cout_toutes_taxes or 0, declare)
        if abs(mesure.ecart) > TOLERANCE_D_ARRONDI:
            yield constater(
                CodeControle.TTC_CONTRAIRE_AU_TAUX,
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("cout_ttc"),
                taux=afficher_taux(taux),
            )
