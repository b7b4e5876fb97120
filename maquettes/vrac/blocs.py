"""Découpage des lignes : blocs d’un Mio environ, positions des cellules, lignes laissées de côté."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maquettes.vrac.encodage import est_utf8
from maquettes.vrac.fenetres import Positions, Tampon
from maquettes.vrac.source import ARemettre, Source

__all__ = ["TAILLE_DU_BLOC", "Bloc", "decouper", "fins_de_ligne"]

# Assez pour que le coût des appels ne compte plus, assez peu pour rester dans le cache du processeur.
TAILLE_DU_BLOC: Final = 1 << 20
_FIN_DE_LIGNE: Final = ord("\n")
_SEPARATEUR: Final = ord(";")
_RETOUR: Final = ord("\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Les lignes régulières d'un bloc, dans ``tampon`` jusqu'au bloc suivant, et celles qui ne le sont pas.

    ``fins`` : fin de chaque cellule en octets du bloc, de forme (colonnes, lignes). ``departs`` et ``arrivees`` :
    bornes des lignes régulières dans le bloc, fin de ligne comprise ; ``numeros`` : leur rang dans le fichier.
    ``ecartees`` : bornes et numéro des autres lignes, celles à guillemets exceptées. ``origine`` : début du bloc
    dans le fichier.
    """

    tampon: Tampon
    origine: int
    fins: Positions
    departs: Positions
    arrivees: Positions
    numeros: Positions
    ecartees: Positions

    def cellules(self, rang: int) -> tuple[Positions, Positions]:
        """Début et fin, exclue, des cellules d'une colonne."""
        return (self.departs if rang == 0 else self.fins[rang - 1] + 1), self.fins[rang]

    def bornes(self, lignes: NDArray[np.bool_]) -> Positions:
        """Début, fin et numéro des ``lignes`` dans le fichier, de forme (lignes, 3)."""
        colonnes = self.departs[lignes] + self.origine, self.arrivees[lignes] + self.origine, self.numeros[lignes]
        return np.stack(colonnes, axis=1)


def decouper(source: Source, taille: int) -> Iterator[Bloc]:
    """Les blocs du fichier, dans l'ordre ; lève :class:`ARemettre` ou :class:`UnicodeError` (pas de l'UTF-8)."""
    octets = np.frombuffer(source.octets, dtype=np.uint8)
    depart, ligne = source.corps, 2
    tampon = Tampon(taille)
    while depart < len(source.octets):
        arrivee = _fin_de_bloc(source.octets, depart, taille)
        if arrivee - depart > taille:
            tampon = Tampon(arrivee - depart)
        bloc, nombre = _examiner(source, tampon, octets[depart:arrivee], depart, ligne)
        yield bloc
        depart, ligne = arrivee, ligne + nombre


def fins_de_ligne(source: Source, taille: int) -> Iterator[Positions]:
    """L'octet qui suit chaque ligne physique du fichier ; lève :class:`UnicodeError` si ce n'est pas de l'UTF-8."""
    octets = np.frombuffer(source.octets, dtype=np.uint8)
    depart = source.corps
    while depart < octets.size:
        arrivee = _fin_de_bloc(source.octets, depart, taille)
        bloc = octets[depart:arrivee]
        if not est_utf8(bloc):
            raise UnicodeError
        yield np.flatnonzero(bloc == _FIN_DE_LIGNE) + (depart + 1)
        depart = arrivee
    if octets.size > source.corps and octets[-1] != _FIN_DE_LIGNE:
        yield np.array([octets.size], dtype=np.int64)


def _fin_de_bloc(octets: bytes, depart: int, taille: int) -> int:
    """La fin de la dernière ligne qui tient dans la taille, ou de la seule ligne qui la dépasse."""
    if len(octets) - depart <= taille:
        return len(octets)
    return octets.rfind(b"\n", depart, depart + taille) + 1 or octets.find(b"\n", depart) + 1 or len(octets)


def _examiner(source: Source, tampon: Tampon, bloc: NDArray[np.uint8], origine: int, premier: int) -> tuple[Bloc, int]:
    """Le bloc découpé et le nombre de ses lignes physiques."""
    octets = tampon.remplir(bloc)
    if not est_utf8(octets):
        raise UnicodeError
    positions: Positions = np.flatnonzero((octets == _SEPARATEUR) | (octets == _FIN_DE_LIGNE))
    finales = octets[positions] == _FIN_DE_LIGNE
    if octets[-1] != _FIN_DE_LIGNE:
        # La dernière ligne du fichier finit sans le dire.
        positions, finales = np.append(positions, octets.size), np.append(finales, np.True_)
    rangs = np.flatnonzero(finales)
    departs = np.concatenate([np.zeros(1, dtype=np.int64), positions[rangs[:-1]] + 1])
    arrivees = np.minimum(positions[rangs] + 1, octets.size)
    numeros = np.arange(premier, premier + rangs.size)
    regulieres = np.diff(rangs, prepend=-1) == source.largeur
    citees = _citees(source, departs + origine)
    bornes = np.stack([departs + origine, arrivees + origine, numeros], axis=1)[~regulieres & ~citees]
    regulieres &= ~citees
    if regulieres.all():
        fins = positions.reshape(-1, source.largeur).T.copy()
    else:
        departs, arrivees, numeros = departs[regulieres], arrivees[regulieres], numeros[regulieres]
        fins = positions[rangs[regulieres] - np.arange(source.largeur - 1, -1, -1)[:, np.newaxis]]
    if source.retours:
        fins[-1] -= _retours(octets, fins[-1])
    decoupe = Bloc(
        tampon=tampon,
        origine=origine,
        fins=fins,
        departs=departs,
        arrivees=arrivees,
        numeros=numeros,
        ecartees=bornes,
    )
    return decoupe, rangs.size


def _citees(source: Source, departs: Positions) -> NDArray[np.bool_]:
    """Les lignes qui appartiennent à un enregistrement à guillemets."""
    if not source.cites:
        return np.zeros(departs.size, dtype=np.bool_)
    debuts, fins, _ = np.array(source.cites, dtype=np.int64).T
    rangs = np.searchsorted(debuts, departs, side="right") - 1
    citees: NDArray[np.bool_] = (rangs >= 0) & (departs < fins[rangs])
    return citees


def _retours(octets: NDArray[np.uint8], fins: Positions) -> NDArray[np.bool_]:
    """Les fins de ligne que précède un retour chariot ; un retour chariot isolé est une fin de ligne de vieux Mac."""
    retours = np.flatnonzero(octets == _RETOUR)
    if (octets[np.minimum(retours + 1, octets.size - 1)] != _FIN_DE_LIGNE).any():
        raise ARemettre
    precedents: NDArray[np.bool_] = octets[np.maximum(fins - 1, 0)] == _RETOUR
    return precedents
