"""HT d’un côté, TTC de l’autre : une dépense au taux de TVA de son opération."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers, figer
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TYPES
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot
from financement.rapprochement.paires import MEME_LIGNE_ET_DATE_PROCHE, MEME_LIGNE_ET_PIECE
from financement.rapprochement.passe import Chercher, Etape, Regles

__all__ = ["PASSES_DE_BASES"]

_DU_MAITRE_OUVRAGE: Final = [TYPES.index(genre) for genre in MOUVEMENTS_DU_MAITRE_OUVRAGE]

Convertir = Callable[[Compte, Regles], Entiers]


def _ttc(compte: Compte, regles: Regles) -> Entiers:
    """Les montants, tenus pour HT, TVA ajoutée et arrondis au centime."""
    numerateurs, denominateurs = _taux(compte, regles)
    return _rapport(compte.montant, numerateurs + denominateurs, denominateurs)


def _ht(compte: Compte, regles: Regles) -> Entiers:
    """Les montants, tenus pour TTC, TVA ôtée et arrondis au centime."""
    numerateurs, denominateurs = _taux(compte, regles)
    return _rapport(compte.montant, denominateurs, numerateurs + denominateurs)


def _taux(compte: Compte, regles: Regles) -> tuple[NDArray[Any], NDArray[Any]]:
    """Le numérateur et le dénominateur du taux de chaque mouvement, en entiers de Python (quinze chiffres)."""
    connus = [taux or Fraction(0) for taux in regles.taux]
    numerateurs = np.array([taux.numerator for taux in connus], dtype=object)
    denominateurs = np.array([taux.denominator for taux in connus], dtype=object)
    return numerateurs[compte.operation], denominateurs[compte.operation]


def _rapport(montants: Entiers, numerateurs: NDArray[Any], denominateurs: NDArray[Any]) -> Entiers:
    """``montants × numérateurs ÷ dénominateurs``, à l’arrondi du projet (demi-centime loin de zéro)."""
    doubles = 2 * montants.astype(object) * numerateurs + denominateurs
    return figer((doubles // (2 * denominateurs)).astype(np.int64))


def _convertir(cote: int, convertir: Convertir, apparier: Chercher) -> Chercher:
    """La recherche qui apparie les dépenses une fois celles d’un ``cote`` converties (0 : le dossier)."""

    def chercher(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
        places = [_taxables(compte, regles) for compte in (dossier, extrait)]
        comptes = [compte.prendre(siennes) for compte, siennes in zip((dossier, extrait), places, strict=True)]
        comptes[cote] = replace(comptes[cote], montant=convertir(comptes[cote], regles))
        return apparier(comptes[0], comptes[1], regles).traduire(*places)

    return chercher


def _taxables(compte: Compte, regles: Regles) -> Entiers:
    """Les mouvements du maître d’ouvrage sur une opération dont la TVA est connue et n’est pas nulle."""
    taxees = np.array([bool(taux) for taux in regles.taux], dtype=np.bool_)
    return figer(np.flatnonzero(taxees[compte.operation] & np.isin(compte.type, _DU_MAITRE_OUVRAGE)))


def _etapes() -> Iterable[Etape]:
    """Par la pièce d’abord ; la TVA s’ajoute au HT ou s’ôte du TTC : selon le côté, l’arrondi n’est pas le même."""
    for apparier, cote, convertir in product((MEME_LIGNE_ET_PIECE, MEME_LIGNE_ET_DATE_PROCHE), (0, 1), (_ttc, _ht)):
        yield Etape(Passe.HT_TTC, _convertir(cote, convertir, apparier))


PASSES_DE_BASES: Final = tuple(_etapes())
