"""Les familles d’opérations d’un programme, retrouvées comme on les écrit : ``1``, ``01``, leur libellé, les deux."""

import re
from functools import cache
from typing import Final

from financement.dossier.nomenclature import FAMILLES, Programme
from financement.valeurs.graphies import cle_de_mot

__all__ = ["trouver_famille"]

_NUMERO: Final = re.compile(r"([0-9]{1,2})(?:\W+(\w.*))?")
_CHIFFRES: Final = 2


@cache
def _par_libelle(programme: Programme) -> dict[str, str]:
    return {cle_de_mot(libelle): famille for famille, libelle in FAMILLES[programme].items()}


def trouver_famille(texte: str, programme: Programme) -> str | None:
    """Le numéro de la famille que désigne ``texte``, ou ``None``.

    Un tableur change ``01`` en ``1`` ; nos tableaux impriment le libellé, ou ``01 · Démolition…``. Un numéro suivi du
    libellé d’une autre famille n’en désigne aucune.

    >>> trouver_famille("6", Programme.PNRU), trouver_famille("06 · Résidentialisation", Programme.PNRU)
    ('06', '06')
    """
    if texte in FAMILLES[programme]:
        return texte
    du_libelle = _par_libelle(programme).get(cle_de_mot(texte))
    forme = _NUMERO.fullmatch(texte)
    if forme is None:
        return du_libelle
    numero, libelle = forme[1].zfill(_CHIFFRES), forme[2]
    if numero not in FAMILLES[programme]:
        return None
    return numero if libelle is None or _par_libelle(programme).get(cle_de_mot(libelle)) == numero else None
