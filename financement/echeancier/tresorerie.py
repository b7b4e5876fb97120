"""Le besoin de trésorerie de chaque maître d’ouvrage : ce qu’il dépense avant d’être payé, semestre par semestre.

Les dépenses sont sur la base déclarée de chaque opération (HT ou TTC) ; les fonds propres du maître d’ouvrage ne sont
pas une recette. Source : prévision, lecture C.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from financement.calculs.situation import SIGNES_PAYE
from financement.cloture.faits import SIGNES_DEPENSE, FaitsOperation
from financement.cloture.resultat import Cloture
from financement.dossier.nomenclature import NatureCout
from financement.dossier.regles import reglement_du_projet
from financement.echeancier.calendrier import calendrier_prevu
from financement.echeancier.echeancier import Echeancier
from financement.valeurs import validation
from financement.valeurs.dates import Semestre
from financement.valeurs.repartition import repartir

__all__ = ["BesoinTresorerie", "FluxSemestriel", "besoins_de_tresorerie"]

_SIGNES_DEPENSE = SIGNES_DEPENSE[NatureCout.DEFICIT]


@dataclass(frozen=True, slots=True)
class FluxSemestriel:
    """Dépenses et recettes d’un semestre, et trésorerie cumulée à sa fin, en centimes."""

    semestre: Semestre
    depenses: int
    recettes: int
    tresorerie: int


@dataclass(frozen=True, slots=True)
class BesoinTresorerie:
    """Trésorerie d’un maître d’ouvrage ; ``besoin`` : le plus fort découvert, à préfinancer (zéro sans découvert)."""

    maitre_ouvrage: str
    flux: tuple[FluxSemestriel, ...]

    @property
    def pointe(self) -> FluxSemestriel | None:
        """Le premier semestre où le découvert est le plus fort, s’il y en a un."""
        decouverts = [flux for flux in self.flux if flux.tresorerie < 0]
        return min(decouverts, key=lambda flux: flux.tresorerie, default=None)

    def pointe_depuis(self, jour: date) -> FluxSemestriel | None:
        """La pointe des semestres qui finissent après ce ``jour`` : ce qu’il reste à préfinancer, s’il y en a."""
        restants = tuple(flux for flux in self.flux if flux.semestre.dernier_jour > jour)
        return BesoinTresorerie(self.maitre_ouvrage, restants).pointe

    @property
    def besoin(self) -> int:
        """Montant à préfinancer, en centimes."""
        pointe = self.pointe
        return 0 if pointe is None else -pointe.tresorerie


def besoins_de_tresorerie(echeancier: Echeancier) -> tuple[BesoinTresorerie, ...]:
    """Besoin de chaque maître d’ouvrage, dans l’ordre du dossier, du premier au dernier semestre mouvementé.

    Toute opération compte, même sans financement : ses dépenses sont à porter par son maître d’ouvrage.
    """
    validation.exiger("Trésorerie", validation.instance("echeancier", echeancier, Echeancier))
    cloture = echeancier.cloture
    faits = cloture.faits
    proprietaires = {code: fait.operation.maitre_ouvrage for code, fait in faits.items()}
    flux: dict[str, dict[Semestre, tuple[int, int]]] = {proprietaire: {} for proprietaire in proprietaires.values()}

    def ajouter(operation: str, semestre: Semestre, depense: int, recette: int) -> None:
        if depense or recette:
            par_semestre = flux[proprietaires[operation]]
            depenses, recettes = par_semestre.get(semestre, (0, 0))
            par_semestre[semestre] = depenses + depense, recettes + recette

    for mouvement in cloture.projet.journal:
        if mouvement.date <= cloture.au:
            depense = _SIGNES_DEPENSE.get(mouvement.type, 0) * mouvement.montant
            est_recette = mouvement.financeur != proprietaires[mouvement.operation]
            recette = SIGNES_PAYE.get(mouvement.type, 0) * mouvement.montant if est_recette else 0
            ajouter(mouvement.operation, Semestre.de(mouvement.date), depense, recette)
    for prevu in echeancier.flux_prevus:
        if prevu.cle.financeur != proprietaires[prevu.cle.operation]:
            ajouter(prevu.cle.operation, prevu.semestre, 0, prevu.paiement)
    for operation, semestre, depense in _depenses_prevues(cloture, faits):
        ajouter(operation, semestre, depense, 0)
    return tuple(BesoinTresorerie(proprietaire, _cumuler(flux[proprietaire])) for proprietaire in flux)


def _depenses_prevues(cloture: Cloture, faits: Mapping[str, FaitsOperation]) -> list[tuple[str, Semestre, int]]:
    """Coût final restant à dépenser : celui de la clôture, à parts égales par semestre de travaux.

    D’une opération achevée sans dépense justifiée, il est dû en entier au semestre de l’achèvement (lecture C).
    """
    reglement = reglement_du_projet(cloture.projet)
    prevues = []
    for operation, fait in faits.items():
        semestres = calendrier_prevu(fait, cloture.situation.tableau, reglement, cloture.au).travaux
        if fait.achevee and fait.operation.achevement is not None:
            semestres = (Semestre.de(fait.operation.achevement),)
        reste = max(0, fait.cout_final - (fait.depense or 0)) if semestres else 0
        parts = repartir(reste, [1] * len(semestres))
        prevues += [(operation, semestre, part) for semestre, part in zip(semestres, parts, strict=True)]
    return prevues


def _cumuler(par_semestre: dict[Semestre, tuple[int, int]]) -> tuple[FluxSemestriel, ...]:
    cumules, tresorerie = [], 0
    for semestre in sorted(par_semestre):
        depenses, recettes = par_semestre[semestre]
        tresorerie += recettes - depenses
        cumules.append(FluxSemestriel(semestre, depenses, recettes, tresorerie))
    return tuple(cumules)
