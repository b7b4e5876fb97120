"""Écrire en csv des millions de soldes sans une chaîne par ligne : une matrice d’octets, les vides ôtés à la fin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["en_csv", "entiers", "textes"]

Octets = NDArray[np.uint8]
Entiers = NDArray[np.int64]

_SEPARATEUR, _FIN_DE_LIGNE, _MOINS, _ZERO = b";\n-0"


def textes(table: Sequence[str], rangs: Entiers) -> Octets:
    """Une rangée par rang : les octets du texte de la ``table``, complétés de zéros."""
    connus = np.array([texte.encode() for texte in table], dtype=np.bytes_)
    return connus.view(np.uint8).reshape(connus.size, -1).take(rangs, axis=0)


def entiers(valeurs: Entiers) -> Octets:
    """Une rangée par entier : son signe et ses chiffres ; des octets nuls à la place de ce qu’il n’a pas."""
    restent = np.abs(valeurs)
    chiffres = len(str(int(restent.max(initial=0))))
    rangees = np.zeros((valeurs.size, chiffres + 1), dtype=np.uint8)
    rangees[:, 0] = np.where(valeurs < 0, _MOINS, 0)
    for place in range(chiffres, 0, -1):
        dixiemes = restent // 10
        chiffre = (restent - dixiemes * 10).astype(np.uint8) + np.uint8(_ZERO)
        if place < chiffres:
            chiffre[restent == 0] = 0
        rangees[:, place] = chiffre
        restent = dixiemes
    return rangees


def en_csv(*colonnes: Octets) -> bytes:
    """Les colonnes séparées par des points-virgules, une ligne par rangée."""
    nombre = len(colonnes[0])
    separateurs = [np.full((nombre, 1), octet, dtype=np.uint8) for octet in (_SEPARATEUR, _FIN_DE_LIGNE)]
    suite = [morceau for colonne in colonnes for morceau in (colonne, separateurs[0])]
    suite[-1] = separateurs[1]
    tous = np.concatenate(suite, axis=1).ravel()
    ecrits: bytes = tous[tous != 0].tobytes()
    return ecrits
