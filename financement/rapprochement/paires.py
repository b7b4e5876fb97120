"""Les passes de paires : un mouvement du dossier, un de l’extrait, que leurs colonnes rapprochent."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers
from financement.calculs.journal_colonnes import SANS
from financement.rapprochement.appariement import Paires, cles_communes, egales, plus_proches, uniques
from financement.rapprochement.comptes import Compte
from financement.rapprochement.genres import Passe
from financement.rapprochement.lots import Lot
from financement.rapprochement.passe import Chercher, Etape, Masque, Regles, avec_piece, tous

__all__ = [
    "JOURS_D_UNE_AUTRE_DATE",
    "MEME_LIGNE_ET_DATE_PROCHE",
    "MEME_LIGNE_ET_PIECE",
    "PASSES_AUTREMENT",
    "PASSES_IDENTIQUES",
]

JOURS_D_UNE_AUTRE_DATE: Final = 366
"""Au-delà, un même montant de la même ligne n’est plus le même mouvement, à moins d’en avoir la pièce (lecture D)."""

Apparier = Callable[[Paires, Paires, Regles], Paires]

_LIGNE: Final = ("financeur", "operation", "type")
_MONTANT: Final = (*_LIGNE, "montant")


def _avec_piece_propre(compte: Compte) -> NDArray[np.bool_]:
    """Ceux qui sont seuls de leur compte à porter leur pièce : elle les désigne, quel qu’en soit le montant."""
    masque: NDArray[np.bool_] = compte.porteurs == 1
    return masque


def _propres(compte: Compte) -> NDArray[np.bool_]:
    """Ceux qui sont seuls de leur compte à porter leur pièce avec leur montant : « Acompte 1 » ne désigne rien."""
    masque: NDArray[np.bool_] = compte.jumeaux == 1
    return masque


def _avec_financeur(compte: Compte) -> NDArray[np.bool_]:
    masque: NDArray[np.bool_] = compte.financeur != SANS
    return masque


def _avec_financeur_et_propres(compte: Compte) -> NDArray[np.bool_]:
    return _propres(compte) & _avec_financeur(compte)


def _egales(cles: Paires, dates: Paires, regles: Regles) -> Paires:  # noqa: ARG001 (même forme que les autres)
    return egales(*cles)


def _uniques(cles: Paires, dates: Paires, regles: Regles) -> Paires:  # noqa: ARG001 (idem)
    return uniques(*cles)


def _proches(cles: Paires, dates: Paires, regles: Regles) -> Paires:
    return plus_proches(cles, dates, regles.jours)


def _a_un_an(cles: Paires, dates: Paires, regles: Regles) -> Paires:
    return plus_proches(cles, dates, max(regles.jours, JOURS_D_UNE_AUTRE_DATE))


def _uniques_et_proches(cles: Paires, dates: Paires, regles: Regles) -> Paires:
    du_dossier, de_l_extrait = uniques(*cles)
    proches = np.abs(dates[0][du_dossier] - dates[1][de_l_extrait]) <= regles.jours
    return du_dossier[proches], de_l_extrait[proches]


def _par_cles(colonnes: tuple[str, ...], apparier: Apparier, retenir: Masque = tous) -> Chercher:
    """La recherche qui apparie, parmi les mouvements à ``retenir``, ceux dont ces ``colonnes`` sont égales."""

    def chercher(dossier: Compte, extrait: Compte, regles: Regles) -> Lot:
        places = [np.flatnonzero(retenir(compte)) for compte in (dossier, extrait)]
        retenus = [compte.prendre(siennes) for compte, siennes in zip((dossier, extrait), places, strict=True)]
        cles = cles_communes(*([_colonne(compte, nom) for nom in colonnes] for compte in retenus))
        un, autre = apparier(cles, (retenus[0].jour, retenus[1].jour), regles)
        return Lot.de_paires(places[0][un], places[1][autre])

    return chercher


def _colonne(compte: Compte, nom: str) -> Entiers:
    colonne: Entiers = getattr(compte, nom)
    return colonne


MEME_LIGNE_ET_PIECE: Final = _par_cles((*_MONTANT, "piece"), _egales, avec_piece)
MEME_LIGNE_ET_DATE_PROCHE: Final = _par_cles(_MONTANT, _proches)

_DE_PIECE: Final = ("financeur", "sens", "signe", "piece", "montant")

PASSES_IDENTIQUES: Final = (
    Etape(Passe.PIECE, _par_cles((*_DE_PIECE, "operation", "type", "jour"), _egales, avec_piece)),
    Etape(Passe.PIECE, _par_cles((*_DE_PIECE, "operation", "type"), _egales, avec_piece)),
    Etape(Passe.PIECE, _par_cles((*_DE_PIECE, "operation"), _egales, avec_piece)),
    Etape(Passe.PIECE, _par_cles(_DE_PIECE, _egales, _propres)),
    Etape(Passe.IDENTIQUE, _par_cles((*_MONTANT, "jour"), _egales)),
    # D'abord dans l'exercice : un écart de date qui n'en change pas ne déplace aucun argent.
    Etape(Passe.DATE_PROCHE, _par_cles((*_MONTANT, "exercice"), _proches)),
    Etape(Passe.DATE_PROCHE, MEME_LIGNE_ET_DATE_PROCHE),
)
"""De la plus sûre à la moins sûre : ce qui a la même pièce, puis tout le reste de semblable."""

_AUTRE_TYPE: Final = ("financeur", "operation", "sens", "signe", "montant")
_AUTRE_OPERATION: Final = ("financeur", "type", "montant")
_AUTRE_FINANCEUR: Final = ("operation", "type", "montant")

PASSES_AUTREMENT: Final = (
    Etape(Passe.AUTRE_TYPE, _par_cles(("financeur", "operation", "montant", "piece"), _egales, _propres)),
    Etape(Passe.AUTRE_FINANCEUR, _par_cles((*_AUTRE_FINANCEUR, "piece"), _egales, _avec_financeur_et_propres)),
    Etape(Passe.AUTRE_TYPE, _par_cles((*_AUTRE_TYPE, "jour"), _egales)),
    Etape(Passe.AUTRE_TYPE, _par_cles(("financeur", "operation", "montant", "jour"), _egales)),
    Etape(Passe.AUTRE_OPERATION, _par_cles((*_AUTRE_OPERATION, "jour"), _egales)),
    Etape(Passe.AUTRE_FINANCEUR, _par_cles((*_AUTRE_FINANCEUR, "jour"), _egales, _avec_financeur)),
    Etape(Passe.AUTRE_DATE, _par_cles(_MONTANT, _a_un_an)),
    Etape(Passe.AUTRE_TYPE, _par_cles(_AUTRE_TYPE, _proches)),
    Etape(Passe.AUTRE_OPERATION, _par_cles(_AUTRE_OPERATION, _proches)),
    Etape(Passe.AUTRE_FINANCEUR, _par_cles(_AUTRE_FINANCEUR, _proches, _avec_financeur)),
    # Un montant n'est dit différent que si rien d'autre ne peut lui répondre.
    Etape(Passe.AUTRE_MONTANT, _par_cles((*_LIGNE, "piece"), _egales, _avec_piece_propre)),
    Etape(Passe.AUTRE_MONTANT, _par_cles(("financeur", "sens", "piece"), _egales, _avec_piece_propre)),
    Etape(Passe.AUTRE_MONTANT, _par_cles((*_LIGNE, "jour"), _uniques)),
    Etape(Passe.AUTRE_MONTANT, _par_cles(_LIGNE, _uniques_et_proches)),
)
"""Ce qui diffère d’une chose : le même jour d’abord, puis à une date voisine ; le montant en dernier."""
