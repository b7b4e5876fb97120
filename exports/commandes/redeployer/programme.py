"""Un redéploiement en objet json, clés du contrat : montants en euros décimaux."""

from fractions import Fraction

from exports.commandes.affichage.sortie import provenance_pour_programme
from financement.redeploiement.probleme import LimiteDeRedeploiement
from financement.redeploiement.redeploiement import Redeploiement
from financement.redeploiement.solveur import StatutReponse
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["redeploiement_pour_programme"]


def redeploiement_pour_programme(trouve: Redeploiement) -> dict[str, object]:
    """Le redéploiement en json, clés du contrat ; ``valeur`` : Σ priorité × euros reçus."""
    return {
        "au": trouve.cloture.au.isoformat(),
        "statut": trouve.statut,
        "valeur": _decimal(trouve.valeur),
        "borne": None if trouve.statut is StatutReponse.IMPOSSIBLE else _decimal(trouve.borne),
        "financeur": trouve.demande.financeur,
        "nature": trouve.demande.nature,
        "pas": trouve.pas,
        "economies": ecrire_montant_decimal(trouve.economies),
        "employe": ecrire_montant_decimal(trouve.employe),
        "rendu": ecrire_montant_decimal(trouve.rendu),
        "economies_ecartees": [
            {
                "operation": ecartee.operation,
                "montant": ecrire_montant_decimal(ecartee.montant),
                "motif": ecartee.motif,
            }
            for ecartee in trouve.economies_ecartees
        ],
        "mouvements": [
            {
                "de": mouvement.de,
                "vers": mouvement.vers,
                "financeur": mouvement.financeur,
                "montant": ecrire_montant_decimal(mouvement.montant),
                "voie": mouvement.voie,
            }
            for mouvement in trouve.mouvements
        ],
        "besoins": [
            {
                "operation": servi.besoin.operation,
                "minimum": ecrire_montant_decimal(servi.besoin.minimum),
                "maximum": ecrire_montant_decimal(servi.besoin.maximum),
                "recu": ecrire_montant_decimal(servi.recu),
                "apres": ecrire_montant_decimal(servi.apres),
            }
            for servi in trouve.servis
        ],
        "contraintes_actives": [
            {**_limite_pour_programme(active.limite), "gain": _decimal(active.gain)}
            for active in trouve.contraintes_actives
        ],
        "blocage": [_limite_pour_programme(limite) for limite in trouve.blocage],
    }


def _limite_pour_programme(limite: LimiteDeRedeploiement) -> dict[str, object]:
    return {
        "genre": limite.genre,
        "message": limite.texte,
        "operation": limite.operation,
        "montant": None if limite.montant is None else ecrire_montant_decimal(limite.montant),
        "provenance": provenance_pour_programme(limite.provenance),
    }


def _decimal(valeur: Fraction | None) -> str | None:
    """Une valeur en centimes pondérés, en euros décimaux : les priorités d’un fichier sont entières."""
    return None if valeur is None else ecrire_montant_decimal(valeur.numerator // valeur.denominator)
