"""Contrôle de la clé des SIRET."""

from collections.abc import Iterator
from typing import Final

from financement.controles.constat import Constat, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.convention import Financeur, MaitreOuvrage
from financement.valeurs.siret import cle_attendue, cle_est_juste

__all__ = ["cle_de_siret_fausse"]


CLE_DE_SIRET_FAUSSE: Final = ModeleControle(
    "SIRET-01",
    "La clé de contrôle d’un SIRET est fausse",
    Gravite.ALERTE,
    "{organisme} : la clé de contrôle du SIRET {siret} est fausse{precision} ; un chiffre au moins est mal recopié, "
    "et rien de cet organisme ne va dans le fichier SCDL.",
    "Recopier dans la convention le numéro de l’avis de situation Insee de cet organisme, ou laisser vide son SIRET.",
)


def cle_de_siret_fausse(contexte: Contexte) -> Iterator[Constat]:
    """SIRET-01 : la clé de chaque SIRET déclaré est juste, celle de Luhn ou de La Poste (Insee, confiance A)."""
    convention = contexte.situation.projet.convention
    declares: tuple[Financeur | MaitreOuvrage, ...] = (*convention.financeurs, *convention.maitres_ouvrage)
    for organisme in declares:
        siret = organisme.siret
        if siret is not None and not cle_est_juste(siret):
            attendue = cle_attendue(siret)
            yield CLE_DE_SIRET_FAUSSE.constater(
                financeur=organisme.code if isinstance(organisme, Financeur) else None,
                provenance=organisme.provenance.a_la_colonne("siret"),
                organisme=organisme.code,
                siret=siret,
                precision="" if attendue is None else f" (ses treize premiers chiffres donnent {attendue})",
            )
