"""HT d’un côté, TTC de l’autre : une dépense au taux de TVA de son opération."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from financement.calculs.grille import Entiers, figer
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TYPES
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot
from financement.rapprochement.paires import MEME_LIGNE_ET_DATE_PROCHE, MEME_LIGNE_ET_PIECE
from financement.rapprochement.passe import Chercher, Etape, Regles

__all__ = ["PASSES_DE_BASES"]

_DU_MAITRE_OUVRAGE: Final = [TYPES.index(genre) for genre in MOUVEMENTS_DU_MAITRE_OUVRAGE]


def _ht(compte: Compte, regles: Regles) -> Entiers:
    """Les montants, tenus pour TTC, TVA ôtée à l’arrondi du projet (demi-centime loin de zéro).

    Un TTC arrondi d’un HT y revient toujours, le taux étant positif : ajouter la TVA à l’autre compte ne trouverait
    rien de plus. Les entiers sont ceux de Python : un taux a quinze chiffres.
    """
    connus = [taux or Fraction(0) for taux in regles.taux]
    hors_taxe = np.array([taux.denominator for taux in connus], dtype=object)[compte.operation]
    toutes_taxes = np.array([taux.numerator + taux.denominator for taux in connus], dtype=object)[compte.operation]
    doubles = 2 * compte.montant.astype(object) * hors_taxe + toutes_taxes
    return figer((doubles // (2 * toutes_taxes)).astype(np.int64))


def _hors_taxe(cote: int, apparier: Chercher) -> Chercher:
    """La recherche qui apparie les dépenses une fois ôtée la TVA de celles d’un ``cote`` (0 : le dossier)."""

    def chercher(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
        places = [_taxables(compte, regles) for compte in (dossier, extrait)]
        comptes = [compte.prendre(siennes) for compte, siennes in zip((dossier, extrait), places, strict=True)]
        comptes[cote] = replace(comptes[cote], montant=_ht(comptes[cote], regles))
        return apparier(comptes[0], comptes[1], regles).traduire(*places)

    return chercher


def _taxables(compte: Compte, regles: Regles) -> Entiers:
    """Les mouvements du maître d’ouvrage sur une opération dont la TVA est connue et n’est pas nulle."""
    taxees = np.array([bool(taux) for taux in regles.taux], dtype=np.bool_)
    return figer(np.flatnonzero(taxees[compte.operation] & np.isin(compte.type, _DU_MAITRE_OUVRAGE)))


PASSES_DE_BASES: Final = tuple(
    Etape(Passe.HT_TTC, _hors_taxe(cote, apparier))
    for apparier in (MEME_LIGNE_ET_PIECE, MEME_LIGNE_ET_DATE_PROCHE)
    for cote in (0, 1)
)
"""Par la pièce d’abord."""
