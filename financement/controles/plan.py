"""Contrôles du plan de financement et des enveloppes."""

from collections.abc import Iterator

from financement.constat import Constat, EcartMontant
from financement.controles.catalogue import CodeControle, constater
from financement.controles.contexte import Contexte
from financement.situation import Axe

__all__ = ["enveloppe_depassee", "ligne_sans_programme", "plan_desequilibre"]


def plan_desequilibre(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-01 : dans chaque version, Σ financeurs (prêts compris) = coût sur la base déclarée, au centime.

    Un écart déjà signalé dans la version précédente n'est pas répété s'il reste le même. Source : équilibre du
    tableau financier (usage, confiance D) ; tolérance nulle.
    """
    precedents: dict[str, tuple[int, int]] = {}
    for version, tableau in contexte.tableaux.items():
        plans = dict.fromkeys((operation.code for operation in tableau.operations), 0)
        for ligne in tableau.lignes:
            plans[ligne.operation] += ligne.montant
        for operation in tableau.operations:
            mesure = EcartMontant(operation.cout, plans[operation.code])
            vu = (mesure.attendu, mesure.constate)
            if mesure.ecart and precedents.get(operation.code) != vu:
                yield constater(
                    CodeControle.PLAN_DESEQUILIBRE,
                    mesure=mesure,
                    operation=operation.code,
                    provenance=operation.provenance.a_la_colonne("cout_ht"),
                    version=str(version),
                    base=operation.base.upper(),
                )
            precedents[operation.code] = vu


def ligne_sans_programme(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-02 : un engagement ou un paiement suppose un montant programmé dans la version en vigueur.

    Une ligne retirée par un avenant n'est signalée que s'il y reste un engagé ou un payé.
    """
    connues = {ligne.cle for ligne in contexte.situation.projet.plan}
    for ligne in contexte.lignes:
        if ligne.programme or not ligne.mouvements:
            continue
        if ligne.engage or ligne.paye or ligne.cle not in connues:
            yield constater(
                CodeControle.LIGNE_SANS_PROGRAMME,
                mesure=EcartMontant(0, max(ligne.engage, ligne.paye, key=abs)),
                provenance=ligne.mouvements[0].provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def enveloppe_depassee(contexte: Contexte) -> Iterator[Constat]:
    """ENVELOPPE-01 : le programmé d'un financeur, toutes natures, tient dans son enveloppe, au centime."""
    par_financeur = contexte.situation.par(Axe.FINANCEUR)
    for financeur, programme in zip(par_financeur.cles, par_financeur.grandeurs.programme.tolist(), strict=True):
        enveloppe = contexte.situation.tableau.enveloppe_de(financeur)
        if enveloppe is not None and programme > enveloppe.montant:
            mesure = EcartMontant(enveloppe.montant, programme)
            yield constater(
                CodeControle.ENVELOPPE_DEPASSEE,
                mesure=mesure,
                financeur=financeur,
                provenance=enveloppe.provenance,
            )
