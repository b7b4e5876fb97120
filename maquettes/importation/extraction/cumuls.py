"""D’une colonne cumulée aux mouvements : à chaque date, ce qui s’ajoute au cumul précédent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from financement.controles.constat import Constat, EcartMontant
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.extraction import MouvementRecu

__all__ = ["en_flux", "par_suite"]

_DE_LA_SUITE = ("operation", "type", "financeur", "nature")


def par_suite(recus: Sequence[MouvementRecu]) -> dict[tuple[object, ...], list[MouvementRecu]]:
    """Les mouvements de même opération, type, financeur et nature, par date ; à date égale, dans leur ordre."""
    suites: dict[tuple[object, ...], list[MouvementRecu]] = {}
    for recu in recus:
        suites.setdefault(tuple(recu.valeurs.get(champ) for champ in _DE_LA_SUITE), []).append(recu)
    for suite in suites.values():
        suite.sort(key=_jour)
    return suites


def _jour(recu: MouvementRecu) -> date:
    jour = recu.valeurs.get("date")
    return jour if isinstance(jour, date) else date.min


def en_flux(recus: Sequence[MouvementRecu], trouves: list[Constat]) -> list[MouvementRecu]:
    """Les mêmes mouvements, chacun pour ce qu’il ajoute au cumul de sa suite ; une baisse se constate."""
    flux: dict[int, MouvementRecu] = {}
    for suite in par_suite(recus).values():
        cumul = 0
        for recu in suite:
            montant = recu.valeurs["montant"]
            if not isinstance(montant, int):
                flux[id(recu)] = recu
                continue
            if montant < cumul:
                trouves.append(
                    constats.CUMUL_DECROISSANT.constater(
                        provenance=recu.lieu,
                        mesure=EcartMontant(attendu=cumul, constate=montant),
                        operation=str(recu.valeurs["operation"]),
                    )
                )
            elif montant > cumul:
                flux[id(recu)] = replace(recu, valeurs={**recu.valeurs, "montant": montant - cumul}, bases=None)
            cumul = montant
    return [flux[id(recu)] for recu in recus if id(recu) in flux]
