"""Ce que couvre une annexe : tout le projet, ou ce que signe un financeur, un maître d’ouvrage, une opération."""

from typing import Final

from exports.document.sceau import GenrePerimetre, Perimetre
from financement.dossier.designation import financeur_designe, maitre_ouvrage_designe, operation_designee
from financement.dossier.projet import Projet
from financement.selection import Selection

__all__ = ["retrouver_perimetre", "selection_du_perimetre"]

_G = GenrePerimetre
_DESIGNATIONS: Final = {
    _G.FINANCEUR: financeur_designe,
    _G.MAITRE_OUVRAGE: maitre_ouvrage_designe,
    _G.OPERATION: operation_designee,
}


def retrouver_perimetre(projet: Projet, perimetre: Perimetre) -> Perimetre:
    """Le même périmètre, son code écrit comme le projet l’écrit.

    Lève :class:`ValeurImpossible`, avec le nom le plus proche, si le projet ignore ce qu’il désigne.
    """
    if perimetre.genre is _G.ENSEMBLE:
        return perimetre
    return Perimetre(genre=perimetre.genre, code=_DESIGNATIONS[perimetre.genre](projet, perimetre.code))


def selection_du_perimetre(perimetre: Perimetre) -> Selection:
    """Ce qu’un périmètre retient du projet : un extrait est une sélection, dont le noyau définit les opérations."""
    if perimetre.genre is _G.ENSEMBLE:
        return Selection()
    return Selection(**{perimetre.genre.value: perimetre.code})
