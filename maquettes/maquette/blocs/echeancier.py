"""L’échéancier de la maquette : les concours par exercice, puis ce qui reste jusqu’à la clôture, en formules vives."""

from typing import Final

from financement.calculs.engagement_repute import REPUTE_SANS_DATE
from maquettes.maquette.blocs.formules import CONCOURS_SEULS, calcul
from maquettes.maquette.description import Bloc, ColonneMaquette, Formule, Presentation

__all__ = ["A_RENDRE", "A_VENIR", "BLOC_ECHEANCIER"]

A_VENIR: Final = "à engager, à verser"
A_RENDRE: Final = "à dégager, à reverser"
"""Après l’arrêté, jusqu’aux montants de clôture : ce qui manque et ce qui excède, sans compensation."""


def _pour_le_financeur(sommee: str, table: str, *criteres: str) -> str:
    """Une somme sur les concours de tous les financeurs, ou de celui choisi."""
    criteres = (f"{table}_nature_rang", CONCOURS_SEULS, *criteres)
    tous = f"SUMIFS({sommee},{','.join(criteres)})"
    return f'IF(echeancier_rang="",{tous},{tous[:-1]},{table}_financeur_rang,echeancier_rang))'


def _flux(sommee: str, sans_date: str, a_venir: str, a_rendre: str) -> str:
    """Flux d’un exercice, ou sans date ; puis ce qui manque et ce qui excède, jusqu’à la clôture."""
    return (
        f'=IF([exercice]="","",ROUND(IF([exercice]="{A_VENIR}",{a_venir},IF([exercice]="{A_RENDRE}",{a_rendre},'
        f'IF([exercice]="{REPUTE_SANS_DATE}",{sans_date},'
        f"{_pour_le_financeur(sommee, 'journal', 'journal_exercice', '[exercice]')}))),2))"
    )


_REPUTE: Final = _pour_le_financeur("cloture_engage_repute", "cloture")
# Un engagé négatif compte zéro à la clôture : il est d'abord à reprendre.
_A_ENGAGER: Final = (
    _pour_le_financeur("cloture_a_engager", "cloture")
    + "-"
    + _pour_le_financeur("cloture_engage_net", "cloture", "cloture_engage_net", '"<0"')
)
_A_DEGAGER: Final = f"-{_pour_le_financeur('cloture_a_degager', 'cloture')}"
_A_VERSER: Final = _pour_le_financeur("cloture_solde_a_verser", "cloture")
_A_REVERSER: Final = f"-{_pour_le_financeur('cloture_trop_percu', 'cloture')}"


def _cumul(flux: str, cumul: str) -> Formule:
    return Formule(f'=IF([exercice]="","",ROUND([^{cumul}]+[{flux}],2))', f'=IF([exercice]="","",[{flux}])')


_CONCOURS: Final = "Concours"
_APRES_LES_ANNEES: Final = f'IF(SUM(financeurs_est_repute)=0,"{A_VENIR}","{REPUTE_SANS_DATE}")'

BLOC_ECHEANCIER: Final = Bloc(
    nom="echeancier",
    feuille="Échéancier",
    titre="Échéancier des engagements et des paiements",
    note="Les concours (subventions et prêts) par exercice (année civile), pour tous les financeurs ou celui choisi "
    "en haut à droite. Les deux dernières lignes vont jusqu’aux montants de clôture : ce qui reste à engager et à "
    "verser, puis ce qui est à dégager et à reverser, sans compensation.",
    reserve=18,
    vierge=30,
    colonnes=(
        calcul(
            "exercice",
            "Exercice",
            Presentation.CODE,
            f'=IF(OR([^exercice]="",[^exercice]="{A_RENDRE}"),"",IF([^exercice]="{A_VENIR}","{A_RENDRE}",'
            f'IF([^exercice]="{REPUTE_SANS_DATE}","{A_VENIR}",'
            f"IF([^exercice]>=MAX(journal_exercice),{_APRES_LES_ANNEES},[^exercice]+1))))",
            premiere='=IF(COUNT(journal_exercice)=0,IF(COUNT(cloture_cle)=0,"",'
            f"{_APRES_LES_ANNEES}),MIN(journal_exercice))",
            largeur=24,
        ),
        calcul(
            "engagement",
            "Engagements (€)",
            Presentation.MONTANT,
            _flux("journal_engage", _REPUTE, _A_ENGAGER, _A_DEGAGER),
            largeur=18,
            groupe=_CONCOURS,
        ),
        ColonneMaquette(
            nom="engagement_cumul",
            libelle="Engagements cumulés (€)",
            largeur=18,
            presentation=Presentation.MONTANT,
            groupe=_CONCOURS,
            formule=_cumul("engagement", "engagement_cumul"),
        ),
        calcul(
            "paiement",
            "Paiements (€)",
            Presentation.MONTANT,
            _flux("journal_paye", "0", _A_VERSER, _A_REVERSER),
            largeur=18,
            groupe=_CONCOURS,
        ),
        ColonneMaquette(
            nom="paiement_cumul",
            libelle="Paiements cumulés (€)",
            largeur=18,
            presentation=Presentation.MONTANT,
            groupe=_CONCOURS,
            formule=_cumul("paiement", "paiement_cumul"),
        ),
    ),
)
