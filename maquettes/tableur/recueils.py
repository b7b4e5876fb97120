"""Des textes gardés par centaines de milliers : un objet de Python par texte pèserait dix fois ses caractères."""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

__all__ = ["Formules", "Textes"]

_BLOC: Final = 1 << 16
# Les formules d'une feuille se répètent à un numéro de ligne près : comprimer davantage ne gagne presque rien.
_NIVEAU: Final = 1


class Textes:
    """Des textes désignés par leur rang, bout à bout dans un seul tampon ; celui de rang zéro est vide."""

    __slots__ = ("_bornes", "_lus", "_partages", "_tampon")

    def __init__(self) -> None:
        self._tampon = bytearray()
        self._bornes = array("I", (0, 0))
        self._partages = 0
        self._lus: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._bornes) - 1

    def __getitem__(self, rang: int) -> str:
        return self._tampon[self._bornes[rang] : self._bornes[rang + 1]].decode()

    def lire(self, rang: int) -> str:
        """Le texte de ce rang ; un texte partagé est le même objet pour toutes les cellules qui le désignent."""
        if rang > self._partages:
            return self[rang]
        lu = self._lus.get(rang)
        if lu is None:
            lu = self._lus[rang] = self[rang]
        return lu

    @property
    def partages(self) -> int:
        """Le nombre de textes partagés, les premiers."""
        return self._partages

    def partager(self) -> None:
        """Les textes gardés jusqu’ici sont ceux que plusieurs cellules peuvent désigner."""
        self._partages = len(self) - 1

    @property
    def octets(self) -> int:
        """Ce que pèsent les textes gardés."""
        return len(self._tampon)

    def ajouter(self, texte: str) -> int:
        """Garde un texte ; rend son rang, celui qui suit le dernier."""
        self._tampon += texte.encode()
        self._bornes.append(len(self._tampon))
        return len(self._bornes) - 2

    def ajouter_a_la_suite(self, textes: Sequence[bytes]) -> None:
        """Garde des textes, en utf-8, aux rangs qui suivent le dernier."""
        bornes = accumulate(map(len, textes), initial=len(self._tampon))
        next(bornes)
        self._bornes.extend(bornes)
        self._tampon += b"".join(textes)

    def est_vide(self, rang: int) -> bool:
        """Le texte de ce rang n’a aucun caractère."""
        return self._bornes[rang] == self._bornes[rang + 1]


class Formules:
    """Des formules désignées par leur rang, comprimées par blocs : à peu près aucune n’est jamais relue."""

    __slots__ = ("_blocs", "_bornes", "_derniere", "_en_cours", "_ouvert", "_premieres")

    def __init__(self) -> None:
        self._blocs: list[bytes] = []
        self._premieres: list[int] = []
        self._bornes = array("I")
        self._en_cours = bytearray()
        self._ouvert = (-1, b"")
        self._derniere = (-1, "")

    def ajouter(self, formule: str) -> int:
        """Garde une formule ; rend son rang."""
        self.ajouter_a_la_suite([formule.encode()])
        return len(self._bornes) - 1

    def __len__(self) -> int:
        return len(self._bornes)

    def ajouter_a_la_suite(self, formules: Sequence[bytes]) -> None:
        """Garde des formules, en utf-8, aux rangs qui suivent le dernier."""
        if not formules:
            return
        if not self._en_cours:
            self._premieres.append(len(self._bornes))
        self._bornes.extend(accumulate(map(len, formules[:-1]), initial=len(self._en_cours)))
        self._en_cours += b"".join(formules)
        if len(self._en_cours) >= _BLOC:
            self._blocs.append(zlib.compress(self._en_cours, _NIVEAU))
            self._en_cours = bytearray()

    def __getitem__(self, rang: int) -> str:
        # Une formule partagée se relit à chaque cellule.
        if self._derniere[0] != rang:
            self._derniere = rang, self._decomprimer(rang)
        return self._derniere[1]

    def _decomprimer(self, rang: int) -> str:
        bloc = bisect_right(self._premieres, rang) - 1
        contenu = self._bloc(bloc)
        suivante = rang + 1
        derniere = len(self._bornes) if bloc + 1 == len(self._premieres) else self._premieres[bloc + 1]
        fin = self._bornes[suivante] if suivante < derniere else len(contenu)
        return contenu[self._bornes[rang] : fin].decode()

    def _bloc(self, numero: int) -> bytes | bytearray:
        """Un bloc, décompressé ; le dernier ouvert le reste, celui qui se remplit n’est pas encore comprimé."""
        if numero == len(self._blocs):
            return self._en_cours
        if self._ouvert[0] != numero:
            self._ouvert = numero, zlib.decompress(self._blocs[numero])
        return self._ouvert[1]
