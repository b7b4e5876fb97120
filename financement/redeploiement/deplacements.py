"""Les mouvements de crédits : de quelle opération vers quelle autre, combien, et par quelle voie."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.comparaison.transferts import Transfert, qualifier_transfert
from financement.redeploiement.besoins import (
    ContrainteVoulue,
    DemandeDeRedeploiement,
    GenreContrainte,
    PasDeRedeploiement,
)
from financement.redeploiement.economies import Source
from financement.redeploiement.etat_du_besoin import EtatDuBesoin
from financement.redeploiement.limites_voulues import rangs_vises

__all__ = ["LIBELLES_VOIES", "Deplacement", "Voie", "deplacements", "voie_du_deplacement"]


class Voie(StrEnum):
    """Qui décide d’un mouvement : localement, par fongibilité (confiance B) ; par avenant, le comité (lecture D)."""

    LOCALE = "locale"
    COMITE = "comite"


LIBELLES_VOIES: Final = MappingProxyType({Voie.LOCALE: "locale, par fongibilité", Voie.COMITE: "comité, par avenant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deplacement:
    """Des crédits repris de l’opération ``de`` pour l’opération ``vers``, en centimes.

    Les deux sont la même si une opération emploie sa propre économie.
    """

    de: str
    vers: str
    financeur: str
    montant: int
    voie: Voie


def voie_du_deplacement(source: Source, etat: EtatDuBesoin) -> Voie:
    """Locale entre opérations fongibles, si assiette et taux de celle qui reçoit ne changent pas ; comité sinon."""
    fongible = qualifier_transfert(source.operation, etat.operation) is Transfert.FONGIBLE
    return Voie.LOCALE if fongible and not etat.demande_un_avenant else Voie.COMITE


def deplacements(
    besoins: DemandeDeRedeploiement,
    etats: Sequence[EtatDuBesoin],
    reprises: Sequence[Source],
    parts: Sequence[int],
    *,
    pas: PasDeRedeploiement,
) -> tuple[Deplacement, ...]:
    """Les mouvements qui servent ces ``parts``, dans l’ordre des besoins puis du dossier.

    D’abord les besoins à servir sans avenant, puis ce que les autres peuvent recevoir par la voie locale, en commençant
    par leur propre économie ; le reste vient de n’importe où. Les plus grandes économies d’abord : moins de mouvements.
    """
    restes = [source.disponible for source in reprises]
    manques = list(parts)
    pris: dict[tuple[int, int], int] = {}

    def prendre(rang: int, places: Sequence[int]) -> None:
        siennes = [reprises[place].operation.code == etats[rang].operation.code for place in range(len(reprises))]
        for place in sorted(places, key=lambda place: (not siennes[place], -restes[place])):
            montant = min(manques[rang], restes[place])
            if montant:
                pris[rang, place] = pris.get((rang, place), 0) + montant
                manques[rang] -= montant
                restes[place] -= montant

    sans_avenant = {rang for c in besoins.contraintes if _est_sans_avenant(c) for rang in rangs_vises(c, etats)}
    for rang in sorted(range(len(etats)), key=lambda rang: rang not in sans_avenant):
        prendre(rang, [place for place, source in enumerate(reprises) if _est_locale(source, etats[rang])])
    for rang in range(len(etats)):
        prendre(rang, range(len(reprises)))
    return tuple(
        Deplacement(
            de=reprises[place].operation.code,
            vers=etats[rang].operation.code,
            financeur=besoins.financeur,
            montant=montant * pas.centimes,
            voie=voie_du_deplacement(reprises[place], etats[rang]),
        )
        for (rang, place), montant in sorted(pris.items())
    )


def _est_sans_avenant(contrainte: ContrainteVoulue) -> bool:
    return contrainte.genre is GenreContrainte.SANS_AVENANT


def _est_locale(source: Source, etat: EtatDuBesoin) -> bool:
    return voie_du_deplacement(source, etat) is Voie.LOCALE
