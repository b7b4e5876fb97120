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
        simples = _sans_guillemet(source, bloc.ecartees)
        du_bloc = np.concatenate(
            [
                _regulieres(source, bloc, rang, lexique),
                _inegales(source, bloc, bloc.ecartees[simples], rang, lexique),
                _une_a_une(source, bloc.ecartees[~simples], rang, textes),
            ]
        )
        du_bloc[:, 2] += premiere
        places.append(du_bloc[np.argsort(du_bloc[:, 0])])
        premiere += bloc.lignes
    return Enregistrements(
        octets=source.octets, entete=source.entete, places=np.concatenate(places), textes=textes.tous()
    )


def _regulieres(source: Source, bloc: Bloc, rang: int, lexique: Lexique) -> Positions:
    rangs = lexique.reperer(bloc.tampon, *bloc.cellules(rang))
    bornes = np.column_stack([bloc.departs + bloc.origine, bloc.arrivees + bloc.origine, bloc.numeros])
    return _pleines(source, bornes, rangs, np.full_like(bloc.numeros, source.largeur))


def _sans_guillemet(source: Source, bornes: Positions) -> NDArray[np.bool_]:
    """Les lignes que leurs seuls points-virgules découpent, d’une seule fin de ligne, dont aucune cellule n’est longue.

    ``bornes`` : début, fin et numéro de lignes et d’enregistrements à guillemets.
    """
    debuts, fins = bornes[:, 0], bornes[:, 1]
    cites = np.append(source.cites[:, 0], len(source.octets))
    seules = cites[np.searchsorted(cites, debuts)] != debuts
    terminees = np.frombuffer(source.octets, dtype=np.uint8)[fins - 1] == ord("\n")
    simples: NDArray[np.bool_] = seules & terminees & (fins - debuts <= csv.field_size_limit())
    return simples


def _inegales(source: Source, bloc: Bloc, bornes: Positions, rang: int, lexique: Lexique) -> Positions:
    """Des lignes sans guillemet, de ces ``bornes``, qui n’ont pas la largeur de l’en-tête."""
    debuts, dernieres = bornes[:, 0] - bloc.origine, bornes[:, 1] - bloc.origine - 1
    premiers = np.searchsorted(bloc.positions, debuts)
    largeurs = np.searchsorted(bloc.positions, dernieres) - premiers + 1
    rangs = np.zeros(largeurs.shape, dtype=np.int32)
    places = np.flatnonzero(largeurs > rang)
    fins = bloc.positions.take(premiers[places] + rang)
    avant = debuts[places] if rang == 0 else bloc.positions.take(premiers[places] + rang - 1) + 1
    rangs[places] = lexique.reperer(bloc.tampon, avant, fins)
    return _pleines(source, bornes, rangs, largeurs)


def _pleines(source: Source, bornes: Positions, rangs: NDArray[np.int32], largeurs: Positions) -> Positions:
    """Celles des lignes qui ne sont pas vides, d’une hauteur d’une ligne."""
    hauteurs = np.ones_like(largeurs)
    places = np.column_stack([bornes, hauteurs, rangs, largeurs])
    vides = [
        place
        for place in np.flatnonzero(rangs == 0).tolist()
        if not source.octets[bornes[place, 0] : bornes[place, 1]].decode().replace(SEPARATEUR, "").strip()
    ]
    return np.delete(places, vides, axis=0)


def _une_a_une(source: Source, bornes: Positions, rang: int, textes: Textes) -> Positions:
    """Les enregistrements à guillemets et les lignes qui sortent de l’ordinaire, découpés comme la lecture le fait."""
    en_ordre = bornes[np.argsort(bornes[:, 0])].tolist()
    morceaux = [source.octets[debut:fin] for debut, fin, _ in en_ordre]
    texte = b"".join(m if m.endswith(b"\n") else m + b"\n" for m in morceaux).decode()
    try:
        rangees = list(decouper_en_rangees(io.StringIO(texte, newline="")))
    except csv.Error:
        raise ARemettre from None
    places = [
        (debut, fin, numero, hauteur, textes.placer(cellules[rang] if rang < len(cellules) else ""), len(cellules))
        for (debut, fin, numero), (cellules, hauteur) in zip(en_ordre, rangees, strict=True)
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
