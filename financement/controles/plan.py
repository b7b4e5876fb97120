"""Contrôles du plan de financement et des enveloppes."""

from collections.abc import Iterable, Iterator
from typing import Final

from financement.calculs.situation import Axe
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte, tolerances
from financement.controles.modele import ModeleControle
from financement.controles.paiement import versions_d_abandon
from financement.dossier.nomenclature import Nature
from financement.dossier.plan import LignePlan
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = [
    "abandonnee_encore_programmee",
    "dire_le_programme",
    "enveloppe_depassee",
    "ligne_sans_programme",
    "plan_desequilibre",
    "plan_en_euros_entiers",
]


PLAN_EN_EUROS_ENTIERS: Final = ModeleControle(
    "PLAN-06",
    "Écart de plan qu’expliquent des euros entiers",
    Gravite.INFORMATION,
    "{operation}, version {version} : le plan de financement ({constate}) ne fait pas le coût {base} ({attendu}) ; "
    "écart {ecart}, qu’expliquent des montants en euros entiers (lecture C).",
    "Rien à corriger si le tableau signé est en euros entiers ; sinon, {equilibrer} ou corriger le coût, et retirer "
    'unite = "euro" de la convention.',
)
PLAN_DESEQUILIBRE: Final = ModeleControle(
    "PLAN-01",
    "Le plan de financement ne fait pas le coût",
    Gravite.BLOQUANT,
    "{operation}, version {version} : le plan de financement ({constate}) ne fait pas le coût {base} ({attendu}) ; "
    "écart {ecart}.",
    "Reprendre le tableau signé de la version {version} : {equilibrer}, ou corriger dans les opérations le coût, sa "
    "base ou son taux de TVA.",
)


def _desequilibres(contexte: Contexte, modele: ModeleControle) -> Iterator[Constat]:
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
            le_sien = PLAN_EN_EUROS_ENTIERS if explique else PLAN_DESEQUILIBRE
            if mesure.ecart and precedents.get(operation.code) != vu and le_sien is modele:
                yield modele.constater(
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
    return _desequilibres(contexte, PLAN_DESEQUILIBRE)


def plan_en_euros_entiers(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-06 : l’écart entre plan et coût qu’expliquent les arrondis d’un tableau en euros entiers (lecture C)."""
    return _desequilibres(contexte, PLAN_EN_EUROS_ENTIERS)


LIGNE_SANS_PROGRAMME: Final = ModeleControle(
    "PLAN-02",
    "Mouvements sur une ligne sans montant programmé",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : mouvements sur une ligne sans montant programmé.",
    "Vérifier au journal l’opération, le financeur et la nature de ces mouvements ; s’ils sont justes, ajouter la "
    "ligne au plan, ou dégager et faire reverser ce qui reste.",
)


def ligne_sans_programme(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-02 : un engagement ou un paiement suppose un montant programmé dans la version en vigueur.

    Une ligne retirée par un avenant n’est signalée que s’il y reste un engagé ou un payé.
    """
    connues = {ligne.cle for ligne in contexte.situation.projet.plan}
    for ligne in contexte.lignes:
        if ligne.programme or not ligne.restants:
            continue
        if ligne.engage or ligne.paye or ligne.cle not in connues:
            yield LIGNE_SANS_PROGRAMME.constater(
                mesure=EcartMontant(0, max(ligne.engage, ligne.paye, key=abs)),
                provenance=ligne.restants[0].provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


ABANDONNEE_ENCORE_PROGRAMMEE: Final = ModeleControle(
    "ABANDON-02",
    "Opération abandonnée encore programmée",
    Gravite.ALERTE,
    "{operation} : abandonnée depuis le {abandon}, encore programmée pour {programme} ; un avenant doit la retirer du "
    "plan de financement.",
    "Inscrire par avenant à zéro, dans les opérations et au plan, le coût de l’opération et ses lignes de "
    "financement, ou reprendre l’opération en vidant son statut.",
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
            yield ABANDONNEE_ENCORE_PROGRAMMEE.constater(
                mesure=EcartMontant(0, programme),
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("statut"),
                enjeu=sum(ligne.montant for ligne in lignes if ligne.nature is not Nature.FONDS_PROPRES),
                abandon=afficher_date(signatures[versions[operation.code]]),
                programme=dire_le_programme(lignes),
            )


def dire_le_programme(lignes: Iterable[LignePlan]) -> str:
    """Le programmé de plusieurs lignes, dans une phrase, concours et autofinancement jamais confondus.

    « 472 000,00 € de concours et 278 000,00 € d’autofinancement » ; une part nulle n’est pas dite.
    """
    parts = {"de concours": 0, "d’autofinancement": 0}
    for ligne in lignes:
        parts["de concours" if ligne.cle.est_concours else "d’autofinancement"] += ligne.montant
    dites = [f"{afficher_montant(montant)} {nom}" for nom, montant in parts.items() if montant]
    return " et ".join(dites) or afficher_montant(0)


ENVELOPPE_DEPASSEE: Final = ModeleControle(
    "ENVELOPPE-01",
    "L’enveloppe d’un financeur est dépassée",
    Gravite.BLOQUANT,
    "{financeur} : le programmé ({constate}) dépasse l’enveloppe ({attendu}) de {ecart}.",
    "Réduire de {ecart} la part de ce financeur au plan et la reporter sur d’autres, ou inscrire dans la convention "
    "la nouvelle enveloppe, à l’avenant qui la fixe.",
)


def enveloppe_depassee(contexte: Contexte) -> Iterator[Constat]:
    """ENVELOPPE-01 : le programmé d’un financeur, toutes natures, tient dans son enveloppe, au centime."""
    par_financeur = contexte.situation.par(Axe.FINANCEUR)
    for financeur, programme in zip(par_financeur.cles, par_financeur.grandeurs.programme.tolist(), strict=True):
        enveloppe = contexte.situation.tableau.enveloppe_de(financeur)
        if enveloppe is not None and programme > enveloppe.montant:
            mesure = EcartMontant(enveloppe.montant, programme)
            yield ENVELOPPE_DEPASSEE.constater(
                mesure=mesure,
                financeur=financeur,
                provenance=enveloppe.provenance,
            )
