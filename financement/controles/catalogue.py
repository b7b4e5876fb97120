"""Catalogue des contrôles : code, gravité, phrase, référence. ``docs/controles.md`` a un titre par code."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.constat import Constat, Gravite, Mesure
from financement.provenance import INCONNUE, Provenance

__all__ = ["MODELES_DE_CONTROLE", "CodeControle", "ModeleControle", "constater"]


class CodeControle(StrEnum):
    """Code de chaque contrôle, promesse de l'interface."""

    PLAN_DESEQUILIBRE = "PLAN-01"
    LIGNE_SANS_PROGRAMME = "PLAN-02"
    ENVELOPPE_DEPASSEE = "ENVELOPPE-01"
    ENGAGE_SUPERIEUR_AU_PROGRAMME = "ENGAGEMENT-01"
    ENGAGEMENT_HORS_DELAI = "ENGAGEMENT-02"
    PLUSIEURS_DAS = "ENGAGEMENT-03"
    ENGAGE_NEGATIF = "ENGAGEMENT-04"
    PAYE_SUPERIEUR_A_L_ENGAGE = "PAIEMENT-01"
    PAIEMENT_AVANT_ENGAGEMENT = "PAIEMENT-02"
    PAIEMENT_APRES_SOLDE = "PAIEMENT-03"
    PAYE_NEGATIF = "PAIEMENT-04"
    MOUVEMENT_APRES_ABANDON = "ABANDON-01"


@dataclass(frozen=True, slots=True)
class ModeleControle:
    """Gravité et phrase d'un contrôle."""

    gravite: Gravite
    message: str


_C = CodeControle
_B, _A = Gravite.BLOQUANT, Gravite.ALERTE

MODELES_DE_CONTROLE: Final = MappingProxyType(
    {
        _C.PLAN_DESEQUILIBRE: ModeleControle(
            _B,
            "{operation}, version {version} : le plan de financement ({constate}) ne fait pas le coût {base} ({attendu}) ; "
            "écart {ecart}.",
        ),
        _C.LIGNE_SANS_PROGRAMME: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : mouvements sur une ligne sans montant programmé."
        ),
        _C.ENVELOPPE_DEPASSEE: ModeleControle(
            _B, "{financeur} : le programmé ({constate}) dépasse l'enveloppe ({attendu}) de {ecart}."
        ),
        _C.ENGAGE_SUPERIEUR_AU_PROGRAMME: ModeleControle(
            _B,
            "{operation}, {financeur} ({nature}) : l'engagé ({constate}) dépasse le programmé ({attendu}) de {ecart}.",
        ),
        _C.ENGAGEMENT_HORS_DELAI: ModeleControle(
            _B,
            "{operation}, {financeur} : engagement du {constate} postérieur à la date limite d'engagement ({attendu}).",
        ),
        _C.PLUSIEURS_DAS: ModeleControle(
            _B,
            "{operation}, {financeur} : {constate} décisions attributives ({pieces}) au lieu d'une seule ; "
            "une nouvelle décision modifie la première et en garde le numéro.",
        ),
        _C.ENGAGE_NEGATIF: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : les dégagements dépassent les engagements ; engagé {constate}."
        ),
        _C.PAYE_SUPERIEUR_A_L_ENGAGE: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse l'engagé ({attendu}) de {ecart}."
        ),
        _C.PAIEMENT_AVANT_ENGAGEMENT: ModeleControle(
            _A,
            "{operation}, {financeur} ({nature}) : paiement du {constate} antérieur au premier engagement ({attendu}).",
        ),
        _C.PAIEMENT_APRES_SOLDE: ModeleControle(
            _A, "{operation}, {financeur} ({nature}) : paiement du {constate} postérieur au solde du {attendu}."
        ),
        _C.PAYE_NEGATIF: ModeleControle(
            _B, "{operation}, {financeur} ({nature}) : les reversements dépassent les paiements ; payé {constate}."
        ),
        _C.MOUVEMENT_APRES_ABANDON: ModeleControle(
            _B,
            "{operation}, {financeur} : {type} du {constate} alors que l'opération est abandonnée depuis le {attendu}.",
        ),
    }
)


def constater(
    code: CodeControle,
    *,
    mesure: Mesure | None = None,
    operation: str | None = None,
    financeur: str | None = None,
    provenance: Provenance = INCONNUE,
    **termes: str,
) -> Constat:
    """Compose le constat ``code`` avec la phrase du catalogue et les ``termes`` qu'elle demande."""
    modele = MODELES_DE_CONTROLE[code]
    mots = {"operation": operation or "", "financeur": financeur or "", **termes}
    return Constat(
        code=code,
        gravite=modele.gravite,
        message=modele.message.format(**mots),
        mesure=mesure,
        operation=operation,
        financeur=financeur,
        provenance=provenance,
    )
