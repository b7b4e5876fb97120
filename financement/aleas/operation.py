"""Une opération tirée : ce que chacune de ses lignes devient, en colonnes, pour chaque coût et chaque retard.

Les mêmes règles que :mod:`financement.cloture.montant`, lues une fois de la clôture de base : ce qui ne dépend ni du
coût ni du retard est une constante, le reste une part arrondie, ou le résidu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.aleas.entiers import arrondir_part, repartir_colonnes
from financement.calculs.grille import Entiers
from financement.cloture.etat import EtatLigne
from financement.cloture.faits import FaitsOperation
from financement.cloture.montant import part_recalculee, rangs_du_residu
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import Categorie, RegleCloture
from financement.scenarios.calendrier import a_demarre, demarrage_prevu, lignes_a_perdre
from financement.scenarios.couts import cout_connu

__all__ = ["JAMAIS", "LigneTiree", "OperationTiree", "preparer_operation", "semestres_avant"]

JAMAIS: Final = 1 << 30
"""Un retard qu’aucun tirage n’atteint."""


@dataclass(frozen=True, slots=True)
class LigneTiree:
    """Une ligne hors résidu : ``base``, son montant sans réestimation ; sinon min(taux × min(coût, assiette), plafond).

    ``taux`` ``None`` : le coût n’y change rien. ``perdue_des`` : le retard, en semestres, à partir duquel elle tombe à
    zéro.
    """

    base: int
    taux: Fraction | None
    assiette: int
    plafond: int
    perdue_des: int

    def montants(self, couts: Entiers, reestimes: NDArray[np.bool_], retards: Entiers) -> Entiers:
        """Le montant de clôture de chaque tirage, en centimes."""
        montants = np.full(couts.shape, self.base, dtype=np.int64)
        if self.taux is not None:
            parts = arrondir_part(self.taux, np.minimum(couts, self.assiette))
            montants = np.where(reestimes, np.minimum(parts, self.plafond), montants)
        return np.where(retards >= self.perdue_des, 0, montants) if self.perdue_des < JAMAIS else montants


@dataclass(frozen=True, slots=True)
class OperationTiree:
    """Une opération en cours : son dernier ``cout`` connu, ses lignes, et où vont celles du résidu, avec leur poids.

    ``places`` : le rang, parmi les lignes de l’opération, de celles de ``lignes`` ; ``residu`` : celui des autres.
    """

    code: str
    cout: int
    lignes: tuple[LigneTiree, ...]
    places: tuple[int, ...]
    residu: tuple[int, ...]
    poids: tuple[int, ...]

    def montants(self, couts: Entiers, retards: Entiers) -> Entiers:
        """Le montant de clôture de chaque ligne, une rangée par tirage, dans l’ordre des lignes de l’opération."""
        montants = np.zeros((couts.size, len(self.places) + len(self.residu)), dtype=np.int64)
        # Un coût qui ne change pas n'est pas une réestimation : la clôture de base vaut.
        reestimes = couts != self.cout
        for place, ligne in zip(self.places, self.lignes, strict=True):
            montants[:, place] = ligne.montants(couts, reestimes, retards)
        if self.residu:
            reste = np.maximum(couts - montants.sum(axis=1, dtype=np.int64), 0)
            montants[:, list(self.residu)] = repartir_colonnes(reste, self.poids)
        return montants


def preparer_operation(
    faits: FaitsOperation, lignes: Sequence[LigneCloturee], au: date, limite_engagement: date
) -> OperationTiree:
    """L’opération, lue de sa clôture de base ; elle n’est ni achevée ni abandonnée."""
    residuelles = [rang for rang, ligne in enumerate(lignes) if ligne.etat is EtatLigne.RESIDU]
    ordre = rangs_du_residu([lignes[rang].suivie for rang in residuelles])
    perdue_des = JAMAIS
    if not a_demarre(faits, lignes):
        perdue_des = max(1, semestres_avant(demarrage_prevu(faits, au).premier_jour, limite_engagement))
    a_perdre = {ligne.cle for ligne in lignes_a_perdre(lignes)}
    places = tuple(rang for rang in range(len(lignes)) if rang not in residuelles)
    return OperationTiree(
        code=faits.operation.code,
        cout=cout_connu(faits),
        lignes=tuple(_ligne(lignes[rang], perdue_des if lignes[rang].cle in a_perdre else JAMAIS) for rang in places),
        places=places,
        residu=tuple(residuelles[rang] for rang in ordre),
        poids=tuple(lignes[residuelles[rang]].programme for rang in ordre),
    )


def semestres_avant(premier_jour: date, limite: date) -> int:
    """Le plus petit retard qui mène un premier jour de semestre après la ``limite`` ; zéro s’il l’est déjà."""
    if premier_jour > limite:
        return 0
    # Le premier jour de semestre qui suit la limite.
    suivant = 2 * limite.year + (limite.month > _JUIN) + 1
    return suivant - (2 * premier_jour.year + (premier_jour.month > _JUIN))


_JUIN: Final = 6


def _ligne(ligne: LigneCloturee, perdue_des: int) -> LigneTiree:
    """Ce qui fait le montant d’une ligne hors résidu."""
    base, suivie, faits = ligne.montant_cloture, ligne.suivie, ligne.faits
    suit_le_cout = ligne.regle is RegleCloture.TAUX and ligne.etat not in {EtatLigne.SOLDEE, EtatLigne.FORCLOSE}
    if not suit_le_cout:
        return LigneTiree(base, None, 0, 0, perdue_des)
    est_anru = suivie.financeur.categorie is Categorie.ANRU
    assiette = (faits.assiette if faits.cout else 0) if est_anru else faits.cout
    taux = part_recalculee(suivie, faits, 0).taux
    return LigneTiree(base, taux, assiette, ligne.engage or ligne.programme, perdue_des)
