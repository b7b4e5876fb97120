"""Une passe : ce qu’elle réunit de deux comptes, et les règles qu’elle peut y lire."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from financement.rapprochement.comptes import SANS_PIECE, Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot

__all__ = ["Chercher", "Etape", "Masque", "Regles", "avec_piece", "tous"]


class Regles(NamedTuple):
    """``jours`` : l’écart de date toléré ; ``taux`` : la TVA de chaque opération, ``None`` si elle n’est pas connue."""

    jours: int
    taux: Sequence[Fraction | None]


Chercher = Callable[[Compte, Compte, Regles], Lot]
"""Ce qui se répond parmi les mouvements libres du dossier et de l’extrait, par leurs places ; aucun deux fois."""


class Etape(NamedTuple):
    """Une recherche, et la passe dont elle est."""

    passe: Passe
    chercher: Chercher


Masque = Callable[[Compte], NDArray[np.bool_]]
"""Les mouvements parmi lesquels chercher."""


def tous(compte: Compte) -> NDArray[np.bool_]:
    """Tous les mouvements."""
    return np.ones(len(compte), dtype=np.bool_)


def avec_piece(compte: Compte) -> NDArray[np.bool_]:
    """Ceux dont la pièce est écrite."""
    masque: NDArray[np.bool_] = compte.piece != SANS_PIECE
    return masque
