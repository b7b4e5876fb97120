"""Contrôles du plan de financement et des enveloppes."""

from collections.abc import Iterator

from financement.calculs.situation import Axe
from financement.controles.catalogue.modeles import CodeControle, constater
from financement.controles.constat import Constat, EcartMontant
from financement.controles.contexte import Contexte
from financement.controles.paiement import versions_d_abandon
from financement.controles.programme_dit import dire_le_programme
from financement.controles.tolerance import tolerances
from financement.dossier.nomenclature import Nature
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = [
    "abandonnee_encore_programmee",
    "enveloppe_depassee",
    "ligne_sans_programme",
    "plan_desequilibre",
    "plan_en_euros_entiers",
]


def _desequilibres(contexte: Contexte, code: CodeControle) -> Iterator[Constat]:
    """Les écarts, dans chaque version, entre plan et coût : PLAN-06 si la tolérance les explique, sinon PLAN-01.

    Un écart déjà signalé dans la version précédente n’est pas répété s’il reste le même.
    """
    precedents: dict[str, tuple[int, int]] = {}
    for version, tableau in contexte.tableaux.items():
        admis = tolerances(contexte.situation.projet, tableau)
        plans = dict.fromkeys((operation.code for operation in tableau.operations), 0)
        for ligne in tableau.lignes:
            plans[ligne.operation] += ligne.montant
        for operation in tableau.operations:
            mesure = EcartMontant(operation.cout, plans[operation.code])
            vu = (mesure.attendu, mesure.constate)
            explique = abs(mesure.ecart) <= admis[operation.code]
            le_sien = CodeControle.PLAN_EN_EUROS_ENTIERS if explique else CodeControle.PLAN_DESEQUILIBRE
            if mesure.ecart and precedents.get(operation.code) != vu and le_sien is code:
                yield constater(
                    code,
                    mesure=mesure,
                    operation=operation.code,
                    provenance=operation.provenance.a_la_colonne("cout_ht"),
                    version=str(version),
                    base=operation.base.upper(),
                    equilibrer=_equilibrer(mesure),
                )
            precedents[operation.code] = vu


def _equilibrer(mesure: EcartMontant) -> str:
    """Ce qui, fait au plan, l’amène au coût."""
    montant = afficher_montant(abs(mesure.ecart))
    return f"ajouter {montant} au plan" if mesure.ecart < 0 else f"retirer {montant} du plan"


def plan_desequilibre(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-01 : dans chaque version, Σ financeurs (prêts compris) = coût sur la base déclarée, au centime.

    Source : équilibre du tableau financier (usage, confiance D). D’un tableau dressé en euros entiers, un écart que ses
    arrondis expliquent relève de PLAN-06.
    """
    return _desequilibres(contexte, CodeControle.PLAN_DESEQUILIBRE)


def plan_en_euros_entiers(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-06 : l’écart entre plan et coût qu’expliquent les arrondis d’un tableau en euros entiers (lecture C)."""
    return _desequilibres(contexte, CodeControle.PLAN_EN_EUROS_ENTIERS)


def ligne_sans_programme(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-02 : un engagement ou un paiement suppose un montant programmé dans la version en vigueur.

    Une ligne retirée par un avenant n’est signalée que s’il y reste un engagé ou un payé.
    """
    connues = {ligne.cle for ligne in contexte.situation.projet.plan}
    for ligne in contexte.lignes:
        if ligne.programme or not ligne.restants:
            continue
        if ligne.engage or ligne.paye or ligne.cle not in connues:
            yield constater(
                CodeControle.LIGNE_SANS_PROGRAMME,
                mesure=EcartMontant(0, max(ligne.engage, ligne.paye, key=abs)),
                provenance=ligne.restants[0].provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def abandonnee_encore_programmee(contexte: Contexte) -> Iterator[Constat]:
    """ABANDON-02 : le plan en vigueur ne programme plus rien sur une opération abandonnée (désaffectation).

    L’enjeu est celui des concours : l’autofinancement n’est dû à personne.
    """
    projet, tableau = contexte.situation.projet, contexte.situation.tableau
    signatures = {0: projet.convention.date_signature} | {a.numero: a.date for a in projet.convention.avenants}
    versions = versions_d_abandon(projet, tableau.version)
    for operation in (operation for operation in tableau.operations if operation.est_abandonnee):
        lignes = tableau.lignes_de(operation.code)
        programme = sum(ligne.montant for ligne in lignes)
        if programme:
            yield constater(
                CodeControle.ABANDONNEE_ENCORE_PROGRAMMEE,
                mesure=EcartMontant(0, programme),
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("statut"),
                enjeu=sum(ligne.montant for ligne in lignes if ligne.nature is not Nature.FONDS_PROPRES),
                abandon=afficher_date(signatures[versions[operation.code]]),
                programme=dire_le_programme(lignes),
            )


def enveloppe_depassee(contexte: Contexte) -> Iterator[Constat]:
    """ENVELOPPE-01 : le programmé d’un financeur, toutes natures, tient dans son enveloppe, au centime."""
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
