"""Catalogue des contrôles : code, gravité, phrase, remède. ``docs/controles.md`` a un titre par code."""

from types import MappingProxyType
from typing import Final

from financement.constat import Constat, EcartDate, EcartMontant, EcartNombre, Mesure
from financement.controles.catalogue_de_la_cloture import MODELES_DE_LA_CLOTURE
from financement.controles.catalogue_du_journal import MODELES_DU_JOURNAL
from financement.controles.catalogue_du_plan import MODELES_DU_PLAN
from financement.controles.codes import CodeControle, ModeleControle
from financement.dates import afficher_date
from financement.libelles import afficher_nombre
from financement.montants import afficher_montant
from financement.provenance import INCONNUE, Provenance

__all__ = ["MODELES_DE_CONTROLE", "CodeControle", "ModeleControle", "constater"]

MODELES_DE_CONTROLE: Final = MappingProxyType({**MODELES_DU_PLAN, **MODELES_DU_JOURNAL, **MODELES_DE_LA_CLOTURE})


def constater(
    code: CodeControle,
    *,
    mesure: Mesure | None = None,
    operation: str | None = None,
    financeur: str | None = None,
    provenance: Provenance = INCONNUE,
    enjeu: int = 0,
    **termes: str,
) -> Constat:
    """Compose le constat ``code`` avec la phrase et le remède du catalogue, et les ``termes`` qu’ils demandent.

    Les montants et les dates de la ``mesure`` remplissent d’eux-mêmes ``attendu``, ``constate``, ``ecart`` et, sans
    son signe, ``manque``.
    """
    modele = MODELES_DE_CONTROLE[code]
    mots = {"operation": operation or "", "financeur": financeur or "", **_mots(mesure), **termes}
    return Constat(
        code=code,
        gravite=modele.gravite,
        message=modele.message.format(**mots),
        remede=modele.remede.format(**mots),
        mesure=mesure,
        operation=operation,
        financeur=financeur,
        provenance=provenance,
        enjeu=enjeu,
    )


def _mots(mesure: Mesure | None) -> dict[str, str]:
    """Les mots d’une mesure dans une phrase."""
    match mesure:
        case EcartMontant():
            return {
                "attendu": afficher_montant(mesure.attendu),
                "constate": afficher_montant(mesure.constate),
                "ecart": afficher_montant(mesure.ecart),
                "manque": afficher_montant(abs(mesure.ecart)),
            }
        case EcartDate():
            return {"attendu": afficher_date(mesure.attendu), "constate": afficher_date(mesure.constate)}
        case EcartNombre():
            return {"attendu": afficher_nombre(mesure.attendu), "constate": afficher_nombre(mesure.constate)}
        case None:
            return {}
