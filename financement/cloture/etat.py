"""L'état d'une ligne à la clôture, déduit des données, jamais saisi (lecture C).

Le premier état qui s'applique l'emporte, dans l'ordre de :class:`EtatLigne`.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.cloture.faits import FaitsOperation
from financement.lignes import LigneSuivie
from financement.nomenclature import Categorie, RegleCloture, TypeMouvement

__all__ = ["LIBELLES_ETATS", "EtatLigne", "etat_de_l_operation", "etat_de_la_ligne"]

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


AVANCEMENT: Final = (
    EtatLigne.A_ENGAGER,
    EtatLigne.ENGAGEE_NON_DEMARREE,
    EtatLigne.EN_COURS,
    EtatLigne.ACHEVEE,
    EtatLigne.SOLDEE,
)


def etat_de_l_operation(etats: Iterable[EtatLigne]) -> EtatLigne:
    """L'état d'une opération, résumé de ceux de ses lignes : celui de la ligne la moins avancée (lecture C).

    Les lignes au résidu et les lignes forcloses ne comptent que si l'opération n'en a pas d'autres ; une opération
    abandonnée l'est par toutes ses lignes. Lève ``ValueError`` sans aucune ligne.
    """
    presents = set(etats)
    ordre = (EtatLigne.ABANDONNEE, *AVANCEMENT, EtatLigne.FORCLOSE, EtatLigne.RESIDU)
    return min(presents, key=ordre.index)


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
