"""Contrôles propres au NPNRU : premier acompte, rythme des acomptes, forfait de salaire et temps minimal d’un poste.

Chacun ne parle que si le règlement du projet donne son paramètre : un dossier du PNRU n’en a aucun.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from financement.calculs.lignes import LigneSuivie, MouvementSuivi, premier_engagement_actif
from financement.controles.constat import Constat, EcartDate, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.controles.plafonds import assiettes_excessives, montant_attribue, reference_affichee, subventions_anru
from financement.dossier.nomenclature import TypeMouvement, Unite
from financement.dossier.operation import Operation
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date, ajouter_mois
from financement.valeurs.quantites import afficher_quantite
from financement.valeurs.taux import afficher_taux

__all__ = ["acomptes_rapproches", "etp_insuffisant", "forfait_de_salaire_depasse", "premier_acompte_excessif"]

_MOIS_PAR_SEMESTRE: Final = 6
_MOIS_PAR_AN: Final = 12
_PROFIL_LE_PLUS_FAVORABLE: Final = "chef de projet"
_ACOMPTES: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE})


def _acomptes(ligne: LigneSuivie) -> list[MouvementSuivi]:
    return [mouvement for mouvement in ligne.restants if mouvement.type in _ACOMPTES]


PREMIER_ACOMPTE_EXCESSIF: Final = ModeleControle(
    "PLAFOND-05",
    "Le premier acompte de l’ANRU dépasse sa part",
    Gravite.ALERTE,
    "{operation}, {financeur} : le premier acompte ({constate}) dépasse {taux} du montant attribué, soit {attendu} ; "
    "écart {ecart} ({reference}).",
    "Vérifier au journal le montant et la date de ce versement ; s’ils sont justes, justifier auprès de l’ANRU les "
    "{ecart} en trop, ou fixer « premier_acompte » au règlement du dossier, avec sa référence.",
)


def premier_acompte_excessif(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-05 : le premier acompte de l’ANRU ne dépasse pas sa part du montant attribué (20 %, confiance B).

    Le premier acompte est tout ce qui est versé le premier jour ; la règle est celle du jour de l’engagement, à défaut
    celle de ce premier jour.
    """
    for ligne in subventions_anru(contexte):
        versements, attribue = _acomptes(ligne), montant_attribue(ligne)
        if not versements or attribue <= 0:
            continue
        premiers = [versement for versement in versements if versement.date == versements[0].date]
        engagement = premier_engagement_actif(ligne)
        jour = premiers[0].date if engagement is None else engagement.date
        part = contexte.reglement.parametre("premier_acompte", jour=jour, famille=ligne.operation.famille)
        if part is None:
            continue
        mesure = EcartMontant(arrondir(part.valeur * attribue), sum(versement.montant for versement in premiers))
        if mesure.ecart > 0:
            yield PREMIER_ACOMPTE_EXCESSIF.constater(
                mesure=mesure,
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=premiers[-1].provenance.a_la_colonne("montant"),
                enjeu=mesure.ecart,
                taux=afficher_taux(part.valeur),
                reference=reference_affichee(part),
            )


ACOMPTES_RAPPROCHES: Final = ModeleControle(
    "CALENDRIER-03",
    "Acomptes de l’ANRU trop rapprochés",
    Gravite.ALERTE,
    "{operation}, {financeur} : acompte du {constate}, moins de {mois} mois après celui du {precedent} ; il n’était "
    "attendu qu’au {attendu} ({reference}).",
    "Vérifier au journal la date des deux acomptes ; si elles sont justes, justifier auprès de l’ANRU cet acompte "
    "plus tôt, ou fixer « periodicite_des_acomptes » au règlement du dossier, avec sa référence.",
)


def acomptes_rapproches(contexte: Contexte) -> Iterator[Constat]:
    """CALENDRIER-03 : deux acomptes de l’ANRU sont espacés de la période du règlement (12 mois, lecture C)."""
    for ligne in subventions_anru(contexte):
        jours = [(jour, list(versements)) for jour, versements in groupby(_acomptes(ligne), key=lambda m: m.date)]
        for (precedent, _), (jour, versements) in pairwise(jours):
            periode = contexte.reglement.parametre(
                "periodicite_des_acomptes", jour=precedent, famille=ligne.operation.famille
            )
            if periode is None:
                continue
            attendu = ajouter_mois(precedent, int(periode.valeur))
            if jour < attendu:
                yield ACOMPTES_RAPPROCHES.constater(
                    mesure=EcartDate(attendu, jour),
                    operation=ligne.cle.operation,
                    financeur=ligne.cle.financeur,
                    provenance=versements[0].provenance.a_la_colonne("date"),
                    enjeu=sum(versement.montant for versement in versements),
                    mois=str(int(periode.valeur)),
                    precedent=afficher_date(precedent),
                    reference=reference_affichee(periode),
                )


def _etp(operation: Operation) -> Decimal | None:
    return operation.quantite if operation.unite is Unite.ETP else None


FORFAIT_DE_SALAIRE_DEPASSE: Final = ModeleControle(
    "PLAFOND-06",
    "Le forfait de salaire d’un poste est dépassé",
    Gravite.ALERTE,
    "{operation} : l’assiette ({constate}) dépasse le forfait de salaire ({plafond} par an, {etp} ETP, {mois} mois), "
    "soit {attendu} ; écart {ecart} ({reference} ; profil le plus favorable, lecture C).",
    "Ramener l’assiette à {attendu} dans les opérations, et la part de l’ANRU en proportion au plan, ou corriger dans "
    "les opérations la quantité d’ETP, l’unité ou la durée (forfait du profil le plus favorable, lecture C).",
)


def forfait_de_salaire_depasse(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-06 : l’assiette d’un poste d’ingénierie tient dans le forfait annuel × ETP × durée (confiance A).

    Le profil n’étant pas déclaré, le forfait est celui du plus favorable, chef de projet (lecture C).
    """

    def poste(operation: Operation) -> tuple[Fraction, dict[str, str]] | None:
        etp, semestres = _etp(operation), operation.duree_semestres
        if etp is None or not semestres:
            return None
        mois = semestres * _MOIS_PAR_SEMESTRE
        return Fraction(etp) * Fraction(mois, _MOIS_PAR_AN), {"etp": afficher_quantite(etp), "mois": str(mois)}

    return assiettes_excessives(
        contexte,
        FORFAIT_DE_SALAIRE_DEPASSE,
        "forfait_salaire_annuel",
        poste,
        produit=_PROFIL_LE_PLUS_FAVORABLE,
    )


ETP_INSUFFISANT: Final = ModeleControle(
    "PLAFOND-07",
    "Un poste sous le temps minimal est subventionné",
    Gravite.ALERTE,
    "{operation}, {financeur} : {constate} programmés pour un poste de {etp} ETP, sous le minimum de {minimal} ETP, "
    "où rien n’est dû ({reference}).",
    "Corriger dans les opérations la quantité ({etp} ETP) ou l’unité, ou retirer du plan les {constate} de l’ANRU et "
    "les reporter sur un autre financeur.",
)


def etp_insuffisant(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-07 : l’ANRU ne subventionne pas un poste sous le temps minimal du règlement (0,5 ETP, confiance A)."""
    signature = contexte.situation.projet.convention.date_signature
    for ligne in subventions_anru(contexte):
        operation, etp = ligne.operation, _etp(ligne.operation)
        minimal = contexte.reglement.parametre("etp_minimal", jour=signature, famille=operation.famille)
        if minimal is None or etp is None or not ligne.programme or Fraction(etp) >= minimal.valeur:
            continue
        yield ETP_INSUFFISANT.constater(
            mesure=EcartMontant(0, ligne.programme),
            operation=ligne.cle.operation,
            financeur=ligne.cle.financeur,
            provenance=operation.provenance.a_la_colonne("quantite"),
            enjeu=ligne.programme,
            etp=afficher_quantite(etp),
            minimal=minimal.valeur_ecrite,
            reference=reference_affichee(minimal),
        )
