"""Les suites de mouvements d’une table : ce qui s’ajoute à chaque date à un cumul, et ce qu’elles ont de suspect."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from financement.controles.constat import Constat, EcartMontant
from financement.dossier.nomenclature import TypeMouvement
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.extraction import MouvementRecu
from maquettes.importation.extraction.formes import Forme
from maquettes.importation.extraction.table import TableRecue

__all__ = ["en_flux", "par_suite", "soupconner"]

_DE_LA_SUITE: Final = ("operation", "type", "financeur", "nature")
_CUMUL: Final = re.compile(r"\bcumul")
_SUITES: Final = 3
_LONGUEUR: Final = 3
_LIGNES_NOMMEES: Final = 10


def par_suite(recus: Sequence[MouvementRecu]) -> dict[tuple[object, ...], list[MouvementRecu]]:
    """Les mouvements de même opération, type, financeur et nature, par date ; à date égale, dans leur ordre."""
    suites = _en_desordre(recus)
    for suite in suites.values():
        suite.sort(key=_jour)
    return suites


def _en_desordre(recus: Sequence[MouvementRecu]) -> dict[tuple[object, ...], list[MouvementRecu]]:
    suites: dict[tuple[object, ...], list[MouvementRecu]] = {}
    for recu in recus:
        lire = recu.valeurs.get
        suites.setdefault(tuple([lire(champ) for champ in _DE_LA_SUITE]), []).append(recu)
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


def soupconner(table: TableRecue, forme: Forme, recus: Sequence[MouvementRecu]) -> Iterator[Constat]:
    """Les soupçons que donnent les mouvements d’une forme."""
    if forme.une_fois_par is None:
        yield from _engagements_repetes(recus)
    if not forme.cumul and forme.exercice is None and forme.colonne_du_montant is not None:
        libelle = table.libelle(forme.colonne_du_montant)
        if recus and (_CUMUL.search(cle_de_libelle(libelle)) or _ne_font_que_croitre(recus)):
            lieu = table.grille.provenance(table.entete[1], forme.colonne_du_montant)
            yield constats.COLONNE_CUMULEE.constater(provenance=lieu, colonne=libelle)


def _engagements_repetes(recus: Sequence[MouvementRecu]) -> Iterator[Constat]:
    semblables: dict[tuple[object, ...], list[MouvementRecu]] = {}
    for recu in recus:
        if recu.valeurs["type"] is TypeMouvement.ENGAGEMENT:
            valeurs = recu.valeurs
            cle = tuple(valeurs.get(nom) for nom in ("operation", "financeur", "date", "montant", "piece"))
            semblables.setdefault(cle, []).append(recu)
    for repetes in semblables.values():
        montant = repetes[0].valeurs["montant"]
        if len(repetes) > 1 and isinstance(montant, int):
            lignes = ", ".join(str(recu.lieu.ligne) for recu in repetes[:_LIGNES_NOMMEES])
            yield constats.ENGAGEMENT_REPETE.constater(
                provenance=repetes[0].lieu,
                mesure=EcartMontant(attendu=montant, constate=montant * len(repetes)),
                operation=str(repetes[0].valeurs["operation"]),
                fois=str(len(repetes)),
                lignes=lignes if len(repetes) <= _LIGNES_NOMMEES else f"{lignes}…",
            )


def _ne_font_que_croitre(recus: Sequence[MouvementRecu]) -> bool:
    """Trois suites au moins, de trois montants au moins, qui croissent toutes : un hasard sur deux cents."""
    longues = [suite for suite in _en_desordre(recus).values() if len(suite) >= _LONGUEUR]
    # La première suite qui décroît en dit assez : les autres ne sont pas mises par date.
    return len(longues) >= _SUITES and all(map(_croit, longues))


def _croit(suite: Sequence[MouvementRecu]) -> bool:
    montants = [recu.valeurs["montant"] for recu in sorted(suite, key=_jour)]
    return all(avant < apres for avant, apres in pairwise(m for m in montants if isinstance(m, int)))
