"""Contrôles de la clôture : coûts définitifs, équilibre final, enveloppes, trop-perçus."""

from collections.abc import Iterator
from typing import Final

from financement.cloture.etat import EtatLigne
from financement.cloture.resultat import LigneCloturee
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import VERSEMENTS, Nature, RegleCloture, TypeMouvement
from financement.valeurs.dates import afficher_date

__all__ = [
    "achevee_sans_depense",
    "cout_reel_superieur",
    "enveloppe_depassee_a_la_cloture",
    "equilibre_final",
    "soldee_sans_cout_definitif",
    "trop_percu",
]


TROP_PERCU: Final = ModeleControle(
    "PAIEMENT-05",
    "Trop-perçu sans ordre de reversement",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse le montant de clôture ({attendu}) de {ecart} "
    "; un ordre de reversement est à émettre (lecture C).",
    "Faire émettre un ordre de reversement de {ecart} par ce financeur et, une fois payé, l’inscrire au journal comme "
    "reversement ; « financement expliquer » donne le calcul du montant de clôture (lecture C).",
)


def trop_percu(contexte: Contexte) -> Iterator[Constat]:
    """PAIEMENT-05 : le payé net des reversements d’un concours ne dépasse pas son montant de clôture (lecture C).

    Un dépassement de l’engagé du même montant relève de PAIEMENT-01.
    """
    for ligne in contexte.cloture.lignes:
        if ligne.cle.est_concours and ligne.trop_percu and not ligne.paye > ligne.engage == ligne.montant_cloture:
            dernier = [m for m in ligne.suivie.restants if m.type in VERSEMENTS][-1]
            yield TROP_PERCU.constater(
                mesure=EcartMontant(ligne.montant_cloture, ligne.paye),
                provenance=dernier.provenance.a_la_colonne("montant"),
                enjeu=ligne.trop_percu,
                **ligne.suivie.termes,
            )


SOLDEE_SANS_COUT_DEFINITIF: Final = ModeleControle(
    "CLOTURE-01",
    "Ligne soldée sans coût définitif",
    Gravite.ALERTE,
    "{operation} : ligne soldée sans coût définitif, faute d’achèvement ou de dépense justifiée ; rien d’autre que le "
    "payé ou le forfait ne fonde le montant de clôture (lecture C).",
    "Faire justifier le coût définitif par le maître d’ouvrage ({maitre_ouvrage}), puis inscrire l’achèvement dans "
    "les opérations et la dépense au journal.",
)


def soldee_sans_cout_definitif(contexte: Contexte) -> Iterator[Constat]:
    """CLOTURE-01 : une subvention soldée a un coût définitif : opération achevée et dépense justifiée.

    Un constat par opération. Sans ce coût, le montant de clôture reprend le payé, au moins zéro, ou le forfait.
    """
    soldees: dict[str, list[LigneCloturee]] = {}
    for ligne in contexte.cloture.lignes:
        manque = ligne.etat is EtatLigne.SOLDEE and ligne.faits.depense_definitive is None
        if manque and ligne.cle.nature is Nature.SUBVENTION:
            soldees.setdefault(ligne.cle.operation, []).append(ligne)
    for operation, lignes in soldees.items():
        solde = next(m for m in lignes[0].suivie.restants if m.type is TypeMouvement.SOLDE)
        yield SOLDEE_SANS_COUT_DEFINITIF.constater(
            operation=operation,
            provenance=solde.provenance.a_la_colonne("operation"),
            enjeu=sum(max(0, ligne.paye) for ligne in lignes),
            maitre_ouvrage=lignes[0].faits.operation.maitre_ouvrage,
        )


ACHEVEE_SANS_DEPENSE: Final = ModeleControle(
    "CLOTURE-02",
    "Opération achevée sans dépense justifiée",
    Gravite.ALERTE,
    "{operation} : achevée le {achevement} sans aucune dépense justifiée ; à défaut, le montant de clôture reprend "
    "l’engagé, ou le programmé si rien n’est engagé (lecture C).",
    "Faire justifier la dépense par le maître d’ouvrage ({maitre_ouvrage}), et l’inscrire au journal, même provisoire.",
)


def achevee_sans_depense(contexte: Contexte) -> Iterator[Constat]:
    """CLOTURE-02 : une opération achevée a une dépense justifiée, sinon rien ne fonde la subvention définitive.

    Un constat par opération, sauf si une ligne soldée l’a déjà signalée (CLOTURE-01).
    """
    lignes_au_taux = [ligne for ligne in contexte.cloture.lignes if ligne.regle is RegleCloture.TAUX]
    soldees = {
        ligne.cle.operation
        for ligne in contexte.cloture.lignes
        if ligne.etat is EtatLigne.SOLDEE and ligne.cle.nature is Nature.SUBVENTION
    }
    enjeux: dict[str, int] = {}
    for ligne in lignes_au_taux:
        faits = ligne.faits
        if faits.achevee and not faits.abandonnee and faits.depense is None and ligne.cle.operation not in soldees:
            enjeux[ligne.cle.operation] = enjeux.get(ligne.cle.operation, 0) + ligne.montant_cloture
    for equilibre in contexte.equilibres:
        operation = equilibre.faits.operation
        if operation.code in enjeux and operation.achevement is not None:
            yield ACHEVEE_SANS_DEPENSE.constater(
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("achevement"),
                enjeu=enjeux[operation.code],
                achevement=afficher_date(operation.achevement),
                maitre_ouvrage=operation.maitre_ouvrage,
            )


COUT_REEL_SUPERIEUR: Final = ModeleControle(
    "CLOTURE-03",
    "La dépense dépasse le coût prévisionnel",
    Gravite.ALERTE,
    "{operation} : la dépense justifiée ({constate}) dépasse le coût prévisionnel ({attendu}) de {ecart}.",
    "Vérifier au journal la base (HT ou TTC) des dépenses ; si elle est juste, porter par avenant le coût à "
    "{constate} dans les opérations et {ecart} de plus au plan, à la charge du maître d’ouvrage.",
)


def cout_reel_superieur(contexte: Contexte) -> Iterator[Constat]:
    """CLOTURE-03 : la dépense justifiée ne dépasse pas le coût prévisionnel ; l’excédent reste au maître d’ouvrage."""
    for equilibre in contexte.equilibres:
        faits = equilibre.faits
        if faits.depense is not None and faits.depense > faits.cout and not faits.abandonnee:
            mesure = EcartMontant(faits.cout, faits.depense)
            yield COUT_REEL_SUPERIEUR.constater(
                mesure=mesure,
                operation=faits.operation.code,
                provenance=faits.operation.provenance.a_la_colonne("cout_ht"),
                enjeu=mesure.ecart,
            )


SURFINANCEMENT: Final = ModeleControle(
    "CLOTURE-04",
    "Surfinancement à la clôture",
    Gravite.ALERTE,
    "{operation} : les financements de clôture ({constate}) dépassent le coût final ({attendu}) de {ecart} ; le "
    "résidu du maître d’ouvrage est ramené à zéro (lecture C).",
    "Réduire de {ecart} au plan le prêt ou le forfait, ou donner la règle de clôture taux à un cofinanceur qui suit "
    "la dépense (lecture C).",
)
PLAN_FINAL_DESEQUILIBRE: Final = ModeleControle(
    "CLOTURE-05",
    "Le plan final ne fait pas le coût final",
    Gravite.ALERTE,
    "{operation} : sans ligne au résidu, les financements de clôture ({constate}) ne font pas le coût final "
    "({attendu}) ; écart {ecart} (lecture C).",
    "Donner au plan la règle de clôture residu à une ligne du maître d’ouvrage, ou faire porter {manque} par un "
    "financeur, au plan d’un avenant (lecture C).",
)


def equilibre_final(contexte: Contexte) -> Iterator[Constat]:
    """CLOTURE-04 et CLOTURE-05 : le plan final d’une opération fait son coût final, au centime (lecture C).

    Avec une ligne au résidu, l’écart est un surfinancement (résidu négatif) ; sans, un plan qui ne se ferme pas. D’un
    tableau en euros entiers, l’arrondi que PLAN-01 admet l’est aussi à la clôture, qui le garde.
    """
    for equilibre in contexte.equilibres:
        if abs(equilibre.ecart) > contexte.tolerances.get(equilibre.faits.operation.code, 0):
            faits = equilibre.faits
            mesure = EcartMontant(faits.cout_final, equilibre.plan_final)
            modele = SURFINANCEMENT if equilibre.a_un_residu else PLAN_FINAL_DESEQUILIBRE
            yield modele.constater(
                mesure=mesure,
                operation=faits.operation.code,
                provenance=faits.operation.provenance.a_la_colonne("cout_ht"),
                enjeu=abs(mesure.ecart),
            )


ENVELOPPE_DEPASSEE_A_LA_CLOTURE: Final = ModeleControle(
    "ENVELOPPE-02",
    "L’enveloppe d’un financeur est dépassée à la clôture",
    Gravite.BLOQUANT,
    "{financeur} : le montant de clôture ({constate}) dépasse l’enveloppe ({attendu}) de {ecart}.",
    "Chercher les opérations de ce financeur dont l’économie est négative (« financement cloture ») et y réduire sa "
    "part de {ecart}, ou inscrire dans la convention la nouvelle enveloppe, à l’avenant qui la fixe (montant de "
    "clôture : lecture C).",
)


def enveloppe_depassee_a_la_cloture(contexte: Contexte) -> Iterator[Constat]:
    """ENVELOPPE-02 : le total de clôture d’un financeur tient dans son enveloppe (confiance B).

    Une enveloppe que le programmé dépasse déjà relève d’ENVELOPPE-01.
    """
    for financeur, total in contexte.cloture.par_financeur().items():
        enveloppe = contexte.situation.tableau.enveloppe_de(financeur)
        if enveloppe is None or total.programme > enveloppe.montant:
            continue
        mesure = EcartMontant(enveloppe.montant, total.montant_cloture)
        if mesure.ecart > 0:
            yield ENVELOPPE_DEPASSEE_A_LA_CLOTURE.constater(
                mesure=mesure,
                financeur=financeur,
                provenance=enveloppe.provenance,
                enjeu=mesure.ecart,
            )
