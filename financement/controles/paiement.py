"""Contrôles des paiements et des mouvements sur opération abandonnée."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from financement.calculs.lignes import LigneSuivie, MouvementSuivi
from financement.calculs.situation import SIGNES_PAYE
from financement.controles.catalogue.modeles import CodeControle, constater
from financement.controles.constat import Constat, EcartDate, EcartMontant
from financement.controles.contexte import Contexte
from financement.controles.engagement import lignes_engagees, mouvement_fautif, programmes_avant_cloture
from financement.dossier.nomenclature import LIBELLES_TYPES, TypeMouvement
from financement.dossier.projet import Projet
from financement.valeurs.montants import afficher_montant

__all__ = [
    "VERSEMENTS",
    "mouvement_apres_abandon",
    "paiement_apres_solde",
    "paiement_avant_engagement",
    "paye_negatif",
    "paye_superieur_a_l_engage",
    "versions_d_abandon",
]

VERSEMENTS: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE, TypeMouvement.SOLDE})


def _versements(ligne: LigneSuivie) -> tuple[MouvementSuivi, ...]:
    return tuple(m for m in ligne.restants if m.type in VERSEMENTS)


def paye_superieur_a_l_engage(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-01 : payé ≤ engagé, par concours.

    D’une ligne réputée, l’engagé est le programmé (celui d’avant l’avenant de clôture en vigueur, s’il est plus haut).
    """
    avant_cloture = programmes_avant_cloture(contexte)
    for ligne in contexte.concours:
        plafond = max(ligne.engage, 0)
        if ligne.est_reputee:
            plafond = max(ligne.programme, avant_cloture.get(ligne.cle, 0))
        if ligne.paye > plafond:
            mesure = EcartMontant(plafond, ligne.paye)
            manque = afficher_montant(mesure.ecart)
            fautif = mouvement_fautif(ligne.restants, dict(SIGNES_PAYE), plafond)
            yield constater(
                CodeControle.PAYE_SUPERIEUR_A_L_ENGAGE,
                mesure=mesure,
                provenance=fautif.provenance.a_la_colonne("montant"),
                enjeu=mesure.ecart,
                plafond="le programmé réputé engagé" if ligne.est_reputee else "l’engagé",
                combler=f"programmer {manque} de plus au plan" if ligne.est_reputee else f"y engager {manque} de plus",
                **ligne.termes,
            )


def paiement_avant_engagement(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-02 : aucun versement d’un concours avant son premier engagement.

    Une ligne payée sans aucun engagement relève de PAIEMENT-01.
    """
    for ligne in lignes_engagees(contexte):
        engagements = [m.date for m in ligne.restants if m.type is TypeMouvement.ENGAGEMENT]
        for versement in _versements(ligne):
            if engagements and versement.date < engagements[0]:
                yield _ecart_de_date(CodeControle.PAIEMENT_AVANT_ENGAGEMENT, ligne, engagements[0], versement)


def paiement_apres_solde(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-03 : aucun versement d’un concours après son solde."""
    for ligne in contexte.concours:
        versements = _versements(ligne)
        soldes = [m.date for m in versements if m.type is TypeMouvement.SOLDE]
        for versement in versements:
            if soldes and versement.date > soldes[0]:
                yield _ecart_de_date(CodeControle.PAIEMENT_APRES_SOLDE, ligne, soldes[0], versement)


def _ecart_de_date(code: CodeControle, ligne: LigneSuivie, attendu: date, mouvement: MouvementSuivi) -> Constat:
    return constater(
        code,
        mesure=EcartDate(attendu, mouvement.date),
        provenance=mouvement.provenance.a_la_colonne("date"),
        **ligne.termes,
    )


def paye_negatif(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-04 : les reversements ne dépassent pas les paiements."""
    for ligne in contexte.lignes:
        if ligne.paye < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.REVERSEMENT][-1]
            yield constater(
                CodeControle.PAYE_NEGATIF,
                mesure=EcartMontant(0, ligne.paye),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def mouvement_apres_abandon(contexte: Contexte) -> Iterator[Constat]:
    """ABANDON-01 : ni engagement ni versement après l’abandon d’une opération ; dégager et reverser restent permis.

    La date d’abandon est celle de la version qui marque l’opération abandonnée ; la décrire de nouveau, toujours
    abandonnée, ne la repousse pas.
    """
    projet, retenue = contexte.situation.projet, contexte.situation.tableau.version
    signatures = {0: projet.convention.date_signature} | {a.numero: a.date for a in projet.convention.avenants}
    versions = versions_d_abandon(projet, retenue)
    interdits = VERSEMENTS | {TypeMouvement.ENGAGEMENT}
    for ligne in contexte.lignes:
        if ligne.cle.operation not in versions:
            continue
        abandon = signatures[versions[ligne.cle.operation]]
        for mouvement in ligne.restants:
            if mouvement.type in interdits and mouvement.date > abandon:
                yield constater(
                    CodeControle.MOUVEMENT_APRES_ABANDON,
                    mesure=EcartDate(abandon, mouvement.date),
                    provenance=mouvement.provenance.a_la_colonne("date"),
                    type=LIBELLES_TYPES[mouvement.type],
                    **ligne.termes,
                )


def versions_d_abandon(projet: Projet, retenue: int) -> dict[str, int]:
    """Version qui a abandonné chaque opération encore abandonnée dans la version ``retenue``."""
    versions: dict[str, int] = {}
    for operation in sorted(projet.operations, key=lambda o: o.version):
        if operation.version > retenue:
            break
        if not operation.est_abandonnee:
            versions.pop(operation.code, None)
        else:
            versions.setdefault(operation.code, operation.version)
    return versions
