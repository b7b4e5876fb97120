"""Les enregistrements d’un csv et le texte qu’a chacun dans une colonne : de quoi le répartir sans le lire."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maquettes.grand_journal.blocs import TAILLE_DU_BLOC, Bloc, bornes_des_blocs, decouper
from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.lexique import Lexique
from maquettes.grand_journal.source import ARemettre, Source

__all__ = ["COLONNES", "SEPARATEUR", "Enregistrements", "Textes", "decouper_en_rangees", "reperer"]

SEPARATEUR: Final = ";"
COLONNES: Final = 6
"""Les nombres qui décrivent un enregistrement."""

_PREMIERE_LIGNE: Final = 2


class Textes:
    """Les textes distincts d’une colonne, chacun à son rang ; les blancs qui entourent un texte n’en sont pas."""

    __slots__ = ("_rangs",)

    def __init__(self) -> None:
        self._rangs: dict[str, int] = {"": 0}

    def placer(self, texte: str) -> int:
        """Le rang d’un texte, qui reçoit le suivant s’il est nouveau ; 0 pour un texte vide."""
        return self._rangs.setdefault(texte.strip(), len(self._rangs))

    def tous(self) -> tuple[str, ...]:
        """Les textes, par rang."""
        return tuple(self._rangs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Enregistrements:
    """Les enregistrements d’un fichier qui ne sont pas vides, dans leur ordre, sans l’en-tête.

    ``places``, de forme (enregistrements, 6) : début et fin dans les ``octets``, en UTF-8, numéro de la première ligne,
    nombre de lignes, rang de son texte parmi les ``textes``, nombre de cellules. ``entete`` tient sur une ligne.
    """

    octets: bytes
    entete: bytes
    places: Positions
    textes: tuple[str, ...]


def reperer(source: Source, rang: int, taille: int = TAILLE_DU_BLOC) -> Enregistrements:
    """Les enregistrements de la source, et leur texte dans la colonne ``rang`` de son en-tête.

    Lève :class:`ARemettre`, ou :class:`UnicodeError` si le fichier n’est pas en UTF-8.
    """
    textes, tampon = Textes(), Tampon()
    lexique = Lexique(textes.placer)
    places = [np.zeros((0, COLONNES), dtype=np.int64)]
    premiere = _PREMIERE_LIGNE
    for bornes in bornes_des_blocs(source, taille):
        bloc = decouper(source, tampon, *bornes)
        du_bloc = np.concatenate(
            [
                _regulieres(source, bloc, lexique.reperer(bloc.tampon, *bloc.cellules(rang))),
                _ecartees(source, bloc, rang, textes),
            ]
        )
        du_bloc[:, 2] += premiere
        places.append(du_bloc[np.argsort(du_bloc[:, 0])])
        premiere += bloc.lignes
    return Enregistrements(
        octets=source.octets, entete=source.entete, places=np.concatenate(places), textes=textes.tous()
    )


def _regulieres(source: Source, bloc: Bloc, rangs: NDArray[np.int32]) -> Positions:
    debuts, fins = bloc.departs + bloc.origine, bloc.arrivees + bloc.origine
    largeurs = np.full_like(debuts, source.largeur)
    places = np.stack([debuts, fins, bloc.numeros, np.ones_like(debuts), rangs, largeurs], axis=1)
    vides = [
        place
        for place in np.flatnonzero(rangs == 0).tolist()
        if not source.octets[debuts[place] : fins[place]].decode().replace(SEPARATEUR, "").strip()
    ]
    return np.delete(places, vides, axis=0)


def _ecartees(source: Source, bloc: Bloc, rang: int, textes: Textes) -> Positions:
    """Les lignes qui n’ont pas la largeur de l’en-tête et les enregistrements à guillemets, lus un à un."""
    ecartees = bloc.ecartees[np.argsort(bloc.ecartees[:, 0])]
    bornes = ecartees.tolist()
    morceaux = [source.octets[debut:fin] for debut, fin, _ in bornes]
    texte = b"".join(m if m.endswith(b"\n") else m + b"\n" for m in morceaux).decode()
    try:
        rangees = list(decouper_en_rangees(io.StringIO(texte, newline="")))
    except csv.Error:
        raise ARemettre from None
    places = [
        (debut, fin, numero, hauteur, textes.placer(cellules[rang] if rang < len(cellules) else ""), len(cellules))
        for (debut, fin, numero), (cellules, hauteur) in zip(bornes, rangees, strict=True)
        if any(map(str.strip, cellules))
    ]
    return np.array(places, dtype=np.int64).reshape(-1, COLONNES)


def decouper_en_rangees(lignes: Iterator[str]) -> Iterator[tuple[list[str], int]]:
    """Les cellules de chaque enregistrement et le nombre de ses lignes ; lève :class:`csv.Error`."""
    lecteur = csv.reader(lignes, delimiter=SEPARATEUR, strict=True)
    lues = 0
    for cellules in lecteur:
        yield cellules, lecteur.line_num - lues
        lues = lecteur.line_num
