"""L'engagé réputé : celui d'un financeur dont les engagements ne sont pas suivis (lecture C).

Sur ses lignes de concours, l'engagé est le programmé, au moins le payé ; ce que le journal dirait de ses engagements
n'y change rien.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from financement.convention import Convention
from financement.grille import Ecritures, Entiers, figer
from financement.nomenclature import CONCOURS, NATURES
from financement.projet import Projet
from financement.tableau import tableaux_financiers

__all__ = ["FluxReputes", "engage_retenu", "flux_reputes", "lignes_reputees", "sans_effet"]

FluxReputes = dict[int, Entiers]
"""Engagement réputé par année : grille (opérations, financeurs, natures) en centimes."""


def lignes_reputees(convention: Convention) -> NDArray[np.bool_]:
    """Grille (financeurs, natures) : vrai des lignes de concours d'un financeur réputé."""
    reputes = np.array([financeur.est_repute for financeur in convention.financeurs], dtype=np.bool_)
    concours = np.array([nature in CONCOURS for nature in NATURES], dtype=np.bool_)
    return reputes[:, np.newaxis] & concours


def engage_retenu(convention: Convention, programme: Entiers, engage: Entiers, paye: Entiers) -> Entiers:
    """L'engagé de chaque ligne (opérations, financeurs, natures), en centimes.

    Réputé où il l'est : max(programmé, payé) ; ailleurs ``engage``.
    """
    return figer(np.where(lignes_reputees(convention), np.maximum(programme, paye), engage))


def sans_effet(convention: Convention, ecritures: Ecritures) -> NDArray[np.bool_]:
    """Masque des écritures des lignes réputées : leurs engagements ne comptent pas."""
    return (ecritures.financeur >= 0) & lignes_reputees(convention)[ecritures.financeur, ecritures.nature]


def flux_reputes(
    projet: Projet,
    ecritures: Ecritures,
    *,
    engage: Entiers,
    version: int,
    au: date | None,
    paye_au: Callable[[date], Entiers],
    perimetre: NDArray[np.bool_] | None = None,
) -> FluxReputes:
    """L'engagement réputé de chaque année où il change ; leur somme est l'``engage`` réputé à la date ``au``.

    Il suit le programmé à la date de chaque acte, jusqu'à celui de ``version``, et le payé (``paye_au``) qui le
    dépasse ; ce que ces dates n'expliquent pas compte à la dernière année. Hors du ``perimetre``, s'il y en a un, rien
    ne compte.
    """
    convention = projet.convention
    reputees = lignes_reputees(convention)
    if not reputees.any():
        return {}
    comptees = reputees if perimetre is None else reputees & perimetre
    actes = {0: convention.date_signature, **{avenant.numero: avenant.date for avenant in convention.avenants}}
    axes = ecritures.axes
    programmes = [
        (actes[tableau.version], axes.grille_du_plan(tableau.lignes))
        for tableau in tableaux_financiers(projet)
        if tableau.version <= version
    ]
    jours = ecritures.jour[sans_effet(convention, ecritures)]
    connus = [signe for signe, _ in programmes]
    connus += [date.fromordinal(int(jour)) for jour in (jours.min(), jours.max())] if jours.size else []
    derniere = max(connus).year if au is None else au.year
    flux: FluxReputes = {}
    cumul = axes.zeros()
    for annee in range(min(*(jour.year for jour in connus), derniere), derniere + 1):
        fin = date(annee, 12, 31)
        programme = next((grille for signe, grille in reversed(programmes) if signe <= fin), axes.zeros())
        atteint = np.where(comptees, engage if annee == derniere else np.maximum(programme, paye_au(fin)), 0)
        if (atteint != cumul).any():
            flux[annee] = figer(atteint - cumul)
        cumul = atteint
    return flux
