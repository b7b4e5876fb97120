"""Pièces et libellés d’un journal lu en vrac : relus à la demande, une ligne à la fois."""

from functools import cached_property

import numpy as np

from financement.calculs.journal_colonnes import Colonnes
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.fenetres import Positions
from maquettes.grand_journal.source import Source

__all__ = ["TextesDeLignes"]


class TextesDeLignes:
    """Les pièces et les libellés d’un fichier, lus une ligne à la fois."""

    def __init__(self, source: Source, colonnes: Colonnes) -> None:
        self._source = source
        self._lignes = colonnes.ligne
        self._piece, self._libelle = (source.rangs.get(nom) for nom in ("piece", "libelle"))

    @cached_property
    def _departs(self) -> Positions:
        """Le début de chaque ligne physique du fichier, dans l’ordre, puis la fin du fichier."""
        octets = np.frombuffer(self._source.octets, dtype=np.uint8)
        return np.concatenate([[0], np.flatnonzero(octets == ord("\n")) + 1, [octets.size]])

    def lire(self, rang: int) -> tuple[str, str]:
        """La pièce et le libellé de la ligne ``rang`` du journal."""
        ligne = self._lignes[rang]
        octets = self._source.octets[self._departs[ligne - 1] : self._departs[ligne]]
        cellules = octets.decode().split(";")
        if b'"' in octets or len(cellules) != self._source.largeur:
            return self._relire(rang)
        piece, libelle = ("" if place is None else cellules[place].strip() for place in (self._piece, self._libelle))
        # L'apostrophe protège peut-être un texte du tableur : c'est à la lecture ordinaire de la retirer.
        return self._relire(rang) if "'" in (piece[:1], libelle[:1]) else (piece, libelle)

    def _relire(self, rang: int) -> tuple[str, str]:
        """Les mêmes textes, par la lecture ordinaire : leur enregistrement peut tenir sur plusieurs lignes."""
        ligne = int(self._lignes[rang])
        suivante = int(self._lignes[rang + 1]) if rang + 1 < self._lignes.size else self._departs.size
        debut, fin = int(self._departs[ligne - 1]), int(self._departs[suivante - 1])
        lue = lire_table(self._source.table, self._source.nom, self._source.entete + self._source.octets[debut:fin])
        return lue.objets[0].piece, lue.objets[0].libelle
