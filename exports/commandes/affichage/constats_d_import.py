"""Les constats d’une importation, tels que l’écran les dit : ceux d’une même ligne de total en un seul."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from financement.controles.constat import Constat
from financement.fautes.faute import montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import afficher_montant

if TYPE_CHECKING:
    from maquettes.importation.extraction.extraction import Extraction
    from maquettes.importation.extraction.totaux import TotalCompare
    from maquettes.importation.importation import Importation

__all__ = ["reunir_les_totaux"]


def reunir_les_totaux(importation: "Importation") -> list[Constat]:
    """Les constats, où ceux d’une ligne de total qui ne tombe pas sont réunis et nomment leurs colonnes."""
    totaux = {
        lieu: (extraction, total) for extraction in importation.extractions for lieu, total in _qui_ecartent(extraction)
    }
    groupes: dict[object, list[Constat]] = {}
    for constat in importation.constats:
        cle: object = id(constat)
        if constat.provenance in totaux and constat.code in _codes():
            extraction, total = totaux[constat.provenance]
            cle = id(extraction), total.place[0], constat.code
        groupes.setdefault(cle, []).append(constat)
    return [siens[0] if len(siens) == 1 else _reuni(siens, totaux) for siens in groupes.values()]


def _codes() -> tuple[str, str]:
    from maquettes.importation.extraction.constats import TOTAL_ARRONDI, TOTAL_DIFFERENT

    return TOTAL_DIFFERENT.code, TOTAL_ARRONDI.code


def _qui_ecartent(extraction: "Extraction") -> Iterator[tuple[Provenance, "TotalCompare"]]:
    return (
        (extraction.table.grille.provenance(*total.place), total) for total in extraction.totaux if total.ecart != 0
    )


def _reuni(constats: list[Constat], totaux: "dict[Provenance, tuple[Extraction, TotalCompare]]") -> Constat:
    dits = []
    for constat in constats:
        extraction, total = totaux[constat.provenance]
        colonne = montrer(extraction.table.libelle(total.place[1]))
        dits.append(
            f"« {colonne} » annoncé {afficher_montant(total.annonce)}, calculé {afficher_montant(total.calcule)}"
        )
    extraction, total = totaux[constats[0].provenance]
    lignes = total.nommer_les_lignes(extraction.table.grille)
    mot = "ligne" if total.premiere == total.derniere else "lignes"
    message = f"« {montrer(total.libelle)} », {mot} {lignes} : {' ; '.join(dits)}."
    return replace(constats[0], message=message)
