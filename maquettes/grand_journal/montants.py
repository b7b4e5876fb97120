"""Montants en vrac : les écritures courantes lues toutes ensemble, les autres par :func:`lire_montant`."""

import numpy as np

from financement.fautes.faute import TexteRefuse
from financement.valeurs.montants import lire_montant
from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.montants_groupes import lire_groupes
from maquettes.grand_journal.montants_simples import REFUSE, Centimes, lire_simples

__all__ = ["REFUSE", "Centimes", "lire_montants"]


def lire_montants(tampon: Tampon, debut: Positions, fin: Positions) -> Centimes:
    """Centimes de chaque cellule, lue comme ``lire_montant`` la lit ; :data:`REFUSE` si elle est vide ou refusée."""
    centimes = lire_simples(tampon, debut, fin)
    for lire in (lire_groupes, _lire_une_a_une):
        autres = np.flatnonzero((centimes == REFUSE) & (debut < fin))
        if autres.size:
            centimes[autres] = lire(tampon, debut[autres], fin[autres])
    return centimes


def _lire_une_a_une(tampon: Tampon, debut: Positions, fin: Positions) -> Centimes:
    lus: dict[bytes, int] = {}
    valeurs = []
    for d, f in zip(debut.tolist(), fin.tolist(), strict=True):
        cellule = tampon.octets[d:f].tobytes()
        if cellule not in lus:
            lus[cellule] = _lire_ou_refuser(cellule.decode())
        valeurs.append(lus[cellule])
    return np.array(valeurs, dtype=np.int64)


def _lire_ou_refuser(texte: str) -> int:
    try:
        return lire_montant(texte)
    except TexteRefuse:
        return REFUSE
