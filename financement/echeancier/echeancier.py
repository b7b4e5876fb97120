"""L’échéancier d’un projet par exercice et par financeur : passé constaté, suite prévue, des seuls concours.

L’autofinancement n’est dû à personne : il n’a pas d’échéance, et ne se lit qu’à la clôture, pour mémoire (lecture C).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from financement.affichage.cadre import en_unite
from financement.calculs.engagement_repute import sans_effet
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.cloture.resultat import Cloture
from financement.dossier.nomenclature import CONCOURS, TYPES
from financement.dossier.regles import reglement_du_projet
from financement.echeancier.prevision import FluxPrevu, prevoir
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Echeancier", "LigneEcheancier", "calculer_echeancier"]

_MONTANTS: Final = ("engagement_flux", "engagement_cumul", "paiement_flux", "paiement_cumul")
_ANNEE_D_EPOQUE: Final = 1970
_EPOQUE: Final = date(_ANNEE_D_EPOQUE, 1, 1).toordinal()
_SIGNES_ENGAGE: Final = np.array([SIGNES_ENGAGE.get(genre, 0) for genre in TYPES])
_SIGNES_PAYE: Final = np.array([SIGNES_PAYE.get(genre, 0) for genre in TYPES])


@dataclass(frozen=True, slots=True)
class LigneEcheancier:
    """Flux d’un exercice et cumul à sa fin, pour un financeur, en centimes ; prévu ou constaté.

    ``exercice`` : ``None`` pour l’engagé réputé, que rien ne date et qui n’est ni constaté ni prévu.
    """

    exercice: int | None
    financeur: str
    engagement_flux: int
    engagement_cumul: int
    paiement_flux: int
    paiement_cumul: int
    previsionnel: bool


@dataclass(frozen=True, slots=True, repr=False)
class Echeancier:
    """Lignes par exercice puis par financeur : exercices constatés, engagé réputé sans date, exercices prévus.

    L’année de la date d’arrêté a une ligne constatée et une ligne prévue. Le dernier cumul de chaque financeur est le
    montant de clôture de ses concours. ``flux_prevus`` : ceux de toutes les lignes, fonds propres compris.
    """

    cloture: Cloture
    flux_prevus: tuple[FluxPrevu, ...]
    lignes: tuple[LigneEcheancier, ...]

    def __repr__(self) -> str:
        return f"<Échéancier au {afficher_date(self.cloture.au)}, lignes : {len(self.lignes)}>"

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : mêmes colonnes que :class:`LigneEcheancier` ; l’``exercice`` d’un engagé réputé est absent.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        champs = LigneEcheancier.__slots__
        colonnes = {champ: [getattr(ligne, champ) for ligne in self.lignes] for champ in champs}
        exercices = pd.array(colonnes["exercice"], dtype="Int64")
        return pd.DataFrame(
            {**colonnes, "exercice": exercices, **en_unite({nom: colonnes[nom] for nom in _MONTANTS}, unite)}
        )


_Flux = dict[tuple[int | None, str], tuple[int, int]]


def calculer_echeancier(cloture: Cloture) -> Echeancier:
    """Échéancier d’une clôture : journal jusqu’à sa date, puis prévision sous le règlement du projet (lecture C)."""
    validation.exiger("Échéancier", validation.instance("cloture", cloture, Cloture))
    prevus = prevoir(cloture, reglement_du_projet(cloture.projet))
    suite = _sommer(
        ((flux.semestre.annee, flux.cle.financeur), flux.engagement, flux.paiement)
        for flux in prevus
        if flux.cle.est_concours
    )
    financeurs = cloture.situation.axes.financeurs
    engages = cloture.situation.engages_reputes.sum(axis=(0, 2), dtype=np.int64).tolist()
    reputes: _Flux = {(None, code): (engage, 0) for code, engage in zip(financeurs, engages, strict=True) if engage}
    cumuls = dict.fromkeys(financeurs, (0, 0))
    lignes: list[LigneEcheancier] = []
    for flux, previsionnel in ((_flux_constates(cloture), False), (reputes, False), (suite, True)):
        for exercice in _exercices(flux):
            for financeur in financeurs:
                engagement, paiement = flux.get((exercice, financeur), (0, 0))
                engage, paye = cumuls[financeur][0] + engagement, cumuls[financeur][1] + paiement
                cumuls[financeur] = engage, paye
                lignes.append(LigneEcheancier(exercice, financeur, engagement, engage, paiement, paye, previsionnel))
    return Echeancier(cloture, prevus, tuple(lignes))


def _exercices(flux: _Flux) -> Iterable[int | None]:
    """Toutes les années, de la première à la dernière ; ``None`` si rien n’y est daté."""
    annees = [annee for annee, _ in flux if annee is not None]
    return range(min(annees), max(annees) + 1) if annees else dict.fromkeys(annee for annee, _ in flux)


def _flux_constates(cloture: Cloture) -> _Flux:
    """Engagements suivis et paiements, sur ses concours, de chaque exercice et financeur qui en a."""
    ecritures = cloture.situation.ecritures
    financeurs = ecritures.axes.financeurs
    retenues = ecritures.retenues([*SIGNES_ENGAGE, *SIGNES_PAYE], cloture.au) & (ecritures.montant != 0)
    retenues &= ecritures.de_natures(CONCOURS)
    reputees = sans_effet(cloture.projet.convention, ecritures)[retenues]
    jours, types, montants = ecritures.jour[retenues], ecritures.type[retenues], ecritures.montant[retenues]
    exercices = (jours - _EPOQUE).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + _ANNEE_D_EPOQUE
    cles, places = np.unique(exercices * len(financeurs) + ecritures.financeur[retenues], return_inverse=True)
    engagements, paiements = np.zeros_like(cles), np.zeros_like(cles)
    np.add.at(engagements, places, np.where(reputees, 0, montants * _SIGNES_ENGAGE[types]))
    np.add.at(paiements, places, montants * _SIGNES_PAYE[types])
    lues = zip(*(np.divmod(cles, len(financeurs))), engagements, paiements, strict=True)
    return _sommer(((int(annee), financeurs[rang]), int(engage), int(paye)) for annee, rang, engage, paye in lues)


def _sommer(flux: Iterable[tuple[tuple[int | None, str], int, int]]) -> _Flux:
    sommes: _Flux = {}
    for cle, engagement, paiement in flux:
        engage, paye = sommes.get(cle, (0, 0))
        sommes[cle] = engage + engagement, paye + paiement
    return sommes
