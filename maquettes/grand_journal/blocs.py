"""Découpage des lignes : blocs de quelques Mio, positions des cellules, lignes laissées de côté."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.valeurs.textes_abimes import EXPOSANT
from maquettes.grand_journal.encodage import examiner_utf8
from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.source import ARemettre, Source

__all__ = ["TAILLE_DU_BLOC", "Bloc", "bornes_des_blocs", "decouper"]

# Assez pour que le coût des appels ne compte plus, assez peu pour rester dans le cache du processeur.
TAILLE_DU_BLOC: Final = 1 << 22
_EXPOSANT, _PLUS = EXPOSANT.encode()
# Un mouvement ne s'écrit pas en moins de trente octets. De plus courtes lignes sont vides ou ne sont pas d'un journal ;
# les relever toutes prendrait bien plus de mémoire que de les lire une à une.
_OCTETS_D_UNE_LIGNE: Final = 16
_OCTETS_D_UNE_CELLULE: Final = 2
_LIGNES_TOLEREES: Final = 10_000
_FIN_DE_LIGNE: Final = ord("\n")
_SEPARATEUR: Final = ord(";")
_RETOUR: Final = ord("\r")
_ERR, _UN_OCTET, _TROIS_OCTETS = np.uint64(int.from_bytes(b"Err", "little")), np.uint64(0xFF), np.uint64(0xFFFFFF)


def _erreur_ou_blanc() -> NDArray[np.bool_]:
    """Pour chaque premier octet d’une cellule : elle commence peut-être par un dièse ou par un blanc."""
    permis = np.zeros(256, np.bool_)
    permis[: ord(" ") + 1] = True
    # Les blancs d'Unicode : U+0085 et U+00A0, U+1680, U+2000 et suivants, U+3000.
    permis[[ord("#"), 0xC2, 0xE1, 0xE2, 0xE3]] = True
    return permis


_ERREUR_OU_BLANC: Final = _erreur_ou_blanc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Les lignes régulières d’un bloc, dans ``tampon`` jusqu’au bloc suivant, et celles qui ne le sont pas.

    ``positions`` : celles des séparateurs et des fins de ligne dans le bloc ; ``dernieres`` : le rang, parmi elles, de
    la fin de chaque ligne régulière, qui a ``largeur`` cellules ; ``retours`` : si un retour chariot la précède.
    ``departs`` et ``arrivees`` : bornes de ces lignes, fin de ligne comprise ; ``numeros`` : leur rang dans le bloc.
    ``ecartees`` : bornes dans le fichier et rang des autres lignes, et des enregistrements à guillemets qui commencent
    dans le bloc. ``abimes`` : places, dans le bloc, de caractères peut-être abîmés. ``origine`` : début du bloc dans le
    fichier ; ``lignes`` : nombre de ses lignes physiques.
    """

    tampon: Tampon
    origine: int
    largeur: int
    positions: Positions
    dernieres: Positions
    retours: NDArray[np.bool_] | int
    departs: Positions
    arrivees: Positions
    numeros: Positions
    ecartees: Positions
    abimes: Positions
    lignes: int
    _fins: dict[int, Positions] = field(default_factory=dict)

    def cellules(self, rang: int) -> tuple[Positions, Positions]:
        """Début et fin, exclue, des cellules d’une colonne."""
        return (self.departs if rang == 0 else self._fin(rang - 1) + 1), self._fin(rang)

    def abimees(self) -> Positions:
        """Le rang des lignes régulières qu’un changement d’encodage ou un tableur a pu abîmer."""
        lignes = np.searchsorted(self.arrivees, self.abimes, side="right")
        # Une ligne écartée sera de toute façon lue autrement, comme une autre mise en cause à sa place.
        return lignes[lignes < self.arrivees.size]

    def erreurs_possibles(self, rang: int) -> NDArray[np.bool_]:
        """Les lignes régulières dont la cellule commence comme une erreur de tableur, ou par un blanc."""
        debuts, fins = self.cellules(rang)
        mots = self.tampon.mots(debuts)
        premiers = (mots & _UN_OCTET).astype(np.uint8)
        erreurs: NDArray[np.bool_] = _ERREUR_OU_BLANC.take(premiers) | ((mots & _TROIS_OCTETS) == _ERR)
        return erreurs & (debuts < fins)

    def _fin(self, rang: int) -> Positions:
        """La fin des cellules d’une colonne ; celles que personne ne lit ne sont pas cherchées."""
        if rang not in self._fins:
            avant_la_fin = self.largeur - 1 - rang
            fins = self.positions.take(self.dernieres - avant_la_fin)
            self._fins[rang] = fins if avant_la_fin else fins - self.retours
        return self._fins[rang]

    def bornes(self, lignes: NDArray[np.bool_]) -> Positions:
        """Début et fin dans le fichier, et rang dans le bloc, des ``lignes``, de forme (lignes, 3)."""
        colonnes = self.departs[lignes] + self.origine, self.arrivees[lignes] + self.origine, self.numeros[lignes]
        return np.stack(colonnes, axis=1)


def bornes_des_blocs(source: Source, taille: int) -> list[tuple[int, int]]:
    """Début et fin, dans le fichier, de blocs de lignes entières d’au plus ``taille`` octets s’ils ont deux lignes."""
    bornes = []
    depart = source.corps
    while depart < len(source.octets):
        arrivee = _fin_de_bloc(source.octets, depart, taille)
        bornes.append((depart, arrivee))
        depart = arrivee
    return bornes


def _fin_de_bloc(octets: bytes, depart: int, taille: int) -> int:
    """La fin de la dernière ligne qui tient dans la taille, ou de la seule ligne qui la dépasse."""
    if len(octets) - depart <= taille:
        return len(octets)
    return octets.rfind(b"\n", depart, depart + taille) + 1 or octets.find(b"\n", depart) + 1 or len(octets)


def decouper(source: Source, tampon: Tampon, depart: int, arrivee: int) -> Bloc:
    """Le bloc du fichier de ces bornes ; lève :class:`ARemettre` ou :class:`UnicodeError` (pas de l’UTF-8)."""
    octets = tampon.remplir(np.frombuffer(source.octets, dtype=np.uint8)[depart:arrivee])
    masque, autre = tampon.masques()
    abimes = examiner_utf8(octets, masque)
    if abimes is None:
        raise UnicodeError
    # « 1,23E+16 » : presque aucun « + » ne s'écrit dans un journal.
    plus = np.flatnonzero(np.equal(octets, _PLUS, out=masque))
    abimes = np.concatenate([abimes, plus[octets.take(plus - 1, mode="clip") == _EXPOSANT]])
    np.equal(octets, _SEPARATEUR, out=masque)
    np.logical_or(masque, np.equal(octets, _FIN_DE_LIGNE, out=autre), out=masque)
    if np.count_nonzero(masque) > octets.size // _OCTETS_D_UNE_CELLULE + _LIGNES_TOLEREES:
        raise ARemettre
    positions: Positions = np.flatnonzero(masque)
    finales = octets[positions] == _FIN_DE_LIGNE
    if octets[-1] != _FIN_DE_LIGNE:
        # La dernière ligne du fichier finit sans le dire.
        positions, finales = np.append(positions, octets.size), np.append(finales, np.True_)
    rangs = np.flatnonzero(finales)
    if rangs.size > octets.size // _OCTETS_D_UNE_LIGNE + _LIGNES_TOLEREES:
        raise ARemettre
    departs = np.concatenate([np.zeros(1, dtype=np.int64), positions[rangs[:-1]] + 1])
    arrivees = np.minimum(positions[rangs] + 1, octets.size)
    lignes = rangs.size
    numeros = np.arange(lignes)
    regulieres = np.diff(rangs, prepend=-1) == source.largeur
    # Une ligne sans fin, peut-être coupée, ne peut être que la dernière du fichier : elle se lit à part.
    regulieres[-1] &= octets[-1] == _FIN_DE_LIGNE
    bornes = np.stack([departs + depart, arrivees + depart, numeros], axis=1)
    seules, citees = _separer_les_citees(source, bornes)
    ecartees = np.concatenate([bornes[seules & ~regulieres], citees])
    regulieres &= seules
    if not regulieres.all():
        departs, arrivees, numeros, rangs = (c[regulieres] for c in (departs, arrivees, numeros, rangs))
    return Bloc(
        tampon=tampon,
        origine=depart,
        largeur=source.largeur,
        positions=positions,
        dernieres=rangs,
        retours=_retours(octets, positions[rangs]) if source.retours else 0,
        departs=departs,
        arrivees=arrivees,
        numeros=numeros,
        ecartees=ecartees,
        abimes=abimes,
        lignes=lignes,
    )


def _separer_les_citees(source: Source, lignes: Positions) -> tuple[NDArray[np.bool_], Positions]:
    """Les lignes hors de tout enregistrement à guillemets, et ces enregistrements, au numéro de leur première ligne.

    ``lignes`` : début, fin et numéro de lignes physiques qui se suivent, de forme (lignes, 3).
    """
    departs = lignes[:, 0]
    seules = np.ones(departs.size, dtype=np.bool_)
    premier, dernier = np.searchsorted(source.cites[:, 0], [departs[0], lignes[-1, 1]])
    # Un enregistrement commencé avant ces lignes peut y finir.
    touches = source.cites[max(premier - 1, 0) : dernier]
    for debut, fin in np.searchsorted(departs, touches).tolist():
        seules[debut:fin] = False
    siens = source.cites[premier:dernier]
    numeros = lignes[np.searchsorted(departs, siens[:, 0]), 2]
    return seules, np.column_stack([siens, numeros])


def _retours(octets: NDArray[np.uint8], fins: Positions) -> NDArray[np.bool_]:
    """Les fins de ligne que précède un retour chariot ; un retour chariot isolé est une fin de ligne de vieux Mac."""
    retours = np.flatnonzero(octets == _RETOUR)
    if (octets[np.minimum(retours + 1, octets.size - 1)] != _FIN_DE_LIGNE).any():
        raise ARemettre
    precedents: NDArray[np.bool_] = octets[np.maximum(fins - 1, 0)] == _RETOUR
    return precedents
