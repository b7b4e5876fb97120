"""Combien de balises sont ouvertes à la fois, compté dans les octets : bien moins cher que d’en recevoir chacune."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.fautes.faute import TexteRefuse
from maquettes.tableur.limites import LIMITE_ELEMENTS, LIMITE_EMBOITEMENTS, demesure, en_chiffres

__all__ = ["Emboitements", "trop_emboite"]

Places = NDArray[np.int64]

_OUVRE: Final = ord("<")
_FERME: Final = ord(">")
_BARRE: Final = ord("/")
_MARQUE_UTF_8: Final = b"\xef\xbb\xbf"
_DECLARATION: Final = b"<?xml "
_FIN_DE_DECLARATION: Final = b"?>"
# Des commentaires, des sections ou un autre encodage, qu'aucun tableur n'écrit, cachent des signes qui n'en sont pas.
_TROMPEURS: Final = tuple(b"!?\0")
# Les tableurs coupent bien avant : au-delà, ce qui suit se reçoit balise à balise.
_TEXTE_LE_PLUS_LONG: Final = 1_000_000


def trop_emboite(partie: str) -> TexteRefuse:
    """Le refus d’une partie dont trop de balises sont ouvertes à la fois."""
    return demesure(partie, f"emboîte plus de {en_chiffres(LIMITE_EMBOITEMENTS)} balises")


class Emboitements:
    """Suit les morceaux d’une partie xml, qu’un analyseur vérifie par ailleurs, et compte ses balises ouvertes.

    ``est_regulier`` : le compte est exact, car chaque signe « < » ou « /> » vu est celui d’une balise. Une partie qui
    ne l’est pas se mesure balise à balise ; lève :class:`TexteRefuse` si elle en a trop pour cela.
    """

    __slots__ = ("_balises", "_partie", "_profondeur", "_reste", "est_regulier")

    def __init__(self, partie: str) -> None:
        self.est_regulier = True
        self._partie = partie
        self._profondeur = 0
        self._balises = 0
        self._reste = b""

    def suivre(self, morceaux: Iterable[bytes]) -> Iterator[bytes]:
        """Les mêmes morceaux ; lève :class:`TexteRefuse` si trop de balises y sont ouvertes à la fois."""
        est_le_premier = True
        for morceau in morceaux:
            self._balises += morceau.count(b"<")
            if self.est_regulier:
                self._compter(self._reste + (_sans_declaration(morceau) if est_le_premier else morceau))
            if not self.est_regulier and self._balises > LIMITE_ELEMENTS:
                cause = f"a plus de {en_chiffres(LIMITE_ELEMENTS)} balises, et n’est pas écrite comme par un tableur"
                raise demesure(self._partie, cause)
            est_le_premier = False
            yield morceau

    def _compter(self, octets: bytes) -> None:
        """Compte jusqu’à la dernière balise, que le morceau suivant complètera."""
        borne = octets.rfind(b"<")
        if borne < 0:
            return
        self._reste = octets[borne:]
        lus = np.frombuffer(octets, dtype=np.uint8)
        ouvrants = np.flatnonzero(lus[:borne] == _OUVRE)
        fermants = np.flatnonzero(lus[:borne] == _FERME)
        seuls = fermants[lus[fermants - 1] == _BARRE]
        suivants = lus[ouvrants + 1]
        self.est_regulier = (
            len(self._reste) <= _TEXTE_LE_PLUS_LONG
            and not any((suivants == signe).any() for signe in _TROMPEURS)
            and (fermants.size == ouvrants.size or _ferment(seuls, ouvrants, fermants))
        )
        if not self.est_regulier:
            return
        pas = np.where(suivants == _BARRE, -1, 1)
        ordre = np.argsort(np.concatenate([ouvrants, seuls]), kind="stable")
        ouvertes = self._profondeur + np.cumsum(np.concatenate([pas, np.full_like(seuls, -1)])[ordre])
        if ouvertes.size:
            self._profondeur = int(ouvertes[-1])
            if int(ouvertes.max()) > LIMITE_EMBOITEMENTS:
                raise trop_emboite(self._partie)


def _sans_declaration(morceau: bytes) -> bytes:
    debut = morceau.removeprefix(_MARQUE_UTF_8)
    fin = debut.find(_FIN_DE_DECLARATION)
    return debut[fin + len(_FIN_DE_DECLARATION) :] if debut.startswith(_DECLARATION) and fin > 0 else debut


def _ferment(seuls: Places, ouvrants: Places, fermants: Places) -> bool:
    """Chaque « /> » finit une balise : entre deux « < », aucun autre « > » n’est dans un texte ou un attribut."""
    par_balise = np.bincount(np.searchsorted(ouvrants, fermants), minlength=ouvrants.size + 1)
    return bool((par_balise[np.searchsorted(ouvrants, seuls)] == 1).all())
