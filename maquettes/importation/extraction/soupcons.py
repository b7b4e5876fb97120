"""Ce qu’une suite de mouvements a de suspect : un engagement répété à chaque paiement, un cumul lu comme un flux."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from financement.controles.constat import Constat, EcartMontant
from financement.dossier.nomenclature import TypeMouvement
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.cumuls import par_suite
from maquettes.importation.extraction.extraction import MouvementRecu
from maquettes.importation.extraction.formes import Forme
from maquettes.importation.extraction.table import TableRecue

__all__ = ["soupconner"]

_CUMUL: Final = re.compile(r"\bcumul")
_SUITES: Final = 3
_LONGUEUR: Final = 3
_LIGNES_NOMMEES: Final = 10


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
    suites = [[recu.valeurs["montant"] for recu in suite] for suite in par_suite(recus).values()]
    longues = [[m for m in suite if isinstance(m, int)] for suite in suites if len(suite) >= _LONGUEUR]
    return len(longues) >= _SUITES and all(avant < apres for suite in longues for avant, apres in pairwise(suite))
