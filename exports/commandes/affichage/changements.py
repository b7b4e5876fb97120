"""Tout ce qui sépare deux dossiers, à l’écran et en json."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from exports.commandes.affichage.sortie import imprimer, provenance_pour_programme
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.fautes.provenance import Provenance
from maquettes.description.comparaison import Changement, Sorte
from maquettes.description.description import CONTENU

__all__ = ["changement_pour_programme", "imprimer_les_changements"]

_TITRES: Final = {table.nom: table.titre for table in CONTENU}


def changement_pour_programme(changement: Changement) -> dict[str, object]:
    """Un changement en objet json."""
    return {
        "table": changement.table,
        "sorte": changement.sorte,
        "objet": changement.objet,
        "champ": changement.champ,
        "avant": changement.avant,
        "apres": changement.apres,
        "provenance_avant": None if changement.ici is None else provenance_pour_programme(changement.ici),
        "provenance_apres": None if changement.la is None else provenance_pour_programme(changement.la),
    }


def imprimer_les_changements(changements: Sequence[Changement]) -> None:
    """Les changements, table par table, puis leur nombre."""
    imprimer()
    imprimer("Ce qui change entre les deux dossiers")
    for table, groupe in groupby(changements, lambda changement: changement.table):
        imprimer()
        imprimer(_TITRES[table])
        for changement in groupe:
            imprimer(f"  {rendre_affichable(_phrase(changement))}")
    imprimer()
    if changements:
        imprimer(accorder(len(changements), "changement.", "changements."))
    else:
        imprimer("Aucun changement : les deux dossiers ont le même contenu.")


def _phrase(changement: Changement) -> str:
    """Le changement et ses places, sur une ligne."""
    phrase = f"{changement.sorte} : {changement.objet}"
    if changement.sorte is Sorte.MODIFICATION:
        phrase += f", {changement.champ} : {changement.avant} → {changement.apres}"
    lieux = " ; ".join(_lieux(changement))
    return f"{phrase}  [{lieux}]" if lieux else phrase


def _lieux(changement: Changement) -> Iterator[str]:
    places: tuple[tuple[str, Provenance | None], ...] = (("avant", changement.ici), ("après", changement.la))
    for nom, lieu in places:
        if lieu is not None and str(lieu):
            yield f"{nom} : {lieu}"
