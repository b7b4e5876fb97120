"""Des groupes aux écarts : le genre de chacun, et ce qu’il porte à chaque opération, financeur, exercice et sens."""

from collections.abc import Iterator

import numpy as np

from financement.calculs.grille import Entiers
from financement.calculs.journal_colonnes import SANS
from financement.rapprochement.appariement import sommes_par_cle
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import GENRES, PASSES, SENS, GenreEcart, Passe
from financement.rapprochement.lots import Lot, Suite
from financement.rapprochement.resultat import AUCUN_GENRE, Parts, TotalDeComptes

__all__ = ["genres_des_reunis", "parts_des_ecarts", "totaux_des_comptes"]


def genres_des_reunis(passes: Entiers, lot: Lot, dossier: Compte, extrait: Compte, jours: int) -> Entiers:
    """Le genre de l’écart que laisse chaque groupe réuni, :data:`AUCUN_GENRE` d’un accord.

    Un accord : deux mouvements de mêmes financeur, opération, type, montant et exercice, à ``jours`` jours au plus.
    """
    siens, leurs = lot.dossier.longueurs, lot.extrait.longueurs
    genres = np.full(len(lot), GENRES.index(GenreEcart.REGROUPEMENT), dtype=np.int64)
    genres[(siens == 0) | (leurs == 0)] = GENRES.index(GenreEcart.ANNULATION)
    paires = np.flatnonzero((siens == 1) & (leurs == 1))
    sien = dossier.prendre(lot.dossier.premieres(SANS)[paires])
    leur = extrait.prendre(lot.extrait.premieres(SANS)[paires])
    des_paires = np.full(paires.size, AUCUN_GENRE, dtype=np.int64)
    # Le dernier posé l'emporte.
    differences = {
        GenreEcart.DATE: (np.abs(sien.jour - leur.jour) > jours) | (sien.exercice != leur.exercice),
        GenreEcart.TYPE: sien.type != leur.type,
        GenreEcart.OPERATION: sien.operation != leur.operation,
        GenreEcart.FINANCEUR: sien.financeur != leur.financeur,
        GenreEcart.MONTANT: sien.montant != leur.montant,
    }
    for genre, masque in differences.items():
        des_paires[masque] = GENRES.index(genre)
    des_paires[passes[paires] == PASSES.index(Passe.HT_TTC)] = GENRES.index(GenreEcart.HT_TTC)
    genres[paires] = des_paires
    sommes = [
        sommes_par_cle(suite.groupes, compte.signes[suite.places], len(lot))
        for suite, compte in ((lot.dossier, dossier), (lot.extrait, extrait))
    ]
    du_cumul = (passes == PASSES.index(Passe.CUMUL)) & (sommes[0] != sommes[1])
    genres[du_cumul] = GENRES.index(GenreEcart.CUMUL)
    return genres


def parts_des_ecarts(lot: Lot, genres: Entiers, dossier: Compte, extrait: Compte) -> Parts:
    """Les parts des groupes en écart, du plus grand au plus petit, puis dans l’ordre des groupes."""
    groupes: list[Entiers] = []
    places: list[Entiers] = []
    cotes: list[Entiers] = []
    for vu, suite in enumerate((lot.dossier, lot.extrait)):
        en_ecart = genres[suite.groupes] != AUCUN_GENRE
        groupes.append(suite.groupes[en_ecart])
        places.append(suite.places[en_ecart])
        cotes.append(np.full(places[-1].size, vu))
    retenus = [compte.prendre(siennes) for compte, siennes in zip((dossier, extrait), places, strict=True)]
    groupe, cote = np.concatenate(groupes), np.concatenate(cotes)
    cles = [groupe, *(_bout_a_bout(retenus, nom) for nom in ("financeur", "operation", "exercice", "sens"))]
    ordre = np.lexsort([np.arange(groupe.size), cote, *cles[::-1]])
    change = np.zeros(groupe.size, dtype=np.bool_)
    change[:1] = True
    for cle in cles:
        change[1:] |= np.diff(cle[ordre]) != 0
    debuts = np.flatnonzero(change)
    part = np.cumsum(change) - 1
    montants = np.concatenate([compte.signes for compte in retenus])[ordre]
    rangs = _bout_a_bout(retenus, "rang")[ordre]
    sommes, suites = [], []
    for vu in (0, 1):
        siens = cote[ordre] == vu
        sommes.append(np.zeros(debuts.size, dtype=np.int64))
        np.add.at(sommes[vu], part[siens], montants[siens])
        bornes = np.searchsorted(part[siens], np.arange(debuts.size + 1))
        suites.append(Suite(bornes, rangs[siens]))
    du_plus_grand = np.argsort(-np.abs(sommes[1] - sommes[0]), kind="stable")
    suites = [suite.prendre(du_plus_grand) for suite in suites]
    choisis = ordre[debuts][du_plus_grand]
    return Parts(
        groupe=groupe[choisis],
        exercice=cles[3][choisis],
        sens=cles[4][choisis].astype(np.int8),
        montant_dossier=sommes[0][du_plus_grand],
        montant_extrait=sommes[1][du_plus_grand],
        bornes_dossier=suites[0].bornes,
        rangs_dossier=suites[0].places,
        bornes_extrait=suites[1].bornes,
        rangs_extrait=suites[1].places,
    )


def _bout_a_bout(comptes: list[Compte], nom: str) -> Entiers:
    return np.concatenate([getattr(compte, nom) for compte in comptes])


def totaux_des_comptes(dossier: Compte, extrait: Compte) -> Iterator[TotalDeComptes]:
    """Les totaux de chaque financeur, exercice et sens présent dans l’un des comptes."""
    comptes = [dossier, extrait]
    # Le maître d'ouvrage, −1, après tous les autres.
    financeurs = _bout_a_bout(comptes, "financeur") % (len(dossier.axes.financeurs) + 1)
    cles = np.column_stack([financeurs, _bout_a_bout(comptes, "exercice"), _bout_a_bout(comptes, "sens")])
    distinctes, rangs = np.unique(cles, axis=0, return_inverse=True)
    sommes = [np.zeros(len(distinctes), dtype=np.int64) for _ in comptes]
    np.add.at(sommes[0], rangs[: len(dossier)], dossier.signes)
    np.add.at(sommes[1], rangs[len(dossier) :], extrait.signes)
    codes = (*dossier.axes.financeurs, None)
    for (financeur, exercice, sens), sien, leur in zip(distinctes.tolist(), *(s.tolist() for s in sommes), strict=True):
        yield TotalDeComptes(financeur=codes[financeur], exercice=exercice, sens=SENS[sens], dossier=sien, extrait=leur)
