"""L'état d'une ligne à la clôture, déduit des données, jamais saisi (lecture C).

Le premier état qui s'applique l'emporte, dans l'ordre de :class:`EtatLigne`.
"""

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.cloture.faits import FaitsOperation
from financement.lignes import LigneSuivie
from financement.nomenclature import Categorie, RegleCloture, TypeMouvement

__all__ = ["LIBELLES_ETATS", "EtatLigne", "etat_de_la_ligne"]

_DEMARRAGE: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE})


class EtatLigne(StrEnum):
    """État d'une ligne, dans l'ordre où ils s'excluent."""

    ABANDONNEE = "abandonnee"
    RESIDU = "residu"
    FORCLOSE = "forclose"
    A_ENGAGER = "a_engager"
    SOLDEE = "soldee"
    ACHEVEE = "achevee"
    EN_COURS = "en_cours"
    ENGAGEE_NON_DEMARREE = "engagee_non_demarree"


LIBELLES_ETATS: Final = MappingProxyType(
    {
        EtatLigne.ABANDONNEE: "abandonnée",
        EtatLigne.RESIDU: "résidu du maître d'ouvrage",
        EtatLigne.FORCLOSE: "forclose",
        EtatLigne.A_ENGAGER: "à engager",
        EtatLigne.SOLDEE: "soldée",
        EtatLigne.ACHEVEE: "achevée, solde à demander",
        EtatLigne.EN_COURS: "engagée, en cours",
        EtatLigne.ENGAGEE_NON_DEMARREE: "engagée, non démarrée",
    }
)


def etat_de_la_ligne(
    ligne: LigneSuivie, faits: FaitsOperation, regle: RegleCloture, au: date, limite_engagement: date
) -> EtatLigne:
    """L'état d'une ligne à la date ``au`` : le premier de la liste qui s'applique."""
    types = {mouvement.type for mouvement in ligne.mouvements}
    est_anru = ligne.financeur.categorie is Categorie.ANRU
    criteres = (
        (EtatLigne.ABANDONNEE, faits.abandonnee),
        (EtatLigne.RESIDU, regle is RegleCloture.RESIDU),
        (EtatLigne.FORCLOSE, est_anru and ligne.engage <= 0 and au > limite_engagement),
        (EtatLigne.A_ENGAGER, ligne.engage <= 0),
        (EtatLigne.SOLDEE, TypeMouvement.SOLDE in types),
        (EtatLigne.ACHEVEE, faits.achevee),
        (EtatLigne.EN_COURS, bool(types & _DEMARRAGE) or faits.depense is not None),
    )
    return next((etat for etat, atteint in criteres if atteint), EtatLigne.ENGAGEE_NON_DEMARREE)
