"""Une simulation en objet json, clés du contrat : montants en euros décimaux, dates ISO."""

from collections.abc import Mapping

from exports.commandes.affichage.constats import constat_pour_programme
from exports.commandes.affichage.sortie import provenance_pour_programme
from financement.scenarios.cote_a_cote import CoteACote, EcartDeMontant, EcartDeResultat
from financement.scenarios.resultat import Resultat
from financement.scenarios.scenario import Scenario
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["cote_a_cote_pour_programme"]


def cote_a_cote_pour_programme(cote_a_cote: CoteACote) -> dict[str, object]:
    """``au``, ``base`` et ``scenarios`` ; chaque montant d’un scénario est suivi de son écart à la base."""
    return {
        "au": cote_a_cote.au.isoformat(),
        "base": _base(cote_a_cote.base),
        "scenarios": [
            _scenario(scenario, resultat, ecart)
            for scenario, resultat, ecart in zip(
                cote_a_cote.scenarios, cote_a_cote.resultats, cote_a_cote.ecarts, strict=True
            )
        ],
    }


def _base(base: Resultat) -> dict[str, object]:
    totaux = base.cloture.par_financeur()
    return {
        "par_financeur": [
            {
                "financeur": financeur,
                "montant_cloture": ecrire_montant_decimal(total.montant_cloture),
                "concours": ecrire_montant_decimal(total.concours.montant_cloture),
                "autofinancement": ecrire_montant_decimal(total.autofinancement.montant_cloture),
            }
            for financeur, total in totaux.items()
        ],
        "par_maitre_ouvrage": [
            {"maitre_ouvrage": nom, "reste_a_charge": ecrire_montant_decimal(reste.montant), **_tresorerie(base, nom)}
            for nom, reste in base.restes_a_charge.items()
        ],
        "total": {
            "montant_cloture": ecrire_montant_decimal(base.cloture.total.montant_cloture),
            "reste_a_charge": ecrire_montant_decimal(sum(r.montant for r in base.restes_a_charge.values())),
        },
    }


def _scenario(scenario: Scenario, resultat: Resultat, ecart: EcartDeResultat) -> dict[str, object]:
    financeurs = [(code, concours, ecart.autofinancement[code]) for code, concours in ecart.concours.items()]
    return {
        "nom": scenario.nom,
        "hypotheses": [
            {
                "libelle": hypothese.libelle,
                "portee": hypothese.portee,
                "provenance": provenance_pour_programme(hypothese.provenance),
            }
            for hypothese in scenario.hypotheses
        ],
        "par_financeur": [
            {
                "financeur": code,
                **_mesure("montant_cloture", _somme(concours, propres)),
                "concours": _mesure("montant_cloture", concours),
                "autofinancement": _mesure("montant_cloture", propres),
            }
            for code, concours, propres in financeurs
        ],
        "par_maitre_ouvrage": [
            {"maitre_ouvrage": nom, **_mesure("reste_a_charge", reste), **_tresorerie(resultat, nom)}
            for nom, reste in ecart.restes_a_charge.items()
        ],
        "constats": {
            "apparus": [constat_pour_programme(constat) for constat in ecart.apparus],
            "disparus": [constat_pour_programme(constat) for constat in ecart.disparus],
        },
        "total": {
            **_mesure("montant_cloture", _somme(*ecart.concours.values(), *ecart.autofinancement.values())),
            "reste_a_charge": _mesure("montant", _somme(*ecart.restes_a_charge.values())),
        },
    }


def _tresorerie(resultat: Resultat, maitre_ouvrage: str) -> Mapping[str, object]:
    """Le plus fort découvert à venir, à préfinancer, et son semestre (``null`` sans découvert)."""
    pointe = resultat.pointe(maitre_ouvrage)
    return {
        "a_prefinancer": ecrire_montant_decimal(resultat.besoin(maitre_ouvrage)),
        "semestre_de_pointe": None if pointe is None else str(pointe.semestre),
    }


def _somme(*ecarts: EcartDeMontant) -> EcartDeMontant:
    return EcartDeMontant(sum(e.base for e in ecarts), sum(e.montant for e in ecarts))


def _mesure(nom: str, ecart: EcartDeMontant) -> dict[str, str]:
    return {nom: ecrire_montant_decimal(ecart.montant), "ecart": ecrire_montant_decimal(ecart.ecart)}
