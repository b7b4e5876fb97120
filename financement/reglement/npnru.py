"""Règlement du NPNRU (à partir de 2014), aperçu."""

from datetime import date
from fractions import Fraction
from typing import Final

from financement.reglement.parametre import Confiance, Parametre, UniteParametre

__all__ = ["PARAMETRES_NPNRU"]

_DEBUT: Final = date(2014, 9, 15)
_REGLEMENT: Final = "règlement général de l’ANRU relatif au NPNRU"
_INGENIERIE: Final = ("14",)

PARAMETRES_NPNRU: Final[tuple[Parametre, ...]] = (
    Parametre(
        cle="taux_maximal",
        valeur=Fraction(50, 100),
        unite=UniteParametre.TAUX,
        debut=_DEBUT,
        familles=_INGENIERIE,
        reference=f"{_REGLEMENT}, ingénierie",
        confiance=Confiance.TEXTE_LU,
    ),
    Parametre(
        cle="forfait_salaire_annuel",
        valeur=Fraction(115_000_00),
        unite=UniteParametre.EUROS_PAR_AN,
        debut=_DEBUT,
        familles=_INGENIERIE,
        produit="chef de projet",
        reference=f"{_REGLEMENT}, ingénierie",
        confiance=Confiance.TEXTE_LU,
    ),
    Parametre(
        cle="forfait_salaire_annuel",
        valeur=Fraction(94_500_00),
        unite=UniteParametre.EUROS_PAR_AN,
        debut=_DEBUT,
        familles=_INGENIERIE,
        reference=f"{_REGLEMENT}, ingénierie",
        confiance=Confiance.TEXTE_LU,
    ),
    Parametre(
        cle="etp_minimal",
        valeur=Fraction(1, 2),
        unite=UniteParametre.ETP,
        debut=_DEBUT,
        familles=_INGENIERIE,
        reference=f"{_REGLEMENT}, ingénierie",
        confiance=Confiance.TEXTE_LU,
    ),
    Parametre(
        cle="avance_maximale",
        valeur=Fraction(0),
        unite=UniteParametre.TAUX,
        debut=date(2016, 1, 1),
        reference=f"{_REGLEMENT} : plus d’avance depuis 2016",
        confiance=Confiance.SOURCE_SECONDAIRE,
    ),
    Parametre(
        cle="premier_acompte",
        valeur=Fraction(20, 100),
        unite=UniteParametre.TAUX,
        debut=date(2021, 1, 1),
        reference=f"{_REGLEMENT} : premier acompte à l’engagement depuis 2021",
        confiance=Confiance.SOURCE_SECONDAIRE,
    ),
    Parametre(
        cle="acomptes_maximaux",
        valeur=Fraction(60, 100),
        unite=UniteParametre.TAUX,
        debut=date(2021, 1, 1),
        reference=f"{_REGLEMENT} : acomptes annuels, plafond lu comme un cumul",
        confiance=Confiance.LECTURE,
    ),
    Parametre(
        cle="periodicite_des_acomptes",
        valeur=Fraction(12),
        unite=UniteParametre.MOIS,
        debut=date(2021, 1, 1),
        reference=f"{_REGLEMENT} : acomptes annuels, lus comme douze mois au moins de l’un à l’autre",
        confiance=Confiance.LECTURE,
    ),
    Parametre(
        cle="delai_de_demande_de_solde",
        valeur=Fraction(6),
        unite=UniteParametre.MOIS,
        debut=_DEBUT,
        reference="régime général des subventions d’investissement de l’État (repli)",
        confiance=Confiance.LECTURE,
    ),
    Parametre(
        cle="delai_de_commencement",
        valeur=Fraction(24),
        unite=UniteParametre.MOIS,
        debut=_DEBUT,
        reference="régime général des subventions d’investissement de l’État (repli)",
        confiance=Confiance.LECTURE,
    ),
    Parametre(
        cle="delai_de_mise_en_demeure",
        valeur=Fraction(3),
        unite=UniteParametre.MOIS,
        debut=_DEBUT,
        reference="régime général des subventions d’investissement de l’État (repli)",
        confiance=Confiance.LECTURE,
    ),
    Parametre(
        cle="periodicite_du_compte_rendu",
        valeur=Fraction(12),
        unite=UniteParametre.MOIS,
        debut=date(2021, 1, 1),
        reference=f"{_REGLEMENT} : compte rendu d’exécution annuel (CREA)",
        confiance=Confiance.SOURCE_SECONDAIRE,
    ),
)
