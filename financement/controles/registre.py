"""Liste ordonnée des contrôles, et leur exécution."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from financement.constat import Constat
from financement.controles import engagement, paiement, plan
from financement.controles.contexte import Contexte, preparer
from financement.projet import Projet
from financement.situation import calculer_situation

__all__ = ["CONTROLES", "Controle", "controler"]

Controle = Callable[[Contexte], Iterator[Constat]]

CONTROLES: Final[tuple[Controle, ...]] = (
    plan.plan_desequilibre,
    plan.ligne_sans_programme,
    plan.enveloppe_depassee,
    engagement.engage_superieur_au_programme,
    engagement.engagement_hors_delai,
    engagement.plusieurs_das,
    engagement.engage_negatif,
    paiement.paye_superieur_a_l_engage,
    paiement.paiement_avant_engagement,
    paiement.paiement_apres_solde,
    paiement.paye_negatif,
    paiement.mouvement_apres_abandon,
)


def controler(projet: Projet, *, au: date | None = None, version: int | None = None) -> tuple[Constat, ...]:
    """Tous les constats du projet à la date ``au`` (tout le journal sans date), dans l'ordre des contrôles.

    ``version`` : celle dont le programmé sert de référence, par défaut la version en vigueur à la date.
    """
    contexte = preparer(calculer_situation(projet, au=au, version=version))
    return tuple(constat for controle in CONTROLES for constat in controle(contexte))
