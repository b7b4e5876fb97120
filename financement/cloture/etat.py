"""L’état d’une ligne à la clôture, déduit des données, jamais saisi (lecture C).

Le premier état qui s’applique l’emporte, dans l’ordre de :class:`EtatLigne`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.calculs.lignes import LigneSuivie
from financement.cloture.faits import FaitsOperation
from financement.dossier.nomenclature import Categorie, RegleCloture, TypeMouvement

__all__ = [
    "LIBELLES_AVANCEMENTS",
    "LIBELLES_ETATS",
    "AvancementOperation",
    "EtatLigne",
    "EtatOperation",
    "etat_de_l_operation",
    "etat_de_la_ligne",
]

_DEMARRAGE: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE})


class EtatLigne(StrEnum):
    """État d’une ligne, dans l’ordre où ils s’excluent."""

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
        EtatLigne.RESIDU: "résidu du maître d’ouvrage",
        EtatLigne.FORCLOSE: "forclose",
        EtatLigne.A_ENGAGER: "à engager",
        EtatLigne.SOLDEE: "soldée",
        EtatLigne.ACHEVEE: "achevée, solde à demander",
        EtatLigne.EN_COURS: "engagée, en cours",
        EtatLigne.ENGAGEE_NON_DEMARREE: "engagée, non démarrée",
    }
)


class AvancementOperation(StrEnum):
    """Où en est une opération, du moins au plus avancé ; les trois derniers sont sans concours à suivre."""

    ABANDONNEE = "abandonnee"
    A_ENGAGER = "a_engager"
    ENGAGEE_NON_DEMARREE = "engagee_non_demarree"
    EN_COURS = "en_cours"
    ACHEVEE = "achevee"
    SOLDEE = "soldee"
    FORCLOSE = "forclose"
    ACHEVEE_SANS_CONCOURS = "achevee_sans_concours"
    NON_ACHEVEE_SANS_CONCOURS = "non_achevee_sans_concours"


LIBELLES_AVANCEMENTS: Final = MappingProxyType(
    {
        AvancementOperation.ABANDONNEE: "abandonnée",
        AvancementOperation.A_ENGAGER: "à engager",
        AvancementOperation.ENGAGEE_NON_DEMARREE: "engagée, non démarrée",
        AvancementOperation.EN_COURS: "engagée, en cours",
        AvancementOperation.ACHEVEE: "achevée, solde à demander",
        AvancementOperation.SOLDEE: "soldée",
        AvancementOperation.FORCLOSE: "forclose",
        AvancementOperation.ACHEVEE_SANS_CONCOURS: "achevée, sans concours",
        AvancementOperation.NON_ACHEVEE_SANS_CONCOURS: "non achevée, sans concours",
    }
)

_AVANCEMENTS: Final = MappingProxyType(
    {
        EtatLigne.A_ENGAGER: AvancementOperation.A_ENGAGER,
        EtatLigne.ENGAGEE_NON_DEMARREE: AvancementOperation.ENGAGEE_NON_DEMARREE,
        EtatLigne.EN_COURS: AvancementOperation.EN_COURS,
        EtatLigne.ACHEVEE: AvancementOperation.ACHEVEE,
        EtatLigne.SOLDEE: AvancementOperation.SOLDEE,
    }
)


@dataclass(frozen=True, slots=True)
class EtatOperation:
    """L’état d’une opération : son avancement, et s’il s’y trouve à côté un concours ``forclos``."""

    avancement: AvancementOperation
    forclose: bool

    @property
    def libelle(self) -> str:
        """L’état tel qu’on l’imprime, partout le même."""
        libelle = LIBELLES_AVANCEMENTS[self.avancement]
        a_cote = self.forclose and self.avancement is not AvancementOperation.FORCLOSE
        return f"{libelle} (un concours forclos)" if a_cote else libelle


def etat_de_l_operation(concours: Collection[EtatLigne], faits: FaitsOperation) -> EtatOperation:
    """L’état d’une opération, d’après ceux de ses lignes de concours : celui de la moins avancée (lecture C).

    Abandonnée si elle est marquée ainsi. Une ligne forclose est dite à côté ; une ligne au résidu n’avance pas
    d’elle-même. Sans autre concours, l’opération est achevée ou non, d’après son achèvement.
    """
    forclose = EtatLigne.FORCLOSE in concours
    presents = {_AVANCEMENTS[etat] for etat in concours if etat in _AVANCEMENTS}
    if faits.abandonnee:
        return EtatOperation(AvancementOperation.ABANDONNEE, forclose=False)
    if presents:
        return EtatOperation(min(presents, key=list(AvancementOperation).index), forclose)
    if forclose:
        return EtatOperation(AvancementOperation.FORCLOSE, forclose)
    sans = AvancementOperation.ACHEVEE_SANS_CONCOURS if faits.achevee else AvancementOperation.NON_ACHEVEE_SANS_CONCOURS
    return EtatOperation(sans, forclose)


def etat_de_la_ligne(
    ligne: LigneSuivie, faits: FaitsOperation, regle: RegleCloture, au: date, limite_engagement: date
) -> EtatLigne:
    """L’état d’une ligne à la date ``au`` : le premier de la liste qui s’applique."""
    types = {mouvement.type for mouvement in ligne.restants}
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
