"""Un compte qui donne des cumuls là où l’autre donne des flux : à chaque date, la somme depuis le début."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers, figer
from financement.rapprochement.appariement import cles_communes, sommes_par_cle
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot, Suite
from financement.rapprochement.passe import Etape, Regles

__all__ = ["PASSES_DE_CUMULS"]


def _cumuls_de_l_extrait(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
    """Les lignes dont l’extrait cumule les montants du dossier, mouvement par mouvement."""
    flux, cumuls = _cumules(dossier, extrait, regles)
    return Lot.de_paires(flux, cumuls)


def _cumuls_du_dossier(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
    """Les lignes dont le dossier cumule les montants de l’extrait, mouvement par mouvement."""
    flux, cumuls = _cumules(extrait, dossier, regles)
    return Lot.de_paires(cumuls, flux)


def _cumules(des_flux: Compte, des_cumuls: Compte, regles: Regles) -> tuple[Entiers, Entiers]:
    """Les places, deux à deux, des lignes (opération, financeur, sens) dont l’un donne les cumuls de l’autre.

    Une ligne y est si ses mouvements, autant d’un côté que de l’autre, ont les mêmes montants une fois chaque cumul
    ramené à ce qu’il ajoute au précédent, et des dates voisines ; deux d’entre eux au moins ajoutent quelque chose.
    """
    cotes = (des_flux, des_cumuls)
    lignes = cles_communes(*([c.financeur, c.operation, c.sens] for c in cotes))
    nombre = 1 + max((int(siennes.max()) for siennes in lignes if siennes.size), default=-1)
    nombres = [np.bincount(siennes, minlength=nombre) for siennes in lignes]
    retenues = nombres[0] == nombres[1]
    for cote, siennes in zip(cotes, lignes, strict=True):
        retenues[siennes[cote.signe < 0]] = False
    places = [np.flatnonzero(retenues[siennes]) for siennes in lignes]
    ordres = [
        siennes[np.lexsort((cote.montant[siennes], cote.jour[siennes], ligne[siennes]))]
        for cote, ligne, siennes in zip(cotes, lignes, places, strict=True)
    ]
    ligne = lignes[0][ordres[0]]
    if not ligne.size:
        return ligne, ligne
    debuts = np.flatnonzero(np.diff(ligne, prepend=-1))
    ajouts = np.diff(des_cumuls.montant[ordres[1]], prepend=0)
    ajouts[debuts] = des_cumuls.montant[ordres[1]][debuts]
    # Le même jour, l'ordre des flux est celui de leurs montants, et non celui où ils furent cumulés.
    ranges = np.lexsort((ajouts, des_cumuls.jour[ordres[1]], ligne))
    ajouts, cumuls, flux = ajouts[ranges], ordres[1][ranges], ordres[0]
    voisins = np.abs(des_flux.jour[flux] - des_cumuls.jour[cumuls]) <= regles.jours
    conformes = np.logical_and.reduceat((des_flux.montant[flux] == ajouts) & voisins, debuts)
    retenus = np.repeat(conformes & _ajoutent(ajouts, debuts), np.diff(debuts, append=ligne.size))
    return flux[retenus], cumuls[retenus]


def _ajoutent(ajouts: Entiers, debuts: Entiers) -> NDArray[np.bool_]:
    """Les lignes dont deux cumuls au moins ajoutent quelque chose : un montant redit ne l’est pas."""
    telles: NDArray[np.bool_] = np.add.reduceat((ajouts != 0).astype(np.int64), debuts) > 1
    return telles


def _periodes_de_l_extrait(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (même forme)
    """Les lignes dont l’extrait donne, à quelques dates, tout ce que le dossier a depuis le début."""
    flux, cumuls = _periodes(dossier, extrait)
    return Lot(flux, cumuls)


def _periodes_du_dossier(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:  # noqa: ARG001 (idem)
    """Les lignes dont le dossier donne, à quelques dates, tout ce que l’extrait a depuis le début."""
    flux, cumuls = _periodes(extrait, dossier)
    return Lot(cumuls, flux)


def _periodes(des_flux: Compte, des_cumuls: Compte) -> tuple[Suite, Suite]:
    """De chaque cumul d’une ligne conforme, les flux d’après le précédent jusqu’à lui, et lui-même.

    Une ligne l’est si chaque cumul ajoute au précédent la somme de ces flux, et deux d’entre eux au moins quelque
    chose. Ce qui suit le dernier reste libre.
    """
    lignes = cles_communes(*([c.financeur, c.operation, c.sens] for c in (des_flux, des_cumuls)))
    ordre = np.lexsort((des_cumuls.montant, des_cumuls.jour, lignes[1]))
    ligne, jour, montant = lignes[1][ordre], des_cumuls.jour[ordre], des_cumuls.signes[ordre]
    if not ordre.size:
        return Suite.vides(0), Suite.vides(0)
    debuts = np.flatnonzero(np.diff(ligne, prepend=-1))
    ajouts = np.diff(montant, prepend=0)
    ajouts[debuts] = montant[debuts]
    # Le premier cumul daté du jour d'un flux, ou d'après ; hors de sa ligne, il n'y en a pas.
    periode = np.searchsorted(_a_la_date(ligne, jour), _a_la_date(lignes[0], des_flux.jour))
    periode[ligne[np.minimum(periode, ordre.size - 1)] != lignes[0]] = ordre.size
    sommes = sommes_par_cle(periode, des_flux.signes, ordre.size + 1)[:-1]
    conformes = np.logical_and.reduceat((sommes == ajouts) & (des_cumuls.signe[ordre] > 0), debuts) & _ajoutent(
        ajouts, debuts
    )
    retenus = np.flatnonzero(np.repeat(conformes, np.diff(debuts, append=ordre.size)))
    return Suite.de_cles(periode, retenus), Suite.d_une_place(ordre[retenus])


def _a_la_date(ligne: Entiers, jour: Entiers) -> Entiers:
    """Un nombre qui croît avec la ligne, puis avec la date."""
    return figer(ligne * _JOURS + jour)


_JOURS: Final = date.max.toordinal() + 1

PASSES_DE_CUMULS: Final = tuple(
    Etape(Passe.CUMUL, chercher)
    for chercher in (_cumuls_de_l_extrait, _cumuls_du_dossier, _periodes_de_l_extrait, _periodes_du_dossier)
)
"""Avant toute autre passe : un cumul égale souvent un autre mouvement de sa ligne."""
