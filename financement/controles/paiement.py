"""Contrôles des paiements et des mouvements sur opération abandonnée."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from financement.calculs.lignes import LigneSuivie, MouvementSuivi
from financement.calculs.situation import SIGNES_PAYE
from financement.controles.constat import Constat, EcartDate, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.engagement import lignes_engagees, mouvement_fautif, programmes_avant_cloture
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import LIBELLES_TYPES, VERSEMENTS, TypeMouvement
from financement.dossier.projet import Projet
from financement.valeurs.montants import afficher_montant

__all__ = [
    "mouvement_apres_abandon",
    "paiement_apres_solde",
    "paiement_avant_engagement",
    "paye_negatif",
    "paye_superieur_a_l_engage",
    "versions_d_abandon",
]


def _versements(ligne: LigneSuivie) -> tuple[MouvementSuivi, ...]:
    return tuple(m for m in ligne.restants if m.type in VERSEMENTS)


PAYE_SUPERIEUR_A_L_ENGAGE: Final = ModeleControle(
    "PAIEMENT-01",
    "Le payé dépasse l’engagé",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse {plafond} ({attendu}) de {ecart}.",
    "Vérifier au journal les montants versés ; s’ils sont justes, {combler}, ou faire reverser {ecart} et inscrire ce "
    "reversement au journal.",
)


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
            yield PAYE_SUPERIEUR_A_L_ENGAGE.constater(
                mesure=mesure,
                provenance=fautif.provenance.a_la_colonne("montant"),
                enjeu=mesure.ecart,
                plafond="le programmé réputé engagé" if ligne.est_reputee else "l’engagé",
                combler=f"programmer {manque} de plus au plan" if ligne.est_reputee else f"y engager {manque} de plus",
                **ligne.termes,
            )


PAIEMENT_AVANT_ENGAGEMENT: Final = ModeleControle(
    "PAIEMENT-02",
    "Paiement avant le premier engagement",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : paiement du {constate} antérieur au premier engagement ({attendu}).",
    "Vérifier au journal la date de ce versement et celle de l’engagement, ou y ajouter l’engagement antérieur qui "
    "manque.",
)


def paiement_avant_engagement(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-02 : aucun versement d’un concours avant son premier engagement.

    Une ligne payée sans aucun engagement relève de PAIEMENT-01.
    """
    for ligne in lignes_engagees(contexte):
        engagements = [m.date for m in ligne.restants if m.type is TypeMouvement.ENGAGEMENT]
        for versement in _versements(ligne):
            if engagements and versement.date < engagements[0]:
                yield _ecart_de_date(PAIEMENT_AVANT_ENGAGEMENT, ligne, engagements[0], versement)


PAIEMENT_APRES_SOLDE: Final = ModeleControle(
    "PAIEMENT-03",
    "Paiement après le solde",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : paiement du {constate} postérieur au solde du {attendu}.",
    "Vérifier au journal le type et la date de ce versement : un solde versé en deux fois s’écrit comme un acompte, "
    "puis un solde ; s’il a été payé deux fois, le faire reverser.",
)


def paiement_apres_solde(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-03 : aucun versement d’un concours après son solde."""
    for ligne in contexte.concours:
        versements = _versements(ligne)
        soldes = [m.date for m in versements if m.type is TypeMouvement.SOLDE]
        for versement in versements:
            if soldes and versement.date > soldes[0]:
                yield _ecart_de_date(PAIEMENT_APRES_SOLDE, ligne, soldes[0], versement)


def _ecart_de_date(modele: ModeleControle, ligne: LigneSuivie, attendu: date, mouvement: MouvementSuivi) -> Constat:
    return modele.constater(
        mesure=EcartDate(attendu, mouvement.date),
        provenance=mouvement.provenance.a_la_colonne("date"),
        **ligne.termes,
    )


PAYE_NEGATIF: Final = ModeleControle(
    "PAIEMENT-04",
    "Payé négatif",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : les reversements dépassent les paiements ; payé {constate}.",
    "Ajouter au journal le paiement qui manque ({manque}), ou corriger le reversement en trop.",
)


def paye_negatif(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-04 : les reversements ne dépassent pas les paiements."""
    for ligne in contexte.lignes:
        if ligne.paye < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.REVERSEMENT][-1]
            yield PAYE_NEGATIF.constater(
                mesure=EcartMontant(0, ligne.paye),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


MOUVEMENT_APRES_ABANDON: Final = ModeleControle(
    "ABANDON-01",
    "Engagement ou paiement après l’abandon",
    Gravite.BLOQUANT,
    "{operation}, {financeur} : {type} du {constate} alors que l’opération est abandonnée depuis le {attendu}.",
    "Corriger au journal la date ou l’opération de ce mouvement ; s’il est juste, le dégager ou le faire reverser, ou "
    "reprendre l’opération par avenant, son statut vidé dans les opérations.",
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
                yield MOUVEMENT_APRES_ABANDON.constater(
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
