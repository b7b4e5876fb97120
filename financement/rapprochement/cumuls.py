"""Un compte qui donne des cumuls là où l’autre donne des flux : à chaque date, la somme depuis le début."""

import numpy as np

from financement.calculs.grille import Entiers
from financement.rapprochement.appariement import cles_communes
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot
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

    Une ligne y est si ses mouvements, au moins deux et autant d’un côté que de l’autre, ont les mêmes montants une
    fois chaque cumul ramené à ce qu’il ajoute au précédent, et des dates voisines.
    """
    cotes = (des_flux, des_cumuls)
    lignes = cles_communes(*([c.financeur, c.operation, c.sens] for c in cotes))
    nombre = 1 + max((int(siennes.max()) for siennes in lignes if siennes.size), default=-1)
    nombres = [np.bincount(siennes, minlength=nombre) for siennes in lignes]
    retenues = (nombres[0] == nombres[1]) & (nombres[0] > 1)
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
    differents = np.logical_or.reduceat(des_flux.montant[flux] != des_cumuls.montant[cumuls], debuts)
    retenus = np.repeat(conformes & differents, np.diff(debuts, append=ligne.size))
    return flux[retenus], cumuls[retenus]


PASSES_DE_CUMULS = (Etape(Passe.CUMUL, _cumuls_de_l_extrait), Etape(Passe.CUMUL, _cumuls_du_dossier))
"""Avant toute autre passe : un cumul égale souvent un autre mouvement de sa ligne."""
