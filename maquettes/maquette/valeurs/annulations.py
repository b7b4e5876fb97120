"""Les colonnes des annulations : les lignes du journal à examiner, et ce que leur font les deux passes."""

from maquettes.maquette.blocs.annulations import RESTE, SORTS
from maquettes.maquette.dates_de_tableur import serie
from maquettes.maquette.valeurs.annulations_calculees import Examine
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur
from maquettes.maquette.valeurs.situation import en_colonnes

__all__ = ["valeurs_des_annulations"]


def valeurs_des_annulations(moteur: Moteur) -> Colonnes:
    """Chaque ligne examinée, ses étapes, et celles de la seconde passe dans l’ordre des montants."""
    capacite = moteur.capacites["annulations"]
    examines = moteur.annulations
    colonnes = dict(en_colonnes([_ligne(rang, un) for rang, un in enumerate(examines, 1)], capacite))
    places = {id(un): rang for rang, un in enumerate(examines, 1)}
    seconde = sorted((un for un in examines if un.ordre_montant), key=lambda un: un.ordre_montant)
    return colonnes | dict(en_colonnes([_seconde(places[id(un)], un) for un in seconde], capacite))


def _ligne(rang: int, un: Examine) -> dict[str, Valeur]:
    vue, mouvement = un.vue, un.vue.mouvement
    passe = "piece" if un.pris_piece else "montant"
    return {
        "operation": mouvement.operation,
        "financeur": mouvement.financeur or "",
        "piece": mouvement.piece,
        "date": serie(mouvement.date),
        "type": mouvement.type.value,
        "montant": mouvement.montant,
        "sort": SORTS[vue.inverse, passe] if un.pris else RESTE,
        "source": vue.rang,
        "numero": rang,
        "suite": vue.suite,
        "groupe": un.groupe,
        "inverse": vue.inverse,
        "centimes": mouvement.montant,
        "libres": un.libres,
        "somme": un.somme,
        "vus": un.vus,
        "annule": un.annule,
        "consommes": un.vus if un.annule else "",
        "pris_piece": un.pris_piece,
        "ordre_montant": un.ordre_montant or "",
        "cle_jour": vue.cle_de_jour,
        "pris_montant": un.pris_montant,
        "pris": un.pris,
    }


def _seconde(ligne: int, un: Examine) -> dict[str, Valeur]:
    return {
        "montant_ligne": ligne,
        "montant_debut": un.debut,
        "montant_libres": un.libres_du_montant,
        "montant_annule": un.annule_au_montant,
        "montant_restants": un.libres_du_montant - un.annule_au_montant,
        "montant_pris": un.pris_montant,
    }
