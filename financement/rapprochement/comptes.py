"""Deux comptes sur les mêmes codes, chacun dans un ordre que décide son contenu, et non celui de ses lignes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Axes, Entiers, figer
from financement.calculs.journal_colonnes import SANS, JournalEnColonnes, rangs_des_codes
from financement.fautes.provenance import Provenance
from financement.rapprochement.appariement import cles_communes
from financement.rapprochement.genres import SENS, SENS_DES_TYPES, SIGNES_DES_TYPES, Sens

__all__ = ["SANS_PIECE", "Compte", "mettre_en_comptes"]

SANS_PIECE: Final = -1

_PREMIER_JOUR_UNIX: Final = date(1970, 1, 1).toordinal()
_PREMIERE_ANNEE_UNIX: Final = 1970


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compte:
    """Les mouvements retenus d’un compte, en colonnes de même longueur.

    ``axes`` : les codes communs aux deux comptes, dans l’ordre des textes ; ``rang`` : au ``journal`` ; ``jour`` : rang
    ordinal ; ``exercice`` : l’année ; ``type``, ``sens`` : rangs dans ``TYPES`` et ``SENS`` ; ``signe`` : −1 d’un type
    qui en annule un autre, 1 des autres ; ``operation``, ``financeur`` (−1 : le maître d’ouvrage) : rangs sur les
    axes ; ``piece`` : rang parmi celles des deux comptes (−1 : vide) ; ``porteurs``, ``jumeaux`` : combien de
    mouvements du compte entier ont la même, et la même avec le même montant (0 : vide) ; ``montant`` : centimes,
    toujours positif.
    """

    journal: JournalEnColonnes
    axes: Axes
    rang: Entiers
    jour: Entiers
    exercice: Entiers
    type: Entiers
    sens: Entiers
    signe: Entiers
    operation: Entiers
    financeur: Entiers
    piece: Entiers
    porteurs: Entiers
    jumeaux: Entiers
    montant: Entiers

    def __len__(self) -> int:
        return self.rang.size

    @property
    def signes(self) -> Entiers:
        """Les montants avec le signe de leur sens, en centimes."""
        return self.signe * self.montant

    def prendre(self, places: Entiers) -> "Compte":
        """Les seuls mouvements de ces ``places``, dans cet ordre."""
        return Compte(journal=self.journal, axes=self.axes, **{nom: getattr(self, nom)[places] for nom in _COLONNES})


_COLONNES: Final = tuple(nom for nom in Compte.__slots__ if nom not in {"journal", "axes"})


def mettre_en_comptes(
    dossier: JournalEnColonnes,
    extrait: JournalEnColonnes,
    *,
    au: date,
    financeurs: Collection[str],
    sens: Collection[Sens],
) -> tuple[Compte, Compte]:
    """Les mouvements des deux comptes datés au plus tard ``au``, de ces financeurs et de ces sens (vides : tous)."""
    journaux = (dossier, extrait)
    axes = Axes(
        operations=tuple(_codes_communs(journal.operations for journal in journaux)),
        financeurs=tuple(_codes_communs(journal.financeurs for journal in journaux)),
    )
    retenus = [_retenir(journal, au, financeurs, sens) for journal in journaux]
    pieces = [
        [journal.piece(rang) for rang in rangs.tolist()] for journal, rangs in zip(journaux, retenus, strict=True)
    ]
    des_pieces = {**_codes_communs(pieces), "": SANS_PIECE}
    comptes = [
        _compte(journal, axes, rangs, np.array([des_pieces[piece] for piece in siennes], dtype=np.int64))
        for journal, rangs, siennes in zip(journaux, retenus, pieces, strict=True)
    ]
    return comptes[0], comptes[1]


def _codes_communs(tables: Iterable[Iterable[str]]) -> dict[str, int]:
    """Le rang de chaque texte dans l’ordre de tous."""
    return {code: rang for rang, code in enumerate(sorted({code for table in tables for code in table}))}


def _retenir(journal: JournalEnColonnes, au: date, financeurs: Collection[str], sens: Collection[Sens]) -> Entiers:
    colonnes = journal.colonnes
    retenus: NDArray[np.bool_] = colonnes.jour <= au.toordinal()
    if financeurs:
        retenus &= np.array([*(code in financeurs for code in journal.financeurs), False])[colonnes.financeur]
    if sens:
        retenus &= np.isin(SENS_DES_TYPES[colonnes.type], [SENS.index(retenu) for retenu in sens])
    return figer(np.flatnonzero(retenus))


def _compte(journal: JournalEnColonnes, axes: Axes, rangs: Entiers, pieces: Entiers) -> Compte:
    siennes = journal.colonnes.prendre(rangs)
    genres = siennes.type.astype(np.int64)
    jours = siennes.jour.astype(np.int64)
    colonnes = {
        "rang": rangs,
        "jour": jours,
        "exercice": _annees(jours),
        "type": genres,
        "sens": SENS_DES_TYPES[genres].astype(np.int64),
        "signe": SIGNES_DES_TYPES[genres],
        "operation": _traduits(journal.operations, axes.operations)[siennes.operation],
        "financeur": _traduits(journal.financeurs, axes.financeurs)[siennes.financeur],
        "piece": pieces,
        "porteurs": _porteurs(pieces),
        "jumeaux": _porteurs(pieces, siennes.montant),
        "montant": siennes.montant.astype(np.int64),
    }
    lieux = _ordre_des_lieux(journal.lieux)[siennes.lieu]
    cles = ("montant", "piece", "jour", "type", "operation", "financeur")
    # Le lieu départage deux mouvements que rien d'autre ne distingue : lequel des deux est un doublon ne change pas.
    derniers: list[NDArray[Any]] = [siennes.ligne, lieux, siennes.nature]
    ordre = np.lexsort([*derniers, *(colonnes[nom] for nom in cles)])
    return Compte(journal=journal, axes=axes, **{nom: figer(colonne[ordre]) for nom, colonne in colonnes.items()})


def _traduits(codes: Sequence[str], axe: Sequence[str]) -> Entiers:
    """Le rang sur l’axe commun de chaque code d’un journal, et −1 pour qui n’en a pas."""
    communs = rangs_des_codes(axe)
    return np.array([*(communs[code] for code in codes), SANS], dtype=np.int64)


def _porteurs(pieces: Entiers, *autres: Entiers) -> Entiers:
    """Combien de mouvements ont la pièce de chacun, et les mêmes ``autres`` colonnes ; 0 sans pièce."""
    colonnes = [pieces, *autres]
    cles, _ = cles_communes(colonnes, [colonne[:0] for colonne in colonnes])
    return figer(np.where(pieces == SANS_PIECE, 0, np.bincount(cles)[cles]))


def _annees(jours: Entiers) -> Entiers:
    """L’année de chaque rang ordinal."""
    dates = (jours - _PREMIER_JOUR_UNIX).astype("datetime64[D]")
    return figer(dates.astype("datetime64[Y]").astype(np.int64) + _PREMIERE_ANNEE_UNIX)


def _ordre_des_lieux(lieux: Sequence[Provenance]) -> Entiers:
    cles = [(lieu.fichier or "", lieu.feuille or "", lieu.cellule or "", lieu.ligne or 0) for lieu in lieux]
    ordre = sorted(range(len(cles)), key=cles.__getitem__)
    rangs = np.empty(len(cles), dtype=np.int64)
    rangs[ordre] = np.arange(len(cles))
    return rangs
